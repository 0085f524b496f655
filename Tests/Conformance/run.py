"""Whether the program does with every made file what it must: the scores of its policy and of its reader.

    python3 Tests/Conformance/run.py PROGRAM [--only policy | reader | PART] [--keep FOLDER]

The policy is `ansinh check`: which files and rows are accepted, which are refused for what reason, what is repaired (`cases.py`,
`workbook_cases.py`, `documents.py`). The reader is `ansinh clean`: whether all that stands in a spoilt table comes through
(`pollution.py`); for all of its files, and beside other readers, see `reader_scores.py`. PART is the beginning of names, such as `xml`
or `workbook/dates`.

Prints what is wrong and a line for each part; ends with 1 when anything is. `--keep` leaves the files, to look at.
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile
import unicodedata

import reader_scores
from cases import Case, all_cases
from documents import all_documents
from pollution import few_files

SECONDS = 20


def verdict(case: Case, program: str, folder: str) -> str | None:
    """What is wrong, or None."""
    path = os.path.join(folder, case.name.replace("/", "__").replace(" ", "_")[:120] + "." + case.suffix)
    with open(path, "wb") as file:
        file.write(case.data)
    run = subprocess.run([program, "check", "--json", "--rows", *case.options, path], capture_output=True, timeout=SECONDS)
    if run.returncode not in (0, 65):
        return f"exit code {run.returncode}"
    report = json.loads(run.stdout)
    if case.file_reason:
        reasons = case.file_reason if isinstance(case.file_reason, list) else [case.file_reason]
        if run.returncode == 65 and report["file_reason"] in reasons:
            return None
        return f"must be refused as {' or '.join(reasons)}, is {report['file_reason'] or 'accepted'}"
    if run.returncode or report["outcome"] != "accept":
        return f"refused as {report['file_reason']}"
    return wrong_rows(case, report) or wrong_notes(case, report) or wrong_values(case, report)


def wrong_rows(case: Case, report: dict) -> str | None:
    found = [(row["class"], row["column"]) for row in report["rejected"]]
    wanted = [(reason, key) for _, reason, key in case.rejected]
    if len(found) != len(wanted) or any(f[0] != w[0] or w[1] not in (None, f[1]) for f, w in zip(found, wanted)):
        return f"refused rows {found[:3]}, must be {wanted}"
    if case.accepted is not None and report["rows_accepted"] != case.accepted:
        return f"{report['rows_accepted']} rows accepted, must be {case.accepted}"
    return None


def wrong_notes(case: Case, report: dict) -> str | None:
    if case.encoding and report["encoding"] != case.encoding:
        return f"read as {report['encoding']}, is {case.encoding}"
    if case.kind and report["kind"] != case.kind:
        return f"taken for {report['kind']}, is {case.kind}"
    if missing := set(case.notes) - set(report["notes"]):
        return f"without the note {', '.join(sorted(missing))}"
    if extra := set(case.absent) & set(report["notes"]):
        return f"with the note {', '.join(sorted(extra))}"
    return None


def wrong_values(case: Case, report: dict) -> str | None:
    for key, values in case.values.items():
        got = [row.get(key) for row in report["rows"]][:len(values)]
        if [unicodedata.normalize("NFC", str(value)) for value in got] != values:
            wrong = next((pair for pair in zip(got, values) if str(pair[0]) != pair[1]), (got, values))
            return f"{key} is {wrong[0]!r}, must be {wrong[1]!r}"
    return None


def policy(program: str, folder: str, part: str) -> tuple[int, int]:
    """- Returns: how many files were done right, and of how many."""
    right, wrong = collections.Counter(), collections.Counter()
    names = set()
    for case in (*all_cases(), *all_documents()):
        if not case.name.startswith(part):
            continue
        if case.name in names:
            sys.exit(f"two cases are called {case.name}")
        names.add(case.name)
        trouble = verdict(case, program, folder)
        (wrong if trouble else right)[case.name.split("/")[0]] += 1
        if trouble:
            print(f"  ✘ {case.name}: {trouble}")
    for name in sorted(right | wrong):
        print(f"{name:10} {right[name]:4} of {right[name] + wrong[name]:4}")
    return right.total(), right.total() + wrong.total()


def reader(program: str, folder: str) -> tuple[bool, str]:
    """- Returns: whether all is well, and the line that says so."""
    files = list(few_files())
    paths, _ = reader_scores.written(files, folder)
    scores = reader_scores.scores_of_program(program, files, paths)
    troubles = reader_scores.troubles(scores)
    for trouble in troubles:
        print(f"  ✘ {trouble}")
    figures = {"of all": reader_scores.simple(scores), "of Pollock's families": reader_scores.simple(reader_scores.surveyed(scores)),
               "weighted": reader_scores.weighted(reader_scores.surveyed(scores))}
    told = ", ".join(f"{reader_scores.figure(value)} {name}" for name, value in figures.items())
    return not troubles, f"reader: {sum(one.is_whole for one in scores)} of {len(scores)} files whole; of 10: {told}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--only", default="", metavar="policy|reader|PART")
    parser.add_argument("--keep", metavar="FOLDER")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    is_well, lines = True, []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or temporary
        os.makedirs(folder, exist_ok=True)
        if options.only != "reader":
            right, count = policy(program, folder, "" if options.only == "policy" else options.only)
            is_well = right == count > 0
            lines.append(f"policy: {right} of {count} files as they must be")
        if options.only in ("", "reader"):
            is_reading_well, line = reader(program, folder)
            is_well = is_well and is_reading_well
            lines.append(line)
    print("\n".join(lines))
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
