"""Runs the program under test: to its end, to be killed, or under strace."""
import json
import os
import select
import signal
import subprocess
import tempfile
import time

ENVIRONMENT = dict(os.environ, SWIFT_BACKTRACE="enable=no")
PATIENCE = 120


class Outcome:
    """How a run ended: its exit status (negative: the signal that ended it) and what it had said until then."""

    def __init__(self, status, output, talk, seconds):
        self.status = status
        self.output = output
        self.talk = talk
        self.seconds = seconds

    @property
    def acknowledgement(self):
        """The one JSON document on stdout, when all of it came out: from then on the caller counts on it."""
        try:
            return json.loads(self.output)
        except ValueError:
            return None

    def __str__(self):
        return f"status {self.status}, said: {self.talk.strip()[-600:] or '(nothing)'}"


class Run:
    """A run under way. Its words go to files, so that nothing is lost when it is killed."""

    def __init__(self, command, output=None):
        self.started = time.monotonic()
        self.output, self.talk = output or tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.talk, env=ENVIRONMENT, start_new_session=True)

    def kill_after(self, seconds):
        """Kills the run `seconds` after its start. Whether it was still running then shows in the outcome's status."""
        if not self.ends_within(max(0.0, seconds - (time.monotonic() - self.started))):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.outcome()

    def outcome(self):
        if not self.ends_within(PATIENCE):
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise RuntimeError(f"still running after {PATIENCE} s: {self.process.args}")
        seconds = time.monotonic() - self.started
        return Outcome(self.process.wait(), read(self.output), read(self.talk), seconds)

    def ends_within(self, seconds):
        """Waits to the millisecond; subprocess looks only every 50 ms."""
        if self.process.poll() is not None:
            return True
        handle = os.pidfd_open(self.process.pid)
        try:
            return bool(select.select([handle], [], [], seconds)[0])
        finally:
            os.close(handle)


def read(file):
    with file:
        if not file.readable():
            return ""
        file.seek(0)
        return file.read().decode("utf-8", "replace")


class Program:
    """The executable, with the store it works on."""

    def __init__(self, path, url):
        self.path = os.path.abspath(path)
        self.url = url

    def on(self, url):
        return Program(self.path, url)

    def command(self, arguments):
        return [self.path, *arguments, "--json", "--store", self.url]

    def start(self, arguments, under=()):
        return Run([*under, *self.command(arguments)])

    def run(self, arguments, under=()):
        return self.start(arguments, under).outcome()

    def run_unheard(self, arguments):
        """The same with a stdout that takes nothing."""
        return Run(self.command(arguments), open("/dev/full", "wb")).outcome()

    def bare(self, *arguments):
        """A verb that needs no store."""
        outcome = Run([self.path, *arguments]).outcome()
        if outcome.status != 0:
            raise RuntimeError(f"{arguments[0]}: {outcome}")
        return outcome
