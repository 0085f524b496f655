#!/usr/bin/env python3
"""Precision against recall as a picture. Run by the Python that has matplotlib; reads {"title", "curves"} from its input.

  PYTHON Benchmarks/linkage_picture.py OUT.png
"""
import json
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402 (the picture goes to a file, whatever screen there is)

given = json.load(sys.stdin)
figure, axes = plt.subplots(figsize=(7, 5.5))
chosen = []
for name, (points, mark) in given["curves"].items():
    recall, precision = zip(*points) if points else ((), ())
    drawn, = axes.plot(recall, precision, label=name, linewidth=1.5)
    axes.plot(*mark, "o", color=drawn.get_color())
    chosen.append(mark)
# The corner that matters: four times as far from 1 as the worst of the marked points.
least = [max(0, 1 - 4 * (1 - min(values))) for values in zip(*chosen)]
axes.set_xlim(least[0], 1 + (1 - least[0]) * 0.02)
axes.set_ylim(least[1], 1 + (1 - least[1]) * 0.02)
axes.set_xlabel("recall")
axes.set_ylabel("precision")
axes.set_title(given["title"] + "\ndots: ours as decided, Splink at its best threshold", fontsize=10)
axes.grid(alpha=0.3)
axes.legend(loc="lower left")
figure.savefig(sys.argv[1], dpi=150, bbox_inches="tight")
