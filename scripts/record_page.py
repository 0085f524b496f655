#!/usr/bin/env python3
"""Reads the accepted rows of a store with nothing of the program, by what Sources/Registry/Records says of a page.

    record_page.py STORE SUBMISSION                the rows of one submission, one JSON object a line: numbers and names are not masked
    record_page.py STORE --sum COLUMN              how many rows there are, of all submissions, and the sum of a column

STORE is the path of a SQLite file or the postgres:// address of a server. As a module: `read(bytes)` gives the rows of a page as
dicts; `read(bytes, {"amount"})` only some columns of them.
"""
import argparse
import contextlib
import json
import sqlite3
import struct
import subprocess

INTEGER, TEXT = 0, 1
EMPTY, PLAIN, DICTIONARY, DIGITS = 0x80, 0, 1, 2


class Cursor:
    def __init__(self, data, start, end):
        self.data, self.place, self.end = data, start, end

    def take(self, count):
        if self.place + count > self.end:
            raise ValueError("the page ends too soon")
        self.place += count
        return self.data[self.place - count:self.place]

    def number(self, form):
        return struct.unpack("<" + form, self.take(struct.calcsize(form)))[0]


def integers(cursor, count):
    form = cursor.number("B")
    if form & 0x80:
        return [None] * count
    width, base = form & 0x0F, cursor.number("q")
    step = cursor.number("q") if form & 0x10 else 0
    missing = cursor.take((count + 7) // 8) if form & 0x20 else bytes((count + 7) // 8)
    numbers = cursor.take(count * width)
    values = []
    for row in range(count):
        above = int.from_bytes(numbers[row * width:(row + 1) * width], "little")
        value = (base + step * row + above + (1 << 63)) % (1 << 64) - (1 << 63)
        values.append(None if missing[row >> 3] >> (row & 7) & 1 else value)
    return values


def texts(cursor, count):
    form = cursor.number("B")
    if form == EMPTY:
        return [None] * count
    if form == DICTIONARY:
        words = pieces(cursor, integers(cursor, cursor.number("H")))
        places = integers(cursor, count)
        if any(place is not None and not 0 <= place < len(words) for place in places):
            raise ValueError("a word that there is not")
        return [None if place is None else words[place].decode() for place in places]
    prefix = cursor.take(cursor.number("H"))
    if form == DIGITS:
        digits, numbers = cursor.number("B"), integers(cursor, count)
        if any(number is not None and not 0 <= number < 10 ** digits for number in numbers):
            raise ValueError("a number of more digits than the page says")
        return [None if number is None else prefix.decode() + str(number).zfill(digits) for number in numbers]
    if form != PLAIN:
        raise ValueError(f"texts in the form {form}")
    return [None if rest is None else (prefix + rest).decode() for rest in pieces(cursor, integers(cursor, count))]


def pieces(cursor, lengths):
    return [None if length is None else cursor.take(length) for length in lengths]


def read(data, wanted=None):
    cursor = Cursor(data, 0, len(data))
    if cursor.number("B") != 1:
        raise ValueError("a page of another version")
    width, count = cursor.number("B"), cursor.number("H")
    names = []
    for _ in range(width):
        kind, length = cursor.number("B"), cursor.number("B")
        names.append((kind, cursor.take(length).decode()))
    ends = [cursor.number("I") for _ in range(width)]
    columns, start = {}, cursor.place
    for (kind, name), end in zip(names, ends):
        if wanted is None or name in wanted:
            column = Cursor(data, start, end)
            columns[name] = integers(column, count) if kind == INTEGER else texts(column, count)
            if column.place != end:
                raise ValueError(f"column {name} holds more than it says")
        start = end
    if start != len(data):
        raise ValueError("the page holds more than its columns")
    return [{name: column[row] for name, column in columns.items()} for row in range(count)]


def pages(store, submission=None):
    """The pages of a store, or of one of its submissions, in order; one at a time."""
    where = "" if submission is None else f" WHERE submission_id = {int(submission)}"
    order = " ORDER BY submission_id, record"
    if not store.startswith(("postgres://", "postgresql://")):
        with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            yield from (content for content, in connection.execute(f"SELECT content FROM record_page{where}{order}"))
        return
    query = f"SELECT encode(content, 'hex') FROM record_page{where}{order}"
    with subprocess.Popen(["psql", "-qAtX", "-v", "FETCH_COUNT=100", store, "-c", query], stdout=subprocess.PIPE, text=True) as process:
        yield from (bytes.fromhex(line) for line in process.stdout)
    if process.returncode != 0:
        raise SystemExit(process.returncode)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store")
    parser.add_argument("submission", nargs="?", type=int)
    parser.add_argument("--sum", metavar="COLUMN")
    options = parser.parse_args()
    if options.sum is None and options.submission is None:
        parser.error("say which submission, or --sum COLUMN")
    rows = total = 0
    for page in pages(options.store, options.submission):
        found = read(page, {options.sum} if options.sum else None)
        rows += len(found)
        if options.sum:
            total += sum(row.get(options.sum) or 0 for row in found)
        else:
            for row in found:
                print(json.dumps({name: value for name, value in row.items() if value is not None}, ensure_ascii=False))
    if options.sum:
        print(json.dumps({"rows": rows, "amount": total}))


if __name__ == "__main__":
    main()
