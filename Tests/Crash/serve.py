"""Kills the service with SIGKILL while it receives and imports uploads, and looks each time whether it has kept its word.

    python3 Tests/Crash/serve.py [--program PATH] [--engine sqlite|postgres] [--rounds N] [--seed S]

Three senders (two provinces and one for the whole country) sign in once and upload their files over HTTP, piece by piece, while the
service imports what has come. It is killed at a random moment of that, and started again; the sessions go on. An upload is
acknowledged when the answer sends the browser to the page of its job.

After each kill every acknowledged upload must be imported, or stand in the folder of uploads with all its bytes; the store must be
exactly what the jobs that are done leave. A sender that got no answer sends the same file again. At the end every file must be in
the store exactly once with all its rows, later versions after earlier ones, its bytes kept as they came, and no job open.
"""
import argparse
import collections
import contextlib
import copy
import http.client
import json
import os
import random
import re
import shutil
import signal
import sys
import threading
import time
import urllib.parse

import inbox
import setting
import state
from jobs import ENOUGH
from operations import differences, fresh
from state import Damage, demand

STRETCH = 20
PASSWORD = "mot-mat-khau-dai-de-thu"
MOST_DEATHS = 3
VERSIONS = 10
MOMENTS = ("starting", "idle", "receiving", "importing", "both")
DESK = "/can-bo"


class Service:
    """A running `ansinh serve` on a free port of the loopback."""

    def __init__(self, program, spool):
        self.run = program.start(["serve", "--port", "0", "--spool", spool])
        self.port = None

    def listens(self, seconds=30):
        """Waits until it does; False when it has ended."""
        for _ in range(int(seconds / 0.005)):
            said = os.pread(self.run.talk.fileno(), 1 << 16, 0).decode("utf-8", "replace")
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            if found:
                self.port = int(found[1])
                return True
            if self.run.ends_within(0.005):
                return False
        raise Damage(f"the service did not listen after {seconds} s")

    def stop(self):
        os.kill(self.run.process.pid, signal.SIGTERM)
        outcome = self.run.outcome()
        demand(outcome.status == 0, f"serve told to stop: {outcome}")


class Sender:
    """An account, its session, and the files that it has to send, in their order."""

    def __init__(self, name, files, chance):
        self.name, self.files, self.chance = name, files, chance
        self.acknowledged = {}  # id of the upload → file
        self.begun = set()  # files of which the service may have all bytes, answered or not
        self.sent = 0  # how many were acknowledged
        self.is_sending = False
        self.trouble = None

    def sign_in(self, port):
        status, headers, _ = self.ask(port, "POST", DESK + "/dang-nhap", {"name": self.name, "password": PASSWORD})
        demand(status == 303, f"{self.name} cannot sign in: {status}")
        self.cookie = headers["Set-Cookie"].partition(";")[0]
        _, _, page = self.ask(port, "GET", DESK + "/gui-tep")
        self.form_token = re.search(rb'name="form_token" value="([0-9a-f]+)"', page)[1].decode()

    def ask(self, port, method, path, fields=None):
        """(status, headers, body) of a request that must be answered."""
        headers = {"Cookie": getattr(self, "cookie", ""), "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, urllib.parse.urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def send_all(self, port, is_hurried):
        """Sends until there is nothing left or the service is gone."""
        try:
            while self.sent < len(self.files):
                file = self.files[self.sent]
                self.is_sending = True
                answer = self.send(port, file, is_hurried)
                self.is_sending = False
                if not answer[1].startswith(DESK + "/viec/"):
                    self.trouble = f"{self.name} was answered {answer} for {file.path}"
                    return
                self.acknowledged[answer[1].rpartition("/")[2]] = file
                self.sent += 1
                time.sleep(0 if is_hurried else self.chance.uniform(0, 0.15))
        except (OSError, http.client.HTTPException):
            return  # no answer: the file is sent again to the next service

    def send(self, port, file, is_hurried):
        """(status, address of the job) of an upload, sent in a few pieces."""
        body, boundary = self.body(file)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(connection):
            connection.putrequest("POST", DESK + "/gui-tep")
            for name, value in (("Cookie", self.cookie), ("Content-Type", f"multipart/form-data; boundary={boundary}"),
                                ("Content-Length", str(len(body)))):
                connection.putheader(name, value)
            connection.endheaders()
            cuts = sorted({0, len(body), *self.chance.choices(range(len(body)), k=3)})
            for start, end in zip(cuts, cuts[1:]):
                if end == len(body):
                    self.begun.add(file)
                connection.send(body[start:end])
                time.sleep(0 if is_hurried else self.chance.uniform(0, 0.02))
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")

    def body(self, file):
        boundary = "tep" + self.chance.randbytes(8).hex()
        fields = (("form_token", self.form_token), ("kind", file.slot[0]), ("period", file.slot[2]))
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields]
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{os.path.basename(file.path)}"\r\n\r\n')
        with open(file.path, "rb") as data:
            return "".join(parts).encode() + data.read() + f"\r\n--{boundary}--\r\n".encode(), boundary


class Uploads:
    """One engine, one service at a time, and what was acknowledged."""

    def __init__(self, scene, chance):
        self.scene, self.engine, self.program, self.book, self.chance = scene, scene.engine, scene.program, scene.book, chance
        self.spool = os.path.join(scene.folder, "spool")
        self.moments = collections.Counter()
        self.startup, self.work, self.rounds, self.files = 0.1, 0.8, 0, 0

    def stretch(self, rounds):
        """A fresh store, kills while the senders have something to send, and an undisturbed end."""
        self.engine.clear()
        shutil.rmtree(self.spool, ignore_errors=True)
        self.jobs, self.retried = {}, set()
        self.add_accounts()
        with self.undisturbed() as port:
            for sender in self.senders:
                sender.sign_in(port)
        for _ in range(rounds):
            if all(sender.sent == len(sender.files) for sender in self.senders):
                break
            self.rounds += 1
            self.round()
        self.end()

    def add_accounts(self):
        files = [file for version in self.scene.files for file in version]
        owned = collections.defaultdict(list)
        for file in files:
            owned[inbox.province(file)].append(file)
        password = os.path.join(self.scene.folder, "password")
        with open(password, "w", encoding="utf-8") as target:
            target.write(PASSWORD + "\n")
        self.senders = []
        for province, own in sorted(owned.items(), key=lambda pair: pair[0] or ""):
            name = f"canbo{province or ''}"
            role = ["--role", "officer", "--province", province] if province else ["--role", "administrator"]
            outcome = self.program.run(["account", "add", name, *role, "--password-file", password])
            demand(outcome.status == 0, f"account add: {outcome}")
            self.senders.append(Sender(name, own, random.Random(self.chance.random())))

    @contextlib.contextmanager
    def undisturbed(self):
        """A service that is told to stop at the end, and does; gives its port."""
        service = Service(self.program, self.spool)
        try:
            demand(service.listens(), "the service ended before it listened")
            yield service.port
            service.stop()
        finally:
            if service.run.process.poll() is None:
                os.killpg(service.run.process.pid, signal.SIGKILL)

    # Kills

    def round(self):
        """Starts the service, lets the senders send, and kills it."""
        delay = self.chance.uniform(0.7 * self.startup, self.startup + self.work)
        service, threads, outcome = Service(self.program, self.spool), [], None
        killer = threading.Thread(target=lambda: service.run.ends_within(delay) or os.killpg(service.run.process.pid, signal.SIGKILL))
        killer.start()
        if service.listens():
            self.startup = 0.7 * self.startup + 0.3 * (time.monotonic() - service.run.started)
            threads = [threading.Thread(target=sender.send_all, args=(service.port, False)) for sender in self.senders]
            for thread in threads:
                thread.start()
        killer.join()
        receiving = any(sender.is_sending for sender in self.senders)
        for thread in threads:
            thread.join()
        outcome = service.run.outcome()
        demand(outcome.status == -9, f"serve: {outcome}")
        for sender in self.senders:
            sender.is_sending = False
        self.engine.recover()
        importing = any(row["state"] == "running" for row in self.judge())
        self.moments[self.moment(bool(threads), receiving, importing)] += 1
        if self.chance.random() < 0.8:  # else the service has to wait for the lease to run out, and receives meanwhile
            inbox.expire_leases(self.engine)

    @staticmethod
    def moment(listened, receiving, importing):
        return "both" if receiving and importing else "receiving" if receiving else "importing" if importing else (
            "idle" if listened else "starting")

    def end(self):
        """What is left is sent undisturbed; what three deaths have failed is given again on its page."""
        with self.undisturbed() as port:
            threads = [threading.Thread(target=sender.send_all, args=(port, True)) for sender in self.senders]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
            deadline = time.monotonic() + 120
            while not self.is_quiet(port):
                demand(time.monotonic() < deadline, f"jobs are still open after 120 s: {self.listed()}")
                time.sleep(0.1)
        self.engine.recover()
        rows = self.judge(thoroughly=True)
        demand(all(row["state"] == "done" for row in rows), f"jobs that are not done: {[row['state'] for row in rows]}")
        self.judge_end()

    def listed(self):
        outcome = self.program.run(["jobs", "list", "--limit", "100000"])
        demand(outcome.status == 0, f"jobs list: {outcome}")
        return outcome.acknowledgement

    def is_quiet(self, port):
        """Whether every upload is in the queue and every job done; gives again what has failed."""
        jobs = self.listed()
        failed = [job["id"] for job in jobs if job["state"] == "failed"]
        for number in failed:
            self.retry(port, self.jobs[number])
        received = [name for name in os.listdir(self.spool) if name.endswith(".json")]
        return not failed and not received and all(job["state"] == "done" for job in jobs)

    def retry(self, port, row):
        demand(row["tries"] >= MOST_DEATHS, f"job {row['id']} has failed after {row['tries']} tries")
        sender = next(sender for sender in self.senders if sender.name == row["actor"])
        status, _, _ = sender.ask(port, "POST", f"{DESK}/viec/{row['token']}", {"form_token": sender.form_token, "step": "retry"})
        demand(status == 303, f"job {row['id']} cannot be given again: {status}")
        self.retried.add(json.loads(row["payload"])["sha256"])

    # Judging

    def judge(self, thoroughly=False):
        """What was acknowledged is imported or waits with all its bytes; the store is what the jobs that are done leave."""
        for sender in self.senders:
            demand(sender.trouble is None, sender.trouble)
        observed = state.read(self.engine, thoroughly or self.engine.name == "sqlite" or self.chance.random() < 0.1)
        rows = inbox.job_rows(self.engine)
        self.jobs = {row["id"]: row for row in rows}
        by_token = {row["token"]: row for row in rows}
        for sender in self.senders:
            for token, file in sender.acknowledged.items():
                if token in by_token and by_token[token]["state"] == "done":
                    demand(file.identity in observed.ids, f"{file.path} was acknowledged and imported, and is lost")
                else:
                    demand(inbox.waits(self.spool, token, file), f"{file.path} was acknowledged and is lost")
        for row in rows:
            demand(row["state"] in ("waiting", "running", "done", "failed"), f"job {row['id']} is {row['state']}: {row['message']}")
        ends = [json.loads(row["outcome"]) for row in rows if row["state"] == "done"]
        made = sorted(end["submission"] for end in ends if end["isNew"])
        demand(made == sorted(observed.ids.values()), "submissions and the jobs that imported them are not the same")
        self.judge_content(observed)
        return rows

    def judge_content(self, observed):
        """Files count once each, in the order of the audit log, with the rows that `ingest` gives them; nothing unasked is there."""
        sent = {file.identity: file for sender in self.senders for file in sender.begun}
        seen, expected = copy.deepcopy(observed), fresh()
        seen.log = [entry for entry in observed.log if entry[0] not in ("account.add", "session.open", "job.retry")]
        for action, identity in seen.log:
            demand(action == "submission.accept" and identity in sent, f"nobody asked for {action} of {identity}")
            accepted = self.book.accepted(expected, sent[identity])
            demand(accepted is not None, f"{sent[identity].path} was accepted twice")
            expected = accepted
        wrong = differences(seen, expected)
        demand(not wrong, "; ".join(wrong[:4]))
        self.order = [identity for _, identity in seen.log]

    def judge_end(self):
        """Everything is there; a later version counts after an earlier one, unless three deaths have held it up; all bytes are kept."""
        for sender in self.senders:
            demand(sender.sent == len(sender.files), f"{sender.name} could send only {sender.sent} of {len(sender.files)} files")
            for slot in {file.slot for file in sender.files}:
                versions = [file.identity for file in sender.files if file.slot == slot and file.sha256 not in self.retried]
                counted = [identity for identity in self.order if identity in versions]
                demand(counted == versions, f"the versions of {slot} counted in another order than they were sent")
            for file in sender.files:
                demand(inbox.is_kept(self.spool, file), f"the bytes of {file.path} were not kept")
            self.files += len(sender.files)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    seed = setting.seed(options)
    with setting.scene(options, versions=VERSIONS) as scene:
        uploads, started = Uploads(scene, random.Random(seed)), time.monotonic()
        try:
            while uploads.rounds < options.rounds:
                uploads.stretch(min(STRETCH, options.rounds - uploads.rounds))
                print(f"  {uploads.rounds} kills, {uploads.files} files", flush=True)
        except Damage as damage:
            sys.exit(f"LOST on {options.engine}, seed {seed}: {damage}")
        print("  " + ", ".join(f"{moment} {uploads.moments[moment]}" for moment in MOMENTS))
        at_work = sum(uploads.moments[moment] for moment in ("receiving", "importing", "both"))
        print(f"serve: {options.engine}, seed {seed}: {uploads.rounds} kills, {at_work} while at work, {uploads.files} files; 0 losses; "
              f"{time.monotonic() - started:.0f} s")
        if uploads.rounds >= ENOUGH and at_work * 3 < uploads.rounds:
            sys.exit(f"only {at_work} of {uploads.rounds} kills hit an upload or an import: this proves too little")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
