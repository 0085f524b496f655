"""A random walk over the operations, by seed: at each step one that makes sense in the present state."""
import os

from operations import Ingest, IngestAgain, MakeBackup, Reconcile, ReleaseCreate, ReleaseStep, Supersede, Withdraw


class Walk:
    """`next(state)` gives the next operation."""

    def __init__(self, files, chance, backups=None):
        self.files = [file for version in files for file in version]
        self.chance = chance
        self.backups = backups  # a folder for them; without one there are none

    def next(self, state):
        choices = (self.ingest, self.withdraw, self.again, self.reconcile, self.release, self.backup)
        for choice in self.chance.choices(choices, weights=(38, 12, 6, 14, 30, 8), k=100):
            operation = choice(state)
            if operation is not None:
                return operation
        raise RuntimeError("no operation is possible")

    def ingest(self, state):
        fresh = [file for file in self.files if file.identity not in state.ids]
        if not fresh:
            return None
        files = self.chance.sample(fresh, min(len(fresh), self.chance.choice((1, 1, 2, 3, 5))))
        files = list({file.slot: file for file in files}.values())
        return Supersede(files) if any(file.slot in state.current for file in files) else Ingest(files)

    def again(self, state):
        known = [file for file in self.files if file.identity in state.ids]
        return IngestAgain([self.chance.choice(known)]) if known else None

    def withdraw(self, state):
        accepted = [entry[0] for entry in state.submissions if entry[1] == "accepted"]
        if len(state.current) < 4:
            return None
        identity = self.chance.choice(accepted)
        return Withdraw(identity, state.ids[identity])

    def reconcile(self, state):
        return Reconcile() if can_reconcile(state) else None

    def release(self, state):
        newest = state.releases[-1] if state.releases else None
        if newest and newest[2] in ("draft", "approved"):
            verb = {"draft": "approve", "approved": "publish"}[newest[2]]
        elif newest and newest[2] == "published" and self.chance.random() < 0.5:
            verb = "withdraw"
        else:
            return self.create(state)
        return ReleaseStep(verb, state.names[newest[:2]])

    def backup(self, state):
        return MakeBackup(os.path.join(self.backups, "backup.sqlite")) if self.backups and state.log else None

    def create(self, state):
        if not can_reconcile(state):
            return None
        return ReleaseCreate() if is_run_of_today(state) else Reconcile()


def can_reconcile(state):
    """Releases need a payment list; a run needs any list of a province."""
    return any(slot[0] == "payments" for slot in state.current)


def is_run_of_today(state):
    """Whether nothing was accepted or withdrawn since the last run."""
    actions = [action for action, _ in state.log]
    return "run.finish" in actions and not any(
        action.startswith("submission.") for action in actions[len(actions) - actions[::-1].index("run.finish"):])
