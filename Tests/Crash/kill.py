"""Kills the program with SIGKILL, hundreds of times, and looks each time at what is left.

    python3 Tests/Crash/kill.py [--program PATH] [--engine sqlite|postgres] [--rounds N] [--sweep-limit N] [--seed S]

Two ways of choosing the moment. *Random*: a walk over ingest, supersede, withdraw, reconcile and the steps of a release; each
operation is killed at a moment uniform over its usual duration. *Sweep*: one operation of each sort, killed at its 1st, 2nd, 3rd …
system call that changes the store, until none is left (SQLite), or at its 1st, 2nd … message to the server (PostgreSQL).

After each kill the state must be that before the operation or that after one of its transactions, and the last one when the
answer had come out; then the same command is run again and must finish with exit 0 and the state of an undisturbed run. At the
end of each stretch the operations that counted are run undisturbed in a fresh store, and both must be equal.
"""
import argparse
import collections
import contextlib
import random
import sys
import time

import setting
import state
import strace
from operations import MakeBackup, Withdraw, differences, fresh, matching
from scenario import one_of_each
from state import Damage, demand
from walk import Walk

STRETCH = 25
ENDINGS = ("before any commit", "between commits", "committed, no answer yet", "answered", "nothing to change")


class Tally:
    """How many kills landed, and where."""

    def __init__(self):
        self.kills = collections.Counter()
        self.late = collections.Counter()
        self.endings = collections.defaultdict(collections.Counter)

    def add(self, name, landed, step, steps, answered):
        self.kills[name] += 1
        if not landed:
            self.late[name] += 1
            return
        ending = 3 if answered else 4 if not steps else 0 if step == 0 else 1 if step < steps else 2
        self.endings[name][ENDINGS[ending]] += 1

    @property
    def landed(self):
        return sum(self.kills.values()) - sum(self.late.values())

    def print(self):
        width = max(len(name) for name in self.kills)
        print(f"  {'':<{width}}  {'kills':>5}  {'late':>4}  " + "  ".join(ENDINGS))
        for name in sorted(self.kills):
            row = "  ".join(f"{self.endings[name][ending]:>{len(ending)}}" for ending in ENDINGS)
            print(f"  {name:<{width}}  {self.kills[name]:>5}  {self.late[name]:>4}  {row}")


class Killer:
    """One engine, one program, and what is known of undisturbed runs."""

    def __init__(self, engine, program, book, chance):
        self.engine = engine
        self.program = program
        self.book = book
        self.chance = chance
        self.tally = Tally()
        self.usual = {}  # seconds, by name of operation

    def undisturbed(self, operation, before):
        """Runs an operation to its end and checks all of it."""
        outcome = self.program.run(operation.arguments(before))
        after = state.read(self.engine)
        self.judge("undisturbed", operation, before, outcome, after)
        self.note_duration(operation, outcome)
        return after

    def note_duration(self, operation, outcome):
        known = self.usual.get(operation.name, outcome.seconds)
        self.usual[operation.name] = 0.7 * known + 0.3 * outcome.seconds

    def teach(self, operation, before):
        """Lets the book see what an operation concludes, on a copy that is thrown away."""
        if self.book.knows(operation, before):
            return
        with self.engine.twin() as twin:
            outcome = self.program.on(twin.url).run(operation.arguments(before))
            demand(outcome.status in (0, 65), f"{operation.name} undisturbed: {outcome}")
            self.note_duration(operation, outcome)
            self.book.learn(operation, before, state.read(twin, thoroughly=False), outcome.status)

    def after_kill(self, operation, before, outcome, landed):
        """Judges what a kill has left; runs the command again. Returns (state, whether the first attempt had committed all)."""
        self.engine.recover()
        observed = state.read(self.engine, thoroughly=self.engine.name == "sqlite" or self.chance.random() < 0.1)
        step, steps = matching(observed, before, operation, self.book)
        answer = outcome.acknowledgement
        answered = answer is not None and operation.is_whole(answer)
        if answer is not None:
            demand(step == steps or not answered, f"{operation.name} was acknowledged, and its end is lost")
            operation.check(answer, observed)
        operation.look_around(observed)
        self.tally.add(operation.name, landed, step, steps, answered)
        self.teach(operation, observed)
        again = self.program.run(operation.arguments(before))
        if step < steps:
            self.note_duration(operation, again)
        final = state.read(self.engine, thoroughly=False)
        self.judge("again", operation, observed, again, final)
        return final, step == steps

    def judge(self, when, operation, before, outcome, after):
        """A run that was left alone must end as the rules say, with an answer that is so."""
        demand(outcome.status == operation.status(before, self.book), f"{operation.name} {when}: {outcome}")
        wrong = differences(after, operation.outcome(before, self.book))
        demand(not wrong, f"{operation.name} {when}: " + "; ".join(wrong[:4]))
        if outcome.status == 0:
            operation.check(outcome.acknowledgement, after)

    # Random moments

    def stretch(self, files, rounds):
        """A fresh store, a walk with a kill in each step, and the comparison with an undisturbed twin."""
        self.engine.clear()
        walk, before, counted = Walk(files, self.chance, self.engine.folder), fresh(), []
        for _ in range(rounds):
            operation = walk.next(before)
            self.teach(operation, before)
            outcome, landed = self.kill(operation, before)
            before_kill = before
            before, was_whole = self.after_kill(operation, before, outcome, landed)
            # A killed attempt that had committed everything counts, and so does the second one.
            if isinstance(operation, MakeBackup):
                continue
            counted += [operation] * (2 if was_whole and operation.steps(before_kill, self.book) else 1)
        self.compare_with_twin(before, counted)

    def kill(self, operation, before):
        """Starts an operation and kills it: the program, or (PostgreSQL, one time in three) what serves it."""
        run = self.program.start(operation.arguments(before))
        delay = 1.1 * self.chance.random() * self.usual.get(operation.name, 0.04)
        if self.engine.name == "postgres" and self.chance.random() < 1 / 3:
            return self.kill_server(operation.name, run, delay)
        outcome = run.kill_after(delay)
        return outcome, outcome.status == -9

    def kill_server(self, name, run, delay):
        time.sleep(delay)
        running = run.process.poll() is None
        if self.chance.random() < 0.5:
            landed = running and self.engine.kill_backend()
        else:
            self.engine.kill_server()
            landed = running
        outcome = run.outcome()
        demand(outcome.status in (0, 65, 69, 74, 75), f"{name}: the server died, and the program ended with {outcome}")
        return outcome, landed and outcome.status != 0

    def compare_with_twin(self, final, counted):
        """The same operations, undisturbed, in a fresh store: nothing of the kills may show."""
        self.engine.clear()
        twin = fresh()
        for operation in counted:
            if isinstance(operation, Withdraw):
                twin = state.read(self.engine, thoroughly=False)
            outcome = self.program.run(self.translated(operation, twin))
            demand(outcome.status in (0, 65), f"{operation.name} in the twin: {outcome}")
        wrong = differences(state.read(self.engine), final)
        demand(not wrong, "the undisturbed twin is another: " + "; ".join(wrong[:4]))

    @staticmethod
    def translated(operation, twin):
        """Numbers of submissions may differ in the twin: they are the store's choice."""
        if isinstance(operation, Withdraw):
            return Withdraw(operation.identity, twin.ids[operation.identity]).arguments(twin)
        return operation.arguments(twin)

    # Every call

    def sweep(self, files, limit):
        """One operation of each sort, killed at every call, or at `limit` of them drawn by lot."""
        self.engine.clear()
        before = fresh()
        for operation in one_of_each(files):
            operation = operation(before)
            self.teach(operation, before)
            self.engine.save("sweep")
            moments = self.moments(operation, before)
            if limit and len(moments) > limit:
                moments = sorted(self.chance.sample(moments, limit))
            for call, number in moments:
                self.engine.restore("sweep")
                under = strace.injecting(call, "signal=SIGKILL", number, self.engine.traced_paths())
                outcome = self.program.run(operation.arguments(before), under=under)
                self.after_kill(operation, before, outcome, outcome.status == -9)
            self.engine.restore("sweep")
            before = self.undisturbed(operation, before)

    def moments(self, operation, before):
        """(call, number) of every call of an undisturbed run; leaves the store as it was."""
        with strace.Trace(self.engine.traced_calls, self.engine.traced_paths()) as trace:
            outcome = self.program.run(operation.arguments(before), under=trace.command)
            demand(outcome.status == 0, f"{operation.name} under strace: {outcome}")
            counts = collections.Counter(name for _, name, _, _ in trace.calls())
        self.engine.restore("sweep")
        return [(name, number) for name in sorted(counts) for number in range(1, counts[name] + 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    parser.add_argument("--rounds", type=int, default=500, help="kills at random moments")
    parser.add_argument("--sweep-limit", type=int, default=0, help="at most so many kills of each sort of operation; 0: every call")
    parser.add_argument("--no-sweep", action="store_true")
    options = parser.parse_args()
    seed = setting.seed(options)
    with setting.scene(options) as scene:
        killer = Killer(scene.engine, scene.program, scene.book, random.Random(seed))
        started = time.monotonic()
        try:
            for done in range(0, options.rounds, STRETCH):
                killer.stretch(scene.files, min(STRETCH, options.rounds - done))
                print(f"  {killer.tally.landed} of {sum(killer.tally.kills.values())} kills landed", flush=True)
            random_kills, random_landed = sum(killer.tally.kills.values()), killer.tally.landed
            if not options.no_sweep and strace.why_not() is None:
                killer.sweep(scene.files, options.sweep_limit)
        except Damage as damage:
            killer.tally.print() if killer.tally.kills else None
            sys.exit(f"LOST on {options.engine}, seed {seed}: {damage}")
        killer.tally.print()
        kills, landed = sum(killer.tally.kills.values()), killer.tally.landed
        print(f"kill: {options.engine}, seed {seed}: {kills} kills ({random_kills} at random moments, {kills - random_kills} at chosen "
              f"calls), {landed} while the operation ran; 0 losses; {time.monotonic() - started:.0f} s")
        if random_landed * 2 < random_kills:
            sys.exit(f"only {random_landed} of {random_kills} random kills landed while the operation ran: this proves too little")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
