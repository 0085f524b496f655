"""Whether a linkage that is spread over many machines weighs pairs as one process does, and loses none on the way.

    python3 Tests/Conformance/spread.py PROGRAM [--households N]

Makes the tables of a small country and links them once with `ansinh link --all`. Then `ansinh link keys | sort | ansinh link score`, as a whole and
with the rows in parts, the lines shuffled and the keys divided among several scorers: both must write the same lines, their counts must add
up, and every pair that the one process weighed must be there with the weight that its fields add up to. Prints what is wrong; ends with 1 when
anything is.
"""
import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Benchmarks"))
import linkage_files

SECONDS = 300
PARTS, SCORERS = 3, 4


def run(command: list[str], text: str | None = None) -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command[1:4])} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def lines_and_counts(text: str) -> tuple[list[str], dict[str, int]]:
    *lines, last = text.splitlines()
    return lines, json.loads(last.split("\t")[-1 if last.startswith("#\t#") else 1])


class Spread:
    def __init__(self, program: str, folder: str) -> None:
        self.program, self.folder = program, folder

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def keys(self, side: str, table: str, columns: str | None = None) -> tuple[list[str], dict[str, int]]:
        more = ["--frequencies", self.path("F.csv")] if side == "left" else []
        more += ["--columns", columns] if columns else []
        return lines_and_counts(run([self.program, "link", "keys", "--side", side, *more], table))

    def score(self, lines: list[str]) -> tuple[list[str], dict[str, int]]:
        return lines_and_counts(run([self.program, "link", "score", "--model", self.path("M.json")], "\n".join(lines) + "\n"))

    def whole(self) -> tuple[list[str], int, list[str]]:
        """The pairs, how many lines of keys there are, and these lines."""
        made, counts = [], 0
        for side in ("left", "right"):
            with open(self.path(f"{side}.csv"), encoding="utf-8") as file:
                lines, own = self.keys(side, file.read())
            check(len(lines) == own["lines"], f"keys of {side} says {own['lines']} lines and writes {len(lines)}")
            made += lines + [f"#\t#\t{json.dumps(own)}"]
            counts += own["lines"]
        pairs, own = self.score(sorted(made))
        check(own["lines"] == own["announced"] == counts, f"score counts {own}, keys wrote {counts}")
        check(own["written"] == len(pairs), f"score says {own['written']} pairs and writes {len(pairs)}")
        return pairs, counts, made

    def parts(self, chance: random.Random) -> tuple[list[str], int]:
        """The same from parts of the rows without a header, as a cluster hands them out."""
        made = []
        for side in ("left", "right"):
            with open(self.path(f"{side}.csv"), encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file)
            chance.shuffle(rows)
            for part in range(PARTS):
                text = "".join("\t".join(cell or r"\N" for cell in row) + "\n" for row in rows[part::PARTS])
                made += self.keys(side, text, ",".join(header))[0]
        groups: dict[str, list[str]] = {}
        for line in made:
            groups.setdefault(line.split("\t", 1)[0], []).append(line)
        names = list(groups)
        chance.shuffle(names)
        pairs, received = [], 0
        for scorer in range(SCORERS):
            lines = []
            for name in names[scorer::SCORERS]:
                chance.shuffle(groups[name])
                lines += groups[name]
            found, own = self.score(lines)
            pairs += found
            received += own["lines"]
        return pairs, received


def prepared(program: str, folder: str, households: int) -> Spread:
    """Two tables, a model and frequencies, and what one process makes of them."""
    linkage_files.make(program, folder, households, "harsh", 23)
    spread = Spread(program, folder)
    run([program, "link", spread.path("left.csv"), spread.path("right.csv"), "--out", spread.path("all.csv"), "--all", "--evidence",
         "--model", spread.path("M.json"), "--frequencies", spread.path("F.csv")])
    return spread


wrong = 0


def check(holds: bool, message: str) -> None:
    global wrong
    if not holds:
        print(message)
        wrong += 1


def compare(folder: str, pairs: list[str]) -> int:
    """Holds the pairs of one process against the spread ones. - Returns: how many there were to compare."""
    weights = {tuple(line.split("\t")[:2]): round(float(line.split("\t")[2]) * 1000) for line in pairs}
    numbers = {}
    for side, column in (("left", "citizen_id"), ("right", "id_number")):
        with open(os.path.join(folder, f"{side}.csv"), encoding="utf-8", newline="") as file:
            numbers[side] = {row["id"]: row[column] for row in csv.DictReader(file)}
    compared = missing = other = 0
    with open(os.path.join(folder, "all.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            fields = {name[7:]: round(float(cell) * 1000) for name, cell in row.items() if name.startswith("weight_")}
            pair = row["left_id"], row["right_id"]
            # Who lives with whom, and whose number is somebody else's, only the whole can know.
            if fields["ma_ho"] or fields["others"] or row["pass"] in ("household", "same_person"):
                continue
            if numbers["left"][pair[0]] and numbers["right"][pair[1]] and not fields["so_cccd"]:
                continue
            compared += 1
            expected = sum(fields.values()) + round(float(row["prior"]) * 1000)
            missing += pair not in weights
            other += pair in weights and weights[pair] != expected
    check(missing == 0, f"{missing} of {compared} pairs are missing")
    check(other == 0, f"{other} of {compared} pairs have another weight")
    return compared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--households", type=int, default=1500)
    given = parser.parse_args()
    program = os.path.abspath(given.program)
    with tempfile.TemporaryDirectory(prefix="ansinh-spread-") as folder:
        spread = prepared(program, folder, given.households)
        pairs, lines, made = spread.whole()
        parted, received = spread.parts(random.Random(5))
        check(received == lines, f"the parts have {received} lines, the whole {lines}")
        check(sorted(parted) == sorted(pairs), f"{len(set(parted) ^ set(pairs))} pairs are of the parts or of the whole alone")
        compared = compare(folder, pairs)
        check(compared > 1000, f"only {compared} pairs to compare")
        broken = subprocess.run([program, "link", "score", "--model", spread.path("M.json")], input=made[0] + "\nNguyễn Văn An\n",
                                capture_output=True, text=True, timeout=SECONDS)
        check(broken.returncode == 65 and " 2 " in broken.stderr and "Nguyễn" not in broken.stderr, f"a bad line: {broken.stderr}")
    print(f"spread: {lines:,} lines of keys, {len(pairs):,} pairs, {compared:,} compared with one process; {'all the same' if not wrong else 'WRONG'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
