"""How much of a table with one fault of form comes through `ansinh clean`, by Pollock's ten measures: the scores of the reader.

    python3 Tests/Conformance/reader_scores.py PROGRAM [--all] [--peers VENV] [--pollock FOLDER] [--json FILE]

  --all             every file instead of one row-level file in twelve
  --peers VENV      beside DuckDB, Polars, pyarrow and CleverCSV, which are installed into the folder VENV if they are missing
  --pollock FOLDER  scores Pollock's own files instead: FOLDER is `polluted_files` of a copy of its repository, with its weights above

The measures of a file are success and, of header, records and cells, precision, recall and F1; its score is their sum. A record counts
when its cells, joined, are those expected, in any order. The simple score is the mean over the files, the weighted one counts each
family as often as portals had its fault. Nothing is decided by whoever reads: what `ansinh clean` says it does (composed letters; no
blank lines and title lines) is what every reader is held to.
"""
import argparse
import collections
import concurrent.futures
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import asdict, dataclass
from typing import Iterable, NamedTuple

from pollution import Dialect, Family, Polluted, Row, all_files, few_files

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = ["duckdb==2.0.0", "polars==2.1.0", "pyarrow==26.0.1", "clevercsv==0.8.5"]
PEERS = ["Python csv told", "Python csv Sniffer"]
MORE_PEERS = ["DuckDB told", "DuckDB auto", "Polars told", "pyarrow told", "CleverCSV"]
SECONDS = 30
BAR = 9.961
"""The best simple score published for Pollock's files: DuckDB 1.2, told the dialect."""

# Where not everything comes through, and why it cannot or must not.
DOCUMENTED = {
    r"row_less_sep/": "two cells without a delimiter are one cell, whose quotes, where it has any, may be text",
    r"row_field_delimiter/": "blanks are text where commas are delimiters",
}

csv.field_size_limit(1 << 30)


class Measures(NamedTuple):
    success: float
    header_precision: float
    header_recall: float
    header_f1: float
    record_precision: float
    record_recall: float
    record_f1: float
    cell_precision: float
    cell_recall: float
    cell_f1: float


NOTHING, EVERYTHING = Measures(*[0] * 10), Measures(*[1] * 10)


def overlap(expected: list[str], found: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of what was found, in any order."""
    if not expected:
        return 1, 1, 1
    right = (collections.Counter(expected) & collections.Counter(found)).total()
    if right == 0:
        return 0, 0, 0
    precision, recall = right / len(found), right / len(expected)
    return precision, recall, 2 * precision * recall / (precision + recall)


def measures(expected: list[Row], found: list[Row] | None) -> Measures:
    if not expected:
        return EVERYTHING
    if found is None:
        return NOTHING
    header = overlap(expected[0], found[0] if found else [])
    records = overlap(["".join(row) for row in expected[1:]], ["".join(row) for row in found[1:]])
    return Measures(1, *header, *records, *overlap([cell for row in expected for cell in row], [cell for row in found for cell in row]))


def composed(rows: list[Row]) -> list[Row]:
    return [[unicodedata.normalize("NFC", cell) for cell in row] for row in rows]


@dataclass
class Score:
    file: Polluted
    measures: Measures
    is_whole: bool
    """Whether header and records, joined, are what they must be, none too many and in order."""

    @property
    def total(self) -> float:
        return sum(self.measures)


def score(file: Polluted, found: list[Row] | None) -> Score:
    found = found if found is None else composed(found)
    joined = None if found is None else ["".join(row) for row in found]
    is_whole = joined == ["".join(row) for row in file.rows] or not file.rows
    return Score(file, measures(file.rows, found), is_whole)


# Readers.

def read_csv(path: str) -> list[Row]:
    with open(path, encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, strict=True) if row]


def cleaned(program: str, path: str) -> list[Row] | None:
    """What `ansinh clean` makes of a file, nothing where it refuses it."""
    out = path + ".out"
    run = subprocess.run(["nice", "-n", "10", program, "clean", path, "--out", out], capture_output=True, timeout=SECONDS)
    if run.returncode not in (0, 65):
        sys.exit(f"{path}: exit code {run.returncode}: {run.stderr.decode()}")
    if run.returncode == 65:
        return None
    rows = read_csv(out)
    os.remove(out)
    return rows


def scores_of_program(program: str, files: list[Polluted], paths: list[str]) -> list[Score]:
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [score(file, found) for file, found in zip(files, pool.map(lambda path: cleaned(program, path), paths))]


def scores_of_peer(python: str, peer: str, files: list[Polluted], index: str) -> list[Score]:
    command = ["nice", "-n", "10", python, os.path.join(HERE, "reader_peers.py"), peer, index]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as run:
        scores = [score(file, json.loads(line)) for file, line in zip(files, run.stdout)]
    if len(scores) != len(files):
        sys.exit(f"{peer} ended at {files[len(scores)].name}")
    return scores


def install(venv: str) -> str:
    """- Returns: the Python that has the peers."""
    python = os.path.join(venv, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *LIBRARIES], check=True)
    return python


# Files.

def written(files: list[Polluted], folder: str) -> tuple[list[str], str]:
    """Writes the files. - Returns: their paths, and that of a list of them for the peers."""
    paths = []
    for number, file in enumerate(files):
        paths.append(os.path.join(folder, f"{number}.csv"))
        with open(paths[-1], "wb") as target:
            target.write(file.data)
    index = os.path.join(folder, "index.json")
    with open(index, "w", encoding="utf-8") as target:
        json.dump([{"path": path, "width": max(map(len, file.rows), default=0), **asdict(file.dialect)}
                   for path, file in zip(paths, files)], target)
    return paths, index


def pollock_files(folder: str) -> Iterable[Polluted]:
    """Pollock's own files, each a family, or each kind of row-level fault one."""
    with open(os.path.join(folder, "..", "pollock_weights.json"), encoding="utf-8") as file:
        weights = json.load(file)
    names = sorted(os.listdir(os.path.join(folder, "csv")))
    kinds = {name: re.sub(r"_?row\d+|_?col\d+|(?<=quote)\d+|(?<=delimiter)_\d+(?=_0x20)|\.csv$", "", name) for name in names}
    totals = collections.Counter()
    for name in names:
        totals[kinds[name]] += weights[name]
    for name in names:
        with open(os.path.join(folder, "csv", name), "rb") as file:
            data = file.read()
        with open(os.path.join(folder, "parameters", name + "_parameters.json"), encoding="utf-8") as file:
            told = json.load(file)
        escape = {"\\": "backslash", "": "none"}.get(told["escapechar"], "doubled")
        dialect = Dialect(told["delimiter"], told["quotechar"], escape, told["row_delimiter"], told["encoding"] or "utf-8",
                          told["preamble_lines"] if "preamble" in name else 0, told["header_lines"] > 0)
        family = Family(kinds[name], kinds[name].replace("_", " "), totals[kinds[name]])
        yield Polluted(name, family, data, composed(read_csv(os.path.join(folder, "clean", name))), dialect)


# Tables.

def mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values) if values else 0


def by_family(scores: list[Score]) -> dict[Family, list[Score]]:
    found: dict[Family, list[Score]] = {}
    for one in scores:
        found.setdefault(one.file.family, []).append(one)
    return found


def simple(scores: list[Score]) -> float:
    return mean(one.total for one in scores)


def surveyed(scores: list[Score]) -> list[Score]:
    """Those of Pollock's families."""
    return [one for one in scores if one.file.family.surveyed]


def weighted(scores: list[Score]) -> float:
    families = by_family(scores)
    return sum(family.surveyed * simple(found) for family, found in families.items()) / sum(family.surveyed for family in families)


def table(title: str, columns: list[str], lines: list[tuple[str, list[str]]], width: int = 40) -> str:
    """Figures under two-line headings."""
    heads = [column.rsplit(" ", 1) if " " in column else ["", column] for column in columns]
    widths = [max(8, *(len(word) + 2 for word in head)) for head in heads]
    rows = [("", [head[0] for head in heads]), (title, [head[1] for head in heads]), *lines]
    return "\n".join(f"{name:<{width}}" + "".join(f"{text:>{w}}" for text, w in zip(texts, widths)) for name, texts in rows)


def figure(value: float) -> str:
    """Cut, not rounded: 9.9999 is not 10."""
    return f"{int(value * 1000 + 1e-6) / 1000:.3f}"


def show(results: dict[str, list[Score]]) -> None:
    columns = list(results)
    first = results[columns[0]]
    lines = []
    for family, found in by_family(first).items():
        members = {one.file.name for one in found}
        values = [figure(simple(one for one in results[column] if one.file.name in members)) for column in columns]
        lines.append((f"{len(found):>5}  {family.label}", values))
    print(table("files  what is wrong", columns, lines))
    of_survey = {column: surveyed(scores) for column, scores in results.items()}
    totals = [("simple score of all", simple, results), ("simple score of Pollock's families", simple, of_survey),
              ("weighted by the survey", weighted, of_survey)]
    print()
    print(table("of 10", columns, [(label, [figure(of(scores[column])) for column in columns]) for label, of, scores in totals]))
    print()
    measured = [(name.replace("_", " ").replace("f1", "F1"), [figure(mean(one.measures[place] for one in results[c])) for c in columns])
                for place, name in enumerate(Measures._fields)]
    whole = ("files that come through whole", [f"{sum(one.is_whole for one in results[c]):,}" for c in columns])
    print(table("measure", columns, [*measured, whole]))


def reason(name: str) -> str | None:
    return next((why for pattern, why in DOCUMENTED.items() if re.match(pattern, name)), None)


def troubles(scores: list[Score]) -> list[str]:
    """Files that do not come through whole though they could, and a score below the bar."""
    lost = [f"{one.file.name}: {one.total:.3f} of 10" for one in scores if not one.is_whole and not reason(one.file.name)]
    idle = [f"{pattern}: all come through, though it says that {why}" for pattern, why in DOCUMENTED.items()
            if all(one.is_whole for one in scores if re.match(pattern, one.file.name))]
    low = simple(surveyed(scores))
    return lost + idle + ([f"the simple score of Pollock's families, {low:.4f}, is below {BAR}"] if low < BAR else [])


def compete(program: str, files: list[Polluted], venv: str | None = None) -> dict[str, list[Score]]:
    with tempfile.TemporaryDirectory() as folder:
        paths, index = written(files, folder)
        results = {"ansinh clean": scores_of_program(program, files, paths)}
        python = install(venv) if venv else sys.executable
        for peer in PEERS + (MORE_PEERS if venv else []):
            results[peer] = scores_of_peer(python, peer, files, index)
        return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--peers", metavar="VENV")
    parser.add_argument("--pollock", metavar="FOLDER")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    files = list(pollock_files(options.pollock) if options.pollock else all_files() if options.all else few_files())
    results = compete(os.path.abspath(options.program), files, options.peers)
    show(results)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({reader: {one.file.name: one.measures for one in scores} for reader, scores in results.items()}, file, indent=0)
    wrong = [] if options.pollock else troubles(results["ansinh clean"])
    for trouble in wrong:
        print(f"  ✘ {trouble}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
