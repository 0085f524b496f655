#!/usr/bin/env python3
"""Two lists of one country, some years apart: what the codes of households are worth.

  Benchmarks/linkage_years.py .build/release/ansinh FOLDER [--seed N]   (left.csv, right.csv, truth.csv, as linkage_files.py makes them)

Everybody on the lists is written down twice, each time by an office with habits of its own and mostly without a number. Between the lists one
person in thirty is gone, one household in twenty-five has split, one in fifty has gone into another of its commune, one in twelve was given a new
code, one in twenty has moved and was given one too. Linked once as they are, and once with all codes of the later list changed.
"""
import argparse
import os
import random
import tempfile
from collections import Counter

import linkage_quality as quality
from linkage_sparse import Office, read, spoilt, write
from measuring import measured

GONE, SPLIT, JOINED, NEW_CODE, MOVED = 1 / 30, 1 / 25, 1 / 50, 1 / 12, 1 / 20


def two_lists(folder, seed):
    """(earlier rows, later rows); `person` says who a row is."""
    draw = random.Random(seed)
    tables = {name: read(os.path.join(folder, f"{name}.csv")) for name in ("left", "right", "truth")}
    people = {row["id"]: row for row in tables["left"]}
    person_of = {pair["right_id"]: pair["left_id"] for pair in tables["truth"]}
    homes = {}
    for row in {person_of[row["id"]]: row for row in tables["right"] if row["id"] in person_of}.values():
        homes.setdefault((row["source"], row["household_id"]), []).append(row)
    earlier, later = [], []
    offices = [{}, {}]

    def written(row, home, code, place, year):
        office = offices[year].setdefault(row["source"], Office(draw))
        person = people[person_of[row["id"]]]
        others = [person_of[other["id"]] for other in home if other is not row]
        made = spoilt(row, person, others, office, place, draw)
        made.update(household_id=code, person=person["id"], id=f"{'AB'[year]}{row['id']}")
        return made

    by_place = {}
    for key, home in sorted(homes.items()):
        earlier += [written(row, home, key[1], None, 0) for row in home]
        by_place.setdefault((home[0]["source"], home[0]["commune_code"]), []).append(key[1])
    communes = sorted({(row["province_code"], row["commune_code"]) for home in homes.values() for row in home})
    for (source, code), home in sorted(homes.items()):
        present = [row for row in home if draw.random() > GONE]
        moved = draw.choice(communes) if draw.random() < MOVED else None
        if draw.random() < JOINED:
            code = draw.choice(by_place[home[0]["source"], home[0]["commune_code"]])
        elif moved or draw.random() < NEW_CODE:
            code = f"{code[:-6]}9{draw.randrange(10 ** 5):05}"
        leaving = draw.sample(present, max(1, len(present) // 3)) if len(present) > 2 and draw.random() < SPLIT else []
        branch = f"{code[:-6]}8{draw.randrange(10 ** 5):05}"
        for row in present:
            later.append(written(row, home, branch if row in leaving else code, moved, 1))
    draw.shuffle(later)
    return earlier, later


def households_of(earlier, later):
    """(earlier code, source, later code) of every later household: where most of its people were, the same code between equals."""
    before = {row["person"]: row["household_id"] for row in earlier}
    members = {}
    for row in later:
        members.setdefault((row["source"], row["household_id"]), []).append(before[row["person"]])
    found = set()
    for (source, code), came in members.items():
        counts = Counter(came)
        found.add((max(counts, key=lambda other: (counts[other], other == code, other)), source, code))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    earlier, later = two_lists(given.folder, given.seed)
    of_person = {row["person"]: row["id"] for row in earlier}
    truth = {(of_person[row["person"]], row["id"]) for row in later}
    bare = {row["id"] for row in later if not row["id_number"] and not row["insurance_no"]}
    without = lambda links: {link for link in links if link[1] in bare}
    print(f"{len(earlier):,} rows, later {len(later):,}, {len(bare):,} of them without a number\n")
    print(f"{'codes of households':<22} {'F1':>8} {'errors':>8} {'F1 bare':>8} {'errors':>8} {'F1 homes':>9} {'errors':>8} {'CPU s':>7}")
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as scratch:
        left, right, links, homes = (os.path.join(scratch, f"{name}.csv") for name in ("left", "right", "links", "homes"))
        for kind in ("as they are", "all changed"):
            rows = later if kind == "as they are" else [dict(row, household_id=f"X{row['household_id']}") for row in later]
            for path, table in ((left, earlier), (right, rows)):
                write(path, [{key: value for key, value in row.items() if key != "person"} for row in table])
            cost = measured(
                [given.program, "link", left, right, "--out", links, "--households", homes, "--json"], quiet=True)
            found = quality.pairs(links)
            told = {(row["left_household"], row["right_source"], row["right_household"]) for row in quality.rows(homes)}
            persons, others = quality.decided(found, truth), quality.decided(without(found), without(truth))
            households = quality.decided(told, households_of(earlier, later) if kind == "as they are" else {
                (one, source, f"X{other}") for one, source, other in households_of(earlier, later)})
            print(
                f"{kind:<22} {persons.f1:>8.4f} {persons.errors:>8,} {others.f1:>8.4f} {others.errors:>8,} "
                f"{households.f1:>9.4f} {households.errors:>8,} {cost.cpu:>7.2f}", flush=True)


if __name__ == "__main__":
    main()
