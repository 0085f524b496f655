"""Reads a page of records of a store with nothing of the program: by the words of Sources/Registry/Records alone.

`read(bytes)` gives the rows of a page as dicts; `read(bytes, {"amount"})` only some columns of them.
"""
import struct

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
        return [None if place is None else words[place].decode() for place in integers(cursor, count)]
    prefix = cursor.take(cursor.number("H"))
    if form == DIGITS:
        digits = cursor.number("B")
        return [None if number is None else prefix.decode() + str(number).zfill(digits) for number in integers(cursor, count)]
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
    return [dict(zip(columns, values)) for values in zip(*columns.values())]
