"""Kills workers of the queue with SIGKILL while they work, and looks each time whether every job has its effect exactly once.

    python3 Tests/Crash/jobs.py [--program PATH] [--engine sqlite|postgres] [--rounds N] [--seed S]

Jobs are asked for in waves: received files to import, or months to reconcile (`reconcile --queue`). Then `ansinh work --until-empty`
is started and killed at a random moment, again and again, until nothing is open. On PostgreSQL up to three workers share the queue;
one of them or all are killed, or the server, or one is stopped with SIGSTOP, outlives its lease while another takes its job, and
goes on: it must not bring the job to its end a second time.

After each round the store must be exactly what the jobs that are done leave, each once, and nothing of the others; what they
conclude must be what the commands `ingest` and `reconcile` conclude undisturbed. A job that three deaths have failed is given again
with `jobs retry`. At the end no job is open. Two controls must be noticed: a job done twice, and one marked as done that was not.
"""
import argparse
import collections
import contextlib
import copy
import json
import os
import random
import shutil
import signal
import sys
import time

import inbox
import setting
import state
from kill import Killer
from operations import PERIOD, Ingest, Reconcile, differences, fresh
from state import Damage, demand

STRETCH = 25
ENOUGH = 20  # kills to be judged by their share
MOST_DEATHS = 3
ROUNDS_OF_A_WAVE = 6
LEASE = 10  # seconds; a worker that dies has shown life at most two before
CONTROLS = {"a job done twice": "state = 'waiting'", "a job that was not done": "state = 'done', outcome = '{\"run\":99}'"}
MOMENTS = ("late", "held no job", "held a job")


class ReconcileJob(Reconcile):
    """The same conclusions as the command's; of one province or of the country. Whichever worker comes first, so that no run may rest on the
    links of another."""

    def __init__(self, province=None):
        self.province = province

    def arguments(self, state):
        return super().arguments(state) + ["--relink"] + (["--province", self.province] if self.province else [])

    def key(self, state):
        return ("run", frozenset(state.current.values()), self.province)


class Tally:
    """How many workers were killed or stopped, and whether they held a job."""

    def __init__(self):
        self.moments = collections.defaultdict(collections.Counter)

    def add(self, name, landed, held):
        self.moments[name][MOMENTS[(1 + held) if landed else 0]] += 1

    def count(self, *moments):
        return sum(counter[moment] for counter in self.moments.values() for moment in moments)

    def print(self):
        width = max(map(len, self.moments), default=0)
        print(f"  {'':<{width}}  " + "  ".join(MOMENTS))
        for name in sorted(self.moments):
            print(f"  {name:<{width}}  " + "  ".join(f"{self.moments[name][moment]:>{len(moment)}}" for moment in MOMENTS))


class Workers:
    """One engine, its queue, and what was asked of it."""

    def __init__(self, scene, chance):
        self.engine, self.book, self.chance = scene.engine, scene.book, chance
        self.program = scene.program
        self.killer = Killer(scene.engine, scene.program, scene.book, chance)
        self.spool = os.path.join(scene.folder, "spool")
        self.files = [file for version in scene.files for file in version]
        self.tally = Tally()
        self.startup, self.pace = 0.05, {}  # seconds until a worker works; seconds a job, by kind of wave
        self.rounds = 0
        self.robbed = 0  # jobs that a stopped worker has lost to another

    def start(self, *more):
        return self.program.start(["work", "--spool", self.spool, *more])

    # Waves

    def stretch(self, rounds):
        """A fresh store, and waves of jobs until so many rounds are over."""
        self.engine.clear()
        shutil.rmtree(self.spool, ignore_errors=True)
        self.before, self.coming, self.asked, self.over = fresh(), list(self.files), {}, set()
        self.attempts, self.clock = {}, 0
        end = self.rounds + rounds
        while self.rounds < end:
            self.wave(self.ask(), min(end, self.rounds + ROUNDS_OF_A_WAVE))
        if self.engine.name == "postgres" and rounds == STRETCH:
            self.let_a_lease_run_out()

    def ask(self):
        """Asks for some jobs. Returns their kind."""
        paid = {slot[1] for slot in self.before.current if slot[0] == "payments"}
        if self.coming and (not paid or self.chance.random() < 0.6):
            for _ in range(min(len(self.coming), self.chance.randrange(3, 9))):
                file, token = self.coming.pop(0), self.chance.randbytes(16).hex()
                self.clock += 1
                inbox.hand_over(self.spool, token, file, f"2021-09-01T00:{self.clock // 60:02d}:{self.clock % 60:02d}Z")
                self.asked[token] = Ingest([file])
            return "import"
        for _ in range(self.chance.randrange(2, 5)):
            self.ask_for_run(ReconcileJob(self.chance.choice([None, *sorted(paid)])))
        return "reconcile"

    def ask_for_run(self, operation):
        self.killer.teach(operation, self.before)
        outcome = self.program.run(operation.arguments(self.before) + ["--queue"])
        demand(outcome.status == 0, f"reconcile --queue: {outcome}")
        self.asked[int(outcome.acknowledgement["job"])] = operation

    def wave(self, kind, end):
        """Rounds until every job is over; the first of its kind, and what is left at `end`, is worked off undisturbed."""
        for _ in range(ROUNDS_OF_A_WAVE):
            if kind not in self.pace or self.rounds >= end or not self.open():
                break
            self.rounds += 1
            most = self.round(kind)
            self.engine.recover()
            self.judge(most)
            inbox.expire_leases(self.engine)
        self.finish(kind)

    def finish(self, kind):
        for _ in range(MOST_DEATHS + 1):
            waiting = self.open()
            outcome = self.start("--until-empty").outcome()
            demand(outcome.status == 0, f"work undisturbed: {outcome}")
            if not waiting:
                self.startup = outcome.seconds
            elif kind not in self.pace:
                self.pace[kind] = max(0.01, (outcome.seconds - self.startup) / waiting)
            self.judge(1)
            if not self.open():
                break
        demand(not self.open(), f"{self.open()} jobs are still open")
        self.before, self.asked, self.over = state.read(self.engine, thoroughly=False), {}, set()

    def open(self):
        return len(self.asked) - len(self.over)

    # Rounds

    def round(self, kind):
        """Starts workers and disturbs them. Returns how often a job may have been taken up meanwhile."""
        draw = self.chance.random() if self.engine.name == "postgres" else 0
        self.usual = self.pace[kind] * self.open()
        if draw > 0.8:
            return self.stop_one(kind)
        if draw > 0.65:
            return self.kill_server(kind)
        return self.kill_some(kind)

    def delay(self, workers=1):
        """Seconds from the start of a worker to its end; few of them within the time that it takes to come up."""
        return self.chance.uniform(0.8 * self.startup, self.startup + self.usual / min(workers, 2))

    def kill_some(self, kind):
        count = self.chance.randrange(1, 4) if self.engine.name == "postgres" else 1
        runs = [self.start("--until-empty") for _ in range(count)]
        doomed = runs if self.chance.random() < 0.3 else runs[:1]
        ends = [(run, run.kill_after(delay)) for run, delay in zip(doomed, sorted(self.delay(count) for _ in doomed))]
        for run in runs:
            outcome = next((outcome for other, outcome in ends if other is run), None) or run.outcome()
            demand(outcome.status == 0 or run in doomed and outcome.status == -9, f"work: {outcome}")
        self.engine.recover()
        holders = self.holders()
        for run, outcome in ends:
            self.tally.add(f"{kind}, killed", outcome.status == -9, run.process.pid in holders)
            self.pace[kind] *= 1.05 if outcome.status == -9 else 0.8  # the machine may be busier or idler than it was
        demand(len(holders) <= sum(outcome.status == -9 for _, outcome in ends), "a job is marked as running that no dead worker held")
        return 1

    def kill_server(self, kind):
        """The server dies under the worker, which puts its job back or leaves it."""
        outcome, landed = self.killer.kill_server("work", self.start("--until-empty"), self.delay())
        self.engine.recover()
        held = any(row["state"] == "running" or row["state"] == "waiting" and row["attempt"] for row in inbox.job_rows(self.engine))
        self.tally.add(f"{kind}, server killed", landed, held)
        return 1

    def stop_one(self, kind):
        """A worker sleeps longer than its lease, another takes its job, and the first wakes up."""
        sleeper = self.start("--until-empty")
        if sleeper.ends_within(self.delay()):
            self.tally.add(f"{kind}, stopped", False, False)
        else:
            os.kill(sleeper.process.pid, signal.SIGSTOP)
            try:
                self.tally.add(f"{kind}, stopped", True, sleeper.process.pid in self.holders())
                inbox.expire_leases(self.engine)
                other = self.start("--until-empty")
                other.ends_within(self.chance.choice((0.05, 0.1, 0.2, 1.0)))  # it may have to wait for what the sleeper has locked
            finally:
                os.kill(sleeper.process.pid, signal.SIGCONT)
            outcome = other.outcome()
            demand(outcome.status == 0, f"work beside a sleeper: {outcome}")
        outcome = sleeper.outcome()
        demand(outcome.status == 0, f"work, stopped and woken: {outcome}")
        return 2

    def holders(self):
        """The processes that running jobs belong to."""
        return {int(row["worker"].rpartition("/")[2]) for row in inbox.job_rows(self.engine) if row["state"] == "running"}

    def let_a_lease_run_out(self):
        """The same with the true time: nobody takes the job before the lease has ended, and then one does, by itself."""
        self.ask_for_run(ReconcileJob())
        self.usual = self.pace.get("reconcile", 0.3)
        for _ in range(50):
            self.start("--until-empty").kill_after(self.delay())
            died = time.monotonic()
            self.engine.recover()
            self.judge(1)
            if self.holders() or not self.open():
                break
        if not self.holders():
            return self.finish("reconcile")
        worker = self.start()
        try:
            attempts = dict(self.attempts)
            while time.monotonic() < died + 6 * LEASE:
                rows = inbox.job_rows(self.engine)
                if any(row["attempt"] != attempts[row["id"]] for row in rows):
                    break
                time.sleep(0.2)
            waited = time.monotonic() - died
            demand(LEASE - 4 <= waited, f"a job was taken from its worker after {waited:.1f} s")
            demand(waited <= LEASE + 8, f"a dead worker's job was not taken up in {waited:.1f} s")
            while time.monotonic() < died + 6 * LEASE and any(row["state"] in ("waiting", "running") for row in inbox.job_rows(self.engine)):
                time.sleep(0.1)
        finally:
            os.kill(worker.process.pid, signal.SIGTERM)
            outcome = worker.outcome()
        demand(outcome.status == 0, f"work told to stop: {outcome}")
        print(f"  a dead worker's job was taken up after {waited:.0f} s", flush=True)
        self.judge(1)
        self.finish("reconcile")

    # Controls

    def control(self):
        """What a queue without leases would do to a store must be noticed, or the rounds prove nothing."""
        self.engine.save("control")
        attempts = dict(self.attempts)
        for name, sql in CONTROLS.items():
            self.engine.restore("control")
            self.before, self.asked, self.over = state.read(self.engine, thoroughly=False), {}, set()
            self.attempts = dict(attempts)
            self.ask_for_run(ReconcileJob())
            if "done" not in sql:
                self.finish("reconcile")
            self.engine.change(f"UPDATE job SET {sql} WHERE id = (SELECT MAX(id) FROM job)")
            self.start("--until-empty").outcome()
            try:
                self.judge(1)
            except Damage:
                continue
            sys.exit(f"{name} was not noticed: this proves nothing")

    # Judging

    def judge(self, most):
        """The store is what the jobs that are done leave; each open one is there still; none was taken up more often than `most`."""
        observed = state.read(self.engine, thoroughly=self.engine.name == "sqlite" or self.chance.random() < 0.1)
        rows, expected = inbox.job_rows(self.engine), copy.deepcopy(self.before)
        demand(len({row["token"] for row in rows}) == len(rows), "a job is there twice")
        known = {}
        for row in rows:
            key = row["token"] if row["token"] in self.asked else row["id"]
            operation = self.asked.get(key)
            taken = row["attempt"] - self.attempts.get(row["id"], 0)
            demand(0 <= taken <= most, f"job {row['id']} was taken up {taken} times in a round")
            self.robbed += taken > 1
            self.attempts[row["id"]] = row["attempt"]
            if operation is None:
                demand(row["state"] == "done", f"job {row['id']} was done and is {row['state']}")
                continue
            known[key] = row
            if row["state"] == "done":
                expected = operation.outcome(expected, self.book)
                self.over.add(key)
            demand(row["state"] == "done" or key not in self.over, f"job {row['id']} was done and is {row['state']}")
            demand(row["state"] in ("waiting", "running", "done", "failed"), f"job {row['id']} is {row['state']}: {row['message']}")
        self.check_waiting(known)
        wrong = differences(in_any_order(observed), in_any_order(expected))
        demand(not wrong, "the store is not what the jobs that are done leave: " + "; ".join(wrong[:4]))
        self.check_outcomes(rows, observed)
        self.before.log += [entry for row in known.values() if row["state"] == "failed" for entry in [self.retry(row)]]

    def check_waiting(self, known):
        for key, operation in self.asked.items():
            if isinstance(operation, ReconcileJob):
                demand(key in known, f"job {key} was asked for and is lost")
            elif key not in self.over:
                demand(inbox.waits(self.spool, key, operation.files[0]), f"{operation.files[0].path} was received and is lost")

    def check_outcomes(self, rows, observed):
        """Each job that is done names its own effect, and no effect is without its job."""
        ends = [json.loads(row["outcome"]) for row in rows if row["state"] == "done"]
        with self.engine.queries() as query:
            runs = [row["id"] for row in query("SELECT id FROM run ORDER BY id")] if rows else []
        demand(sorted(end["run"] for end in ends if "run" in end) == runs, "runs and the jobs that made them are not the same")
        imported = sorted(end["submission"] for end in ends if "submission" in end)
        demand(imported == sorted(observed.ids.values()), "submissions and the jobs that imported them are not the same")

    def retry(self, row):
        """A job that has failed did so after three deaths. Returns what the audit log must say of its retry."""
        demand(row["tries"] >= MOST_DEATHS, f"job {row['id']} has failed after {row['tries']} tries: {row['message']}")
        outcome = self.program.run(["jobs", "retry", str(row["id"])])
        demand(outcome.status == 0, f"jobs retry: {outcome}")
        return "job.retry", f"job/{row['id']}"


def in_any_order(observed):
    """Workers that share a queue finish in any order."""
    sorted_copy = copy.deepcopy(observed)
    sorted_copy.submissions.sort(key=repr)
    sorted_copy.runs.sort(key=repr)
    sorted_copy.log.sort(key=repr)
    return sorted_copy


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    seed = setting.seed(options)
    with setting.scene(options) as scene:
        workers, started = Workers(scene, random.Random(seed)), time.monotonic()
        try:
            while workers.rounds < options.rounds:
                workers.stretch(min(STRETCH, options.rounds - workers.rounds))
                print(f"  {workers.rounds} rounds", flush=True)
            workers.control()
        except Damage as damage:
            workers.tally.print()
            sys.exit(f"LOST on {options.engine}, seed {seed}: {damage}")
        workers.tally.print()
        kills, held = workers.tally.count(*MOMENTS), workers.tally.count("held a job")
        robbed = f" ({workers.robbed} of them outlived by another)" if options.engine == "postgres" else ""
        print(f"jobs: {options.engine}, seed {seed}: {kills} kills, {held} while at work{robbed}; 0 losses; "
              f"{time.monotonic() - started:.0f} s")
        if kills >= ENOUGH and held * 3 < kills:
            sys.exit(f"only {held} of {kills} kills hit a worker that held a job: this proves too little")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
