"""Small files to begin with, so that the fuzzer need not find out by itself what a list looks like."""
import gzip
import os
import struct
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Conformance"))
import cases  # noqa: E402

FIXTURES = os.path.join(HERE, "..", "IngestTests", "Fixtures", "Fuzz")
# A bigger seed slows every run that grows from it.
LARGEST = 2048


def conformance(folder, *parts):
    """The made files of one kind, a few rows each."""
    for case in cases.all_cases():
        data = shortened(case.data)
        if case.suffix in parts and len(data) <= LARGEST:
            write(folder, case.name, data)


def shortened(data):
    """Without most of the lines that are in every list."""
    lines = data.split(b"\n")
    usual = cases.table(cases.people()).encode().split(b"\n")
    kept = [line for index, line in enumerate(lines) if index < 2 or line not in usual]
    return b"\n".join(kept) + b"\n" if len(kept) < 5 else data


def write(folder, name, data):
    with open(os.path.join(folder, name.replace("/", "-").replace("\0", "")[:80]), "wb") as file:
        file.write(data)


def short(rows=2):
    return cases.people(rows)


def csv(folder):
    conformance(folder, "csv")
    for delimiter, word in ((",", "comma"), (";", "semicolon"), ("\t", "tab")):
        for newline, end in (("\n", "lf"), ("\r\n", "crlf"), ("\r", "cr")):
            write(folder, f"short-{word}-{end}", cases.table(short(), delimiter, newline).encode())
    write(folder, "quotes", cases.table(short(), quote_all=True).encode())
    write(folder, "records", b'a,"b\nc",d\n"x ""y""",,\n"e,f\n,g"" h,"i"j\n')
    write(folder, "total", (cases.table(short()) + "Tổng cộng,,,,2 người,,,,,,,,,1080000,,\n").encode())
    required = cases.table(short(), keys=cases.REQUIRED)
    write(folder, "required", required.encode())
    for name, (_, column) in cases.LEGACY.items():
        write(folder, f"legacy-{name}", cases.Encoder(column)(required.replace("Ánh", "Bình")))
    write(folder, "utf-16le", b"\xff\xfe" + required.encode("utf-16-le"))
    write(folder, "double", cases.mistaken(required.encode()).encode())


def records(folder):
    for name, text in (
            ("quoted", 'a,"b\nc",d\n"x ""y""",,\n"e,f\n,g"" h,"i"j\n'), ("lines", "a,b\r\n\r\nc\r\nd"), ("returns", "a;b\rc;d\r"),
            ("pairs", '""a\n' * 30), ("blanks", '"a"   \t ,b\n"c" x,d\n'), ("long", "x" * 300 + "\n" + '"' + "y,\n" * 200)):
        write(folder, name, text.encode())
    write(folder, "table", cases.table(short(), quote_all=True).encode())


def xml(folder):
    conformance(folder, "xml")
    rows = short()
    write(folder, "elements", cases.xml(rows).encode())
    write(folder, "attributes", cases.xml(rows, attributes=True).encode())
    write(folder, "dataset", cases.xml(rows, root="NewDataSet", record="Table").encode())
    write(folder, "utf-16", cases.xml(rows, prolog='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"))
    schema = '<NewDataSet><xs:schema xmlns:xs="x"><xs:element name="a"/></xs:schema>'
    write(folder, "schema", cases.xml(rows, root="NewDataSet", record="Table", prolog="").replace("<NewDataSet>", schema).encode())


def encodings(folder):
    text = "Nguyễn Thị Hường, Đặng Văn Tuấn ỬỮỰ\nHồ Quỳnh Ỷ Ỵ"
    write(folder, "utf-8", text.encode())
    write(folder, "nfd", cases.unicodedata.normalize("NFD", text).encode())
    for name, (_, column) in cases.LEGACY.items():
        data = b"".join(cases.Encoder(column).bytes.get(letter) or letter.encode("ascii", "ignore") for letter in text)
        write(folder, name, data)
        write(folder, f"double-{name}", cases.mistaken(data).encode())
    write(folder, "double-utf-8", cases.mistaken(text.encode()).encode())
    for codec in ("utf-16-le", "utf-16-be"):
        write(folder, codec, text.encode(codec))
    write(folder, "blanks", "a  b\u00a0c\u200bd Ðð �? N?n".encode())


SHEET = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="r2" Type="x/styles" Target="styles.xml"/>'
    '<Relationship Id="r3" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>',
}


def sheet(rows, keys, kind):
    """The parts of a workbook with shared strings, inline strings or plain values."""
    heads = [dict((c[0], c[1]) for c in cases.COLUMNS)[key] for key in keys]
    strings, lines = [], []
    for number, texts in enumerate([heads] + [[row[key] for key in keys] for row in rows], 1):
        line = []
        for text in texts:
            if kind == "shared":
                strings.append(f"<si><t>{text}</t></si>")
                line.append(f'<c t="s"><v>{len(strings) - 1}</v></c>')
            elif kind == "inline":
                line.append(f'<c t="inlineStr"><is><t>{text}</t></is></c>')
            else:
                line.append(f'<c t="str" s="1"><v>{text}</v></c>')
        lines.append(f'<row r="{number}">{"".join(line)}</row>')
    parts = {**SHEET, "xl/sharedStrings.xml": f"<sst>{''.join(strings)}</sst>"}
    parts["xl/worksheets/sheet1.xml"] = f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>"
    return parts


def xlsx(folder):
    for kind in ("shared", "inline", "plain"):
        parts = sheet(short(1), cases.REQUIRED, kind)
        for mark in ("===", "=*="):
            write(folder, f"parts-{kind}-{len(mark.strip('='))}", "".join(f"{mark} {name}\n{text}\n" for name, text in parts.items()).encode())
        path = os.path.join(folder, f"zip-{kind}")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
    dates = sheet(short(1), cases.REQUIRED, "shared")
    dates["xl/worksheets/sheet1.xml"] = dates["xl/worksheets/sheet1.xml"].replace(
        "</sheetData>", '<row r="4"><c r="C4" s="1"><v>18395.5</v></c><c r="A4" t="b"><v>1</v></c><c r="B4" s="2"><v>1E5</v></c>'
        '<c r="D4" t="d"><v>2021-08-05T00:00:00</v></c></row></sheetData>')
    write(folder, "parts-dates", "".join(f"=== {name}\n{text}\n" for name, text in dates.items()).encode())
    write(folder, "gzip", gzip.compress(cases.table(short()).encode()))


def pages(folder):
    """A page (behind an even byte), and lines to be packed (behind an odd one)."""
    def integers(form, base, rest=b""):
        return bytes([form]) + struct.pack("<q", base) + rest

    columns = [
        (0, b"record", integers(0x10, 5, struct.pack("<q", 1))),
        (0, b"amount", integers(0x22, -3, b"\2" + struct.pack("<3H", 3, 0xFFFF, 1000))),
        (1, b"code", b"\2\2\0BT\3" + integers(1, 7, b"\0\1\x5d")),
        (1, b"word", b"\1\2\0" + integers(1, 2, b"\0\1") + b"abNam" + integers(1, 0, b"\1\0\1")),
        (1, b"name", b"\0\1\0L" + integers(1, 0, b"\0\1\2") + b"abc"), (1, b"none", b"\x80")]
    heads = b"".join(bytes([kind, len(name)]) + name for kind, name, _ in columns)
    end, ends = 4 + len(heads) + 4 * len(columns), b""
    for *_, section in columns:
        end += len(section)
        ends += struct.pack("<I", end)
    page = bytes([1, len(columns)]) + struct.pack("<H", 3) + heads + ends + b"".join(section for *_, section in columns)
    write(folder, "page", b"\0" + page)
    for name, text in (
            ("codes", "\n".join(f"BT-24/{number:06}" for number in range(50))), ("words", "Nam\nNữ\n~\n" * 40),
            ("names", "Nguyễn Thị Ún\nNguyễn Văn Páo\n\n~"), ("eight", "abcdefgh" * 20)):
        write(folder, name, b"\1" + text.encode())


def make(target, folder):
    """Fills `folder` with the seeds of `target`, and with what was found before."""
    os.makedirs(folder, exist_ok=True)
    {"records": records, "csv": csv, "xml": xml, "encodings": encodings, "xlsx": xlsx, "pages": pages}[target](folder)
    found = os.path.join(FIXTURES, target)
    for name in os.listdir(found) if os.path.isdir(found) else []:
        with open(os.path.join(found, name), "rb") as file:
            write(folder, f"found-{name}", file.read())
