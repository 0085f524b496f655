"""One clean Vietnamese table, and files made from it that each have one fault of form, with the rows that a reader must find.

After Pollock (Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann: "Pollock: A Data Loading Benchmark", VLDB 2023): one fault a file; an
extra delimiter, a missing one and an extra quote at every place of the table; and families weighted by how many of 3,712 surveyed files
of public portals had the fault. Table and files are our own. Families that the survey did not look for, above all of encodings, weigh 0.

The same seed gives the same files. To look at them:

    python3 Tests/Conformance/pollution.py FOLDER
"""
import os
import random
import sys
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Callable, Iterator

from cases import LEGACY, NAMES, Encoder, mistaken
from small_files import TWELVE

SEED = 2023
ROWS = 60
HEADER = ["Mã hộ", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Địa chỉ", "Loại hộ", "Chính sách", "Kỳ chi trả", "Số tiền",
          "Ngày chi", "Ghi chú"]
ADDRESS, NOTE = HEADER.index("Địa chỉ"), HEADER.index("Ghi chú")

Row = list[str]


@dataclass(frozen=True)
class Family:
    name: str
    label: str
    """What is wrong with its files."""
    surveyed: float = 0
    """How many of the surveyed files had it."""


FAMILIES = {family.name: family for family in (
    Family("source", "nothing", 1),
    Family("no_payload", "empty file", 15),
    Family("no_trailing_newline", "last line without an end", 184),
    Family("double_trailing_newline", "blank line at the end", 5),
    Family("no_header", "no header", 470),
    Family("header_rows", "header of two or three rows", 94),
    Family("preamble", "title lines above the header", 282),
    Family("multitable", "a second table below", 188),
    Family("header_only", "no rows", 3),
    Family("one_row", "one row", 4),
    Family("record_end_cr", "lines end in CR", 7),
    Family("record_end_lf", "lines end in LF", 1691),
    Family("delimiter_tab", "tabs", 4),
    Family("delimiter_semicolon", "semicolons", 834),
    Family("delimiter_comma_blank", "a blank behind each comma", 101),
    Family("delimiter_space", "blanks between fields", 4),
    Family("quote_apostrophe", "apostrophes for quotes", 11),
    Family("escape_backslash", "quotes escaped by a backslash", 1),
    Family("escape_none", "quotes in quotes not escaped", 7),
    Family("row_less_sep", "a delimiter is missing", 338.33),
    Family("row_more_sep", "a delimiter too many", 338.33),
    Family("row_field_delimiter", "one row with blanks for delimiters", 13.14),
    Family("row_extra_quote", "a quote too many", 8.52),
    Family("row_missing_quote", "a closing quote is missing"),
    Family("row_record_end", "one line ends another way"),
    Family("row_blank_below", "a blank line between rows"),
    Family("row_break_in_cell", "a line break in a quoted cell"),
    Family("row_stray_quote", "quotes in a cell without quotes"),
    Family("footnote", "lines below the table"),
    Family("delimiter_bar", "bars"),
    Family("table_shape", "one column, many columns, many rows"),
    Family("heading", "a heading empty, twice or very long"),
    Family("cell", "one cell that is hard to read"),
    Family("unicode", "UTF-8 with mark, UTF-16, decomposed"),
    Family("legacy", "TCVN3, VNI, VISCII, windows-1258"),
    Family("mixed", "some lines in another encoding"),
    Family("double", "decoded wrongly once and stored again"),
    Family("small", "nothing: twelve small files"),
)}


@dataclass(frozen=True)
class Dialect:
    """How a table is written, and what a reader that asks to be told is told."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = "doubled"
    """What becomes of a quote in a quoted cell: `doubled`, `backslash` before it, or `none`."""
    newline: str = "\r\n"
    encoding: str = "utf-8"
    """By Python's name; `latin-1` where Python has none."""
    title_lines: int = 0
    has_header: bool = True

    def cell(self, text: str) -> str:
        if not any(mark in text for mark in (self.delimiter, self.quote, "\n", "\r")):
            return text
        mark = {"doubled": self.quote, "backslash": "\\", "none": ""}[self.escape]
        return self.quote + text.replace(self.quote, mark + self.quote) + self.quote

    def line(self, cells: Row) -> str:
        return self.delimiter.join(map(self.cell, cells)) + self.newline

    def text(self, rows: list[Row]) -> str:
        return "".join(map(self.line, rows))


PLAIN = Dialect()


@dataclass(frozen=True)
class Polluted:
    name: str
    family: Family
    data: bytes
    rows: list[Row]
    """What is to be read: the header, then the records. Composed."""
    dialect: Dialect = field(default=PLAIN)


def polluted(family: str, name: str, text: str | bytes, rows: list[Row], dialect: Dialect = PLAIN) -> Polluted:
    data = text if isinstance(text, bytes) else text.encode(dialect.encoding)
    return Polluted(f"{family}/{name}", FAMILIES[family], data, rows, dialect)


def clean_table(rows: int = ROWS, seed: int = SEED) -> list[Row]:
    """The header and rows as provinces send them: codes with zeros in front, commas and quotes in some cells, empty cells."""
    chance = random.Random(seed)
    villages = ["Thôn Đông", "Tổ dân phố 3", "Bản Nà Ỏi", "Ấp Mỹ Phước", "Khu phố 2", "Xóm Đồi"]
    communes = ["xã Đồng Tiến", "xã Tân Hiệp", "thị trấn Phồn Xương", "xã Ea H'leo"]
    policies = ["Người khuyết tật nặng", "Người cao tuổi", "Người từ đủ 80 tuổi không có lương hưu, trợ cấp", 'Trẻ em "mồ côi"']
    notes = ["", "", "", "Nhận qua tài khoản", 'Con "nuôi" nhận thay', "Đã đối chiếu; chờ ký", "Mới, từ tháng 7"]
    table = [HEADER]
    for index in range(rows):
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1925, 2015)
        table.append([
            f"0{chance.randint(100_000_000, 999_999_999)}", NAMES[index % len(NAMES)], f"{day:02}/{month:02}/{year}",
            chance.choice(["Nam", "Nữ"]), f"0240{chance.randint(10_000_000, 99_999_999)}",
            f"{chance.choice(villages)}, {chance.choice(communes)}", chance.choice(["Hộ nghèo", "Hộ cận nghèo"]),
            chance.choice(policies), "2021-08", str(chance.randint(4, 30) * 90_000), f"{chance.randint(1, 25):02}/08/2021",
            chance.choice(notes)])
    return table


# Whole files.

def file_faults(table: list[Row]) -> Iterator[Polluted]:
    text = PLAIN.text(table)
    yield polluted("source", "source", text, table)
    yield polluted("no_payload", "empty", "", [])
    yield polluted("no_trailing_newline", "crlf", text.removesuffix("\r\n"), table)
    yield polluted("double_trailing_newline", "crlf", text + "\r\n", table)
    yield polluted("no_header", "first-row-first", PLAIN.text(table[1:]), table[1:], replace(PLAIN, has_header=False))
    yield polluted("header_only", "header", PLAIN.text(table[:1]), table[:1])
    yield polluted("one_row", "row", PLAIN.text(table[:2]), table[:2])
    upper = ["Hộ", "Người hưởng", "", "", "", "", "", "Chi trả", "", "", "", "Khác"]
    for count, above in ((2, [upper]), (3, [upper, [f"({n})" for n in range(1, 13)]])):
        yield polluted("header_rows", f"{count}-rows", PLAIN.text([*above, *table]), [*above, *table])
        yield polluted("header_rows", f"{count}-times", PLAIN.text(table[:1] * (count - 1) + table), table[:1] * (count - 1) + table)
    yield from title_lines(table, text)
    yield from second_tables(table, text)
    yield from footnotes(table, text)
    for name, newline in (("cr", "\r"), ("lf", "\n")):
        dialect = replace(PLAIN, newline=newline)
        yield polluted(f"record_end_{name}", name, dialect.text(table), table, dialect)


def title_lines(table: list[Row], text: str) -> Iterator[Polluted]:
    titles = ["ỦY BAN NHÂN DÂN TỈNH BẮC GIANG", "DANH SÁCH CHI TRẢ TRỢ CẤP, THÁNG 8 NĂM 2021", "(Kèm theo Quyết định số 1234/QĐ-UBND)"]
    for count in (1, 2, 3):
        for padded in (True, False):
            for blank in (True, False):
                lines = [PLAIN.cell(title) if padded else title for title in titles[:count]] + ([""] if blank else [])
                rest = "," * (len(HEADER) - 1) if padded else ""
                name = f"{count}-{'padded' if padded else 'bare'}{'-blank' if blank else ''}"
                yield polluted("preamble", name, "".join(line + rest + "\r\n" for line in lines) + text, table,
                               replace(PLAIN, title_lines=len(lines)))


def second_tables(table: list[Row], text: str) -> Iterator[Polluted]:
    """Nothing is left out: what stands below is records too."""
    for name, width in (("less", 8), ("same", 12), ("more", 13)):
        other = [["Thôn", *row[:width - 1]] if index == 0 else [f"Thôn {index}", *row[:width - 1]] for index, row in enumerate(table[:20])]
        yield polluted("multitable", name, text + PLAIN.text(other), table + other)
        yield polluted("multitable", name + "-blank", text + "\r\n" + PLAIN.text(other), table + other)


def footnotes(table: list[Row], text: str) -> Iterator[Polluted]:
    notes = [["Tổng cộng: 60 người"], ["Người lập biểu"], ["Bắc Giang ngày 30 tháng 8 năm 2021"]]
    for padded in (True, False):
        for blank in (True, False):
            rows = [[*note, *[""] * (len(HEADER) - 1)] if padded else note for note in notes]
            name = f"{'padded' if padded else 'bare'}{'-blank' if blank else ''}"
            yield polluted("footnote", name, text + ("\r\n" if blank else "") + PLAIN.text(rows), table + rows)


def dialect_faults(table: list[Row]) -> Iterator[Polluted]:
    for family, changes in {
        "delimiter_tab": {"delimiter": "\t"}, "delimiter_semicolon": {"delimiter": ";"}, "delimiter_bar": {"delimiter": "|"},
        "delimiter_comma_blank": {"delimiter": ", "}, "delimiter_space": {"delimiter": " "}, "quote_apostrophe": {"quote": "'"},
        "escape_backslash": {"escape": "backslash"}, "escape_none": {"escape": "none"},
    }.items():
        dialect = replace(PLAIN, **changes)
        yield polluted(family, "crlf", dialect.text(table), table, dialect)


def shapes(seed: int) -> Iterator[Polluted]:
    table = clean_table(seed=seed)
    for column in (0, ADDRESS):
        rows = [[row[column]] for row in table]
        yield polluted("table_shape", f"1-column-{column}", PLAIN.text(rows), rows)
    rows = [[row[0], row[ADDRESS]] for row in table]
    yield polluted("table_shape", "2-columns", PLAIN.text(rows), rows)
    rows = [[*row, *(f"Cột {n}" if index == 0 else str(n * index) for n in range(13, 1025))] for index, row in enumerate(table)]
    yield polluted("table_shape", "1024-columns", PLAIN.text(rows), rows)
    long = clean_table(5_000, seed)
    bare = [[text.replace(",", "").replace('"', "") for text in row] for row in long]
    yield polluted("table_shape", "5000-rows", PLAIN.text(long), long)
    bare[4_900][ADDRESS] = 'Thôn "Đông", xã Đồng Tiến'
    yield polluted("table_shape", "5000-rows-first-quote-late", PLAIN.text(bare), bare)


def heading_faults(table: list[Row]) -> Iterator[Polluted]:
    for name, column, heading in (
            ("empty-first", 0, ""), ("empty-middle", 5, ""), ("empty-last", 11, ""), ("twice", 4, HEADER[3]), ("long", 2, "Ngày " * 4_000),
            ("break", 1, "Họ và\ntên"), ("comma", 2, "Ngày, tháng, năm sinh"), ("quote", 7, 'Chính sách "mới"'), ("number", 9, "2021")):
        rows = [[heading if index == column else text for index, text in enumerate(HEADER)], *table[1:]]
        yield polluted("heading", name, PLAIN.text(rows), rows)


def cell_faults(table: list[Row]) -> Iterator[Polluted]:
    for name, text in {
        "json": '{"ho": "Nguyễn", "con": ["An", "Bình"]}', "html": '<a href="x,y">Ghi chú</a>', "place": "21.2731, 106.1946",
        "formula": "=1+1", "wrapped-code": '="0240000001"', "long": "Xã Đồng Tiến " * 4_000, "only-quotes": '""""', "only-comma": ",",
        "only-breaks": "\n\n", "blanks": "   ", "emoji": "Đã nhận 👍🏽", "backslash": "C:\\Chi trả\\", "apostrophe": "'0240000001",
        "crlf": "một\r\nhai\r\n\r\nba", "no-break-blank": "Nguyễn\u00a0Văn Đức", "exponent": "2.405E+11", "tab": "một\thai",
        "line-like-a-row": "một,hai\nba,bốn", "bar-semicolon": "một|hai;ba",
    }.items():
        for index in (1, 30, 60):
            rows = [[*row[:NOTE], text] if number == index else row for number, row in enumerate(table)]
            yield polluted("cell", f"{name}-row{index}", PLAIN.text(rows), rows)


# Every place of the table.

def row_faults(table: list[Row]) -> Iterator[Polluted]:
    lines = [PLAIN.line(row) for row in table]
    for index, row in enumerate(table):
        def whole(line: str) -> str:
            return "".join([*lines[:index], line, *lines[index + 1:]])

        def changed(cells: Row) -> list[Row]:
            return [*table[:index], cells, *table[index + 1:]]

        yield from place_faults(index, row, table, whole, changed)
        yield polluted("row_field_delimiter", f"row{index}", whole(" ".join(map(PLAIN.cell, row)) + "\r\n"), table)
        yield polluted("row_blank_below", f"row{index}", whole(lines[index] + "\r\n"), table)
        yield polluted("row_record_end", f"row{index}-lf", whole(lines[index].replace("\r\n", "\n")), table)
        if index > 0:
            cells = [text.replace(", ", "\r\n") if column == ADDRESS else text for column, text in enumerate(row)]
            yield polluted("row_break_in_cell", f"row{index}", whole(PLAIN.line(cells)), changed(cells))
            yield from quote_faults(index, row, whole, changed)


def place_faults(index: int, row: Row, table: list[Row], whole: Callable[[str], str],
                 changed: Callable[[Row], list[Row]]) -> Iterator[Polluted]:
    cells = [PLAIN.cell(text) for text in row]
    for column in range(len(row)):
        place = f"row{index}-col{column}"
        left, right = ",".join(cells[:column]), ",".join(cells[column:]) + "\r\n"
        yield polluted("row_more_sep", place, whole(left + ("," if column else "") + "," + right), table)
        if column > 0:
            yield polluted("row_less_sep", place, whole(left + right), table)
        spoilt = '"' + row[column]
        token = '""' + cells[column][1:] if cells[column].startswith('"') else spoilt
        line = ",".join([*cells[:column], token, *cells[column + 1:]]) + "\r\n"
        yield polluted("row_extra_quote", place, whole(line), changed([*row[:column], spoilt, *row[column + 1:]]))


def quote_faults(index: int, row: Row, whole: Callable[[str], str], changed: Callable[[Row], list[Row]]) -> Iterator[Polluted]:
    cells = [PLAIN.cell(text) for text in row]
    open_ended = ",".join([*cells[:ADDRESS], cells[ADDRESS][:-1], *cells[ADDRESS + 1:]]) + "\r\n"
    yield polluted("row_missing_quote", f"row{index}", whole(open_ended), changed(row))
    text = 'Tổ "Ba" 2'
    line = ",".join([*cells[:ADDRESS], text, *cells[ADDRESS + 1:]]) + "\r\n"
    yield polluted("row_stray_quote", f"row{index}", whole(line), changed([*row[:ADDRESS], text, *row[ADDRESS + 1:]]))


# Encodings.

def unicode_files(table: list[Row]) -> Iterator[Polluted]:
    text = PLAIN.text(table)
    yield polluted("unicode", "utf-8-mark", b"\xef\xbb\xbf" + text.encode(), table, replace(PLAIN, encoding="utf-8-sig"))
    yield polluted("unicode", "decomposed", unicodedata.normalize("NFD", text), table)
    for name, codec, mark in (("utf-16le", "utf-16-le", b"\xff\xfe"), ("utf-16be", "utf-16-be", b"\xfe\xff")):
        yield polluted("unicode", f"{name}-mark", mark + text.encode(codec), table, replace(PLAIN, encoding="utf-16"))
        yield polluted("unicode", name, text.encode(codec), table, replace(PLAIN, encoding=codec))


def legacy_files(table: list[Row]) -> Iterator[Polluted]:
    # What the encodings of one byte a letter have no sign for, or the same sign twice.
    table = [[text.replace("Ỏ", "O").replace("Á", "A").replace("Ấ", "Â") for text in row] for row in table]
    for delimiter, word in ((",", "comma"), (";", "semicolon"), ("\t", "tab")):
        text = replace(PLAIN, delimiter=delimiter).text(table)
        for name, (encoding, column) in LEGACY.items():
            python = "cp1258" if encoding == "windows-1258" else "latin-1"
            yield polluted("legacy", f"{name}-{word}", Encoder(column)(text), table, replace(PLAIN, delimiter=delimiter, encoding=python))


def mixed_files(table: list[Row]) -> Iterator[Polluted]:
    lines = [PLAIN.line(row) for row in table]
    for name, (_, column) in LEGACY.items():
        if name == "tcvn3":
            continue
        encode = Encoder(column)
        few = [encode(line) if index in (3, 17, 40) else line.encode() for index, line in enumerate(lines)]
        yield polluted("mixed", f"utf-8-{name}", b"".join(few), table)
        few = [line.encode() if index in (3, 17, 40) else encode(line) for index, line in enumerate(lines)]
        yield polluted("mixed", f"{name}-utf-8", b"".join(few), table, replace(PLAIN, encoding="latin-1"))


def double_files(table: list[Row]) -> Iterator[Polluted]:
    for name, column in (("utf-8", None), ("tcvn3-pairs", "tcvn3_pair_hex"), ("vni", "vni_bytes_hex"), ("viscii", "viscii_hex")):
        encode = Encoder(column) if column else str.encode
        yield polluted("double", name, mistaken(encode(PLAIN.text(table))), table)


def twelve_files() -> Iterator[Polluted]:
    for name, (data, rows) in TWELVE.items():
        yield polluted("small", name, data, rows)


def all_files(seed: int = SEED) -> Iterator[Polluted]:
    yield from twelve_files()
    table = clean_table(seed=seed)
    for make in (file_faults, dialect_faults, heading_faults, cell_faults, row_faults, unicode_files, legacy_files, mixed_files,
                 double_files):
        yield from make(table)
    yield from shapes(seed)


def few_files(seed: int = SEED, every: int = 11) -> Iterator[Polluted]:
    """All files but those of the rows, and of these one in `every`."""
    for index, file in enumerate(all_files(seed)):
        if not file.family.name.startswith("row_") or index % every == 0:
            yield file


def main() -> None:
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for file in all_files():
        with open(os.path.join(folder, file.name.replace("/", "__") + ".csv"), "wb") as target:
            target.write(file.data)


if __name__ == "__main__":
    main()
