"""What the benchmarks share: running a whole process and counting what it cost, the server's share included."""
import glob
import os
import resource
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

SERVER = os.environ.get("ANSINH_TEST_POSTGRES")


class Cost(NamedTuple):
    wall: float
    cpu: float
    """Seconds of user and system time of the process, of those it waited for, and of the server where it was asked for."""
    peak: float
    """MB of the largest single process. Never less than `floor()`."""
    out: bytes


def floor():
    """MB that every measured process is charged at least: a child starts as a copy of this one, which counts as its own."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(command, with_server=False, quiet=False, **options):
    """Runs a command to its end, which must be a good one."""
    with tempfile.TemporaryFile() as out:
        before = server_cpu() if with_server else 0
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL if quiet else None, **options)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if with_server:
            # The backend ends, and is counted with its parent, a moment after its client.
            time.sleep(0.5)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command[:3])} … ended with {process.returncode}")
        cpu = usage.ru_utime + usage.ru_stime + (server_cpu() - before if with_server else 0)
        out.seek(0)
        return Cost(wall, cpu, usage.ru_maxrss / 1024, out.read())


def server_cpu():
    """CPU seconds of all processes of the private server so far, those that have ended included."""
    ticks, root = 0, SERVER.split("host=")[1]
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(os.path.join(os.path.dirname(path), "cmdline"), "rb") as file:
                command = file.read()
            if b"postgres" not in command.split(b"\0")[0]:
                continue
            if f"{root}/data".encode() not in command:
                continue
            with open(path) as file:
                fields = file.read().rpartition(")")[2].split()
            # Own time and that of children that were waited for, of the first process; its living children are seen below.
            ticks += sum(int(value) for value in fields[11:15])
            parent = path.split("/")[2]
            for child in glob.glob("/proc/[0-9]*/stat"):
                try:
                    with open(child) as file:
                        fields = file.read().rpartition(")")[2].split()
                except OSError:
                    continue
                if fields[1] == parent:
                    ticks += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def database(name):
    """Makes an empty database on the private server. - Returns: its address."""
    subprocess.run(["psql", "-q", SERVER, "-c", f"CREATE DATABASE {name} TEMPLATE template0"], check=True)
    return SERVER.replace("/postgres?", f"/{name}?")
