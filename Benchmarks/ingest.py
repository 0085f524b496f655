#!/usr/bin/env python3
"""Reading, checking and storing a list of payments, beside the best readers and loaders of other programs, in the same run.

  scripts/with-postgres.sh Benchmarks/ingest.py .build/release/ansinh [ROWS …]          (1000000 rows unless told)

  --rounds N       times each is run, in turn, beginning with another one each time (3; 0 leaves the table out)
  --duels N        times ours and the peer of an aim are run side by side, one after the other (5)
  --legacy LIST    of tcvn3, vni, windows-1258 (tcvn3)
  --venv FOLDER    keeps the peers' libraries for the next run, instead of in a temporary folder
  --json FILE      the same figures for programs
  --big            nothing of the above: one CSV file of 10 GB (or --big GIGABYTES), checked once by ours alone

Every run is a whole process from start to end, its interpreter included; the CPU seconds are user and system time of all its
processes and, for PostgreSQL, of the server's. Shown are medians; the peak is the highest of the rounds. The figure of an aim is the
median of the ratios of its duels: on a shared machine what ran minutes apart cannot be compared.
DuckDB is held against by one thread, which costs it the least CPU. Who does not find every row and the known
sum of the amounts fails the run. Needs about 1.6 kB of disk a row.
"""
import argparse
import glob
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from typing import Callable, NamedTuple

from measuring import SERVER, database, floor, measured
from payment_list import COLUMNS, PERIOD, PROVINCE

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = ["duckdb==2.0.0", "polars==2.1.0", "pyarrow==26.0.1", "lxml==6.1.3"]
ENCODINGS = ["tcvn3", "vni", "windows-1258"]
# The aims.
LEGACY_SHARE, PEAK_MB = 0.5, 64

LEGEND = """\
What each does, and what it does not do:
  ansinh check        Finds out encoding, delimiter and header by itself. Every cell typed and checked: code shapes, province, dates,
                      amounts, words of lists, identity numbers, control characters, lost letters, formula text, composed letters; a
                      row that fails is refused with line and reason. Besides, every row is compared with every other (rows twice, a
                      person in two households), sex and year digits with the row, communes and districts with the list of their
                      date, policies and sums with the catalogue.
  ansinh ingest       The same, the SHA-256 of the file, and all rows typed into a store by one durable transaction.
  DuckDB typed        Told dialect, columns and formats, nothing to guess. Dates and amount typed, the rest text; counts every
                      column. First bad cell stops it. No checks but types and valid UTF-8.
  DuckDB + checks     Besides, in SQL, most of what `ansinh check` looks at in this list; does not say which row, and repairs nothing.
  DuckDB + more       Besides, sex and year digits against the row, and identity numbers that come twice: still less than ours does.
  DuckDB repairs      Spoilt columns read as text and put right by three functions, proving nothing; no checks.
  DuckDB table        The typed columns into a table in a new database file. No checks.
  Polars, pyarrow     Told the columns and formats. Dates and amount typed, the rest text. No checks. Parquet is streamed.
  sqlite3 .import     Splits into a table of untyped columns, write-ahead log. Checks nothing; short rows are padded.
  psql \\copy          Splits into a table of text columns. Checks the number of fields and UTF-8. With a key: rows are numbered
                      by the server and can be found again by their number, as those of a submission can in ours.
  Python csv          Splits, and adds up the amounts. No types else.
  Python decode       Brings the legacy file to UTF-8 by a table, splits nothing. `decode → …` does that first, then the typed parse.
  xmllint             --stream: every node through the reader ours uses, no cell looked at; --sax: events only. Nothing typed; as it
                      reports no figures, all that is asserted is that it found the file well-formed.
  lxml iterparse      Every record's cells as text, and adds up the amounts."""


class Contest(NamedTuple):
    file: str
    name: str
    kind: str
    """check: held against ours that checks; store: against ours that stores; start: costs before the first row."""
    command: Callable
    """Called with a fresh path to write to. - Returns: the command, and options of the process."""
    verify: Callable
    """Called with the output and the path. - Returns: (rows, amount), or None where a peer reports nothing."""
    with_server: bool = False
    library: str | None = None
    """Whose start is in the figures."""


class Bench:
    def __init__(self, program, venv, folder, truth):
        self.program, self.folder, self.truth = program, folder, truth
        self.python = os.path.join(venv, "bin", "python")
        self.database, self.target = f"ingest_{os.getpid()}", None

    # Ours

    def ours(self, file, with_notes=False):
        command = [self.program, "check", "--json", self.truth["files"][file]]
        return Contest(file, "ansinh check", "check", lambda out: (command, {}), lambda text, out: self.report(text, with_notes))

    def report(self, text, with_notes=False):
        report = json.loads(text)
        report = report["files"][0] if "files" in report else report
        assert report["outcome"] == "accept" and report["rows_rejected"] == 0, report["rejected_by_class"]
        if with_notes:
            found = {note: report["note_counts"].get(note) for note in self.truth["repairs"]}
            assert found == self.truth["repairs"], (found, self.truth["repairs"])
        return report["rows_accepted"], report["amount_total"]

    def ours_stored(self, on_server=False):
        def command(out):
            store = self.fresh_database() if on_server else f"sqlite:{out}"
            return [self.program, "ingest", "--json", "--kind", "payments", "--province", PROVINCE, "--period", PERIOD, "--store",
                    store, self.truth["files"]["utf-8"]], {}

        def verify(text, out):
            reader = [sys.executable, os.path.join(HERE, "..", "scripts", "record_page.py")]
            stored = found_by(subprocess.run(
                [*reader, self.target if on_server else out, "--sum", "amount"], check=True, stdout=subprocess.PIPE).stdout)
            assert stored == self.report(text), stored
            return stored

        name = "ansinh ingest, PostgreSQL" if on_server else "ansinh ingest, SQLite"
        return Contest("utf-8", name, "store", command, verify, with_server=on_server)

    # Peers

    def peer(self, file, name, script, *more, library=None):
        command = [self.python, os.path.join(HERE, "ingest_peers.py"), script, self.truth["files"][file]]
        return Contest(
            file, name, "check", lambda out: ([*command, *(out if word == "OUT" else word for word in more)], {}),
            lambda text, out: found_by(text), library=library)

    def storing(self, name, script, reader, library):
        command = [self.python, os.path.join(HERE, "ingest_peers.py")]
        return Contest(
            "utf-8", name, "store", lambda out: ([*command, script, self.truth["files"]["utf-8"], out], {}),
            lambda text, out: found_by(subprocess.run([*command, reader, out], check=True, stdout=subprocess.PIPE).stdout),
            library=library)

    def start(self, library):
        command = [self.python, os.path.join(HERE, "ingest_peers.py"), "start", library]
        return Contest("", f"start of {library}", "start", lambda out: (command, {}), lambda text, out: None)

    def sqlite(self):
        columns = ", ".join(COLUMNS)

        def command(out):
            script = os.path.join(self.folder, "import.sql")
            with open(script, "w", encoding="utf-8") as file:
                file.write(f"PRAGMA journal_mode=WAL;\nCREATE TABLE payments ({columns});\n"
                           f".import --csv --skip 1 {self.truth['files']['utf-8']} payments\n")
            return ["sqlite3", "-init", script, out, ""], {"stdin": subprocess.DEVNULL}

        return Contest("utf-8", "sqlite3 .import", "store", command, lambda text, out: sqlite_sum(out, "payments", "so_tien"))

    def postgres(self, with_key=False):
        def command(out):
            target = self.fresh_database()
            key = "number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, " if with_key else ""
            psql(target, f"CREATE TABLE payments ({key}{', '.join(column + ' text' for column in COLUMNS)})")
            copy = f"\\copy payments ({', '.join(COLUMNS)}) FROM '{self.truth['files']['utf-8']}' CSV HEADER"
            return ["psql", "-q", target, "-c", copy], {}

        name = "psql \\copy, with a key" if with_key else "psql \\copy"
        return Contest("utf-8", name, "store", command, with_server=True,
                       verify=lambda text, out: postgres_sum(self.target, "payments", "so_tien::bigint"))

    def xmllint(self, option):
        command = ["xmllint", option, "--noout", self.truth["files"]["xml"]]
        return Contest("xml", f"xmllint {option}", "check", lambda out: (command, {}), lambda text, out: None)

    def fresh_database(self):
        self.target = database(self.database)
        return self.target

    def contests(self, legacy):
        yield self.ours("utf-8")
        for threads, words in (("1 thread", "-1"), ("its own threads", "")):
            yield self.peer("utf-8", f"DuckDB typed, {threads}", f"duckdb-parse{words}", library="duckdb")
            yield self.peer("utf-8", f"DuckDB + checks, {threads}", f"duckdb-checks{words}", library="duckdb")
            yield self.peer("utf-8", f"DuckDB + more, {threads}", f"duckdb-more-checks{words}", library="duckdb")
        yield self.peer("utf-8", "Polars typed", "polars-parse", library="polars")
        yield self.peer("utf-8", "Python csv", "python-csv", library="python")
        yield self.ours("repairs", with_notes=True)
        yield self.peer("repairs", "DuckDB repairs, 1 thread", "duckdb-repairs-1", library="duckdb")
        yield self.peer("repairs", "DuckDB repairs, its own threads", "duckdb-repairs", library="duckdb")
        for encoding in legacy:
            yield self.ours(encoding)
            yield self.peer(encoding, "Python decode → DuckDB typed", "decoded-duckdb", "OUT", encoding, library="duckdb")
            yield self.peer(encoding, "Python decode → Polars typed", "decoded-polars", "OUT", encoding, library="polars")
            only = self.peer(encoding, "Python decode", "python-decode", "OUT", encoding, library="python")
            yield only._replace(verify=lambda text, out: found_by(subprocess.run(
                [self.python, os.path.join(HERE, "ingest_peers.py"), "python-csv", out], check=True,
                stdout=subprocess.PIPE).stdout))
        yield self.ours("xml")
        yield self.xmllint("--stream")
        yield self.xmllint("--sax")
        yield self.peer("xml", "lxml iterparse", "lxml", library="lxml")
        yield self.ours_stored()
        yield self.sqlite()
        yield self.storing("DuckDB table", "duckdb-store", "duckdb-stored", "duckdb")
        yield self.storing("Polars → Parquet", "polars-store", "parquet-stored", "polars")
        yield self.storing("pyarrow → Parquet", "pyarrow-store", "parquet-stored", "pyarrow")
        if SERVER:
            yield self.ours_stored(on_server=True)
            yield self.postgres()
            yield self.postgres(with_key=True)
        for library in ("python", "duckdb", "polars", "pyarrow", "lxml"):
            yield self.start(library)

    def run(self, contest):
        out = os.path.join(self.folder, "out")
        command, options = contest.command(out)
        cost = measured(command, with_server=contest.with_server, **options)
        found = contest.verify(cost.out, out)
        expected = (self.truth["rows"], self.truth["amount"])
        assert found in (None, expected), f"{contest.name} found {found}, there are {expected}"
        for path in glob.glob(out + "*"):
            os.remove(path)
        if contest.with_server:
            psql(SERVER, f"DROP DATABASE {self.database} WITH (FORCE)")
        return cost


def found_by(text):
    found = json.loads(text)
    return found["rows"], found["amount"]


def sqlite_sum(path, table, column):
    query = f"SELECT count(*), sum({column}) FROM {table}"
    rows, amount = subprocess.run(["sqlite3", path, query], check=True, stdout=subprocess.PIPE, text=True).stdout.split("|")
    return int(rows), int(amount)


def postgres_sum(target, table, column):
    rows, amount = psql(target, f"SELECT count(*), sum({column}) FROM {table}").split("|")
    return int(rows), int(amount)


def psql(target, query):
    return subprocess.run(["psql", "-qAt", target, "-c", query], check=True, stdout=subprocess.PIPE, text=True).stdout


class Figures(NamedTuple):
    contest: Contest
    cpu: float
    wall: float
    peak: float
    costs: list


def compete(bench, contests, rounds):
    """Runs all in turn, each round beginning with another."""
    costs = [[] for _ in contests]
    for turn in range(rounds):
        first = turn * len(contests) // rounds
        for index in [*range(first, len(contests)), *range(first)]:
            if sys.stderr.isatty():
                doing = f"round {turn + 1} of {rounds}: {contests[index].file} {contests[index].name}"
                print(f"\r{doing:<72}\r", end="", file=sys.stderr, flush=True)
            costs[index].append(bench.run(contests[index]))
    return [
        Figures(contest, median(cost.cpu for cost in runs), median(cost.wall for cost in runs), max(cost.peak for cost in runs), runs)
        for contest, runs in zip(contests, costs)]


def median(values):
    values = sorted(values)
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def our_own(figures, one):
    """What a figure is held against: ours of the same file that does the same."""
    return next((each for each in figures if each.contest.name.startswith("ansinh") and each.contest.file == one.contest.file
                 and each.contest.kind == one.contest.kind and each.contest.with_server == one.contest.with_server), None)


def show(figures, rows, least):
    print(f"{'file':<13}{'what':<34}{'CPU s':>7}{'wall s':>8}{'rows/CPU s':>12}{'peak MB':>9}{'CPU / ours':>12}")
    for one in figures:
        ours = our_own(figures, one)
        speed = f"{rows / one.cpu:>12,.0f}" if one.contest.kind != "start" else " " * 12
        ratio = f"{one.cpu / ours.cpu:>12.2f}" if ours else ""
        peak = f"{one.peak:.0f}" if one.peak > least + 1 else f"≤ {one.peak:.0f}"
        print(f"{one.contest.file:<13}{one.contest.name:<34}{one.cpu:>7.2f}{one.wall:>8.2f}{speed}{peak:>9}{ratio}")


class Duel(NamedTuple):
    aim: str
    ours: Contest
    peer: Contest
    sign: str
    bound: float
    turned: bool
    """Whether the figure is the peer's cost by ours (so many times more rows a second) instead of ours by the peer's."""


def duels(contests):
    """What is held against whom."""
    by_name = {(one.file, one.name): one for one in contests}
    typed = by_name["utf-8", "DuckDB typed, 1 thread"]
    found = [Duel("CSV, rows per CPU s, ours / DuckDB typed", by_name["utf-8", "ansinh check"], typed, ">=", 1, True)]
    for (file, name), one in by_name.items():
        if name == "ansinh check" and file in ENCODINGS:
            found.append(Duel(f"{file}, rows per CPU s, ours / DuckDB typed of UTF-8", one, typed, ">=", LEGACY_SHARE, True))
    found.append(Duel("XML, CPU s, ours / xmllint --stream", by_name["xml", "ansinh check"], by_name["xml", "xmllint --stream"], "<=", 1, False))
    for name, peer in [("ansinh ingest, SQLite", "sqlite3 .import"), ("ansinh ingest, PostgreSQL", "psql \\copy")]:
        if ("utf-8", name) in by_name:
            aim = f"stored, CPU s, {name.removeprefix('ansinh ingest, ')}: ours / {peer}"
            found.append(Duel(aim, by_name["utf-8", name], by_name["utf-8", peer], "<", 1, False))
    return found


def warm(path):
    """Reads a file once, so that it lies in memory: else who is first waits for the disk, for the other as well."""
    with open(path, "rb") as file:
        while file.read(1 << 24):
            pass


def fight(bench, duel, rounds, start):
    """- Returns: figure, and the same for whole processes and for the wall. The peer's start is taken off its CPU time, ours is not."""
    ratios, wholes, walls, peak = [], [], [], 0
    for file in {duel.ours.file, duel.peer.file}:
        warm(bench.truth["files"][file])
    for turn in range(rounds):
        pair = [duel.ours, duel.peer] if turn % 2 == 0 else [duel.peer, duel.ours]
        costs = {one.name: bench.run(one) for one in pair}
        ours, peer = costs[duel.ours.name], costs[duel.peer.name]
        ratios.append(ours.cpu / (peer.cpu - start))
        wholes.append(ours.cpu / peer.cpu)
        walls.append(ours.wall / peer.wall)
        peak = max(peak, ours.peak)
    found = [median(ratios), median(wholes), median(walls)]
    return ([1 / ratio for ratio in found] if duel.turned else found), peak


def aims(bench, contests, rounds):
    """(aim, figure, what it must be, whether it holds), and the peaks of ours."""
    starts = {one.name.removeprefix("start of "): one for one in contests if one.kind == "start"}
    start = {name: median(bench.run(one).cpu for _ in range(max(3, rounds))) for name, one in starts.items() if name == "duckdb"}
    holds = {">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, "<": lambda a, b: a < b}
    found, peaks = [], []
    for duel in duels(contests):
        (figure, whole, wall), peak = fight(bench, duel, rounds, start.get(duel.peer.library, 0))
        found.append({"aim": duel.aim, "figure": figure, "must_be": f"{duel.sign} {duel.bound}", "holds": holds[duel.sign](figure, duel.bound),
                      "beside": f"whole processes: {whole:.3f}, wall: {wall:.3f}"})
        peaks.append({"aim": f"peak MB, {duel.ours.name}, {duel.ours.file}", "figure": peak, "must_be": f"<= {PEAK_MB}",
                      "holds": peak <= PEAK_MB, "beside": ""})
    return found + peaks


def show_aims(found):
    print(f"\n{'aim (DuckDB without its start, ours with it)':<66}{'figure':>9}  {'must be':<9}holds")
    for aim in found:
        # Cut, not rounded: 0.9999 is not 1.
        figure = int(aim["figure"] * 1000) / 1000 if aim["must_be"].startswith(">") else aim["figure"]
        beside = f"   ({aim['beside']})" if aim["beside"] else ""
        print(f"{aim['aim']:<66}{figure:>9.3f}  {aim['must_be']:<9}{'yes' if aim['holds'] else 'NO'}{beside}")


def install(venv):
    subprocess.run([os.path.join(HERE, "..", "scripts", "install-missing.sh"), "sqlite3", "libxml2-utils", "python3-venv"],
                   check=True, stdout=sys.stderr)
    if not os.path.exists(os.path.join(venv, "bin", "python")):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [os.path.join(venv, "bin", "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, *LIBRARIES], check=True, stdout=sys.stderr)


def versions():
    def first_line(command, stream="stdout"):
        result = subprocess.run(command, capture_output=True, text=True)
        return getattr(result, stream).strip().splitlines()[0]

    found = [library.replace("==", " ") for library in LIBRARIES]
    found += [f"sqlite3 {first_line(['sqlite3', '--version']).split()[0]}", first_line(["xmllint", "--version"], "stderr")]
    found += [f"Python {sys.version.split()[0]}"] + ([first_line(["psql", "--version"])] if SERVER else [])
    return found


def run(program, venv, count, arguments):
    folder = tempfile.mkdtemp(prefix="ansinh-bench-")
    try:
        # In a process of its own: what this one holds would count as the peak of all that it starts.
        subprocess.run([sys.executable, os.path.join(HERE, "ingest_files.py"), program, folder, str(count), *arguments.legacy], check=True)
        with open(os.path.join(folder, "truth.json"), encoding="utf-8") as file:
            truth = json.load(file)
        sizes = {name: os.path.getsize(path) for name, path in truth["files"].items()}
        print(f"{count:,} rows: " + ", ".join(f"{name} {size / 1e6:,.0f} MB" for name, size in sizes.items()), flush=True)
        bench = Bench(program, venv, folder, truth)
        contests = list(bench.contests(arguments.legacy))
        figures = compete(bench, contests, arguments.rounds) if arguments.rounds else []
        if figures:
            show(figures, count, floor())
        found = aims(bench, contests, arguments.duels)
        show_aims(found)
        if not SERVER:
            print("PostgreSQL is left out: run it under scripts/with-postgres.sh.")
        return {"rows": count, "bytes": sizes, "rounds": arguments.rounds, "duels": arguments.duels, "aims": found, "figures": [
            {"file": one.contest.file, "what": one.contest.name, "kind": one.contest.kind, "cpu_s": one.cpu, "wall_s": one.wall,
             "peak_mb": one.peak, "rounds": [{"cpu_s": cost.cpu, "wall_s": cost.wall, "peak_mb": cost.peak} for cost in one.costs]}
            for one in figures]}
    finally:
        shutil.rmtree(folder)


def run_big(program, gigabytes):
    """A file that is larger than memory: whether it is read in the memory of a small one. - Returns: whether the aim is met."""
    folder = tempfile.mkdtemp(prefix="ansinh-bench-")
    try:
        subprocess.run([sys.executable, os.path.join(HERE, "ingest_files.py"), program, folder, "--gigabytes", str(gigabytes)], check=True)
        with open(os.path.join(folder, "truth.json"), encoding="utf-8") as file:
            truth = json.load(file)
        path = truth["files"]["utf-8"]
        cost = measured([program, "check", "--json", path])
        found = Bench(program, "", folder, truth).report(cost.out)
        assert found == (truth["rows"], truth["amount"]), found
        size, rows = os.path.getsize(path), truth["rows"]
        is_met = cost.peak <= PEAK_MB
        print(f"{'file':>12}{size / 1e9:>14,.2f} GB{rows:>17,} rows, all accepted, the amounts add up")
        print(f"{'wall':>12}{cost.wall:>14,.1f} s {rows / cost.wall:>17,.0f} rows/s{size / cost.wall / 1e6:>10,.0f} MB/s")
        print(f"{'CPU':>12}{cost.cpu:>14,.1f} s {rows / cost.cpu:>17,.0f} rows/s{size / cost.cpu / 1e6:>10,.0f} MB/s")
        print(f"{'peak memory':>12}{cost.peak:>14,.0f} MB{'must be at most':>21} {PEAK_MB} MB: {'yes' if is_met else 'NO'}")
        return is_met
    finally:
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("rows", nargs="*", type=int, default=[1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--duels", type=int, default=5)
    parser.add_argument("--legacy", type=lambda text: [name for name in text.split(",") if name], default=["tcvn3"])
    parser.add_argument("--venv")
    parser.add_argument("--json")
    parser.add_argument("--big", nargs="?", type=float, const=10, metavar="GIGABYTES")
    arguments = parser.parse_args()
    if unknown := set(arguments.legacy) - set(ENCODINGS):
        parser.error(f"unknown encoding: {', '.join(sorted(unknown))}")
    program = os.path.abspath(arguments.program)
    if arguments.big:
        sys.exit(0 if run_big(program, arguments.big) else 1)
    venv = os.path.abspath(arguments.venv) if arguments.venv else tempfile.mkdtemp(prefix="ansinh-bench-venv-")
    try:
        install(venv)
        about = versions()
        print("; ".join(about))
        results = [run(program, venv, count, arguments) for count in arguments.rows]
    finally:
        if not arguments.venv:
            shutil.rmtree(venv)
    print("\n" + LEGEND)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump({"versions": about, "cpus": os.cpu_count(), "runs": results}, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
