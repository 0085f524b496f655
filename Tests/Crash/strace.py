"""Runs a program under strace: to list its system calls on some files, to kill it at one of them, or to let one fail."""
import os
import re
import shutil
import tempfile

# Calls by which a store changes what is on disk, or finds out that it cannot.
CHANGING = ("openat", "write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate", "unlink", "rename")
CALL = re.compile(r"^(\d+)\s+(?:[\d.]+\s+)?(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)$")


def why_not():
    return None if shutil.which("strace") else "strace is not installed"


def follow(paths=()):
    """The beginning of a command line that follows all threads, restricted to files when given."""
    return ["strace", "-f", "-qq", "-y", "-s", "64", *[part for path in paths for part in ("-P", path)]]


def injecting(call, what, number, paths=(), persistent=False):
    """Lets the Nth such call on these files fail or kill (`error=ENOSPC`, `signal=SIGKILL`), and with `persistent` all after it."""
    rule = f"inject={call}:{what}:when={number}{'+' if persistent else ''}"
    return [*follow(paths), "-o", "/dev/null", "-e", f"trace={call}", "-e", rule]


class Trace:
    """`with Trace(calls, paths) as trace: program.run(…, under=trace.command)`, then `trace.calls()`."""

    def __init__(self, calls=CHANGING, paths=()):
        handle, self.path = tempfile.mkstemp(prefix="ansinh-trace-")
        os.close(handle)
        self.command = [*follow(paths), "-o", self.path, "-e", "trace=" + ",".join(calls)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.remove(self.path)

    def calls(self):
        """(thread, name, arguments, result) in the order in which the calls returned."""
        with open(self.path, encoding="utf-8", errors="replace") as file:
            return list(parse(file))


def parse(lines):
    """Calls that another thread interrupted in the listing are put together again."""
    unfinished = {}
    for line in lines:
        thread, _, rest = line.rstrip("\n").partition(" ")
        if rest.endswith("<unfinished ...>"):
            unfinished[thread] = rest[:-len("<unfinished ...>")].lstrip()
            continue
        resumed = re.match(r"\s*<\.\.\. \w+ resumed>(.*)$", rest)
        if resumed:
            rest = unfinished.pop(thread, "") + resumed.group(1)
        call = CALL.match(f"{thread} {rest.lstrip()}")
        if call:
            yield int(call.group(1)), call.group(2), call.group(3), call.group(4)
