"""The files that the operations send: several versions of a small made-up country, and what each of them comes to.

What a file comes to (kind, scope, period, counts, sum, content of its rows) is learned once, undisturbed, in a store of its own;
its hash is computed here.
"""
import hashlib
import json
import os


class File:
    """A file, and what it must look like in the store."""

    def __init__(self, path, acknowledged):
        self.path = path
        with open(path, "rb") as file:
            data = file.read()
        self.sha256 = hashlib.sha256(data).hexdigest()
        if acknowledged["sha256"] != self.sha256:
            raise RuntimeError(f"{path}: the program says another hash than SHA-256 of its bytes")
        self.slot = (acknowledged["kind"], acknowledged["scope"], acknowledged["period"])
        self.identity = (self.sha256, *self.slot)


def simulate(program, folder, households, seeds, provinces="01,24"):
    """Versions of one country: the same provinces and month, other people; so each file supersedes its namesake."""
    versions = []
    for seed in seeds:
        out = os.path.join(folder, f"country-{seed}")
        program.bare("simulate", "--out", out, "--households", str(households), "--provinces", provinces, "--seed", str(seed))
        with open(os.path.join(out, "manifest.json"), encoding="utf-8") as file:
            versions.append([os.path.join(out, entry["path"]) for entry in json.load(file)["files"]])
    return versions


def known_files(program, versions):
    """The files of each version that the program accepts, as it reports them when nothing disturbs it."""
    answers = program.run(["ingest", *[path for version in versions for path in version]])
    if answers.acknowledgement is None:
        raise RuntimeError(f"ingest: {answers}")
    entries = iter(answers.acknowledgement["files"])
    pairs = [[(path, next(entries)) for path in version] for version in versions]
    return [[File(path, entry) for path, entry in version if entry["exit_code"] == 0 and entry["is_new"]] for version in pairs]
