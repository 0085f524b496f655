"""Whether the people that `ansinh link TABLE` finds more than once are what a library of graphs makes of the same ties.

    .venv/bin/python Tests/Conformance/clusters.py PROGRAM [--seeds N]

Makes tables of people who are in them once to five times. Two rows of a person share a number, of three kinds by turns, so that the rows
hang together as a random tree; rows that no tie joins share no number and neither name nor date. The pairs that the program writes must
be all pairs of each connected component. Needs networkx (`make test` brings it). Prints what is wrong; ends with 1 when anything is.
"""
import argparse
import csv
import itertools
import os
import random
import subprocess
import sys
import tempfile

import networkx

SECONDS = 60
PEOPLE = 600
SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô".split()
MIDDLES = "Văn Thị Đức Minh Thanh Ngọc Quốc Hữu Xuân Kim".split()
GIVENS = "An Bình Cường Dũng Giang Hà Khánh Lan Mai Nam Phúc Quân Sơn Tâm Vinh Yến Loan Hùng Tuấn Oanh".split()
KINDS = {"citizen_id": 12, "old_id": 9, "insurance_no": 10}
COLUMNS = ["id", "full_name", "date_of_birth", "sex", *KINDS, "province_code", "commune_code"]


def person(name: str, chance: random.Random) -> dict[str, str]:
    """One row, without numbers."""
    year, month, day = chance.randint(1940, 1999), chance.randint(2, 12), chance.randint(2, 28)
    return {"full_name": name, "date_of_birth": f"{year}-{month:02}-{day:02}", "sex": str(chance.randint(1, 2)),
            "province_code": "24", "commune_code": f"{7200 + chance.randint(0, 30):05}"}


def number(kind: str, row: dict[str, str], chance: random.Random, used: set[str]) -> str:
    """A number that nobody has yet."""
    while True:
        start = "024" + str(int(row["sex"]) - 1) + row["date_of_birth"][2:4] if kind == "citizen_id" else str(chance.randint(1, 3))
        text = start + "".join(str(chance.randint(0, 9)) for _ in range(KINDS[kind] - len(start)))
        if text not in used:
            used.add(text)
            return text


def rows_of(row: dict[str, str], chance: random.Random, used: set[str]) -> tuple[list[dict[str, str]], list[tuple[int, int]]]:
    """A person's rows, and the ties between them. No row has two numbers of a kind, so a tie may fail: then there is one row less.

    Old and insurance numbers change in a life; the personal number is one, so that two of them would be two people.
    """
    rows, ties = [dict(row)], []
    personal = number("citizen_id", row, chance, used)
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 3, 4])):
        place = chance.randrange(len(rows))
        free = [kind for kind in KINDS if kind not in rows[place]]
        if not free:
            continue
        kind = chance.choice(free)
        rows[place][kind] = personal if kind == "citizen_id" else number(kind, row, chance, used)
        rows.append({**row, kind: rows[place][kind]})
        ties.append((place, len(rows) - 1))
    return rows, ties


def table(seed: int) -> tuple[list[dict[str, str]], networkx.Graph]:
    chance = random.Random(seed)
    names = [" ".join(parts) for parts in itertools.product(SURNAMES, MIDDLES, GIVENS)]
    rows, graph, used = [], networkx.Graph(), set()
    for name in chance.sample(names, PEOPLE):
        own, ties = rows_of(person(name, chance), chance, used)
        for row in own:
            row["id"] = f"R{len(rows)}"
            rows.append(row)
        graph.add_nodes_from(row["id"] for row in own)
        graph.add_edges_from((own[one]["id"], own[other]["id"]) for one, other in ties)
    chance.shuffle(rows)
    return rows, graph


def found(program: str, rows: list[dict[str, str]], folder: str) -> set[frozenset[str]]:
    path, out = os.path.join(folder, "table.csv"), os.path.join(folder, "pairs.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    subprocess.run([program, "link", path, "--out", out], check=True, capture_output=True, timeout=SECONDS)
    with open(out, encoding="utf-8-sig", newline="") as file:
        return {frozenset((row["left_id"], row["right_id"])) for row in csv.DictReader(file)}


def trouble(program: str, seed: int, folder: str) -> str | None:
    """What is wrong, or None."""
    rows, graph = table(seed)
    wanted = {frozenset(pair) for part in networkx.connected_components(graph) for pair in itertools.combinations(part, 2)}
    pairs = found(program, rows, folder)
    if pairs == wanted:
        return None
    missing, extra = [sorted(map(sorted, some))[:3] for some in (wanted - pairs, pairs - wanted)]
    return f"{len(wanted - pairs)} of {len(wanted)} pairs missing {missing}, {len(pairs - wanted)} too many {extra}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    wrong = 0
    for seed in range(options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            if found_trouble := trouble(program, seed, folder):
                wrong += 1
                print(f"  ✘ table {seed}: {found_trouble}")
    print(f"clusters: {options.seeds - wrong} of {options.seeds} tables as a library of graphs has them")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
