#!/usr/bin/env python3
"""What it costs not to show names: blind matching beside the open engine, on the same two tables.

  Benchmarks/linkage_blind.py .build/release/ansinh FOLDER     (left.csv, right.csv, truth.csv, as linkage_files.py makes them)

Prints precision, recall and F1 of both, CPU seconds, wall seconds and peak memory of each step, and how much of the open engine's recall
and F1 is left.
"""
import json
import os
import sys
import tempfile

from measuring import measured


def main():
    program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    left, right, truth = (os.path.join(folder, f"{name}.csv") for name in ("left", "right", "truth"))
    print(f"{'step':<14} {'CPU s':>8} {'wall s':>8} {'peak MB':>8}")
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as scratch:
        key, left_tokens, right_tokens, links = (os.path.join(scratch, name) for name in ("key", "left", "right", "links"))

        def step(name, *arguments):
            cost = measured([program, "link", *arguments, "--json"], quiet=True)
            print(f"{name:<14} {cost.cpu:>8.2f} {cost.wall:>8.2f} {cost.peak:>8.0f}", flush=True)
            return json.loads(cost.out)

        opened = step("open", left, right, "--out", links, "--truth", truth)
        measured([program, "link", "blind", "key", "--out", key, "--json"], quiet=True)
        tokens = step("encode left", "blind", "encode", left, "--key-file", key, "--out", left_tokens)["tokens"]
        step("encode right", "blind", "encode", right, "--key-file", key, "--out", right_tokens)
        blind = step("match", "blind", "match", left_tokens, right_tokens, "--out", links, "--truth", truth)
    print()
    for name, score in (("open", opened), ("blind", blind)):
        print(f"{name:<6} precision {score['precision']:.4f}  recall {score['recall']:.4f}  F1 {score['f1']:.4f}")
    print(f"blind to open: recall {blind['recall'] / opened['recall']:.4f}  F1 {blind['f1'] / opened['f1']:.4f}\n")
    print("most rows of the left table with one token:")
    for token in tokens:
        if token["rows"]:
            print(f"  {token['name']:<22} {token['largest_group']:>8,} of {token['rows']:,}")


if __name__ == "__main__":
    main()
