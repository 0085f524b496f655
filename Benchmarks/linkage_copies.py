#!/usr/bin/env python3
"""Makes two tables of a whole country's size out of smaller ones: copies that are put behind each other, each of other people.

  Benchmarks/linkage_copies.py FOLDER COPIES OUT [UNLISTED]

FOLDER is what linkage_files.py has written. In copy k everybody is born 4k years earlier, bears another number and lives in a household of
another code; names and places stay, so that the blocks of common names grow as they do in a country. A number in five hundred is then
somebody else's as well. Of the register's people who are on no list only the share UNLISTED is kept (1 unless told), so that two tables of
one size can be made. Writes OUT/left.csv, OUT/right.csv and OUT/truth.csv. Seven million rows a minute.
"""
import os
import re
import sys
import zlib
from multiprocessing import Process

YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER = re.compile(r"\d{9,12}")
NUMBERED = {"citizen_id", "old_id", "id_number", "insurance_no"}


def older(cell, copy):
    """Four years have always as many days: of dates that a workbook has counted, too."""
    if len(cell) == 5 and cell.isdigit():
        return str(int(cell) - 1461 * copy)
    return YEAR.sub(lambda year: str(int(year[0]) - 4 * copy), cell, count=1)


def other(cell, copy):
    return NUMBER.sub(lambda number: shifted(number[0], copy), cell)


def shifted(number, copy):
    """The last six digits are dealt anew; the two before them are the year of birth, of numbers that have one."""
    serial = (int(number[-6:]) + 104_729 * copy) % 1_000_000
    year = f"{(int(number[-8:-6]) - 4 * copy) % 100:02}" if len(number) > 9 else number[-8:-6]
    return f"{number[:-8]}{year}{serial:06}"


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        for line in file:
            # Cells with a comma in quotes stay as they are: nothing that is changed stands behind one.
            yield line.rstrip("\r\n").split(",")


def people(source, copies, target, is_kept=lambda identity: True):
    with open(target, "w", encoding="utf-8", newline="") as out:
        for copy in range(copies):
            lines = rows(source)
            header = next(lines)
            if copy == 0:
                out.write(",".join(header) + "\n")
            identity, born = header.index("id"), header.index("date_of_birth")
            household = header.index("household_id")
            numbers = [place for place, name in enumerate(header) if name in NUMBERED]
            for row in lines:
                if not is_kept(row[identity]):
                    continue
                if copy and len(row) == len(header):
                    row[born] = older(row[born], copy)
                    row[household] = row[household] and f"{row[household]}-{copy}"
                    for place in numbers:
                        row[place] = other(row[place], copy)
                row[identity] = f"{row[identity]}-{copy}"
                out.write(",".join(row) + "\n")


def register(source, copies, target, unlisted):
    with open(os.path.join(os.path.dirname(source), "truth.csv"), encoding="utf-8") as pairs:
        listed = {line.partition(",")[0] for line in pairs}
    people(source, copies, target, lambda identity: identity in listed or zlib.crc32(identity.encode()) < unlisted * 2**32)


def truth(source, copies, target):
    with open(target, "w", encoding="utf-8", newline="") as out:
        out.write("left_id,right_id\n")
        for copy in range(copies):
            lines = rows(source)
            next(lines)
            out.writelines(f"{left}-{copy},{right}-{copy}\n" for left, right in lines)


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    folder, copies, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    unlisted = float(sys.argv[4]) if len(sys.argv) == 5 else 1
    os.makedirs(out, exist_ok=True)
    work = [Process(target=make, args=(os.path.join(folder, name), copies, os.path.join(out, name), *more))
            for make, name, *more in ((register, "left.csv", unlisted), (people, "right.csv"), (truth, "truth.csv"))]
    for process in work:
        process.start()
    for process in work:
        process.join()
    sys.exit(max(process.exitcode for process in work))


if __name__ == "__main__":
    main()
