"""A province's list of payments, made as large as asked: as UTF-8 CSV, with cells to repair, in legacy encodings and as XML.

  ingest_files.py PROGRAM FOLDER ROWS [ENCODING …]                writes the files and truth.json
  ingest_files.py PROGRAM FOLDER 1000000,10000000 tcvn3           the same for each, in folders of that name
  ingest_files.py PROGRAM FOLDER --gigabytes 10                   one CSV file of that size

The rows of a simulated province come again and again with new household, beneficiary and identity numbers; no identity number comes
twice, but in files of gigabytes, for which there are not enough. The same program and the same ROWS give the same bytes. Files are
written as they are made, in constant memory.
"""
import argparse
import csv
import glob
import json
import os
import subprocess
from xml.sax.saxutils import escape

from legacy_text import encode
from payment_list import COLUMNS, ELEMENTS, HEADERS, PERIOD, PROVINCE

HOUSEHOLDS, SEED = 30_000, 7
# As the policies are called in the catalogue; some programs write the name and not the code, and some names hold a comma.
POLICY_NAMES = {
    "ND20.K6.S": "Người khuyết tật nặng", "ND20.K6.E": "Người khuyết tật đặc biệt nặng",
    "ND20.K5C": "Người từ đủ 80 tuổi không có lương hưu, trợ cấp"}
# Marks in a row's pattern where numbers go; no cell holds them.
HOUSEHOLD, IDENTITY = "\x01", "\x02"


class Row:
    """One row of the pool: its cells, and how its numbers change from one time to the next."""

    def __init__(self, cells, index):
        self.index = index
        self.household = int(cells["ma_ho"])
        self.cells = dict(cells, ma_ho=HOUSEHOLD, ma_doi_tuong=HOUSEHOLD + cells["ma_doi_tuong"][10:])
        self.amount = int(cells["so_tien"])
        self._settle_dates()
        self._settle_identity(cells["so_cccd"])
        if index % 10 == 9:
            self.cells["chinh_sach"] = POLICY_NAMES.get(cells["chinh_sach"], cells["chinh_sach"])

    def _settle_dates(self):
        """A birth date in full, and four payments in five made, on some day of the month."""
        if len(self.cells["ngay_sinh"]) == 4:
            self.cells["ngay_sinh"] = f"{self.index % 28 + 1:02}/{self.index % 12 + 1:02}/{self.cells['ngay_sinh']}"
        paid = self.index % 5 != 4
        self.cells["ngay_chi"] = f"{self.index % 25 + 1:02}/08/2021" if paid else ""
        self.cells["trang_thai"] = "Đã chi" if paid else "Chưa nhận"

    def _settle_identity(self, number):
        """The digits that say something stay; those that do not are counted through, so that no number comes twice."""
        year = int(self.cells["ngay_sinh"][-4:])
        if len(number) == 12:
            century = (year - 1900) // 100 * 2 + (self.cells["gioi_tinh"] == "Nữ")
            self.stem, self.digits = f"{number[:3]}{century}{year % 100:02}", 6
        elif len(number) == 9:
            self.stem, self.digits = number[:2], 7
        else:
            self.stem, self.digits = None, 0
        self.cells["so_cccd"] = IDENTITY if self.stem else ""


def repaired(row):
    """The row's cells with what a province's export often spoils, and the note that says so."""
    cells, stem, note = row.cells, row.stem, None
    match row.index % 100:
        case 0:
            cells, note = dict(cells, so_tien=f"{row.amount:,}".replace(",", ".")), "amount_grouped"
        case 1:
            cells, note = dict(cells, ngay_sinh=cells["ngay_sinh"][-4:]), "date_year_only"
        case 2:
            day, month, year = cells["ngay_sinh"].split("/")
            cells = dict(cells, ngay_sinh=f"{int(day)}/{int(month)}/{year}")
        case 3 if row.digits == 6:
            stem, note = stem.lstrip("0"), "id_zero_padded"
    return cells, stem, note


def pattern(text, row, stem):
    """A format of the row's text that takes its household's number twice and, between, the last digits of its identity."""
    text = text.replace("%", "%%").replace(HOUSEHOLD, "%010d")
    return text.replace(IDENTITY, f"{stem}%0{row.digits}d")


def csv_cell(cell):
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n') else cell


def csv_line(cells):
    return ",".join(csv_cell(cells[column]) for column in COLUMNS) + "\n"


def xml_record(cells):
    fields = (f"    <{name}>{escape(cells[column])}</{name}>\n" for name, column in zip(ELEMENTS, COLUMNS) if cells[column])
    return "  <DoiTuong>\n" + "".join(fields) + "  </DoiTuong>\n"


def pool(program, folder):
    subprocess.run(
        [program, "simulate", "--out", folder, "--provinces", PROVINCE, "--households", str(HOUSEHOLDS), "--seed", str(SEED),
         "--mess", "none", "--format", "csv", "--period", PERIOD], check=True, stdout=subprocess.DEVNULL)
    (path,) = glob.glob(f"{folder}/exports/{PROVINCE}_*/payments-*.csv")
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == HEADERS, rows[0]
    return [Row(dict(zip(COLUMNS, cells)), index) for index, cells in enumerate(rows[1:])]


def write(path, head, patterns, tail, rows, count, may_repeat=False):
    """Writes `count` records, pass after pass over the pool."""
    passes = -(-count // len(rows))
    ranks, plan = {}, []
    for row, form in zip(rows, patterns):
        rank = ranks[row.stem, row.digits] = ranks.get((row.stem, row.digits), -1) + 1
        plan.append((form, row.household, rank * passes, 10 ** row.digits))
    for (_, digits), rank in ranks.items():
        assert may_repeat or digits == 0 or (rank + 1) * passes <= 10 ** digits, "more rows than there are identity numbers"
    with open(path, "wb") as file:
        file.write(head)
        for turn in range(passes):
            shift = turn * HOUSEHOLDS
            file.write(b"".join([
                # 618033 and powers of ten have no common factor: other counts give other digits.
                form % (household + shift, (start + turn) * 618_033 % size, household + shift) if size > 1 else
                form % (household + shift, household + shift)
                for form, household, start, size in plan[:count - turn * len(rows)]]))
        file.write(tail)


def times(row, rows, count):
    """How often the row was written."""
    return count // len(rows) + (row.index < count % len(rows))


def amount(rows, count):
    return sum(row.amount * times(row, rows, count) for row in rows)


def write_truth(folder, **truth):
    with open(os.path.join(folder, "truth.json"), "w", encoding="utf-8") as file:
        json.dump(truth, file)


def write_files(rows, folder, count, encodings):
    os.makedirs(folder, exist_ok=True)
    header = ",".join(HEADERS) + "\n"
    files = {}
    plain = [pattern(csv_line(row.cells), row, row.stem) for row in rows]
    for encoding in ["utf-8", *encodings]:
        name = f"payments-{PERIOD}.csv" if encoding == "utf-8" else f"payments-{PERIOD}-{encoding}.csv"
        files[encoding] = os.path.join(folder, name)
        write(files[encoding], encode(header, encoding), [encode(form, encoding) for form in plain], b"", rows, count)

    spoilt = [repaired(row) for row in rows]
    files["repairs"] = os.path.join(folder, f"payments-{PERIOD}-repairs.csv")
    forms = [pattern(csv_line(cells), row, stem).encode() for row, (cells, stem, _) in zip(rows, spoilt)]
    write(files["repairs"], header.encode(), forms, b"", rows, count)

    files["xml"] = os.path.join(folder, f"payments-{PERIOD}.xml")
    forms = [pattern(xml_record(row.cells), row, row.stem).encode() for row in rows]
    write(files["xml"], b'<?xml version="1.0" encoding="UTF-8"?>\n<DanhSachDoiTuong>\n', forms, b"</DanhSachDoiTuong>\n", rows, count)

    notes = {}
    for row, (_, _, note) in zip(rows, spoilt):
        if note:
            notes[note] = notes.get(note, 0) + times(row, rows, count)
    write_truth(folder, files=files, rows=count, amount=amount(rows, count), repairs=notes)


def write_gigabytes(rows, folder, gigabytes):
    forms = [pattern(csv_line(row.cells), row, row.stem).encode() for row in rows]
    path = os.path.join(folder, f"payments-{PERIOD}-{gigabytes:g}-gb.csv")
    header = (",".join(HEADERS) + "\n").encode()
    write(path, header, forms, b"", rows, len(rows), may_repeat=True)
    count = int(gigabytes * 1e9 / (os.path.getsize(path) / len(rows)))
    write(path, header, forms, b"", rows, count, may_repeat=True)
    write_truth(folder, files={"utf-8": path}, rows=count, amount=amount(rows, count), repairs={})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("rows", nargs="?", type=lambda text: [int(count) for count in text.split(",")], default=[])
    parser.add_argument("encodings", nargs="*")
    parser.add_argument("--gigabytes", type=float)
    arguments = parser.parse_args()
    rows = pool(arguments.program, os.path.join(arguments.folder, "country"))
    for count in arguments.rows:
        folder = arguments.folder if len(arguments.rows) == 1 else os.path.join(arguments.folder, str(count))
        write_files(rows, folder, count, arguments.encodings)
    if arguments.gigabytes:
        write_gigabytes(rows, arguments.folder, arguments.gigabytes)


if __name__ == "__main__":
    main()
