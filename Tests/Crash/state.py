"""What is in a store, read with nothing but SQL, and whether it hangs together.

`read(engine)` raises `Damage` when anything is half there, and otherwise returns the `State`: what the program has acknowledged or
was about to, in words that do not depend on numbers or times that the store gives. Two states are equal when every submission,
row, pointer, run, release and audit event in them is.
"""
import hashlib
import json
import os
import sys
from dataclasses import dataclass, field

import audit_chain

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts"))
import record_page  # noqa: E402  (of another folder)

OWNERS = {"submission_id": "submission", "population_submission_id": "submission", "left_submission": "submission",
          "right_submission": "submission", "run_id": "run", "release_id": "release"}
RELEASE_STATES = {
    "draft": (False, False), "approved": (True, False), "published": (True, True), "withdrawn": (None, None)}


class Damage(Exception):
    """Something is lost, half there, or not as acknowledged."""


@dataclass
class State:
    """Submissions and runs are in the order in which they were made; the log holds (action, subject) in the words of the rest."""

    submissions: list = field(default_factory=list)  # (identity, state, counts, digest of the rows)
    current: dict = field(default_factory=dict)  # (kind, scope, period) → identity
    runs: list = field(default_factory=list)  # (period, province, inputs, digest of all that it concluded)
    releases: list = field(default_factory=list)  # (period, number, state, digest of the files)
    log: list = field(default_factory=list)
    ids: dict = field(default_factory=dict, compare=False)  # identity → the number that the store gave
    names: dict = field(default_factory=dict, compare=False)  # (period, number) → the id of the release


def read(engine, thoroughly=True):
    """The state of the engine's store. `thoroughly` also lets the engine look for damage of its own."""
    with engine.queries() as query:
        try:
            return checked(engine, query, thoroughly)
        except engine.errors as error:
            raise Damage(f"the store cannot be read: {error}") from error


def checked(engine, query, thoroughly):
    tables = engine.tables(query)
    if "migration" not in tables:
        demand(not tables, f"tables without a migration: {sorted(tables)}")
        return State()
    if thoroughly:
        faults = engine.damage(query)
        demand(not faults, f"the engine finds damage: {faults[:3]}")
    return Reading(engine, query, tables).state()


def demand(holds, otherwise):
    if not holds:
        raise Damage(otherwise)


class Reading:
    """One pass over a store: each part checked for itself, then against the others."""

    def __init__(self, engine, query, tables):
        self.query = query
        self.columns = {table: engine.columns(query, table) for table in tables}
        for table in ["record_page", "submission", "current_submission", "run", "release", "audit_event"]:
            demand(table in tables, f"table {table} is missing")

    def state(self):
        self.orphans()
        state = State()
        self.identities = {}
        state.submissions = [self.submission(row, state) for row in self.query("SELECT * FROM submission ORDER BY id")]
        state.current = self.current()
        self.runs = {}
        state.runs = [self.run(number, row) for number, row in enumerate(self.query("SELECT * FROM run ORDER BY id"), 1)]
        state.releases = self.releases(state)
        state.log = self.log()
        return state

    def orphans(self):
        """No row may speak of a submission, run or release that is not there."""
        for table, columns in self.columns.items():
            for column in columns:
                owner = OWNERS.get(column)
                if owner:
                    found = self.query(
                        f"SELECT COUNT(*) AS n FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {owner})")
                    demand(found[0]["n"] == 0, f"{table}: {found[0]['n']} rows without their {owner}")

    # Submissions

    def submission(self, row, state):
        number, kind = row["id"], row["kind"]
        identity = (row["sha256"], kind, row["scope"], month(row["period"]))
        demand(identity not in state.ids, f"submission {number} is there twice")
        demand(row["state"] in ("accepted", "withdrawn"), f"submission {number} is {row['state']}")
        counts = tuple(row["rows_" + word] for word in ("seen", "accepted", "rejected", "skipped")) + (row["amount_total"],)
        seen, accepted, rejected, skipped, amount = counts
        demand(accepted + rejected + skipped == seen, f"submission {number}: {accepted}+{rejected}+{skipped} is not {seen}")
        records = self.records(number)
        refused = self.query(f"SELECT * FROM rejected_row WHERE submission_id = {number} ORDER BY record")
        demand(len(records) == accepted, f"submission {number}: {len(records)} rows of {accepted} accepted")
        demand(len(refused) == rejected, f"submission {number}: {len(refused)} rejected rows of {rejected}")
        if amount is not None:
            total = sum(record["amount"] or 0 for record in records)
            demand(total == amount, f"submission {number}: the sum of the rows is {total}, not {amount}")
        self.identities[number] = identity
        state.ids[identity] = number
        return identity, row["state"], counts, digest(without(records + refused, "submission_id"))

    def records(self, submission):
        """The accepted rows, from their pages."""
        records = []
        for page in self.query(f"SELECT * FROM record_page WHERE submission_id = {submission} ORDER BY record"):
            where = f"submission {submission}, page {page['record']}"
            try:
                rows = record_page.read(page["content"])
            except (ValueError, IndexError) as error:
                raise Damage(f"{where}: {error}") from error
            demand(rows and len(rows) == page["rows"], f"{where}: {len(rows)} rows of {page['rows']}")
            demand(rows[0]["record"] == page["record"], f"{where} begins with row {rows[0]['record']}")
            records += rows
        numbers = [row["record"] for row in records]
        demand(numbers == sorted(set(numbers)), f"submission {submission}: rows twice, or in another order")
        return records

    def current(self):
        current = {}
        states = {row["id"]: row["state"] for row in self.query("SELECT id, state FROM submission")}
        for row in self.query("SELECT * FROM current_submission"):
            slot = (row["kind"], row["scope"], month(row["period"]))
            number = row["submission_id"]
            demand(states.get(number) == "accepted", f"current for {slot} is submission {number}, which is {states.get(number)}")
            demand(self.identities[number][1:] == slot, f"current for {slot} is submission {number} of another slot")
            current[slot] = self.identities[number]
        return current

    # Runs

    def run(self, ordinal, row):
        number = row["id"]
        self.runs[number] = ordinal
        summary = json.loads(row["summary"])
        demand(summary.get("proof", {}).get("proved"), f"run {number} is not finished")
        demand(summary["run"] == number, f"run {number} has the summary of run {summary['run']}")
        compared = summary.get("drift")  # with the run before: of the two runs, no conclusion of this one
        demand(compared is None or compared["run"] in self.runs and compared["run"] != number, f"run {number} is compared with none there was")
        classes = self.query(f"SELECT * FROM payment_class WHERE run_id = {number} ORDER BY submission_id, record")
        totals = self.query(f"SELECT * FROM class_total WHERE run_id = {number} ORDER BY province, side, class")
        demand(sums(classes) == sums(totals), f"run {number}: the totals are not the sums of the classes")
        demand(
            sums(totals) == {(total["side"], total["paymentClass"]): (total["count"], total["amount"])
                             for total in summary["totals"] if total["count"]}, f"run {number}: the summary has other totals")
        findings = self.query(f"SELECT * FROM finding WHERE run_id = {number} ORDER BY id")
        found = sum(total["count"] for total in summary["findings"])
        demand(len(findings) == found, f"run {number}: {len(findings)} findings of {found}")
        links = self.query(f"SELECT * FROM person_link WHERE run_id = {number} ORDER BY submission_id, record")
        people = summary["people"]
        linked = sum(group["rows"] for group in people["links"]) + sum(register["linked"] for register in people["registers"])
        demand(len(links) == linked, f"run {number}: {len(links)} links of {linked}")
        inputs = self.query(f"SELECT submission_id FROM run_input WHERE run_id = {number} ORDER BY submission_id")
        if kept := people.get("kept"):
            demand(kept.pop("run") in self.runs.keys() - {number}, f"run {number} keeps the links of a run that there is not")
        parts = [self.in_words(classes), totals, self.in_words(links), self.in_words(findings), self.in_words(inputs)]
        conclusion = [without(part, "run_id", "id") for part in parts] + [without([summary], "run", "stages", "drift")]
        return month(row["period"]), row["province"], row["inputs"], digest(conclusion)

    def in_words(self, rows):
        """Rows that name submissions by what they are, in an order that does not depend on their numbers."""
        named = [{key: self.identities.get(value, value) if key in OWNERS else value for key, value in row.items()} for row in rows]
        return sorted(named, key=lambda row: json.dumps(without([row], "id"), default=str, sort_keys=True))

    # Releases

    def releases(self, state):
        releases = []
        for row in self.query("SELECT * FROM release ORDER BY period, number"):
            name, key = row["id"], (month(row["period"]), row["number"])
            demand(key not in state.names, f"two releases of {key}")
            files = self.query(f"SELECT path, sha256, content FROM release_file WHERE release_id = '{name}' ORDER BY path")
            for file in files:
                demand(hashlib.sha256(file["content"]).hexdigest() == file["sha256"], f"release {name}: {file['path']} has another hash")
            listed = "".join(f"{file['sha256']}  {file['path']}\n" for file in files)
            demand(files and hashlib.sha256(listed.encode()).hexdigest() == row["sha256"], f"release {name}: files are missing")
            approved, published = RELEASE_STATES[row["state"]]
            demand(approved is None or approved == bool(row["approved_by"]), f"release {name} is {row['state']} without its approval")
            demand(published is None or published == bool(row["published_at"]), f"release {name} is {row['state']} without its time")
            demand(row["state"] != "withdrawn" or row["reason"], f"release {name} was withdrawn without a reason")
            state.names[key] = name
            releases.append((*key, row["state"], row["sha256"]))
        return releases

    # Audit

    def log(self):
        entries = self.query("SELECT * FROM audit_event ORDER BY id")
        broken = audit_chain.first_broken(entries)
        demand(broken is None, f"the audit chain is broken at entry {broken}")
        return [(entry["action"], self.subject(entry["subject"])) for entry in entries]

    def subject(self, text):
        what, _, number = text.partition("/")
        if what == "submission":
            demand(int(number) in self.identities, f"the audit log knows {text}, the register does not")
            return self.identities[int(number)]
        if what == "run":
            demand(int(number) in self.runs, f"the audit log knows {text}, the register does not")
            return f"run/{self.runs[int(number)]}"
        return text


def month(packed):
    return f"{packed // 100:04d}-{packed % 100:02d}"


def without(rows, *columns):
    return [{key: value for key, value in row.items() if key not in columns} for row in rows]


def sums(rows):
    """Count and đồng of each class on each side, of single rows or of totals."""
    out = {}
    for row in rows:
        key = (row["side"], row["class"])
        count, amount = out.get(key, (0, 0))
        out[key] = (count + row.get("count", 1), amount + row["amount"])
    return out


def digest(rows):
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=lambda value: value.hex()).encode()).hexdigest()
