"""What is done to the store, and what each operation must leave behind: a small second program that knows the rules.

An operation is a command line and a list of steps: the states after each of its transactions. Whatever ends it early must leave
the state before it or after one of its steps; once it is acknowledged, only the last one will do.
"""
import copy
import os

import state as states
from engines import SQLiteUnderTest
from state import State, demand

PERIOD = "2021-08"


class Operation:
    name = "?"
    may_be_repeated = True  # given twice, it does no more than given once

    def arguments(self, state):
        raise NotImplementedError

    def steps(self, state, book):
        raise NotImplementedError

    def outcome(self, state, book):
        """The state when it has run to its end."""
        return ([state] + self.steps(state, book))[-1]

    def status(self, state, book):
        """The exit code of an undisturbed run."""
        return 0

    def is_whole(self, answer):
        """Whether all of the operation was acknowledged, and not a part of it."""
        return True

    def look_around(self, state):
        """After a kill: what else the operation may have left must be whole, and out of the way of the next attempt."""

    def check(self, answer, state):
        """What the program answered must be so in `state`."""


class Ingest(Operation):
    """Files are stored in their order, each in a transaction of its own."""

    def __init__(self, files):
        self.files = files
        self.name = "ingest"

    def arguments(self, state):
        return ["ingest", *[file.path for file in self.files]]

    def steps(self, state, book):
        steps = []
        for file in self.files:
            after = book.accepted(([state] + steps)[-1], file)
            if after is not None:
                steps.append(after)
        return steps

    def is_whole(self, answer):
        return all(entry["exit_code"] == 0 for entry in answer["files"])

    def check(self, answer, state):
        demand(len(answer["files"]) == len(self.files), "the answer leaves files out")
        for file, entry in zip(self.files, answer["files"]):
            if entry["exit_code"] != 0:
                continue
            demand(entry["sha256"] == file.sha256, f"the answer has another hash for {file.path}")
            demand(state.ids.get(file.identity) == entry["submission"], f"submission {entry['submission']} was acknowledged and is lost")


class Supersede(Ingest):
    """Files that take the place of others (accept)."""

    def __init__(self, files):
        super().__init__(files)
        self.name = "supersede"


class IngestAgain(Ingest):
    """Bytes that are there already; withdrawn ones count again."""

    def __init__(self, files):
        super().__init__(files)
        self.name = "ingest again"


class Withdraw(Operation):
    name = "withdraw"

    def __init__(self, identity, number):
        self.identity = identity
        self.number = number

    def arguments(self, state):
        return ["submissions", "withdraw", str(self.number)]

    def steps(self, state, book):
        after = copy.deepcopy(state)
        place = [entry[0] for entry in after.submissions].index(self.identity)
        entry = after.submissions[place]
        if entry[1] == "withdrawn":
            return []
        after.submissions[place] = (entry[0], "withdrawn", *entry[2:])
        slot = self.identity[1:]
        if after.current.get(slot) == self.identity:
            del after.current[slot]
            for identity, word, *_ in after.submissions:  # the newest that is left
                if identity[1:] == slot and word == "accepted":
                    after.current[slot] = identity
        after.log.append(("submission.withdraw", self.identity))
        return [after]

    def check(self, answer, state):
        demand(answer["withdrawn"] == self.number, "the answer is about another submission")
        current = state.current.get(self.identity[1:])
        demand(answer.get("current") == (state.ids[current] if current else None), "the answer says another submission is current")


class Reconcile(Operation):
    name = "reconcile"
    may_be_repeated = False  # another run of the same conclusions

    def arguments(self, state):
        return ["reconcile", "--period", PERIOD]

    def steps(self, state, book):
        after = copy.deepcopy(state)
        after.runs.append(book.learned(self.key(state))["run"])
        after.log.append(("run.finish", f"run/{len(after.runs)}"))
        return [after]

    def key(self, state):
        """What a run reads, and the run before it, whose links it may keep."""
        return ("run", frozenset(state.current.values()), state.runs[-1][2] if state.runs else None)

    def lesson(self, before, after, status):
        return {"run": after.runs[-1]}

    def check(self, answer, state):
        demand(answer["proof"]["proved"] and state.runs, "the run is lost")
        demand(answer["inputs"] == state.runs[-1][2], "the last run is another one")


class ReleaseCreate(Operation):
    name = "release create"

    def arguments(self, state):
        return ["release", "create", "--period", PERIOD, "--actor", "lan"]

    def steps(self, state, book):
        lesson = book.learned(self.key(state))
        if not lesson["releases"]:
            return []
        after = copy.deepcopy(state)
        after.releases += lesson["releases"]
        after.log += lesson["log"]
        return [after]

    def key(self, state):
        public = [subject for action, subject in state.log if action == "release.publish"]
        return ("release", frozenset(state.current.values()), state.runs[-1][2], tuple(state.releases), tuple(public))

    def lesson(self, before, after, status):
        return {"releases": after.releases[len(before.releases):], "log": after.log[len(before.log):], "status": status}

    def status(self, state, book):
        """65 where too few people make figures that cannot be protected."""
        return book.learned(self.key(state))["status"]

    def check(self, answer, state):
        demand(answer["release"]["id"] in state.names.values(), "the release is lost")


class ReleaseStep(Operation):
    """approve, publish or withdraw of the newest release."""

    TO = {"approve": "approved", "publish": "published", "withdraw": "withdrawn"}

    def __init__(self, verb, release):
        self.verb = verb
        self.release = release
        self.name = "release " + verb

    def arguments(self, state):
        reason = ["--reason", "thu hoi de thu"] if self.verb == "withdraw" else []
        return ["release", self.verb, self.release, "--actor", "minh", *reason]

    def steps(self, state, book):
        after = copy.deepcopy(state)
        period, number, word, digest = after.releases[-1]
        if word == self.TO[self.verb]:
            return []
        after.releases[-1] = (period, number, self.TO[self.verb], digest)
        after.log.append(("release." + self.verb, "release/" + self.release))
        return [after]

    def check(self, answer, state):
        demand(answer["id"] == self.release and answer["state"] == state.releases[-1][2], "the release is in another state")


class MakeBackup(Operation):
    """A file beside the store: there whole or not at all. It does not change the store."""

    name = "backup"
    may_be_repeated = False  # an existing file is not written over

    def __init__(self, path):
        self.path = path

    def arguments(self, state):
        return ["backup", self.path]

    def steps(self, state, book):
        return []

    def look_around(self, state):
        if os.path.exists(self.path):
            demand(states.read(SQLiteUnderTest.at(self.path)) == state, "the backup is not the store")
            os.remove(self.path)

    def check(self, answer, state):
        demand(os.path.exists(self.path), "the backup was acknowledged and is not there")
        self.look_around(state)


class Book:
    """What undisturbed runs have shown: the rows of each file, the conclusions of each set of inputs, the content of releases.

    The same inputs must ever give the same conclusions, whatever was killed before.
    """

    def __init__(self):
        self.rows = {}
        self.lessons = {}

    def learn_files(self, state):
        for identity, _, counts, digest in state.submissions:
            self.rows[identity] = (counts, digest)

    def accepted(self, state, file):
        """The state after a file was stored; nothing when that changes nothing."""
        known = {entry[0]: (place, entry[1]) for place, entry in enumerate(state.submissions)}
        place, word = known.get(file.identity, (None, None))
        if word == "accepted":
            return None
        after = copy.deepcopy(state)
        if word == "withdrawn":
            after.submissions[place] = (file.identity, "accepted", *self.rows[file.identity])
        else:
            after.submissions.append((file.identity, "accepted", *self.rows[file.identity]))
        after.current[file.slot] = file.identity
        after.log.append(("submission.restore" if word else "submission.accept", file.identity))
        return after

    def knows(self, operation, state):
        return not hasattr(operation, "lesson") or operation.key(state) in self.lessons

    def learn(self, operation, before, after, status):
        self.lessons[operation.key(before)] = operation.lesson(before, after, status)

    def learned(self, key):
        return self.lessons[key]


def matching(observed, before, operation, book):
    """Which of the permitted states the observed one is: 0 for the state before, n for the one after step n."""
    allowed = [before] + operation.steps(before, book)
    for number in reversed(range(len(allowed))):
        if observed == allowed[number]:
            return number, len(allowed) - 1
    nearest = min((differences(observed, state) for state in allowed), key=len)
    demand(False, f"after {operation.name} the state is none of the {len(allowed)} permitted: " + "; ".join(nearest[:4]))


def differences(observed, expected):
    out = []
    for name in ("submissions", "runs", "releases", "log"):
        seen, wanted = getattr(observed, name), getattr(expected, name)
        out += [f"{name}: {short(item)} should be there" for item in wanted if item not in seen]
        out += [f"{name}: {short(item)} should not be there" for item in seen if item not in wanted]
        if not out and seen != wanted:
            out.append(f"{name} in another order")
    for slot in {*observed.current, *expected.current}:
        if observed.current.get(slot) != expected.current.get(slot):
            out.append(f"current of {slot} is {short(observed.current.get(slot))}, not {short(expected.current.get(slot))}")
    return out


def short(item):
    text = str(item)
    return text if len(text) < 160 else text[:157] + "…"


def fresh():
    return State()
