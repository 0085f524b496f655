"""Cuts the power of the disk that backups are written to and restored on, and looks at what is left.

    sudo python3 Tests/Crash/backupcut.py [--program PATH] [--engine sqlite|postgres] [--cuts N] [--seed S]

A store of the engine is backed up, on a disk that remembers every write and flush (`disk.py`), and a backup is restored there into a
new SQLite store, in turn, several times. Then the power is cut N times: half right after an acknowledgement, half at any write. Every
backup and every restored store that was acknowledged by then must be there and equal the original; the one under way must be there
whole or not at all (a store: empty), and the same command must finish. With the program's syncs swallowed the test must lose.
"""
import argparse
import contextlib
import copy
import os
import random
import sys
import time

import disk as disks
import setting
import state
import strace
from engines import SQLiteUnderTest
from kill import Killer
from operations import fresh
from planted import history
from powercut import SWALLOWED, positions
from state import Damage, demand

MEGABYTES = 96
COPIES = 8


class Copy:
    """A backup or a restored store: its command, and where the disk was when it began and when it was acknowledged."""

    def __init__(self, number, program, backup):
        self.is_backup = number % 2 == 0
        self.name = f"{'backup' if self.is_backup else 'restored'}-{number}.sqlite"
        self.program, self.backup = program, backup

    def run(self, root, under=()):
        path = os.path.join(root, self.name)
        if self.is_backup:
            return self.program.run(["backup", path], under=under)
        return self.program.on("sqlite:" + path).run(["restore", self.backup], under=under)

    def found(self, root):
        """The state that it holds; nothing when it is not there."""
        path = os.path.join(root, self.name)
        return state.read(SQLiteUnderTest.at(path)) if os.path.exists(path) else None


class BackupCut:
    def __init__(self, scene, folder, chance):
        self.scene, self.folder, self.chance = scene, folder, chance
        self.backup = os.path.join(scene.folder, "original.sqlite")

    def prepare(self):
        """A store with something of everything, and a backup of it on an ordinary disk."""
        killer = Killer(self.scene.engine, self.scene.program, self.scene.book, self.chance)
        self.original = fresh()
        for operation in history(self.scene.files):
            operation = operation(self.original)
            killer.teach(operation, self.original)
            self.original = killer.undisturbed(operation, self.original)
        outcome = self.scene.program.run(["backup", self.backup])
        demand(outcome.status == 0, f"backup: {outcome}")

    def record(self, disk, under=()):
        copies = []
        disks.tool("sync", "-f", disk.root)
        for number in range(COPIES):
            made = Copy(number, self.scene.program, self.backup)
            made.start = disk.position()
            outcome = made.run(disk.root, under)
            made.acknowledged = disk.position()
            demand(outcome.status == 0, f"{made.name} on the recording disk: {outcome}")
            copies.append(made)
        return copies

    def judge(self, disk, copies, position, mode):
        """Cuts, and raises `Damage` when something acknowledged is missing or something is half there. Says what it cut."""
        image = disk.cut(position, mode, self.chance)
        with disks.mounted(image, os.path.join(self.folder, "cut")) as root:
            for made in copies:
                if made.acknowledged <= position:
                    demand(self.is_whole(made, root), f"cut at {position} ({mode}): {made.name} was acknowledged and is lost")
                elif made.start < position:
                    return self.finish(made, root)
        return "between"

    def finish(self, made, root):
        """The one under way: whole, or not there and made by the same command again."""
        found = made.found(root)
        if found is not None and found != fresh():
            demand(self.is_whole(made, root), f"{made.name} is half there")
            return "whole"
        demand(found is None or not made.is_backup, f"{made.name} is there and empty")
        outcome = made.run(root)
        demand(outcome.status == 0 and self.is_whole(made, root), f"{made.name} after the cut: {outcome}")
        return "made again"

    def is_whole(self, made, root):
        found = made.found(root)
        if found is None:
            return False
        if made.is_backup:
            return found == self.original
        expected = copy.deepcopy(self.original)
        expected.log += [entry for entry in found.log[-1:] if entry[0] == "store.restore"]
        return found == expected and len(found.log) == len(self.original.log) + 1

    def moments(self, disk, copies, count):
        """Half right at an acknowledgement, half at any write."""
        writes = [position for position in positions(disk) if copies[0].start < position <= copies[-1].acknowledged]
        return [self.chance.choice([made.acknowledged for made in copies] if number % 2 else writes) for number in range(count)]

    def disk(self, name):
        return disks.RecordingDisk(os.path.join(self.folder, name), MEGABYTES)

    def control(self, cuts):
        """How many cuts lose something when the program's syncs never reach the disk."""
        with self.disk("swallowed") as disk:
            copies, lost = self.record(disk, SWALLOWED), 0
            for number in range(cuts):
                try:
                    self.judge(disk, copies, self.chance.choice(copies).acknowledged, disks.MODES[number % 3])
                except (Damage, disks.Unreadable):
                    lost += 1
        print(f"  control: with the program's syncs swallowed {lost} of {cuts} cuts lost something (must be most)", flush=True)
        if lost * 2 < cuts:
            sys.exit("the power cut does not notice that the program's syncs were swallowed: it proves nothing here")

    def cut(self, cuts):
        shown = {"between": 0, "made again": 0, "whole": 0}
        with self.disk("copies") as disk:
            copies = self.record(disk)
            for number, position in enumerate(self.moments(disk, copies, cuts)):
                shown[self.judge(disk, copies, position, disks.MODES[number % 3])] += 1
        print("  the copy under way: " + ", ".join(f"{name} {count}" for name, count in shown.items()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    parser.add_argument("--cuts", type=int, default=50)
    parser.add_argument("--control-cuts", type=int, default=6)
    options = parser.parse_args()
    if disks.why_not():
        return print(f"backupcut: skipped, {disks.why_not()}")
    seed = setting.seed(options)
    with setting.scene(options, versions=2) as scene:
        started, test = time.monotonic(), BackupCut(scene, os.path.join(scene.folder, "power"), random.Random(seed))
        try:
            test.prepare()
            if strace.why_not() is None:
                test.control(options.control_cuts)
            test.cut(options.cuts)
        except (Damage, disks.Unreadable) as damage:
            sys.exit(f"LOST on {options.engine}, seed {seed}: {damage}")
        print(f"backupcut: {options.engine}, seed {seed}: {options.cuts} cuts; 0 losses; {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
