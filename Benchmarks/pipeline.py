#!/usr/bin/env python3
"""How fast and how big: check, ingest and reconcile a made-up country, as whole processes.

  Benchmarks/pipeline.py .build/release/ansinh [HOUSEHOLDS …]     (20000 and 200000 unless told)

Prints rows, CPU seconds, rows per CPU second, wall seconds and peak memory of each step, and what the truth says of the
links. Of far fewer households, statements have a handful of rows, some of another province, and are refused as nobody says whose they are.
Wall seconds on a shared machine are an upper bound; CPU seconds are the figure to compare.
"""
import json
import os
import resource
import shutil
import sys
import tempfile

from measuring import measured


def main():
    program = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/ansinh")
    sizes = [int(size) for size in sys.argv[2:]] or [20_000, 200_000]
    print(f"{'households':>10} {'step':<10} {'rows':>11} {'CPU s':>8} {'rows/CPU s':>11} {'wall s':>8} {'peak MB':>8}")
    for households in sizes:
        folder = tempfile.mkdtemp(prefix="ansinh-bench-")
        try:
            run(program, households, folder)
        finally:
            shutil.rmtree(folder)


def run(program, households, folder):
    country, store = os.path.join(folder, "country"), "sqlite:" + os.path.join(folder, "store.sqlite")

    def line(step, rows, result):
        wall, cpu, peak, _ = result
        print(f"{households:>10} {step:<10} {rows:>11,} {cpu:>8.2f} {rows / cpu:>11,.0f} {wall:>8.2f} {peak:>8.0f}", flush=True)

    simulated = measured([program, "simulate", "--out", country, "--households", str(households)], quiet=True)
    with open(os.path.join(country, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    files = [os.path.join(country, entry["path"]) for entry in manifest["files"]]
    rows = sum(entry["rows"] for entry in manifest["files"])
    line("simulate", rows, simulated)
    line("check", rows, measured([program, "check", "--json", *files], quiet=True))
    period = ["--period", manifest["period"]]
    line("ingest", rows, measured([program, "ingest", "--json", "--store", store, *period, *files], quiet=True))
    reconcile = [program, "reconcile", "--json", "--store", store, *period, "--truth", os.path.join(country, "truth")]
    reconciled = measured(reconcile, quiet=True)
    line("reconcile", rows, reconciled)
    truth = json.loads(reconciled.out).get("truth") or {}
    for name, value in truth.items():
        if isinstance(value, dict) and "f1" in value:
            print(f"{households:>10} {name:<28} precision {value['precision']:.4f}  recall {value['recall']:.4f}  F1 {value['f1']:.4f}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
