"""The hash chain of the audit log, checked by a second program that shares no code with the first.

An entry's hash is SHA-256, in hexadecimal, over its parts written one after the other as `LENGTH:BYTES` with the length in bytes:
number, hash of the entry before (empty for the first), time, actor, action, subject, detail, and the scope where the entry has one.
Numbers count from 1.
"""
import hashlib


def digest(*parts):
    hash = hashlib.sha256()
    for part in parts:
        data = part.encode()
        hash.update(b"%d:" % len(data) + data)
    return hash.hexdigest()


def first_broken(entries):
    """The number of the first entry that does not hold, or nothing. Entries are rows in the order of their numbers."""
    previous = ""
    for number, entry in enumerate(entries, 1):
        scope = [entry["scope"]] if entry["scope"] is not None else []
        expected = digest(
            str(number), previous, entry["at"], entry["actor"], entry["action"], entry["subject"], entry["detail"], *scope)
        if (entry["id"], entry["previous"], entry["hash"]) != (number, previous, expected):
            return number
        previous = entry["hash"]
    return None
