"""Every crash test, one after the other.

    python3 Tests/Crash/run.py [--quick] [--engine sqlite|postgres|both] [--program PATH] [--seed S]

The full run has 500 kills at random moments and a sweep over the calls, 100 rounds of kills of workers and 100 of the service, 50 power
cuts of the store and 50 of its backups, the faults and 200 traced operations on each engine; `--quick` has enough of each to see that
they still hold, in a minute or two. What a machine cannot do is skipped, with the reason. Each test prints how to repeat it.
"""
import argparse
import os
import random
import subprocess
import sys
import time

import strace
from engines import ENGINES

FOLDER = os.path.dirname(os.path.abspath(__file__))
FULL = {
    "sqlite": {
        "planted.py": [],
        "kill.py": ["--rounds", "500", "--sweep-limit", "30"],
        "jobs.py": ["--rounds", "100"],
        "serve.py": ["--rounds", "100"],
        "powercut.py": ["--cuts", "50"],
        "backupcut.py": ["--cuts", "50"],
        "syncs.py": ["--operations", "200"],
        "faults.py": ["--limit", "40"],
    },
    "postgres": {
        "planted.py": [],
        "kill.py": ["--rounds", "500", "--sweep-limit", "10"],
        "jobs.py": ["--rounds", "100"],
        "serve.py": ["--rounds", "100"],
        "powercut.py": ["--cuts", "50"],
        "backupcut.py": ["--cuts", "50"],
        "syncs.py": ["--operations", "200"],
        "settings.py": [],
    },
}
QUICK = {
    "sqlite": {
        "kill.py": ["--rounds", "20", "--sweep-limit", "1"],
        "jobs.py": ["--rounds", "6"],
        "serve.py": ["--rounds", "6"],
        "powercut.py": ["--cuts", "2", "--operations", "8", "--control-cuts", "2"],
        "syncs.py": ["--operations", "6"],
        "faults.py": ["--limit", "1"],
    },
    "postgres": {
        "kill.py": ["--rounds", "40", "--no-sweep"],
        "settings.py": [],
    },
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--engine", choices=[*sorted(ENGINES), "both"], default="both")
    parser.add_argument("--program", default=".build/release/ansinh")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    if strace.why_not():
        print(f"{strace.why_not()}: what needs it is skipped")
    failed = []
    for engine in sorted(ENGINES, reverse=True) if options.engine == "both" else [options.engine]:
        if ENGINES[engine].why_not():
            print(f"\n{engine}: skipped, {ENGINES[engine].why_not()}")
            continue
        for test, arguments in (QUICK if options.quick else FULL)[engine].items():
            command = [test, "--engine", engine, "--program", options.program, "--seed", str(options.seed), *arguments]
            print(f"\npython3 Tests/Crash/{' '.join(command)}", flush=True)
            started = time.monotonic()
            if subprocess.run([sys.executable, os.path.join(FOLDER, command[0]), *command[1:]]).returncode != 0:
                failed.append(f"{test} on {engine}")
            print(f"  ({time.monotonic() - started:.0f} s)", flush=True)
    sys.exit(f"\ncrash: {', '.join(failed)} failed" if failed else print("\ncrash: nothing was lost"))


if __name__ == "__main__":
    main()
