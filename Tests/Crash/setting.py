"""What every test of this folder starts from: the program, an engine with an empty store, and files to send."""
import contextlib
import os
import random
import shutil
import tempfile

import country
import state
from engines import ENGINES
from operations import Book
from program import Program

HOUSEHOLDS = 60
VERSIONS = 6


def add_arguments(parser):
    parser.add_argument("--program", default=".build/release/ansinh", help="the executable (default: %(default)s)")
    parser.add_argument("--engine", choices=sorted(ENGINES), default="sqlite")
    parser.add_argument("--seed", type=int, help="to repeat a run; drawn and printed when not given")


def seed(options):
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {options.seed}", flush=True)
    return options.seed


def memory():
    """A file system in memory, where there is one with room: a kill leaves there what it leaves on a disk, and the power cuts bring
    a disk of their own."""
    folder = "/dev/shm"
    if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 4 << 30:
        return folder
    return None


class Scene:
    """The engine, the program on its store, the files, and the book of what undisturbed runs show."""

    def __init__(self, engine, program, files, book, folder):
        self.engine, self.program, self.files, self.book, self.folder = engine, program, files, book, folder


@contextlib.contextmanager
def scene(options, households=HOUSEHOLDS, versions=VERSIONS):
    if not os.access(options.program, os.X_OK):
        raise SystemExit(f"{options.program} is not there: build it first (see Docs/CrashSafety.md)")
    folder = tempfile.mkdtemp(prefix="ansinh-crash-", dir=memory())
    os.chmod(folder, 0o755)  # the user that PostgreSQL runs as passes through
    engine = None
    try:
        engine = ENGINES[options.engine](os.path.join(folder, "engine"))
        program = Program(options.program, engine.url)
        files = country.known_files(program, country.simulate(program, folder, households, range(1, versions + 1)))
        book = Book()
        book.learn_files(state.read(engine))
        engine.clear()
        yield Scene(engine, program, files, book, folder)
    finally:
        if engine:
            engine.close()
        shutil.rmtree(folder, ignore_errors=True)
