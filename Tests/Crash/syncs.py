"""Proves from a trace of system calls that an answer is given only after the sync of what it says.

    python3 Tests/Crash/syncs.py [--program PATH] [--engine sqlite|postgres] [--operations N] [--seed S]

Each operation of a walk runs under strace. SQLite: when the answer is written to stdout, no byte of the store (its file and its
write-ahead log) may be written and not yet synced, and an operation that changes something must have synced its log. PostgreSQL: the
server is traced; when a backend tells that a transaction is committed, it must have synced the write-ahead log after its last write
to it.

As a control, the same rule is put to a client that answers without a sync; it must be noticed.
"""
import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

import setting
import state
import strace
from kill import Killer
from operations import fresh
from state import Damage, demand
from walk import Walk

CALLS = ("write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "sendto")
WRITES = ("write", "pwrite64", "writev", "pwritev", "ftruncate")
SYNCS = ("fsync", "fdatasync")
FILE = re.compile(r"^\d+<([^>]*)>")
COMMITTED = re.compile(r"COMMIT\\0")


class Unsynced:
    """Which files have been written and not synced yet, call by call."""

    def __init__(self, concerns):
        self.concerns = concerns
        self.dirty = set()
        self.synced = set()

    def see(self, name, arguments, result):
        found = FILE.match(arguments)
        path = found.group(1) if found else ""
        if not self.concerns(path) or result.startswith("-"):
            return
        if name in WRITES:
            self.dirty.add(path)
        elif name in SYNCS:
            self.dirty.discard(path)
            self.synced.add(path)


def answers(calls, concerns):
    """(unsynced files, synced files) at each write to stdout."""
    files = Unsynced(concerns)
    for _, name, arguments, result in calls:
        if name in ("write", "writev") and arguments.startswith("1<"):
            yield set(files.dirty), set(files.synced)
        files.see(name, arguments, result)


class SQLiteSyncs:
    """Every answer of the program."""

    def __init__(self, scene):
        self.scene = scene
        store = os.path.realpath(scene.engine.path)
        self.concerns = lambda path: path in (store, store + "-wal")

    def run(self, operation, before, changes):
        """Returns how many answers were judged."""
        with strace.Trace(CALLS) as trace:
            outcome = self.scene.program.run(operation.arguments(before), under=trace.command)
            demand(outcome.status == 0, f"{operation.name} under strace: {outcome}")
            found = list(answers(trace.calls(), self.concerns))
        demand(found, f"{operation.name}: the trace shows no answer")
        for dirty, synced in found:
            demand(not dirty, f"{operation.name} answered while {', '.join(map(os.path.basename, dirty))} was not synced")
            demand(synced or not changes, f"{operation.name} answered a change without any sync of the store")
        return len(found)

    def control(self):
        """A client with synchronous=NORMAL answers too early: whether that is noticed."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(os.path.realpath(folder), "t.sqlite")
            script = ("import sqlite3,sys; c=sqlite3.connect(sys.argv[1],isolation_level=None); c.execute('PRAGMA journal_mode=WAL');"
                      "c.execute('PRAGMA synchronous=NORMAL'); c.execute('CREATE TABLE t(n)'); c.execute('INSERT INTO t VALUES(1)');"
                      "print('done',flush=True)")
            with strace.Trace(CALLS) as trace:
                subprocess.run([*trace.command, sys.executable, "-c", script, path], check=True, stdout=subprocess.DEVNULL, timeout=60)
                return any(dirty for dirty, _ in answers(trace.calls(), lambda name: name in (path, path + "-wal")))

    def close(self):
        pass


class PostgresSyncs:
    """Every COMMIT that a backend tells its client. The server is traced as a whole, with the backends it starts."""

    def __init__(self, scene):
        self.scene = scene
        self.data = os.path.realpath(scene.engine.data)
        self.concerns = lambda path: path.startswith(os.path.join(self.data, "pg_wal") + "/")

    def traced(self, work):
        """The calls of all backends while `work` runs."""
        with strace.Trace(CALLS) as trace:
            tracer = subprocess.Popen([*trace.command, "-p", str(self.scene.engine.postmaster())], stderr=subprocess.DEVNULL)
            try:
                time.sleep(0.3)
                work()
                time.sleep(0.1)
            finally:
                tracer.send_signal(signal.SIGINT)
                tracer.wait(30)
            return trace.calls()

    def commits(self, calls):
        """At each COMMIT that a backend tells: what it has written and not synced, and what anybody has synced since the COMMIT
        before (a backend finds its log on disk already when another has just synced it)."""
        backends, synced = {}, set()
        for process, name, arguments, result in calls:
            files = backends.setdefault(process, Unsynced(self.concerns))
            if name == "sendto" and COMMITTED.search(arguments):
                yield set(files.dirty), synced
                synced = set()
            files.synced.clear()
            files.see(name, arguments, result)
            synced |= files.synced

    def run(self, operation, before, changes):
        def work():
            outcome = self.scene.program.run(operation.arguments(before))
            demand(outcome.status == 0, f"{operation.name} while the server is traced: {outcome}")

        found = list(self.commits(self.traced(work)))
        for dirty, _ in found:
            demand(not dirty, f"{operation.name}: COMMIT told while {', '.join(map(os.path.basename, dirty))} was not synced")
        demand(not changes or any(synced for _, synced in found), f"{operation.name}: COMMIT told without a sync")
        return len(found)

    def control(self):
        """synchronous_commit=off tells COMMIT before the sync: whether that is noticed."""
        sql = "CREATE TABLE control (n INTEGER)"
        self.scene.engine.change(sql)
        found = list(self.commits(self.traced(lambda: self.scene.engine.change(
            "SET synchronous_commit = off; BEGIN; INSERT INTO control VALUES (1); COMMIT"))))
        self.scene.engine.change("DROP TABLE control")
        return any(dirty or not synced for dirty, synced in found)

    def close(self):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    parser.add_argument("--operations", type=int, default=100)
    options = parser.parse_args()
    if strace.why_not():
        return print(f"syncs: skipped, {strace.why_not()}")
    seed = setting.seed(options)
    with setting.scene(options) as scene:
        chance = random.Random(seed)
        killer, walk, before = Killer(scene.engine, scene.program, scene.book, chance), Walk(scene.files, chance), fresh()
        syncs = {"sqlite": SQLiteSyncs, "postgres": PostgresSyncs}[options.engine](scene)
        if not syncs.control():
            sys.exit("the trace does not notice an answer before its sync: it proves nothing here")
        judged, changed, started = 0, 0, time.monotonic()
        try:
            for _ in range(options.operations):
                operation = walk.next(before)
                killer.teach(operation, before)
                steps = operation.steps(before, scene.book)
                judged += syncs.run(operation, before, bool(steps)) if operation.status(before, scene.book) == 0 else 0
                changed += bool(steps)
                before = state.read(scene.engine, thoroughly=False)
        except Damage as damage:
            sys.exit(f"NOT SYNCED on {options.engine}, seed {seed}: {damage}")
        print(f"syncs: {options.engine}, seed {seed}: {options.operations} operations ({changed} with a change), {judged} answers, each "
              f"after the sync of its data; {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
