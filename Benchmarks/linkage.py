#!/usr/bin/env python3
"""Linking people without a common number, beside Splink on the same files, in the same run.

  Benchmarks/linkage.py .build/release/ansinh [--persons 50000,200000,1000000] [--kinds realistic,harsh,sparse]

  --persons LIST        about so many rows in the lists that are held against the register (50000,200000,1000000)
  --kinds LIST          how the lists are written (linkage_files.py): realistic, harsh, sparse (all three)
  --peers LIST          of splink5, splink4 (both)
  --febrl               also the open sets FEBRL 3 and 4
  --historical FILE.csv also Splink's historical_50k, to be got by hand (moj-analytical-services/splink_datasets) and made CSV
  --seed N              another country (1)
  --venvs DIR           where the peers' libraries are put, and found again by the next run
  --out DIR             precision and recall as pictures, and the figures (linkage.json)

Every run is a whole process from reading the CSV files to having written the links. Ours is told nothing: it cleans, learns, decides,
links households and finds people listed twice in one run. Splink gets a model written for these very lists (linkage_splink.py), which
cleans in SQL and learns for itself; people listed twice are a second run of it. As Splink leaves the choice of a threshold to its user,
it is shown at the two usual ones (a probability of 0.5 and of 0.99), and at the one that the truth says is best, which no user could
know. That last one is what we are held against; of Splink's two ways to find people listed twice the better counts.

For each row of the lists the best partner counts; between equals a hash draws. Rows that a check would refuse (no name, an impossible date)
are linked by all, but judged for none. A row without a number has neither an identity number nor an insurance number.
Errors are false links and missed ones together. CPU seconds are user and system time of the process; the peak is its resident memory.
"""
import argparse
import concurrent.futures
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from typing import NamedTuple

import linkage_files
import linkage_open
import linkage_quality as quality
from measuring import measured

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = {"splink5": ("Splink 5.0.0", ["splink==5.0.0", "duckdb==2.0.0"]), "splink4": ("Splink 4.0.17", ["splink==4.0.17", "duckdb==1.5.6"])}
OPEN = ["recordlinkage==0.16", "matplotlib==3.11.2"]
KINDS = ["realistic", "harsh", "sparse"]
PER_HOUSEHOLD = 3.5
HALF, SURE = 0.0, 6.6294
"""Match weights of the probabilities 0.5 and 0.99."""


def apart(function, *arguments):
    """Calls in a process of its own: what this one holds would count as the peak of all that it starts."""
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        return pool.submit(function, *arguments).result()


def installed(venvs, name, libraries):
    """- Returns: the Python that has the libraries."""
    python = os.path.join(venvs, name, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(venvs, name)], check=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, *libraries], check=True, stdout=sys.stderr)
    return python


class Run(NamedTuple):
    """What one program did with one pair of files, and what it cost."""
    name: str
    folder: str
    cost: object
    twice_cost: object = None
    """Of the run for people listed twice, where it is another one."""
    steps: dict = {}


class Bench:
    def __init__(self, program, venvs, peers, out):
        self.program, self.out = program, out
        self.knows_all = b"--all" in subprocess.run([program, "link", "--help"], capture_output=True, check=True).stdout
        self.python = {peer: installed(venvs, peer, PEERS[peer][1]) for peer in peers}
        self.open_python = installed(venvs, "open", OPEN)

    def ours(self, folder, left, right=None, more=()):
        """Once measured, and once more for the scores of all pairs, which nobody asks for in practice."""
        mine = os.path.join(folder, "ansinh")
        os.makedirs(mine)
        command = [self.program, "link", left, *([right] if right else []), "--lang", "en", "--out"]
        wanted = [f"--{name}={os.path.join(mine, name)}.csv" for name in more]
        cost = measured([*command, os.path.join(mine, "links.csv"), *wanted], quiet=True)
        if self.knows_all:
            measured([*command, os.path.join(mine, "all.csv"), "--all"], quiet=True)
        return Run("ansinh", mine, cost)

    def splink(self, peer, folder, what, *paths, twice=None):
        theirs = os.path.join(folder, peer)
        script = [self.python[peer], os.path.join(HERE, "linkage_splink.py")]
        cost = measured([*script, theirs, what, *paths], quiet=True)
        twice_cost = measured([*script, f"{theirs}-twice", "dedupe", twice], quiet=True) if twice else None
        with open(os.path.join(theirs, "seconds.json"), encoding="utf-8") as file:
            return Run(PEERS[peer][0], theirs, cost, twice_cost, json.load(file))

    def picture(self, name, title, curves):
        """curves: {name: (points, (recall, precision) of what counts)}"""
        if self.out:
            subprocess.run([self.open_python, os.path.join(HERE, "linkage_picture.py"), os.path.join(self.out, f"{name}.png")],
                           input=json.dumps({"title": title, "curves": curves}).encode(), check=True)


# Our made lists.

class Known(NamedTuple):
    """The answers, and what is needed to derive more."""
    links: set
    twice: set
    bare: set
    """Right rows without a number."""
    left_home: dict
    right_home: dict
    homes: set
    unjudged: set
    unjudged_homes: set
    """Where any of these rows lives: who is not held to the row must not be held to the home that it makes. And where as many come from one
    household as from another: there is no one answer, and this file's way to choose would be right by itself."""


def known(folder):
    def path(name):
        return os.path.join(folder, name)

    left_home = {row["id"]: row["household_id"] for row in quality.rows(path("left.csv"))}
    right_home, bare = {}, set()
    for row in quality.rows(path("right.csv")):
        right_home[row["id"]] = (row["source"], row["household_id"])
        if not row["id_number"].strip() and not row["insurance_no"].strip():
            bare.add(row["id"])
    unjudged = {row["code"] for row in quality.rows(path("person_links.csv")) if row["readable"] == "0" and row["code"] in right_home}
    links = without(quality.pairs(path("truth.csv")), unjudged)
    unjudged_homes = {right_home[row] for row in unjudged}
    unjudged_homes |= {right for right, homes in quality.homes_of(links, left_home, right_home).items() if len(homes) > 1}
    homes = outside(unjudged_homes, quality.households(links, left_home, right_home))
    return Known(links, without(quality.unordered(quality.pairs(path("duplicates.csv"))), unjudged), bare - unjudged, left_home, right_home,
                 homes, unjudged, unjudged_homes)


def outside(homes, links):
    """Links of other households only."""
    return {link for link in links if link[1:] not in homes}


def without(links, rows):
    """Links, scored or not, of other rows only."""
    return type(links)(link for link in links if link[0] not in rows and link[1] not in rows)


def of_bare(links, truth):
    return [link for link in links if link[1] in truth.bare]


def judged_ours(run, truth, knows_all):
    """- Returns: qualities by (what, way), and the curve."""
    links = without(quality.pairs(os.path.join(run.folder, "links.csv")), truth.unjudged)
    twice = without(quality.unordered(quality.pairs(os.path.join(run.folder, "duplicates.csv"))), truth.unjudged)
    bare_truth = set(of_bare(truth.links, truth))
    homes = outside(truth.unjudged_homes, {(row["left_household"], row["right_source"], row["right_household"])
                                           for row in quality.rows(os.path.join(run.folder, "households.csv"))})
    scores = quality.best_partners(quality.scored(os.path.join(run.folder, "all.csv" if knows_all else "links.csv")))
    scores = without(scores, truth.unjudged)
    points = list(quality.curve(scores, truth.links))
    return {
        ("persons", "as decided"): quality.decided(links, truth.links),
        ("persons", "best threshold"): quality.best(points),
        ("rows without a number", "as decided"): quality.decided(of_bare(links, truth), bare_truth),
        ("rows without a number", "best threshold"): quality.best(quality.curve(of_bare(scores, truth), bare_truth)),
        ("households", "as decided"): quality.decided(homes, truth.homes),
        ("listed twice", "as decided"): quality.decided(twice, truth.twice),
    }, points


def judged_splink(run, truth):
    links = without(quality.scored(os.path.join(run.folder, "best.csv")), truth.unjudged)
    twice = without(quality.scored(os.path.join(f"{run.folder}-twice", "pairs.csv"), is_unordered=True), truth.unjudged)
    bare_truth = set(of_bare(truth.links, truth))
    points = list(quality.curve(links, truth.links))
    chosen = quality.best(points)
    homes = outside(truth.unjudged_homes,
                    quality.households(quality.above(links, chosen.weight), truth.left_home, truth.right_home))
    found = {("persons", "best threshold"): chosen}
    for way, weight in (("p >= 0.5", HALF), ("p >= 0.99", SURE)):
        found["persons", way] = quality.decided(quality.above(links, weight), truth.links, weight)
    found["rows without a number", "best threshold"] = quality.best(quality.curve(of_bare(links, truth), bare_truth), len(bare_truth))
    for way, weight in (("p >= 0.5", HALF), ("p >= 0.99", SURE)):
        found["rows without a number", way] = quality.decided(quality.above(of_bare(links, truth), weight), bare_truth, weight)
    found["households", "best threshold"] = quality.decided(homes, truth.homes, chosen.weight)
    found["listed twice", "best threshold"] = quality.best(quality.curve(twice, truth.twice), len(truth.twice))
    found["listed twice", "one partner"] = quality.best(quality.curve(quality.twice_linked(links), truth.twice), len(truth.twice))
    return found, points


def judged(folder, runs, knows_all):
    truth = known(folder)
    about = {"links": len(truth.links), "left": len(truth.left_home), "right": len(truth.right_home), "unjudged": len(truth.unjudged),
             "bare": len(truth.bare), "households": len(truth.homes), "listed_twice": len(truth.twice)}
    results = [judged_ours(runs[0], truth, knows_all)] + [judged_splink(run, truth) for run in runs[1:]]
    return about, [found for found, _ in results], [thinned(points) for _, points in results]


def thinned(points, count=1500):
    """Points of a picture."""
    step = max(1, len(points) // count)
    return [(point.recall, point.precision) for point in points[::step] + points[-1:]]


HEAD = f"{'':<24}{'':<16}{'':<18}{'precision':>10}{'recall':>9}{'F1':>9}{'false':>8}{'missed':>8}{'at bits':>9}"


def line(what, name, way, one):
    at = f"{one.weight:>9.2f}" if one.weight is not None else ""
    return (f"{what:<24}{name:<16}{way:<18}{one.precision:>10.4f}{one.recall:>9.4f}{one.f1:>9.4f}{one.found - one.right:>8,}"
            f"{one.true - one.right:>8,}{at}")


def ratio(ours, theirs):
    return f"{ours / theirs:.2f}" if theirs else "-"


def show(runs, results):
    print(HEAD)
    for what in ("persons", "rows without a number", "households", "listed twice"):
        for run, found in zip(runs, results):
            for (subject, way), one in found.items():
                if subject == what:
                    print(line(what, run.name, way, one))
    print(f"\n{'':<40}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}   steps, CPU s")
    for run in runs:
        steps = ", ".join(f"{step} {seconds:.1f}" for step, seconds in run.steps.items())
        print(f"{run.name:<40}{run.cost.cpu:>8.1f}{run.cost.wall:>8.1f}{run.cost.peak:>9.0f}   {steps}")
        if run.twice_cost:
            print(f"{run.name + ', listed twice':<40}{run.twice_cost.cpu:>8.1f}{run.twice_cost.wall:>8.1f}{run.twice_cost.peak:>9.0f}")


def ratios(runs, results):
    """Ours by Splink's best: errors for each subject, and costs. - Returns: {peer: {figure: (ours, theirs)}}"""
    mine, found = results[0], {}
    for run, theirs in zip(runs[1:], results[1:]):
        figures = {}
        for what in ("persons", "rows without a number", "households", "listed twice"):
            best = min(one.errors for (subject, _), one in theirs.items() if subject == what)
            figures[f"errors, {what}"] = (mine[what, "as decided"].errors, best)
        figures["CPU s, links only"] = (runs[0].cost.cpu, run.cost.cpu)
        figures["CPU s"] = (runs[0].cost.cpu, run.cost.cpu + run.twice_cost.cpu)
        figures["wall s, links only"] = (runs[0].cost.wall, run.cost.wall)
        figures["wall s"] = (runs[0].cost.wall, run.cost.wall + run.twice_cost.wall)
        figures["peak MB"] = (runs[0].cost.peak, max(run.cost.peak, run.twice_cost.peak))
        found[run.name] = figures
    return found


def show_ratios(found):
    for peer, figures in found.items():
        print(f"\nours / {peer}, its best threshold and way")
        for figure, (ours, theirs) in figures.items():
            print(f"  {figure:<34}{ours:>12,.5g}{theirs:>12,.5g}{ratio(ours, theirs):>8}")


def run_made(bench, kind, persons, seed):
    folder = tempfile.mkdtemp(prefix="ansinh-linkage-")
    try:
        apart(linkage_files.make, bench.program, folder, round(persons / PER_HOUSEHOLD), kind, seed)
        shutil.move(os.path.join(folder, "country", "truth", "person_links.csv"), folder)
        shutil.rmtree(os.path.join(folder, "country"))
        left, right = os.path.join(folder, "left.csv"), os.path.join(folder, "right.csv")
        runs = [bench.ours(folder, left, right, ("households", "duplicates"))]
        runs += [bench.splink(peer, folder, "link", left, right, twice=right) for peer in bench.python]
        about, results, curves = apart(judged, folder, runs, bench.knows_all)
        title = f"{kind}, {about['left']:,} x {about['right']:,}"
        print(f"\n{title} rows, {about['links']:,} true links, {about['bare']:,} rows without a number, "
              f"{about['households']:,} households, {about['listed_twice']:,} pairs listed twice, "
              f"{about['unjudged']:,} rows unjudged, seed {seed}")
        show(runs, results)
        against = ratios(runs, results)
        show_ratios(against)
        chosen = [results[0]["persons", "as decided"], *(found["persons", "best threshold"] for found in results[1:])]
        bench.picture(f"{kind}-{persons}", title, {
            run.name: (points, (one.recall, one.precision)) for run, points, one in zip(runs, curves, chosen)})
        return {"kind": kind, "persons": persons, "seed": seed, **about, "programs": [
            {"name": run.name, "quality": [{"of": what, "way": way, **figures_of(one)} for (what, way), one in found.items()],
             "cost": cost_of(run.cost), "cost_listed_twice": run.twice_cost and cost_of(run.twice_cost), "steps_cpu_s": run.steps}
            for run, found in zip(runs, results)], "ratios": against}
    finally:
        shutil.rmtree(folder)


def figures_of(one):
    return {"precision": one.precision, "recall": one.recall, "f1": one.f1, "errors": one.errors, "at_bits": one.weight}


def cost_of(cost):
    return {"cpu_s": cost.cpu, "wall_s": cost.wall, "peak_mb": cost.peak}


# Open sets.

def judged_open(run, truth, is_one_table):
    truth = quality.pairs(truth)
    truth = quality.unordered(truth) if is_one_table else truth
    if run.name == "ansinh":
        links = quality.pairs(os.path.join(run.folder, "links.csv"))
        return {"as decided": quality.decided(quality.unordered(links) if is_one_table else links, truth)}
    links = quality.scored(os.path.join(run.folder, "pairs.csv"), is_unordered=is_one_table)
    found = {"pairs": quality.best(quality.curve(links, truth))}
    if is_one_table:
        found["after closure"] = quality.best(quality.closures(links, truth))
    else:
        found["best partner"] = quality.best(quality.curve(quality.best_partners(links), truth))
    return found


def run_open(bench, name, folder):
    """One open set whose files stand in the folder. Splink by the model that its own documentation has for it."""
    tables = [f"{name}_left", f"{name}_right"] if os.path.exists(os.path.join(folder, f"{name}_left.csv")) else [name]
    truth, mine = os.path.join(folder, f"{name}_truth.csv"), tempfile.mkdtemp(prefix=f"{name}-", dir=folder)
    runs = [bench.ours(mine, *(os.path.join(folder, f"{table}.csv") for table in tables))]
    runs += [bench.splink(peer, mine, name, *(os.path.join(folder, f"{table}_raw.csv") for table in tables)) for peer in bench.python]
    results = [apart(judged_open, run, truth, len(tables) == 1) for run in runs]
    print(f"\n{HEAD}    CPU s  wall s")
    for run, found in zip(runs, results):
        for way, one in found.items():
            text = line(name, run.name, way, one)
            print(f"{text:<111}{run.cost.cpu:>9.1f}{run.cost.wall:>8.1f}")
    return {"set": name, "programs": [
        {"name": run.name, "cost": cost_of(run.cost), "quality": [{"way": way, **figures_of(one)} for way, one in found.items()]}
        for run, found in zip(runs, results)]}


def open_sets(bench, with_febrl, historical):
    folder, found = tempfile.mkdtemp(prefix="ansinh-linkage-"), []
    try:
        if with_febrl:
            subprocess.run([bench.open_python, os.path.join(HERE, "linkage_open.py"), "febrl", folder], check=True)
            found += [run_open(bench, name, folder) for name in ("febrl3", "febrl4")]
        if historical:
            apart(linkage_open.historical, historical, folder)
            found.append(run_open(bench, "historical", folder))
    finally:
        shutil.rmtree(folder)
    return found


def main():
    def listed(kind):
        return lambda text: [kind(word) for word in text.split(",") if word]

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--persons", type=listed(int), default=[50_000, 200_000, 1_000_000])
    parser.add_argument("--kinds", type=listed(str), default=KINDS)
    parser.add_argument("--peers", type=listed(str), default=list(PEERS))
    parser.add_argument("--febrl", action="store_true")
    parser.add_argument("--historical", metavar="FILE.csv")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--venvs", default=os.path.join(tempfile.gettempdir(), "ansinh-linkage-venvs"))
    parser.add_argument("--out")
    arguments = parser.parse_args()
    if unknown := {*arguments.kinds, *arguments.peers} - {*KINDS, *PEERS}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if arguments.out:
        os.makedirs(arguments.out, exist_ok=True)
    bench = Bench(os.path.abspath(arguments.program), os.path.abspath(arguments.venvs), arguments.peers, arguments.out)
    print("; ".join(", ".join(PEERS[peer][1]).replace("==", " ") for peer in arguments.peers), flush=True)
    if not bench.knows_all:
        print("This ansinh does not know --all: its curve ends at its own decision.")
    results = open_sets(bench, arguments.febrl, arguments.historical)
    for persons in arguments.persons:
        for kind in arguments.kinds:
            results.append(run_made(bench, kind, persons, arguments.seed))
            sys.stdout.flush()
    if arguments.out:
        with open(os.path.join(arguments.out, "linkage.json"), "w", encoding="utf-8") as file:
            json.dump({"cpus": os.cpu_count(), "runs": results}, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
