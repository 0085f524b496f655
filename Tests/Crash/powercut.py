"""Cuts the power of the disk under the store, and looks at what the program finds when it comes back.

    sudo python3 Tests/Crash/powercut.py [--program PATH] [--engine sqlite|postgres] [--cuts N] [--operations N] [--seed S]

A walk over the operations runs on a disk that remembers every write and flush (`disk.py`); beside it stands where the disk was
when each operation began and when it was acknowledged. Then the power is cut N times: half right after an acknowledgement, half at
any write; the disk keeps all that reached it, only what was flushed, or a random part of the rest with one write torn. On each
remainder the journal is replayed, the file system must be clean, every operation acknowledged before the cut must be there and
whole, and the one that was under way must finish when it is given again.

A test that cannot fail is worthless, so two controls must lose: the engine with a setting that is known not to sync, and (SQLite)
the program itself with its syncs swallowed.
"""
import argparse
import contextlib
import os
import random
import sqlite3
import sys
import time

import disk as disks
import setting
import state
import strace
from engines import ENGINES, PostgresUnderTest
from kill import Killer
from operations import differences, fresh, matching
from recorder import RECORD
from state import Damage, demand
from walk import Walk

MEGABYTES = {"sqlite": 96, "postgres": 768}
SWALLOWED = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:retval=0"]
NO_SYNC = {"sqlite": "synchronous=NORMAL", "postgres": "synchronous_commit=off"}


class Recording:
    """A walk on a disk: each operation with where the disk was at its start and at its acknowledgement."""

    def __init__(self, disk, first):
        self.disk = disk
        self.states = [first]  # after each transaction, in order
        self.entries = []  # (operation, start, acknowledged, index of its first state, index of its last state)

    def add(self, operation, start, acknowledged, steps):
        index = len(self.states) - 1
        self.states += steps
        self.entries.append((operation, start, acknowledged, index, len(self.states) - 1))

    def permitted(self, position):
        """(lowest, highest) index of the states that a cut at a position may show, and the operation under way or the last one."""
        lowest = max([entry[4] for entry in self.entries if entry[2] <= position], default=0)
        begun = [entry for entry in self.entries if entry[1] <= position]
        return (lowest, begun[-1][4], begun[-1]) if begun else (lowest, lowest, None)

    def moments(self, count, chance):
        """Half right at an acknowledgement, half at any write."""
        acknowledgements = [entry[2] for entry in self.entries]
        first, last = self.entries[0][1], self.entries[-1][2]
        writes = [position for position in positions(self.disk) if first < position <= last]
        return [chance.choice(acknowledgements if number % 2 else writes) for number in range(count)]


def positions(disk):
    """The end of every record of the log."""
    position = 0
    for _, _, data in disk.records(disk.position()):
        position += RECORD.size + len(data)
        yield position


class PowerCut:
    """One engine on one disk."""

    def __init__(self, scene, folder, chance):
        self.scene = scene
        self.folder = folder
        self.chance = chance
        self.killer = Killer(scene.engine, scene.program, scene.book, chance)
        self.kind = ENGINES[scene.engine.name]

    def rehearse(self, operations):
        """The walk, undisturbed, on an ordinary disk: what is to be done, and the states that it passes through."""
        self.scene.engine.clear()
        walk, before, plan = Walk(self.scene.files, self.chance), fresh(), []
        for _ in range(operations):
            operation = walk.next(before)
            self.killer.teach(operation, before)
            plan.append((operation, operation.arguments(before), operation.steps(before, self.scene.book),
                         operation.status(before, self.scene.book)))
            before = self.killer.undisturbed(operation, before)
        return plan

    def record(self, disk, plan, under=(), kills=True):
        """The same on the remembering disk. Every other operation is first killed at a sync, and then acknowledged by a second
        process: which must not vouch for what the first has written and not synced."""
        engine = self.kind(os.path.join(disk.root, "store"))
        try:
            disks.tool("sync", "-f", disk.root)
            recording = Recording(disk, state.read(engine))
            program = self.scene.program.on(engine.url)
            for number, (operation, arguments, steps, status) in enumerate(plan):
                start = disk.position()
                if kills and number % 2 and operation.may_be_repeated:
                    self.kill_at_a_sync(program, engine, arguments)
                outcome = program.run(arguments, under=under)
                acknowledged = disk.position()
                demand(outcome.status == status, f"{operation.name} on the recording disk: {outcome}")
                recording.add(operation, start, acknowledged, steps)
            return recording
        finally:
            engine.close()

    def kill_at_a_sync(self, program, engine, arguments):
        under = strace.injecting("fdatasync", "signal=SIGKILL", self.chance.randrange(1, 5), engine.traced_paths())
        program.run(arguments, under=under)

    def judge(self, recording, position, mode):
        """Cuts, mounts what is left, and raises `Damage` when anything acknowledged is missing or half there."""
        lowest, highest, entry = recording.permitted(position)
        image = recording.disk.cut(position, mode, self.chance)
        with disks.mounted(image, os.path.join(self.folder, "cut")) as root:
            engine = self.kind(os.path.join(root, "store"), **({"existing": True} if self.kind is PostgresUnderTest else {}))
            try:
                observed = state.read(engine)
                allowed = recording.states[lowest:highest + 1]
                if observed not in allowed:
                    wrong = differences(observed, allowed[0])
                    raise Damage(f"cut at {position} ({mode}): " + "; ".join(wrong[:4]))
                if entry:
                    self.finish(engine, entry[0], observed)
            finally:
                engine.close()
        if not entry or not entry[1] < position < entry[2]:
            return "between"
        return "new" if observed == recording.states[highest] else "old"

    def finish(self, engine, operation, observed):
        """The operation under way is given again."""
        if not self.scene.book.knows(operation, observed):
            return  # it had ended before the cut, and would now conclude something else
        outcome = self.scene.program.on(engine.url).run(operation.arguments(observed))
        self.killer.judge("after the cut", operation, observed, outcome, state.read(engine, thoroughly=False))

    # Controls

    def losses_without_syncs(self, plan, cuts):
        """How many cuts lose something when the program's syncs never reach the disk. All acknowledgements are then lies."""
        with self.disk("swallowed") as disk:
            recording = self.record(disk, plan, under=SWALLOWED, kills=False)
            lost = 0
            for number in range(cuts):
                try:
                    self.judge(recording, self.chance.choice(recording.entries)[2], disks.MODES[number % 3])
                except (Damage, disks.Unreadable):
                    lost += 1
            return lost

    def losses_of_inserts(self, durable, cuts):
        """Single inserts through the engine's own client, with and without the setting that syncs: cuts that lose one."""
        with self.disk("inserts-" + ("synced" if durable else "unsynced")) as disk:
            insert = {"sqlite": SQLiteInserts, "postgres": PostgresInserts}[self.scene.engine.name]
            with contextlib.closing(insert(os.path.join(disk.root, "store"), durable)) as client:
                disks.tool("sync", "-f", disk.root)
                acknowledged = []
                for number in range(100):
                    client.insert(number)
                    acknowledged.append(disk.position())
            lost = 0
            for number in range(cuts):
                count = self.chance.randrange(1, 101)
                image = disk.cut(acknowledged[count - 1], disks.MODES[number % 3], self.chance)
                with disks.mounted(image, os.path.join(self.folder, "cut")) as root:
                    lost += insert.count(os.path.join(root, "store")) < count
            return lost

    def disk(self, name):
        return disks.RecordingDisk(os.path.join(self.folder, name), MEGABYTES[self.scene.engine.name])


class SQLiteInserts:
    """One row a transaction, through Python's sqlite3."""

    def __init__(self, folder, durable):
        os.makedirs(folder)
        self.connection = sqlite3.connect(os.path.join(folder, "t.sqlite"), isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        self.connection.execute("CREATE TABLE t (n INTEGER)")

    def insert(self, number):
        self.connection.execute("INSERT INTO t VALUES (?)", (number,))

    def close(self):
        self.connection.close()

    @staticmethod
    def count(folder):
        with contextlib.closing(sqlite3.connect(os.path.join(folder, "t.sqlite"))) as connection:
            try:
                return connection.execute("SELECT COUNT(*) FROM t").fetchone()[0]
            except sqlite3.Error:
                return 0


class PostgresInserts:
    """One row a transaction, through psql."""

    def __init__(self, folder, durable):
        self.engine = PostgresUnderTest(folder)
        self.setting = f"SET synchronous_commit = {'on' if durable else 'off'};"
        self.engine.change("CREATE TABLE t (n INTEGER)")

    def insert(self, number):
        self.engine.change(f"{self.setting} INSERT INTO t VALUES ({number})")

    def close(self):
        self.engine.close()

    @staticmethod
    def count(folder):
        with contextlib.closing(PostgresUnderTest(folder, existing=True)) as engine, engine.queries() as query:
            return query("SELECT COUNT(*) AS n FROM t")[0]["n"]


def controls(test, plan, cuts):
    """Fails unless the test notices what is known to lose."""
    synced = test.losses_of_inserts(True, cuts)
    unsynced = test.losses_of_inserts(False, cuts)
    name = NO_SYNC[test.scene.engine.name]
    print(f"  control: {name} lost something in {unsynced} of {cuts} cuts (must be most); the setting that syncs in {synced}", flush=True)
    if synced or unsynced * 2 < cuts:
        sys.exit("the power cut does not tell a store that syncs from one that does not: it proves nothing here")
    if test.scene.engine.name == "sqlite" and strace.why_not() is None:
        lost = test.losses_without_syncs(plan, cuts)
        print(f"  control: the program with its syncs swallowed lost something in {lost} of {cuts} cuts (must be most)", flush=True)
        if lost * 2 < cuts:
            sys.exit("the power cut does not notice that the program's syncs were swallowed: it proves nothing here")


def cut(test, plan, cuts):
    """Cuts `cuts` times; ends the program at the first loss."""
    with test.disk("store") as disk:
        recording = test.record(disk, plan, kills=strace.why_not() is None and test.scene.engine.name == "sqlite")
        writes, flushes = disk.counts()
        shown = {"between": 0, "old": 0, "new": 0}
        for number, position in enumerate(recording.moments(cuts, test.chance)):
            shown[test.judge(recording, position, disks.MODES[number % 3])] += 1
    print(f"  {len(plan)} operations, {writes} writes, {flushes} flushes; cut inside an operation {shown['old'] + shown['new']} times: "
          f"old state {shown['old']}, new {shown['new']}; between operations {shown['between']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    parser.add_argument("--cuts", type=int, default=50)
    parser.add_argument("--operations", type=int, default=40)
    parser.add_argument("--control-cuts", type=int, default=12)
    options = parser.parse_args()
    if disks.why_not():
        return print(f"powercut: skipped, {disks.why_not()}")
    seed = setting.seed(options)
    with setting.scene(options) as scene:
        started = time.monotonic()
        test = PowerCut(scene, os.path.join(scene.folder, "power"), random.Random(seed))
        try:
            plan = test.rehearse(options.operations)
            controls(test, plan[:10], options.control_cuts)
            cut(test, plan, options.cuts)
        except (Damage, disks.Unreadable) as damage:
            sys.exit(f"LOST on {options.engine}, seed {seed}: {damage}")
        print(f"powercut: {options.engine}, seed {seed}: {options.cuts} cuts; 0 losses; {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
