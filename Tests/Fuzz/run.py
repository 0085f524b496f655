#!/usr/bin/env python3
"""Feeds the readers of tables, XML, encodings, workbooks and stored pages with millions of made-up files (libFuzzer, address sanitizer).

    Tests/Fuzz/run.py                                   a minute for each reader
    Tests/Fuzz/run.py --target csv --executions 5000000
    Tests/Fuzz/run.py --target xlsx --minutes 20 --work fuzz-work

Nothing may crash, run for seconds, take more than its memory or break a claim of Tests/Fuzz/Program. What does is made as small as it
will get and kept in WORK/TARGET/finds; once the defect is mended it belongs into Tests/IngestTests/Fixtures/Fuzz/TARGET, whose files the
tests read. Exit code 1 when anything was found.
"""
import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, HERE)
import seeds  # noqa: E402

TARGETS = ("records", "csv", "xml", "encodings", "xlsx", "pages")
# Seconds and megabytes of one input, and bytes of the largest.
LIMITS = {"records": (1, 500, 2000), "csv": (2, 700, 2000), "xml": (2, 700, 3000), "encodings": (2, 700, 600), "xlsx": (3, 900, 6000),
          "pages": (1, 500, 1500)}
ENVIRONMENT = {**os.environ, "ANSINH_FUZZ": "1", "ANSINH_CORE_ONLY": "1", "SWIFT_BACKTRACE": "enable=no"}


def build(scratch, isPlain=False):
    """Builds the program and returns its path. libFuzzer comes without its main, as SwiftPM renames that of a program."""
    swift = os.path.realpath(shutil.which(os.environ.get("SWIFT", "swift")))
    library = glob.glob(os.path.join(os.path.dirname(swift), "..", "lib", "clang", "*", "lib", "linux", "libclang_rt.fuzzer_no_main-*.a"))
    if not library:
        sys.exit(f"no libFuzzer beside {swift}")
    command = ["swift", "build", "-c", "release", "--product", "fuzz", "--scratch-path", scratch, "--disable-index-store",
               "-Xlinker", os.path.normpath(library[0]), "-Xlinker", "-lstdc++"]
    environment = {**ENVIRONMENT, "ANSINH_FUZZ": "plain" if isPlain else "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as building:
        lines = building.stdout.read()
    if building.returncode:
        sys.exit(lines)
    return os.path.join(scratch, "release", "fuzz")


def dictionary(target, folder):
    """The words of a target as libFuzzer takes them: it knows ASCII alone."""
    name = "csv" if target == "records" else target
    path = os.path.join(folder, name + ".dict")
    with open(os.path.join(HERE, "Dictionaries", name + ".dict"), "rb") as words, open(path, "w", encoding="ascii") as escaped:
        escaped.write("".join(chr(byte) if byte < 0x80 else f"\\x{byte:02x}" for byte in words.read()))
    return path


def options(target, finds):
    seconds, megabytes, largest = LIMITS[target]
    return [f"-timeout={seconds}", f"-rss_limit_mb={megabytes}", f"-max_len={largest}", f"-artifact_prefix={finds}/",
            f"-dict={dictionary(target, os.path.dirname(finds))}", "-print_final_stats=1", "-report_slow_units=1", "-reduce_inputs=0"]


def figures(log):
    """Executions, their number a second, and branches reached, from the words of libFuzzer."""
    covered = re.findall(r"^#\d+\s.*?cov: (\d+) ft: (\d+)", log, re.MULTILINE)
    done = re.search(r"stat::number_of_executed_units: *(\d+)", log)
    units = int(done[1]) if done else max((int(n) for n in re.findall(r"^#(\d+)\s", log, re.MULTILINE)), default=0)
    return units, (covered[-1] if covered else ("0", "0"))


def minimise(program, target, find, environment):
    """The smallest input that still fails, beside the find."""
    smaller = find + ".min"
    seconds, megabytes, _ = LIMITS[target]
    subprocess.run([program, "-minimize_crash=1", "-runs=20000", "-max_total_time=60", f"-timeout={seconds}",
                    f"-rss_limit_mb={megabytes}", f"-exact_artifact_path={smaller}", find],
                   env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return smaller if os.path.exists(smaller) else find


def fuzz(program, target, choices):
    """Runs one target until it has done its share or found something. Returns the finds."""
    folder = os.path.join(choices.work, target)
    corpus, finds, log = (os.path.join(folder, name) for name in ("corpus", "finds", "log"))
    os.makedirs(finds, exist_ok=True)
    seeds.make(target, os.path.join(folder, "seeds"))
    os.makedirs(corpus, exist_ok=True)
    environment = {**ENVIRONMENT, "FUZZ_TARGET": target, "TMPDIR": folder, "ASAN_OPTIONS": "quarantine_size_mb=16:detect_leaks=0"}
    limits = [f"-runs={choices.executions}"] if choices.executions else []
    if choices.minutes:
        limits.append(f"-max_total_time={int(choices.minutes * 60)}")
    before = set(os.listdir(finds))
    start = time.monotonic()
    with open(log, "w+", errors="replace") as talk:
        subprocess.run(["nice", program, *options(target, finds), *limits, corpus, os.path.join(folder, "seeds")],
                       env=environment, cwd=folder, stdout=talk, stderr=talk, check=False)
        talk.seek(0)
        text = talk.read()
    seconds = time.monotonic() - start
    units, (branches, features) = figures(text)
    found = sorted(set(os.listdir(finds)) - before)
    print(f"{target:10} {units:>10,} executions {units / max(seconds, 1):>8,.0f}/s {branches:>6} branches {features:>7} features"
          f" {len(found):>3} found", flush=True)
    for name in found:
        smallest = minimise(program, target, os.path.join(finds, name), environment)
        said = re.findall(r"^(?:NOT SO: .*|.*Fatal error: .*|SUMMARY: .*|ALARM: .*)$", text, re.MULTILINE)
        print(f"  ✘ {smallest} ({os.path.getsize(smallest)} bytes): {said[0] if said else 'see ' + log}", flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=[*TARGETS, "all"], default="all")
    parser.add_argument("--executions", type=int, help="of each target")
    parser.add_argument("--minutes", type=float, help="of each target; 1 when nothing is said")
    parser.add_argument("--work", default=os.path.join(ROOT, ".build", "fuzz-work"), help="where seeds, corpora and finds are kept")
    parser.add_argument("--scratch", default=os.path.join(ROOT, ".build", "fuzz"), help="where the program is built")
    parser.add_argument("--plain", action="store_true", help="without the address sanitizer: some times faster")
    choices = parser.parse_args()
    if not choices.executions and not choices.minutes:
        choices.minutes = 1
    choices.work = os.path.abspath(choices.work)
    program = build(os.path.abspath(choices.scratch), choices.plain)
    found = [find for target in (TARGETS if choices.target == "all" else [choices.target]) for find in fuzz(program, target, choices)]
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
