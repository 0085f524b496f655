#!/usr/bin/env python3
"""Two tables of people to be linked, and who is who: the national records and the provinces' lists of members of a made-up country.

  Benchmarks/linkage_files.py .build/release/ansinh FOLDER HOUSEHOLDS [--mess realistic|harsh|sparse] [--seed N]

`sparse` is the realistic country with far less to go by (linkage_sparse.py): lists without numbers, people without a national record.

Writes FOLDER/left.csv (one row a national person; `id` is the personal number, which is also there as `citizen_id`), FOLDER/right.csv
(the members of all lists, as written but for encoding and delimiter), FOLDER/truth.csv (left_id,right_id) and
FOLDER/duplicates.csv (left_id,right_id: rows of right.csv that are one person).
"""
import argparse
import csv
import glob
import json
import os
import subprocess
import sys
import unicodedata

import linkage_sparse

COLUMNS = {
    "ma thanh vien": "id", "ma nhan khau": "id", "ho va ten": "full_name", "ho ten": "full_name", "ho va ten nguoi huong": "full_name",
    "ngay sinh": "date_of_birth", "ngay thang nam sinh": "date_of_birth", "gioi tinh": "sex", "so cccd": "id_number", "cccd": "id_number",
    "so dinh danh": "id_number", "so cccd cmnd": "id_number", "cmnd cccd": "id_number", "so bhxh": "insurance_no",
    "ma so bhxh": "insurance_no", "ma bhxh": "insurance_no", "ma ho": "household_id", "ma so ho": "household_id",
    "ma ho gia dinh": "household_id", "ma tinh": "province_code", "ma tinh tp": "province_code", "ma tp": "province_code",
    "ma xa": "commune_code", "ma px": "commune_code", "ma phuong xa": "commune_code",
}
RIGHT = ["id", "full_name", "date_of_birth", "sex", "id_number", "insurance_no", "household_id", "province_code", "commune_code", "source"]


def folded(heading):
    heading = heading.replace("_", " ").replace("đ", "d").replace("Đ", "D")
    letters = "".join(letter for letter in unicodedata.normalize("NFD", heading) if not unicodedata.combining(letter))
    spaced = "".join(f" {letter}" if letter.isupper() and index and letters[index - 1].islower() else letter for index, letter in enumerate(letters))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in spaced).lower().split())


def left_rows(folder):
    with open(glob.glob(f"{folder}/national/population-*.csv")[0], encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {
                "id": row["Số định danh"], "full_name": row["Họ và tên"], "date_of_birth": row["Ngày sinh"], "sex": row["Giới tính"],
                "citizen_id": row["Số định danh"], "old_id": row["Số CMND cũ"], "household_id": row["Mã hộ cư trú"],
                "province_code": row["Mã tỉnh"], "commune_code": row["Mã xã"]}


def right_rows(program, folder):
    manifest = json.load(open(os.path.join(folder, "manifest.json"), encoding="utf-8"))
    clean = os.path.join(folder, "clean.csv")
    for entry in manifest["files"]:
        if entry["kind"] != "members":
            continue
        path = os.path.join(folder, entry["path"])
        subprocess.run([program, "clean", path, "--out", clean], check=True, stderr=subprocess.DEVNULL)
        with open(clean, encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = [COLUMNS.get(folded(cell)) for cell in next(reader)]
            assert {"id", "full_name", "household_id"} <= set(header), (path, header)
            for cells in reader:
                row = {key: cell for key, cell in zip(header, cells) if key}
                if len(cells) == len(header) and row["id"].strip():
                    yield {**row, "source": entry["province"]}
    os.remove(clean)


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def make(program, folder, households, mess="realistic", seed=1):
    """Returns the number of rows left, right, and of true pairs."""
    if mess == "sparse":
        make(program, folder, households, "realistic", seed)
        return linkage_sparse.worsen(folder, seed)
    country = os.path.join(folder, "country")
    subprocess.run([program, "simulate", "--out", country, "--households", str(households), "--mess", mess, "--seed", str(seed),
                    "--format", "csv"], check=True, stdout=subprocess.DEVNULL)
    left = write(os.path.join(folder, "left.csv"), ["id", "full_name", "date_of_birth", "sex", "citizen_id", "old_id", "household_id",
                                                    "province_code", "commune_code"], left_rows(country))
    right = write(os.path.join(folder, "right.csv"), RIGHT, right_rows(program, country))
    with open(os.path.join(folder, "right.csv"), encoding="utf-8", newline="") as file:
        codes = {row["id"].strip() for row in csv.DictReader(file)}
    with open(os.path.join(country, "truth", "person_links.csv"), encoding="utf-8", newline="") as file:
        links = [(row["national_id"], row["code"]) for row in csv.DictReader(file)
                 if row["kind"] == "member" and row["national_id"] and row["code"] in codes]
    write(os.path.join(folder, "truth.csv"), ["left_id", "right_id"], ({"left_id": one, "right_id": other} for one, other in links))
    with open(os.path.join(country, "truth", "duplicates.csv"), encoding="utf-8", newline="") as file:
        pairs = [(row["left_code"], row["right_code"]) for row in csv.DictReader(file)
                 if row["left_code"] in codes and row["right_code"] in codes]
    write(os.path.join(folder, "duplicates.csv"), ["left_id", "right_id"], ({"left_id": one, "right_id": other} for one, other in pairs))
    return left, right, len(links)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("households", type=int)
    parser.add_argument("--mess", default="realistic", choices=["none", "realistic", "harsh", "sparse"])
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    os.makedirs(asked.folder, exist_ok=True)
    figures = make(os.path.abspath(asked.program), asked.folder, asked.households, asked.mess, asked.seed)
    print("{:,} rows left, {:,} right, {:,} true pairs".format(*figures), file=sys.stderr)
