"""Lets system calls on the store's files fail, one after the other, and looks at what the program says and leaves.

    python3 Tests/Crash/faults.py [--program PATH] [--limit N] [--seed S]

One operation of each sort; of each sort the 1st, 2nd, 3rd … call that changes the store fails with ENOSPC (and so do all after
it: a full disk stays full), EDQUOT (likewise) or EIO (once). The program must end with exit 73 (disk full, quota) or 74 (input or
output), a Vietnamese sentence and the old state, or survive with exit 0 and the new one; never with an answer that is not so. An
answer that stdout does not take ends with 74, too.
Then the same command, undisturbed, must finish. SQLite only: PostgreSQL's own files are PostgreSQL's to guard.
"""
import argparse
import collections
import random
import re
import sys
import time

import setting
import state
import strace
from kill import Killer
from operations import matching
from scenario import one_of_each
from state import Damage, demand

FAULTS = {"ENOSPC": ((73,), True), "EDQUOT": ((73,), True), "EIO": ((74,), False)}
READING = ("pread64",)
# SQLite does not say why a file cannot be opened, and calls a page that cannot be read damaged: then 69 is right as well. A file
# that cannot grow, on a disk that takes other writes, is an I/O error.
ALSO = {"openat": (69,), "pread64": (69,), "ftruncate": (74,)}
TRACE_OF_A_CRASH = re.compile(r"Fatal error|Crash|Thread \d|\.swift:\d+|0x[0-9a-f]{8}")
VIETNAMESE = re.compile(r"[À-ỹĐđ]")


class FaultTest(Killer):
    """Shares with the kills how operations are prepared and judged."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.endings = collections.defaultdict(collections.Counter)
        self.secrets = set()
        self.failures = []

    def run(self, files, limit):
        self.engine.clear()
        before = state.State()
        for operation in one_of_each(files):
            operation = operation(before)
            self.teach(operation, before)
            self.engine.save("sweep")
            moments = self.moments(operation, before)
            for error in FAULTS:
                for call, number in self.sample(moments, error, limit):
                    self.engine.restore("sweep")
                    try:
                        self.fault(operation, before, call, number, error)
                    except Damage as damage:
                        self.failures.append(str(damage))
            self.engine.restore("sweep")
            self.unheard(operation, before)
            self.engine.restore("sweep")
            before = self.undisturbed(operation, before)
            self.secrets |= self.persons()

    def sample(self, moments, error, limit):
        moments = [(call, number) for call, number in moments if error == "EIO" or call not in (*READING, "fsync", "fdatasync", "unlink")]
        return moments if not limit or len(moments) <= limit else sorted(self.chance.sample(moments, limit))

    def fault(self, operation, before, call, number, error):
        statuses, persistent = FAULTS[error]
        where = f"{operation.name}, {error} at {call} {number}"
        under = strace.injecting(call, "error=" + error, number, self.engine.traced_paths(), persistent)
        outcome = self.program.run(operation.arguments(before), under=under)
        observed = state.read(self.engine)
        step, steps = matching(observed, before, operation, self.book)
        if outcome.acknowledgement is not None:
            operation.check(outcome.acknowledgement, observed)
        if outcome.status == 0:
            demand(step == steps, f"{where}: a success that is not in the store")
            ending = "survived"
        else:
            allowed = statuses + ALSO.get(call, ())
            demand(outcome.status in allowed, f"{where}: {outcome}")
            self.judge_words(where, outcome.talk)
            ending = "error told, " + ("new state" if steps and step == steps else "old state")
        self.endings[(error, call)][ending] += 1
        self.teach(operation, observed)
        again = self.program.run(operation.arguments(before))
        super().judge("again after " + where, operation, observed, again, state.read(self.engine, thoroughly=False))

    def unheard(self, operation, before):
        """The work is done, but its answer cannot be written: that is told, and is no success."""
        outcome = self.program.run_unheard(operation.arguments(before))
        try:
            demand(outcome.status == 74, f"{operation.name} with a full disk under stdout: {outcome}")
            self.judge_words(operation.name, outcome.talk)
            demand(state.read(self.engine) == operation.outcome(before, self.book), f"{operation.name}, unheard, has another state")
        except Damage as damage:
            self.failures.append(str(damage))
        self.endings[("ENOSPC", "stdout")]["error told, new state"] += 1

    def judge_words(self, where, talk):
        demand(VIETNAMESE.search(talk), f"{where}: no word of what is wrong: {talk!r}")
        demand(not TRACE_OF_A_CRASH.search(talk), f"{where}: a stack trace: {talk}")
        told = [secret for secret in self.secrets if secret in talk]
        demand(not told, f"{where}: personal data in the message")

    def persons(self):
        with self.engine.queries() as query:
            pages = query("SELECT content FROM record_page WHERE submission_id IN (SELECT id FROM submission WHERE kind = 'members')")
        rows = [row for page in pages for row in state.record_page.read(page["content"], {"full_name", "citizen_id"})]
        return {str(value) for row in rows for value in row.values() if value and len(str(value)) > 5}

    def print(self):
        for (error, call), endings in sorted(self.endings.items()):
            print(f"  {error:<7} {call:<10} " + "  ".join(f"{ending}: {count}" for ending, count in sorted(endings.items())))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    parser.add_argument("--limit", type=int, default=0, help="at most so many faults of each error in each sort of operation")
    options = parser.parse_args()
    if strace.why_not():
        return print(f"faults: skipped, {strace.why_not()}")
    seed = setting.seed(options)
    with setting.scene(options, versions=2) as scene:
        scene.engine.traced_calls += READING
        test = FaultTest(scene.engine, scene.program, scene.book, random.Random(seed))
        started = time.monotonic()
        try:
            test.run(scene.files, options.limit)
        except Damage as damage:
            test.print()
            sys.exit(f"FAULT not met on {options.engine}, seed {seed}: {damage}")
        test.print()
        if test.failures:
            sys.exit("\n".join([f"{len(test.failures)} faults not met on {options.engine}, seed {seed}:", *test.failures]))
        total = sum(sum(endings.values()) for endings in test.endings.values())
        print(f"faults: {options.engine}, seed {seed}: {total} injected; 0 false successes, 0 damaged; {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
