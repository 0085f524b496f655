#!/usr/bin/env python3
"""Files made to cost more than they weigh. Each must be refused with a reason, or read, within a second of CPU and 64 MB.

    Tests/Conformance/bombs.py .build/release/ansinh                  ten gigabytes where a bomb has no end
    Tests/Conformance/bombs.py --quick .build/debug/ansinh            a hundred megabytes, and no limit of time for a debug build
    Tests/Conformance/bombs.py --only csv/ .build/release/ansinh

Endless texts come through a pipe, archives and XML from a temporary folder (TMPDIR). Printed: CPU seconds, wall seconds, peak memory in MB,
what became of the file. The wall clock is not judged, as it belongs to whatever else the machine does.
"""
import argparse
import itertools
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import cases

GB = 1 << 30
CPU, MEMORY = 1.0, 64


# Endless text: pieces, one after the other, for a pipe.

def repeated(piece, head=b""):
    block = piece * max(1, (1 << 20) // len(piece))
    return lambda: itertools.chain([head], itertools.repeat(block))


HEADER = cases.table([]).encode()
ROW = cases.table(cases.people(1)).encode().split(b"\n", 1)[1]
PREFIX = b",".join(ROW.split(b",")[:15]) + b","
TEXTS = {
    "csv/one-quote": repeated(b'"'), "csv/no-line-end": repeated(b"a"), "csv/commas": repeated(b","), "csv/blanks": repeated(b" "),
    "csv/line-ends": repeated(b"\n"), "csv/noughts": repeated(b"\0"), "csv/million-columns": repeated(b"a," * 1_000_000 + b"\n"),
    "csv/header-then-open-quote": repeated(b"a", HEADER + b'"'), "csv/header-then-quotes": repeated(b'"', HEADER),
    "csv/header-then-quoted-lines": repeated(b"a\n", HEADER + b'"'), "csv/header-then-commas": repeated(b",", HEADER),
    "csv/header-then-words": repeated(b"x,", HEADER), "csv/header-then-no-line-end": repeated(b"a", HEADER + PREFIX),
    "csv/header-then-blank-after-quote": repeated(b" ", HEADER + b'"a"'),
    "csv/header-then-pairs-of-quotes": repeated(b'""a\n', HEADER), "csv/header-then-quote-each-line": repeated(b'"a\n', HEADER),
    "csv/header-then-wide-rows": repeated(b"x," * 400_000 + b"\n", HEADER),
    "csv/header-then-long-rows": repeated(PREFIX + b"x" * 2_000_000 + b"\n", HEADER),
    "csv/header-then-title-lines": repeated(b"a" * 200 + b"\n", HEADER),
    "xml/blanks-in-front": repeated(b" ", b"<"), "xml/comments": repeated(b"<!---->", b"<?xml version='1.0'?>"),
    "xml/one-comment": repeated(b"a", b"<!--"), "xml/one-instruction": repeated(b"a", b"<?a "), "xml/one-name": repeated(b"a", b"<"),
    "xml/one-attribute": repeated(b"a", b'<DanhSachDoiTuong a="'), "xml/one-text": repeated(b"a", b"<DanhSachDoiTuong><DoiTuong><MaHo>"),
    "xml/one-cdata": repeated(b"a", b"<DanhSachDoiTuong><DoiTuong><MaHo><![CDATA["),
    "xml/nesting": repeated(b"<a>", b"<DanhSachDoiTuong><DoiTuong>"),
    "xml/comments-inside": repeated(b"<!---->", b"<DanhSachDoiTuong>"),
    "xml/blanks-inside": repeated(b" ", b"<DanhSachDoiTuong>"),
    "xml/references": repeated(b"&#65;", b"<DanhSachDoiTuong><DoiTuong><MaHo>"),
    "xml/same-field": repeated(b"<MaHo/>", b"<DanhSachDoiTuong><DoiTuong>"),
    "xml/schema-without-end": repeated(b"<a/>", b"<NewDataSet><schema>"),
}


# Whole files.

def numbered(count, form, head, tail):
    return head + b"".join(form % number for number in range(count)) + tail


def laughs():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE a [<!ENTITY a0 "ha">{entities}]><DanhSachDoiTuong><DoiTuong><MaHo>&a11;</MaHo></DoiTuong></DanhSachDoiTuong>'.encode()


def xml_files():
    body = b"<DanhSachDoiTuong><DoiTuong><MaHo>&a;</MaHo></DoiTuong></DanhSachDoiTuong>"
    yield "xml/billion-laughs", laughs()
    yield "xml/quadratic", b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 100_000 + b'">]>' + body.replace(b"&a;", b"&a;" * 100_000)
    yield "xml/external-entity", b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + body
    yield "xml/external-dtd", b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">' + body
    yield "xml/late-doctype", b"<!--" + b"a" * 300_000 + b"-->" + laughs()
    open_record = b"<DanhSachDoiTuong><DoiTuong>"
    yield "xml/million-attributes", numbered(1_000_000, b' a%d=""', b"<DanhSachDoiTuong><DoiTuong", b"/></DanhSachDoiTuong>")
    yield "xml/million-namespaces", numbered(300_000, b' xmlns:a%d="b"', b"<DanhSachDoiTuong><DoiTuong", b"/></DanhSachDoiTuong>")
    yield "xml/million-names", numbered(1_000_000, b"<a%d/>", open_record, b"</DoiTuong></DanhSachDoiTuong>")
    yield "xml/million-roots", b"<DanhSachDoiTuong/>" * 1_000_000
    yield "xml/nested-million", b"<DanhSachDoiTuong>" + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</DanhSachDoiTuong>"


class Zip:
    """An archive written by hand, so that it can lie and be larger than it is."""

    def __init__(self):
        self.data, self.directory, self.count = bytearray(), bytearray(), 0

    def add(self, name, packed, size, checksum=0, offset=None, method=8):
        name = name.encode()
        header = struct.pack("<HHHIIIIHH", 20, 0, method, 0, checksum, len(packed) & 0xFFFFFFFF, size & 0xFFFFFFFF, len(name), 0)
        place = len(self.data) if offset is None else offset
        if offset is None:
            self.data += b"PK\3\4" + header + name + packed
        wide = struct.pack("<HHQ", 1, 8, size) if size > 0xFFFFFFFE else b""
        shown = struct.pack("<HHHIIIIHHHHHII", 20, 0, method, 0, checksum, len(packed), min(size, 0xFFFFFFFF), len(name), len(wide), 0, 0, 0, 0, place)
        self.directory += b"PK\1\2\x14\0" + shown + name + wide
        self.count += 1
        return place

    def bytes(self, count=None):
        count = self.count if count is None else count
        wide = b""
        if count > 0xFFFE:
            wide = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, len(self.directory), len(self.data))
            wide += b"PK\6\7" + struct.pack("<IQI", 0, len(self.data) + len(self.directory), 1)
        few = min(count, 0xFFFF)
        end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, few, few, len(self.directory), len(self.data), 0)
        return bytes(self.data + self.directory) + wide + end


def deflated(piece, times, head=b"", tail=b""):
    """`head`, `times` times `piece`, `tail`, deflated with hardly any work: every full flush makes the same bytes of the same piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * times + packer.compress(tail) + packer.flush(), len(head) + len(piece) * times + len(tail)


def gzip(packed, size):
    return b"\x1f\x8b\x08\0\0\0\0\0\0\3" + packed + struct.pack("<II", 0, size & 0xFFFFFFFF)


def workbook(**parts):
    archive = Zip()
    sheet = {
        "_rels/.rels": b'<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": b'<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": b'<Relationships><Relationship Id="r1" Type="x/worksheet" Target="sheet.xml"/>'
        b'<Relationship Id="r2" Type="x/sharedStrings" Target="strings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>',
        "xl/sheet.xml": b"<worksheet><sheetData/></worksheet>", "xl/strings.xml": b"<sst/>", "xl/styles.xml": b"<styleSheet/>"}
    for name, content in sheet.items():
        if name not in parts:
            packed, size = deflated(b"", 0, content)
            archive.add(name, packed, size, zlib.crc32(content))
    for name, (packed, size) in parts.items():
        archive.add(name, packed, size)
    return archive.bytes()


def filler(ratio):
    """A megabyte that deflates to about `ratio`: blank text with some noise in it."""
    noise = bytes(97 + (index * index * 7 + index // 3) % 26 for index in range((1 << 20) // ratio))
    return noise + b" " * ((1 << 20) - len(noise))


def archives(size):
    mega = 1 << 20
    count = size // mega
    zeros = deflated(b"\0" * mega, count)
    open_sheet, close_sheet = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
    yield "gzip/zeros.gz", gzip(*zeros)
    yield "gzip/blanks.gz", gzip(*deflated(b" " * mega, count))
    yield "gzip/header-then-no-line-end.gz", gzip(*deflated(b"a" * mega, count, HEADER + PREFIX))
    yield "gzip/header-then-noise.gz", gzip(*deflated(filler(90), count, HEADER + PREFIX))
    yield "gzip/gzip-in-gzip.gz", gzip(*deflated(gzip(*zeros), 1))
    for name in ("sheet", "strings"):
        yield f"xlsx/zeros-{name}.xlsx", workbook(**{f"xl/{name}.xml": zeros})
    yield "xlsx/blank-sheet.xlsx", workbook(**{"xl/sheet.xml": deflated(b" " * mega, min(count, 2000), open_sheet, close_sheet)})
    yield "xlsx/comments-in-sheet.xlsx", workbook(**{"xl/sheet.xml": deflated(b"<!---->" * 150_000, min(count, 1900), open_sheet, close_sheet)})
    yield "xlsx/comments-in-styles.xlsx", workbook(**{"xl/styles.xml": deflated(b"<!---->" * 150_000, 30, b"<styleSheet>", b"</styleSheet>")})
    yield "xlsx/elements-beside.xlsx", workbook(**{"xl/sheet.xml": deflated(b"<x/>" * 250_000, min(count, 1900), open_sheet, close_sheet)})
    yield "xlsx/blank-cells.xlsx", workbook(
        **{"xl/sheet.xml": deflated((b"<row>" + b"<c/>" * 10_000 + b"</row>") * 25, min(count, 1900), open_sheet, close_sheet)})
    for ratio in (30, 45, 90, 190):
        yield f"xlsx/strings-{ratio}.xlsx", workbook(**{"xl/strings.xml": deflated(strings(ratio), min(count, 990), b"<sst>", b"</sst>")})
    archive = Zip()
    archive.add("a.csv", *zeros)
    yield "zip/zeros.zip", archive.bytes()
    archive = Zip()
    archive.add("a.csv", *deflated(filler(90), min(count, 8000), HEADER + PREFIX))
    yield "zip/header-then-noise.zip", archive.bytes()
    archive = Zip()
    for number in range(4096):
        archive.add(f"{number}.csv", *deflated(b" " * mega, 1))
    yield "zip/thousands-of-blanks.zip", archive.bytes()
    inner = b""
    for _ in range(12):
        archive = Zip()
        for number in range(4):
            archive.add(f"{number}.zip", inner, len(inner), zlib.crc32(inner), method=0)
        inner = archive.bytes()
        if len(inner) > mega:
            break
    yield "zip/nested.zip", inner
    archive = Zip()
    place = archive.add("0.csv", *deflated(b"a" * mega, 10))
    for number in range(1, 3000):
        archive.add(f"{number}.csv", *deflated(b"a" * mega, 10), offset=place)
    yield "zip/overlapping.zip", archive.bytes()
    archive = Zip()
    for number in range(1_000_000):
        archive.add(f"{number}", b"", 0, method=0)
    yield "zip/million-entries.zip", archive.bytes()
    yield "zip/million-claimed.zip", b"PK\3\4" + archive_of_one().replace(b"PK\3\4", b"", 1)


def archive_of_one():
    archive = Zip()
    archive.add("a.csv", b"", 0, method=0)
    return archive.bytes(count=0xFFFF)


def strings(ratio):
    """A megabyte of shared strings that deflates to about `ratio`."""
    width = max(20, ratio)
    parts = []
    for number in itertools.count():
        parts.append(b"<si><t>" + b"%x" % (number * 2_654_435_761 % (1 << 24)) + b"a" * (width * 5) + b"</t></si>")
        if sum(map(len, parts[-1:])) * len(parts) > 1 << 20:
            return b"".join(parts)


# Running them.

# The memory of a program starts with that of who started it, which is why a small one does.
LAUNCHER = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
os.write(3, b"%d %f %d" % (os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024))
"""


def run(program, path, text=None, size=0):
    """CPU seconds, wall seconds, MB, the answer in words."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as talk:
        source = subprocess.PIPE if text else subprocess.DEVNULL
        figures, writing = os.pipe()
        launched = ["sh", "-c", f'exec "$@" 3>&{writing} {writing}>&-', "sh", sys.executable, "-I", "-S", "-c", LAUNCHER]
        checking = subprocess.Popen(
            [*launched, program, "check", "--json", path], stdin=source, stdout=output, stderr=talk, pass_fds=[writing])
        os.close(writing)
        if text:
            send(text(), checking.stdin, size)
        checking.wait()
        code, seconds, memory = os.read(figures, 100).split()
        os.close(figures)
        output.seek(0)
        talk.seek(0)
        answer = verdict(int(code), output.read(), talk.read().decode(errors="replace"))
    return float(seconds), time.monotonic() - start, int(memory), answer


def send(pieces, pipe, size):
    try:
        with pipe:
            for piece in pieces:
                pipe.write(piece[:size])
                size -= len(piece)
                if size <= 0:
                    return
    except BrokenPipeError:
        pass


def verdict(code, output, talk):
    if code < 0:
        return f"exit code {code}: ended by us after 20 s of CPU" if code in (-9, -24) else f"exit code {code}: a crash"
    if code not in (0, 65):
        return f"exit code {code}: {talk[-200:]}"
    try:
        report = json.loads(output)
    except ValueError:
        return talk.strip()[-100:] if code == 65 and talk else f"no report: {talk[-200:]}"
    reports = report if isinstance(report, list) else [report]
    words = sorted({each.get("file_reason") or "read" for each in reports})
    return ", ".join(words)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    size = 100 << 20 if options.quick else 10 * GB
    wrong = 0

    def judge(name, result):
        nonlocal wrong
        seconds, wall, memory, answer = result
        isWrong = answer.startswith(("exit", "no report")) or (not options.quick and (seconds > CPU or memory > MEMORY))
        wrong += isWrong
        print(f"{'✘' if isWrong else ' '} {name:36} {seconds:6.2f} s CPU {wall:6.1f} s {memory:5.0f} MB  {answer}", flush=True)

    for name, text in TEXTS.items():
        if name.startswith(options.only):
            judge(name, run(options.program, "/dev/stdin", text, size))
    with tempfile.TemporaryDirectory() as folder:
        for name, data in itertools.chain(xml_files(), archives(size)):
            if not name.startswith(options.only):
                continue
            path = os.path.join(folder, name.split("/")[1] + ("" if "." in name else ".xml"))
            with open(path, "wb") as file:
                file.write(data)
            judge(name, run(options.program, path))
            os.remove(path)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
