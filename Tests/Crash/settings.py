"""Starts the server with a setting that loses acknowledged data, and sees that the program refuses to work on it.

    python3 Tests/Crash/settings.py [--program PATH]

PostgreSQL only: with SQLite the program sets `synchronous` and `foreign_keys` itself and reads them back; nobody else can.
"""
import argparse
import contextlib
import os
import re
import shutil
import sys
import tempfile

import setting
from engines import PostgresUnderTest
from program import Program

# Read at start; with any of these a commit that was acknowledged can be lost or torn when the power fails.
WRONG = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def refuses(engine, path, wrong):
    """Whether a writing verb ends with 69, names the setting, and does not store anything."""
    engine.stop("fast")
    engine.start(f"-c {wrong}")
    outcome = Program(path, engine.url).run(["submissions", "withdraw", "1"])
    named = re.search(wrong.split("=")[0], outcome.talk) is not None
    print(f"  {'✔' if outcome.status == 69 and named else '✖'} {wrong}: {outcome}")
    return outcome.status == 69 and named


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    setting.add_arguments(parser)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="ansinh-crash-")
    os.chmod(folder, 0o755)
    try:
        with contextlib.closing(PostgresUnderTest(os.path.join(folder, "engine"))) as engine:
            accepted = [wrong for wrong in WRONG if not refuses(engine, options.program, wrong)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"settings: {len(WRONG) - len(accepted)} of {len(WRONG)} wrong settings refused")
    sys.exit(1 if accepted else 0)


if __name__ == "__main__":
    main()
