"""The two engines that the program keeps its state in, as the tests need them: made anew, copied, put back and read.

The tests read a store with the engine's own tools (the sqlite3 module, psql), never through the program.
"""
import contextlib
import copy
import glob
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

import strace


class SQLiteUnderTest:
    """One file, its write-ahead log and its lock, in a folder of their own."""

    name = "sqlite"
    errors = (sqlite3.Error,)
    parts = ("", "-wal")  # what the state rests on; the -shm file is only an index into the -wal file
    traced_calls = strace.CHANGING

    @staticmethod
    def why_not():
        """Why this engine cannot be tested here, or nothing."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.path = os.path.join(folder, "store.sqlite")
        self.url = "sqlite:" + self.path

    @staticmethod
    def at(path):
        """A store elsewhere."""
        engine = SQLiteUnderTest(os.path.dirname(path))
        engine.path = path
        return engine

    def close(self):
        pass

    def traced_paths(self):
        """The files whose system calls are the store's."""
        return [self.folder] + [self.path + part for part in ("", "-wal", "-shm", "-lock", "-journal")]

    def clear(self):
        for path in glob.glob(self.path + "*"):
            os.remove(path)

    def save(self, name):
        """Keeps the present state under a name."""
        self.copy(self.path, os.path.join(self.folder, "saved-" + name))

    def restore(self, name):
        """Puts a kept state back."""
        self.clear()
        self.copy(os.path.join(self.folder, "saved-" + name), self.path)

    @contextlib.contextmanager
    def twin(self):
        """A second store in the same state, to be thrown away."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            twin = SQLiteUnderTest(folder)
            self.copy(self.path, twin.path)
            yield twin

    def copy(self, source, target):
        for part in self.parts:
            with contextlib.suppress(FileNotFoundError):
                os.remove(target + part)  # the write-ahead log of another state would be replayed into this one
            if os.path.exists(source + part):
                shutil.copyfile(source + part, target + part)

    def recover(self):
        """Nothing but the program itself has to come up again."""

    @contextlib.contextmanager
    def queries(self):
        """`query(sql)` gives rows as dictionaries. Works on a copy, so that the program finds what it left."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            path = os.path.join(folder, "store.sqlite")
            self.copy(self.path, path)
            connection = sqlite3.connect(path)
            connection.row_factory = sqlite3.Row
            try:
                yield lambda sql: [dict(row) for row in connection.execute(sql)]
            finally:
                connection.close()

    def change(self, sql):
        """Changes the store behind the program's back: for damage planted on purpose."""
        connection = sqlite3.connect(self.path)
        with contextlib.closing(connection), connection:
            connection.executescript(sql)

    @staticmethod
    def tables(query):
        return {row["name"] for row in query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")}

    @staticmethod
    def columns(query, table):
        return [row["name"] for row in query(f"PRAGMA table_info({table})")]

    @staticmethod
    def damage(query):
        """What the engine itself finds wrong, or nothing."""
        faults = [row["integrity_check"] for row in query("PRAGMA integrity_check") if row["integrity_check"] != "ok"]
        return faults or query("PRAGMA foreign_key_check")


class PostgresUnderTest:
    """A private cluster on a Unix socket, one database in it. PostgreSQL refuses to run as root, so root lends it a user."""

    name = "postgres"
    errors = (RuntimeError, subprocess.SubprocessError)
    database = "ansinh"
    traced_calls = ("sendto", "recvfrom")  # all that the program has to do with the store

    @staticmethod
    def why_not():
        return None if glob.glob("/usr/lib/postgresql/*/bin/initdb") else "PostgreSQL's server is not installed"

    def traced_paths(self):
        return []

    def __init__(self, folder, existing=False):
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.user = "postgres" if os.geteuid() == 0 else None
        self.folder = folder
        self.data = os.path.join(folder, "data")
        self.sockets = tempfile.mkdtemp(prefix="ansinh-pg-")  # short: a socket's path has at most 107 bytes
        os.makedirs(folder, exist_ok=True)
        if self.user:
            for path in (folder, self.sockets):
                shutil.chown(path, self.user, self.user)
        if existing:
            with contextlib.suppress(FileNotFoundError):
                os.remove(os.path.join(self.data, "postmaster.pid"))  # of a server that died with the power
        else:
            self.tool("initdb", "-D", self.data, "-U", "ansinh", "-A", "trust", "-E", "UTF8", "--locale=C", "--data-checksums")
        self.name_url()
        self.start()
        if not existing:
            self.clear()

    def name_url(self):
        self.url = f"postgres:///{self.database}?host={self.sockets}&user=ansinh"

    def tool(self, name, *arguments):
        command = [os.path.join(self.bin, name), *arguments]
        if self.user:
            command = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--init-groups", *command]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=120, cwd="/", env=dict(os.environ, LC_ALL="C")).stdout

    def start(self, more=""):
        settings = f"{more} -c listen_addresses='' -c unix_socket_directories='{self.sockets}' -c max_wal_size=128MB"
        log = os.path.join(self.sockets, "log")
        self.tool("pg_ctl", "-D", self.data, "-l", log, "-o", settings, "-w", "-t", "60", "start")

    def stop(self, mode):
        self.tool("pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", "60", "stop")

    def close(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self.sockets, ignore_errors=True)

    def postmaster(self):
        """The process of the server, or nothing when it does not run."""
        try:
            with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as file:
                number = int(file.readline())
            os.kill(number, 0)
            return number
        except (OSError, ValueError):
            return None

    def kill_backend(self):
        """kill -9 of a backend that serves the program: the postmaster then restarts everything. False when there is none."""
        with open(f"/proc/{self.postmaster()}/task/{self.postmaster()}/children", encoding="utf-8") as file:
            children = file.read().split()
        for child in children:
            with contextlib.suppress(OSError), open(f"/proc/{child}/cmdline", encoding="utf-8") as file:
                if f"ansinh {self.database}" in file.read():
                    os.kill(int(child), signal.SIGKILL)
                    return True
        return False

    def kill_server(self):
        """The whole server dies at once and is not asked."""
        self.stop("immediate")

    def recover(self):
        """Brings the server back, waits until it has recovered, and until it has let go of a client that is dead: a backend may
        still commit what its client has sent."""
        if self.postmaster() is None:
            self.start()
        others = f"SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '{self.database}'"
        for _ in range(600):
            with contextlib.suppress(subprocess.CalledProcessError):
                if self.psql("postgres", others).strip() == "0":
                    return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not come back, or did not let go of a dead client, in 30 s")

    def psql(self, database, sql):
        return self.tool("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.sockets, "-U", "ansinh", "-d", database,
                         "-c", sql)

    def clear(self):
        self.replace(self.database, "template0")

    def save(self, name):
        self.replace("saved_" + name, self.database)

    def restore(self, name):
        self.replace(self.database, "saved_" + name)

    @contextlib.contextmanager
    def twin(self):
        twin = copy.copy(self)
        twin.database = "twin"
        twin.name_url()
        self.create(twin.database, self.database)
        yield twin

    def replace(self, target, source):
        self.create(target, source)
        # A copied sequence believes that its next 32 numbers are in the log, which is true of its original only: after a crash it
        # would give them once more. A checkpoint makes it log anew.
        self.psql("postgres", "CHECKPOINT")

    def create(self, target, source):
        self.psql("postgres", f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        self.psql("postgres", f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    @contextlib.contextmanager
    def queries(self):
        command = [os.path.join(self.bin, "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.sockets, "-U", "ansinh",
                   "-d", self.database]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

        def query(sql):
            process.stdin.write(f"SELECT row_to_json(q) FROM ({sql}) q;\n\\echo .\n")
            process.stdin.flush()
            rows = []
            for line in process.stdout:
                if line == ".\n":
                    return [{key: plain(value) for key, value in json.loads(row).items()} for row in rows]
                rows.append(line)
            raise RuntimeError(f"psql ended at: {sql}")

        try:
            yield query
        finally:
            process.stdin.close()
            process.wait(30)
            process.stdout.close()

    def change(self, sql):
        self.psql(self.database, sql)

    @staticmethod
    def tables(query):
        return {row["name"] for row in query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")}

    @staticmethod
    def columns(query, table):
        return [row["name"] for row in query(
            f"SELECT column_name AS name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position")]

    def damage(self, query):
        """What pg_amcheck finds wrong, or nothing. Foreign keys are checked by the state's own rules."""
        arguments = ["--install-missing", "--heapallindexed", "-h", self.sockets, "-U", "ansinh", "-d", self.database]
        try:
            return self.tool("pg_amcheck", *arguments).split("\n")[:-1]
        except subprocess.CalledProcessError as error:
            return (error.stdout + error.stderr).split("\n")


def plain(value):
    """Bytes come out of JSON as `\\x…`."""
    return bytes.fromhex(value[2:]) if isinstance(value, str) and value.startswith("\\x") else value


ENGINES = {engine.name: engine for engine in (SQLiteUnderTest, PostgresUnderTest)}
