#!/usr/bin/env python3
"""What keeping costs: loading a list of members, beside the loaders of the two engines, and claiming jobs.

  scripts/with-postgres.sh Benchmarks/store.py .build/release [MEMBERS]      (1000000 members unless told)

Load: `ansinh ingest` reads, checks and stores the file in one transaction; `sqlite3 .import` and `psql \\copy` only split it, into a
table of text columns. In turn, in the same run, each into an empty store; whole processes. For PostgreSQL the CPU seconds of the
server's processes are counted with the client's.

Claims: processes that claim and end jobs that do nothing. SQLite lets one process write; PostgreSQL any number.
"""
import csv
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import time

from measuring import SERVER, database, measured


def make_members(program, folder, count):
    """One province's list of members with about so many rows, and its columns."""
    subprocess.run(
        [program, "simulate", "--out", folder, "--provinces", "01", "--households", str(min(count // 3, 20_000)), "--mess", "none",
         "--format", "csv", "--period", "2021-08"], check=True, stdout=subprocess.DEVNULL)
    (path,) = glob.glob(f"{folder}/exports/01_*/members*.csv")
    with open(path, encoding="utf-8-sig", newline="") as source:
        delimiter = csv.Sniffer().sniff(source.read(4096), ",;\t|").delimiter
        source.seek(0)
        rows = list(csv.reader(source, delimiter=delimiter))
    header, body = rows[0], rows[1:]
    # The same rows again, under other numbers, until there are enough.
    code = next(i for i, name in enumerate(header) if "thành viên" in name.lower())
    number = next((i for i, name in enumerate(header) if "CCCD" in name), None)
    out = os.path.join(folder, "members-2021-08.csv")
    with open(out, "w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header)
        for index in range(count):
            row = body[index % len(body)]
            if index >= len(body):
                row = list(row)
                row[code] = f"{row[code]}-{index // len(body)}"
                if number is not None:
                    row[number] = ""
            writer.writerow(row)
    return out, len(header)


def load(build, folder, count):
    program = os.path.join(build, "ansinh")
    path, columns = make_members(program, os.path.join(folder, "country"), count)
    size = os.path.getsize(path) / 1e6
    print(f"load: {count:,} members, {size:.0f} MB")
    print(f"{'what':<26} {'CPU s':>8} {'wall s':>8} {'rows/CPU s':>11} {'peak MB':>8}")
    names = ",".join(f"c{i}" for i in range(columns))
    sqlite = os.path.join(folder, "peer.sqlite")
    script = f"PRAGMA journal_mode=WAL;\nCREATE TABLE m ({names});\n.import --csv --skip 1 {path} m\n"
    rows = {}

    def line(name, result):
        wall, cpu, peak, _ = result
        rows.setdefault(name, []).append(cpu)
        print(f"{name:<26} {cpu:>8.2f} {wall:>8.2f} {count / cpu:>11,.0f} {peak:>8.0f}", flush=True)

    for turn in range(3):
        store = os.path.join(folder, f"ours-{turn}.sqlite")
        ingest = [program, "ingest", "--kind", "members", "--province", "01", "--period", "2021-08", "--store"]
        line("ansinh ingest, SQLite", measured(ingest + [f"sqlite:{store}", path]))
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(sqlite + ending):
                os.remove(sqlite + ending)
        with tempfile.TemporaryFile("w+") as commands:
            commands.write(script)
            commands.seek(0)
            line("sqlite3 .import", measured(["sqlite3", sqlite], stdin=commands))
        if not SERVER:
            continue
        line("ansinh ingest, PostgreSQL", measured(ingest + [database(f"ours_{turn}"), path], with_server=True))
        peer = database(f"peer_{turn}")
        text = ",".join(f"c{i} text" for i in range(columns))
        subprocess.run(["psql", "-q", peer, "-c", f"CREATE TABLE m ({text})"], check=True)
        line("psql \\copy", measured(["psql", "-q", peer, "-c", f"\\copy m FROM '{path}' CSV HEADER"], with_server=True))
    medians = {name: sorted(values)[len(values) // 2] for name, values in rows.items()}
    for ours, peer in (("ansinh ingest, SQLite", "sqlite3 .import"), ("ansinh ingest, PostgreSQL", "psql \\copy")):
        if ours in medians:
            print(f"CPU, {ours} / {peer}: {medians[ours] / medians[peer]:.2f}")


def claims(build, folder, count=4000):
    program = os.path.join(build, "job-claims")
    print(f"\nclaims: {count:,} jobs claimed and ended\n{'engine':<12} {'workers':>8} {'jobs/s':>9}")
    stores = [("SQLite", f"sqlite:{folder}/jobs.sqlite", 1)]
    if SERVER:
        stores += [("PostgreSQL", database(f"jobs_{workers}"), workers) for workers in (1, 2, 4)]
    for engine, store, workers in stores:
        subprocess.run([program, "fill", store, str(count)], check=True)
        start = time.monotonic()
        running = [subprocess.Popen([program, "work", store], stdout=subprocess.PIPE) for _ in range(workers)]
        done = sum(int(process.communicate()[0].split()[0]) for process in running)
        wall = time.monotonic() - start
        assert done == count, f"{done} of {count}"
        print(f"{engine:<12} {workers:>8} {count / wall:>9,.0f}", flush=True)


def main():
    build = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release")
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    folder = tempfile.mkdtemp(prefix="ansinh-bench-")
    try:
        load(build, folder, count)
        claims(build, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
