"""Plants damage in a healthy store and sees whether the checks of this folder notice it: each must.

    python3 Tests/Crash/planted.py [--program PATH] [--engine sqlite|postgres]
"""
import argparse
import random
import sys

import setting
import state
from kill import Killer
from operations import Ingest, Reconcile, ReleaseCreate, ReleaseStep, Supersede, Withdraw, differences, fresh
from state import Damage

ANY = "(SELECT MIN(id) FROM submission WHERE kind = 'payments')"
OTHER = f"(SELECT MAX(id) FROM submission WHERE id <> {ANY})"
FIRST = f"submission_id = {ANY} AND record = (SELECT MIN(record) FROM record_page WHERE submission_id = {ANY})"
LAST = "(SELECT MAX(id) FROM audit_event)"
WITHDRAWN = "(SELECT MIN(id) FROM submission WHERE state = 'withdrawn')"
DAMAGE = {
    "a page of rows is gone": f"DELETE FROM record_page WHERE {FIRST}",
    "a bit of a page is another": f"UPDATE record_page SET content = page_with_a_bit_turned WHERE {FIRST}",
    "a page is cut": f"UPDATE record_page SET content = page_cut WHERE {FIRST}",
    "a page is none": f"UPDATE record_page SET content = media_type_bytes WHERE {FIRST}",
    "a page says it has other rows": f"UPDATE record_page SET rows = rows + 1 WHERE {FIRST}",
    "a page stands under another number": f"UPDATE record_page SET record = record + 1 WHERE {FIRST}",
    "a page twice": f"INSERT INTO record_page SELECT submission_id, record + 100000, rows, content FROM record_page WHERE {FIRST}",
    "a page without its submission": f"INSERT INTO record_page SELECT 999, record, rows, content FROM record_page WHERE {FIRST}",
    "a page of another submission": f"INSERT INTO record_page SELECT {OTHER}, record + 100000, rows, content FROM record_page WHERE {FIRST}",
    "a submission is gone, with its rows": f"DELETE FROM current_submission WHERE submission_id = {ANY}; DELETE FROM payment_class; DELETE FROM record_page WHERE submission_id = {ANY}; DELETE FROM submission WHERE id = {ANY}",
    "counts that do not add up": "UPDATE submission SET rows_seen = rows_seen + 1 WHERE id = 1",
    "other counts": "UPDATE submission SET rows_seen = rows_seen + 1, rows_skipped = rows_skipped + 1 WHERE id = 1",
    "a pointer is gone": f"DELETE FROM current_submission WHERE submission_id = {ANY}",
    "a pointer to a withdrawn submission": f"UPDATE current_submission SET submission_id = {WITHDRAWN} WHERE submission_id = {ANY}",
    "a withdrawal is undone": f"UPDATE submission SET state = 'accepted' WHERE id = {WITHDRAWN}",
    "a run without its end": "UPDATE run SET summary = '{}'",
    "a class total is another": "UPDATE class_total SET amount = amount + 1",
    "a payment is in another class": "UPDATE payment_class SET class = 'returned' WHERE record = 1",
    "a payment without its class": "DELETE FROM payment_class WHERE record = 1",
    "a finding is gone": "DELETE FROM finding WHERE id = (SELECT MIN(id) FROM finding)",
    "a finding is another": "UPDATE finding SET amount = amount + 1 WHERE id = (SELECT MIN(id) FROM finding)",
    "a link is gone": "DELETE FROM person_link WHERE record = 1",
    "links of no run": "INSERT INTO person_link SELECT 999, submission_id, record, population_submission_id, population_record, millibits, pass FROM person_link WHERE record = 1",
    "a file of a release is another": "UPDATE release_file SET content = media_type_bytes WHERE path = 'release.json'",
    "a file of a release is gone": "DELETE FROM release_file WHERE path = 'release.json'",
    "a release is one step further": "UPDATE release SET state = 'published', published_at = '2026-01-01T00:00:00Z'",
    "a release is approved by nobody": "UPDATE release SET state = 'approved', approved_by = NULL",
    "an audit event is gone": "DELETE FROM audit_event WHERE id = 2",
    "the last audit event is gone": f"DELETE FROM audit_event WHERE id = {LAST}",
    "an audit event is another": "UPDATE audit_event SET actor = 'x' WHERE id = 2",
}
BYTES = {"sqlite": "x'{}'", "postgres": r"'\x{}'"}
UNCHECKED = {"sqlite": "PRAGMA foreign_keys = OFF;", "postgres": "SET session_replication_role = replica;"}


def history(files):
    """Something of everything: a superseding file that was taken back, a run with findings, an approved release."""
    slots = {file.slot for file in files[0]}
    newer = next(file for file in files[1] if file.slot in slots)
    yield lambda _: Ingest(files[0])
    yield lambda _: Supersede([newer])
    yield lambda seen: Withdraw(newer.identity, seen.ids[newer.identity])
    yield lambda _: Reconcile()
    yield lambda _: ReleaseCreate()
    yield lambda seen: ReleaseStep("approve", seen.names[seen.releases[-1][:2]])


def healthy(scene):
    killer = Killer(scene.engine, scene.program, scene.book, random.Random(1))
    before = fresh()
    for operation in history(scene.files):
        operation = operation(before)
        killer.teach(operation, before)
        before = killer.undisturbed(operation, before)
    return before


def spoilt(engine):
    """The words in the statements that stand for bytes, as the engine writes them."""
    with engine.queries() as query:
        page = bytearray(query(f"SELECT content FROM record_page WHERE {FIRST}")[0]["content"])
    cut = page[:-1]
    page[len(page) // 2] ^= 1
    literal = BYTES[engine.name].format
    return {"page_with_a_bit_turned": literal(page.hex()), "page_cut": literal(cut.hex()), "media_type_bytes": literal("00")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    options = parser.parse_args()
    missed = []
    with setting.scene(options, versions=2) as scene:
        expected = healthy(scene)
        scene.engine.save("healthy")
        values = spoilt(scene.engine)
        for name, sql in DAMAGE.items():
            scene.engine.restore("healthy")
            for word, value in values.items():
                sql = sql.replace(word, value)
            scene.engine.change(UNCHECKED[options.engine] + sql)
            try:
                seen = differences(state.read(scene.engine), expected)
            except Damage as damage:
                seen = [str(damage)]
            print(f"  {'✔' if seen else '✖ NOT NOTICED'} {name}: {seen[0] if seen else ''}"[:170])
            missed += [] if seen else [name]
    print(f"planted: {options.engine}: {len(DAMAGE) - len(missed)} of {len(DAMAGE)} noticed")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
