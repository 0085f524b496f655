"""The queue of jobs and the folder of uploads, as the tests of jobs and of the service need them."""
import hashlib
import json
import os

NATIONAL = "VN"


def job_rows(engine):
    """The queue as it stands in the store, oldest first."""
    with engine.queries() as query:
        return query("SELECT * FROM job ORDER BY id") if "job" in engine.tables(query) else []


def expire_leases(engine):
    """Lets ten seconds pass for whoever is silent: on PostgreSQL a dead worker's job is taken up again only then. On SQLite nobody
    else can be writing, so the program waits for nothing."""
    if engine.name == "postgres" and job_rows(engine):  # a row that a stopped worker has locked is left alone
        due = "id IN (SELECT id FROM job WHERE state = '{}' FOR UPDATE SKIP LOCKED)"
        engine.change(f"UPDATE job SET heartbeat_at = '2000-01-01T00:00:00Z' WHERE {due.format('running')}; "
                      f"UPDATE job SET not_before = NULL WHERE {due.format('waiting')}")


def province(file):
    """The province that a file is about, as its code; nothing for national files."""
    code = file.slot[1].partition("/")[0]
    return None if code == NATIONAL else code


def hand_over(spool, token, file, received):
    """Puts a file into the folder as the service does before it answers."""
    os.makedirs(spool, exist_ok=True)
    with open(file.path, "rb") as source, open(os.path.join(spool, token + ".upload"), "wb") as target:
        target.write(source.read())
    record = {"id": token, "sender": "canbo", "kind": file.slot[0], "period": file.slot[2], "fileName": os.path.basename(file.path),
              "bytes": os.path.getsize(file.path), "sha256": file.sha256, "receivedAt": received}
    if province(file):
        record["province"] = int(province(file))
    with open(os.path.join(spool, token + ".json"), "w", encoding="utf-8") as target:
        json.dump(record, target)


def waits(spool, token, file):
    """Whether a received file is in the folder, whole, with its record."""
    try:
        with open(os.path.join(spool, token + ".json"), encoding="utf-8") as record:
            known = json.load(record)["sha256"]
        return known == file.sha256 == hash_of(os.path.join(spool, token + ".upload"))
    except (OSError, ValueError):
        return False


def is_kept(spool, file):
    """Whether the bytes of an accepted file are where they stay, as they came."""
    path = os.path.join(spool, "kept", file.sha256)
    return os.path.exists(path) and hash_of(path) == file.sha256


def hash_of(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
