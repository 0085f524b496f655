"""Whether `ansinh check` does with every made file what it must: the score of the policy.

    python3 Tests/Conformance/run.py PROGRAM [--only PART] [--keep FOLDER]

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

from cases import all_cases
from documents import all_documents

SECONDS = 20


def verdict(case, program, folder):
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
    found = [(row["class"], row["column"]) for row in report["rejected"]]
    wanted = [(reason, key) for _, reason, key in case.rejected]
    if len(found) != len(wanted) or any(f[0] != w[0] or w[1] not in (None, f[1]) for f, w in zip(found, wanted)):
        return f"refused rows {found[:3]}, must be {wanted}"
    if case.accepted is not None and report["rows_accepted"] != case.accepted:
        return f"{report['rows_accepted']} rows accepted, must be {case.accepted}"
    if case.encoding and report["encoding"] != case.encoding:
        return f"read as {report['encoding']}, is {case.encoding}"
    if case.kind and report["kind"] != case.kind:
        return f"taken for {report['kind']}, is {case.kind}"
    if missing := set(case.notes) - set(report["notes"]):
        return f"without the note {', '.join(sorted(missing))}"
    if extra := set(case.absent) & set(report["notes"]):
        return f"with the note {', '.join(sorted(extra))}"
    for key, values in case.values.items():
        got = [row.get(key) for row in report["rows"]][:len(values)]
        if [unicodedata.normalize("NFC", str(value)) for value in got] != values:
            wrong = next((pair for pair in zip(got, values) if str(pair[0]) != pair[1]), (got, values))
            return f"{key} is {wrong[0]!r}, must be {wrong[1]!r}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep")
    options = parser.parse_args()
    right, wrong = collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or temporary
        os.makedirs(folder, exist_ok=True)
        names = set()
        for case in (*all_cases(), *all_documents()):
            if not case.name.startswith(options.only):
                continue
            if case.name in names:
                sys.exit(f"two cases are called {case.name}")
            names.add(case.name)
            trouble = verdict(case, options.program, folder)
            (wrong if trouble else right)[case.name.split("/")[0]] += 1
            if trouble:
                print(f"  ✘ {case.name}: {trouble}")
    for part in sorted(right | wrong):
        print(f"{part:10} {right[part]:4} of {right[part] + wrong[part]:4}")
    print(f"policy: {right.total()} of {right.total() + wrong.total()} files as they must be")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
