"""Files as they are sent, each with what must become of it. Made, not collected: every case is one or two changes to a good list.

A case says what has to hold (outcome, refused rows with class and column, notes that must be there, the values of the accepted rows);
what it does not say may be anything, so that a case tests one thing.
"""
import csv
import os
import unicodedata
from dataclasses import dataclass, field

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "IngestTests", "Fixtures")
# Key, heading, element of XML, and the other headings that are known.
COLUMNS = [
    ("ma_ho", "Mã hộ", "MaHo", ["ma ho", "Mã số hộ", "Mã hộ gia đình"]),
    ("ma_tinh", "Mã tỉnh", "MaTinh", ["ma_tinh", "Mã tỉnh/TP", "Mã TP"]),
    ("ma_huyen", "Mã huyện", "MaHuyen", ["ma huyen", "Mã QH", "Mã quận/huyện"]),
    ("ma_xa", "Mã xã", "MaXa", ["ma_xa", "Mã PX", "Mã phường/xã"]),
    ("ho_va_ten", "Họ và tên", "HoVaTen", ["ho va ten", "Họ tên", "Họ và tên người hưởng"]),
    ("ngay_sinh", "Ngày sinh", "NgaySinh", ["ngay_sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh"]),
    ("gioi_tinh", "Giới tính", "GioiTinh", ["gioi tinh"]),
    ("so_cccd", "Số CCCD", "SoCCCD", ["so_cccd", "CCCD", "Số định danh", "Số CCCD/CMND", "CMND/CCCD"]),
    ("quan_he", "Quan hệ với chủ hộ", "QuanHeVoiChuHo", ["quan he voi chu ho", "Quan hệ"]),
    ("loai_ho", "Loại hộ", "LoaiHo", ["loai ho", "Diện hộ"]),
    ("ma_doi_tuong", "Mã đối tượng", "MaDoiTuong", ["ma_doi_tuong"]),
    ("chinh_sach", "Chính sách", "ChinhSach", ["chinh sach", "Tên chính sách"]),
    ("ky_chi_tra", "Kỳ chi trả", "KyChiTra", ["ky_chi_tra", "Tháng chi trả"]),
    ("so_tien", "Số tiền", "SoTien", ["so tien", "Số tiền (đồng)", "Mức trợ cấp"]),
    ("ngay_chi", "Ngày chi", "NgayChi", ["ngay_chi", "Ngày chi trả"]),
    ("trang_thai", "Trạng thái chi trả", "TrangThaiChiTra", ["trang thai chi tra", "Trạng thái"]),
]
KEYS = [column[0] for column in COLUMNS]
NAMES = [
    "Nguyễn Văn Đức", "Trần Thị Hường", "Lê Quốc Tuấn", "Phạm Hữu Nghĩa", "Hoàng Thị Phượng", "Vũ Đình Thịnh", "Bùi Thị Mỹ Lệ",
    "Đỗ Ngọc Ánh", "Ngô Thị Quỳnh", "Dương Văn Kiên", "Đặng Thị Giỏi", "Lý A Sửu"]
REQUIRED = ["ma_ho", "ma_tinh", "ma_xa", "ho_va_ten", "ngay_sinh", "gioi_tinh", "loai_ho", "ma_doi_tuong", "ky_chi_tra", "so_tien"]


def person(index, **changes):
    """A good row."""
    row = {
        "ma_ho": f"24000001{index:02d}", "ma_tinh": "24", "ma_huyen": "215", "ma_xa": "07288", "ho_va_ten": NAMES[index % len(NAMES)],
        "ngay_sinh": f"{index % 28 + 1:02d}/05/1950", "gioi_tinh": "Nam", "so_cccd": f"0240500{index:05d}", "quan_he": "Chủ hộ",
        "loai_ho": "Hộ nghèo", "ma_doi_tuong": f"24000001{index:02d}01-1", "chinh_sach": "ND20.K6.S", "ky_chi_tra": "2021-08",
        "so_tien": "540000", "ngay_chi": "05/08/2021", "trang_thai": "Đã chi"}
    return {**row, **changes}


def people(count=len(NAMES), **changes):
    return [person(index, **changes) for index in range(count)]


def cell(text, delimiter, quote_all=False):
    if quote_all or any(mark in text for mark in (delimiter, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def table(rows, delimiter=",", newline="\n", header=None, keys=KEYS, quote_all=False, end=True):
    """A list as text."""
    header = header or [dict((c[0], c[1]) for c in COLUMNS)[key] for key in keys]
    lines = [header] + [[row[key] for key in keys] for row in rows]
    text = newline.join(delimiter.join(cell(value, delimiter, quote_all) for value in line) for line in lines)
    return text + (newline if end else "")


def xml(rows, root="DanhSachDoiTuong", record="DoiTuong", attributes=False, namespace="", prolog='<?xml version="1.0" encoding="UTF-8"?>\n'):
    from xml.sax.saxutils import escape, quoteattr
    elements = {column[0]: column[2] for column in COLUMNS}
    parts = [prolog, f"<{root}{namespace}>\n"]
    for row in rows:
        if attributes:
            parts.append(f"<{record} " + " ".join(f"{elements[k]}={quoteattr(v)}" for k, v in row.items()) + "/>\n")
        else:
            parts.append(f"<{record}>" + "".join(f"<{elements[k]}>{escape(v)}</{elements[k]}>" for k, v in row.items()) + f"</{record}>\n")
    return "".join(parts) + f"</{root}>\n"


class Encoder:
    """Text to the bytes of a legacy encoding, by the letter table that was compared with two independent sources."""

    _rows = None

    def __init__(self, column):
        if Encoder._rows is None:
            with open(os.path.join(FIXTURES, "vietnamese.tsv"), encoding="utf-8", newline="") as file:
                Encoder._rows = list(csv.DictReader(file, delimiter="\t"))
        self.bytes = {row["unicode_nfc"]: bytes.fromhex(row[column]) for row in Encoder._rows if row[column]}

    def __call__(self, text):
        return b"".join(self.bytes.get(letter) or letter.encode("ascii") for letter in text)


LEGACY = {
    "tcvn3": ("tcvn3", "tcvn3_bytes_hex"), "tcvn3-pairs": ("tcvn3", "tcvn3_pair_hex"), "vni": ("vni", "vni_bytes_hex"),
    "viscii": ("viscii", "viscii_hex"), "windows-1258": ("windows-1258", "cp1258_hex"),
    "windows-1258-decomposed": ("windows-1258", "cp1258_decomposed_hex")}


def mistaken(data):
    """Bytes read as windows-1252, undefined ones as control characters: what a database stores when nobody told it the encoding."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in data)


@dataclass
class Case:
    name: str
    data: bytes
    suffix: str = "csv"
    file_reason: str = None
    # (index of the row, class, column or None for any), in the order of the file.
    rejected: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    # Notes that must not be there.
    absent: list = field(default_factory=list)
    # key → the values in the accepted rows, in order.
    values: dict = field(default_factory=dict)
    accepted: int = None
    encoding: str = None
    kind: str = None
    # Of the command line.
    options: list = field(default_factory=list)


def good(name, text, count=len(NAMES), **rest):
    """A file all of whose rows are to be accepted with their names whole."""
    data = text if isinstance(text, bytes) else text.encode()
    return Case(name, data, values={"ho_va_ten": NAMES[:count]} if count <= len(NAMES) else {}, accepted=count, **rest)


def dialects():
    for delimiter, word in ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")):
        for newline, end in (("\n", "lf"), ("\r\n", "crlf"), ("\r", "cr")):
            for quote_all in (False, True):
                text = table(people(), delimiter, newline, quote_all=quote_all)
                kind = f"dialect/{word}-{end}{'-quoted' if quote_all else ''}"
                yield good(kind, text)
                yield good(kind + "-bom", b"\xef\xbb\xbf" + text.encode())
        yield good(f"dialect/{word}-no-last-line-end", table(people(), delimiter, end=False))
        yield good(f"dialect/{word}-sep-line", f"sep={delimiter}\r\n" + table(people(), delimiter, "\r\n"), notes=["dialect_directive"])
        rows = people()
        rows[3]["quan_he"] = f"Con{delimiter} cháu"
        rows[4]["quan_he"] = 'Con "nuôi"'
        rows[5]["quan_he"] = "Con\nnuôi"
        yield good(f"dialect/{word}-structure-in-cells", table(rows, delimiter))
        yield good(f"dialect/{word}-blank-lines", table(people(), delimiter).replace("\n", "\n\n"))
    late = people(400)
    late[390]["quan_he"] = 'Con, "nuôi"'
    yield Case("dialect/first-quote-late", table(late).encode(), accepted=400)
    many = table(people(2)).replace("\n", "\n", 1)
    yield Case("dialect/two-rows", many.encode(), accepted=2)


def encodings():
    text = table(people())
    yield good("encoding/utf-8", text, encoding="utf-8", absent=["encoding_legacy", "encoding_double"])
    yield good("encoding/nfd", unicodedata.normalize("NFD", text), notes=["nfd_normalized"])
    half = "".join(unicodedata.normalize("NFD", c)[0] + unicodedata.normalize("NFD", c)[1:] if c in "ờớởỡợừứửữự" else c for c in text)
    yield good("encoding/half-composed", half, notes=["nfd_normalized"])
    for delimiter, word in ((",", "comma"), (";", "semicolon"), ("\t", "tab")):
        text = table(people(), delimiter, "\r\n")
        for name, codec, mark in (("utf-16le", "utf-16-le", b"\xff\xfe"), ("utf-16be", "utf-16-be", b"\xfe\xff")):
            yield good(f"encoding/{name}-{word}", mark + text.encode(codec), encoding=name)
            yield good(f"encoding/{name}-{word}-no-mark", text.encode(codec), encoding=name)
        for name, (encoding, column) in LEGACY.items():
            plain = text.replace("Ánh", "Bình") if name == "tcvn3" else text  # it has no Á: whether one is meant nobody can say
            names = {"ho_va_ten": [each.replace("Ánh", "Bình") if name == "tcvn3" else each for each in NAMES]}
            yield Case(f"encoding/{name}-{word}", Encoder(column)(plain), encoding=encoding, notes=["encoding_legacy"],
                       accepted=len(NAMES), values=names)
        for name, (_, column) in [*LEGACY.items(), ("utf-8", (None, None))]:
            if name in ("tcvn3", "windows-1258-decomposed"):  # capitals, or letters that no program of the time wrote so
                continue
            encode = Encoder(column) if column else str.encode
            yield good(f"encoding/double-{name}-{word}", mistaken(encode(text)), notes=["encoding_double"])
            rows = [dict(row, ho_va_ten=mistaken(encode(row["ho_va_ten"]))) for row in people()]
            yield good(f"encoding/double-{name}-{word}-names-only", table(rows, delimiter), notes=["encoding_double"])
    for name, (_, column) in LEGACY.items():
        if name == "tcvn3":
            continue
        lines = table(people()).encode().split(b"\n")
        for index in (3, 4, 9):
            lines[index] = Encoder(column)(lines[index].decode())
        yield good(f"encoding/mixed-utf-8-{name}", b"\n".join(lines), notes=["encoding_mixed"])
        lines = Encoder(column)(table(people())).split(b"\n")
        for index in (2, 7):
            lines[index] = table([person(index - 1)]).encode().split(b"\n")[1]
        yield good(f"encoding/mixed-{name}-utf-8", b"\n".join(lines), notes=["encoding_mixed"])
    capitals = [dict(row, ho_va_ten=row["ho_va_ten"].upper()) for row in people()]
    yield Case("encoding/tcvn3-capital-font", Encoder("tcvn3_bytes_hex")(table(capitals)), accepted=len(NAMES),
               values={"ho_va_ten": [name.upper() for name in NAMES]}, notes=["encoding_legacy", "case_restored"])
    bad = table(people()).encode().split(b"\n")
    bad[5] = bad[5].replace("Hoàng".encode(), b"Ho\xff\xfeng")
    yield Case("encoding/undecodable-name", b"\n".join(bad), rejected=[(4, "encoding_invalid", "ho_va_ten")])
    noise = bytes((index * 97 + index // 7 * 31) % 64 + 0xC0 for index in range(4000))
    lines = b"\n".join(b",".join(noise[i + 16 * j:i + 16 * j + 8] for j in range(16)) for i in range(0, 200, 8))
    yield Case("encoding/nothing-reads", lines, file_reason=["encoding_unknown", "header_not_found", "wrong_format"])


def headers():
    for index, (key, heading, element, others) in enumerate(COLUMNS):
        for other in [*others, element, heading.upper(), f" {heading} ", heading.replace(" ", "  "), heading.replace(" ", "\n", 1)]:
            header = [column[1] for column in COLUMNS]
            header[index] = other
            yield good(f"header/{key}-{other.strip()}".replace("\n", "⏎"), table(people(3), header=header), 3)
    for key in REQUIRED:
        keys = [k for k in KEYS if k != key]
        yield Case(f"header/without-{key}", table(people(), keys=keys).encode(), file_reason="header_missing_required")
    for key in set(KEYS) - set(REQUIRED):
        yield good(f"header/without-{key}", table(people(), keys=[k for k in KEYS if k != key]))
    for shift in (1, 5, 11):
        yield good(f"header/shuffled-{shift}", table(people(), keys=KEYS[shift:] + KEYS[:shift]))
    yield good("header/reversed", table(people(), keys=KEYS[::-1]))
    header = [column[1] for column in COLUMNS]
    yield Case("header/twice", table(people(), header=[*header[:4], header[0], *header[5:]]).encode(),
               file_reason=["header_duplicate", "header_missing_required"])
    rows = [dict(row, stt=str(index)) for index, row in enumerate(people(), 1)]
    yield good("header/unknown-column", table(rows, header=["STT", *header], keys=["stt", *KEYS]), notes=["columns_unknown"])
    body = table(people()).split("\n", 1)[1]
    yield Case("header/none", body.encode(), file_reason="header_not_found")
    title = "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG\nDANH SÁCH CHI TRẢ TRỢ CẤP, THÁNG 8 NĂM 2021\n\n"
    yield good("header/title", title + table(people()), notes=["preamble_skipped"])
    padded = "".join(line + "," * 15 + "\n" for line in ("ỦY BAN NHÂN DÂN TỈNH", "DANH SÁCH CHI TRẢ", ""))
    yield good("header/title-padded", padded + table(people()), notes=["preamble_skipped"])
    upper = ["", "Địa bàn", "", "", "Người hưởng", "", "", "", "", "", "", "", "Chi trả", "", "", ""]
    yield good("header/two-rows", ",".join(upper) + "\n" + table(people()), notes=["header_two_rows"])
    numbers = ",".join(f"({n})" for n in range(1, 17))
    first, rest = table(people()).split("\n", 1)
    yield good("header/column-numbers", f"{first}\n{numbers}\n{rest}", notes=["footer_skipped"])
    lines = table(people()).split("\n")
    yield good("header/repeated", "\n".join([*lines[:6], lines[0], *lines[6:]]), notes=["footer_skipped"])
    yield good("header/section-lines", "\n".join([lines[0], "I. Xã Đồng Tiến" + "," * 15, *lines[1:5], "II. Xã Tân Hiệp" + "," * 15, *lines[5:]]),
               notes=["footer_skipped"])
    total = f"Tổng cộng,,,,{len(NAMES)} người,,,,,,,,,{540000 * len(NAMES)},,\n"
    sign = ",,,,,,,,,,,,Bắc Giang ngày 30 tháng 8 năm 2021,,,\nNgười lập biểu,,,,,,,,,,,,Thủ trưởng đơn vị,,,\n"
    yield good("header/totals-and-signatures", table(people()) + total + sign, notes=["footer_skipped"])
    yield Case("header/only", (lines[0] + "\n").encode(), accepted=0, notes=["no_data_rows"])


# Column, what stands in the cell, the class.
FAULTS = [
    ("ho_va_ten", "", "missing_required"), ("ma_ho", "", "missing_required"), ("so_tien", "", "missing_required"),
    ("ngay_sinh", "", "missing_required"), ("ma_doi_tuong", "  ", "missing_required"), ("ky_chi_tra", "", "missing_required"),
    ("ngay_sinh", "31/02/1950", "date_invalid"), ("ngay_sinh", "12/25/1950", "date_invalid"), ("ngay_sinh", "01/01/2090", "date_invalid"),
    ("ngay_sinh", "không rõ", "date_invalid"), ("ngay_sinh", "00/13/1950", "date_invalid"), ("ngay_chi", "32/08/2021", "date_invalid"),
    ("ngay_sinh", "05/08/05", "date_ambiguous"), ("ngay_sinh", "1-2-15", "date_ambiguous"),
    ("ky_chi_tra", "2021-13", "period_invalid"), ("ky_chi_tra", "tháng tám", "period_invalid"), ("ky_chi_tra", "2021", "period_invalid"),
    ("so_tien", "5E+05", "amount_precision_lost"), ("so_tien", "0", "amount_invalid"), ("so_tien", "-540000", "amount_invalid"),
    ("so_tien", "540000,5", "amount_invalid"), ("so_tien", "1.50.000", "amount_invalid"), ("so_tien", "#VALUE!", "amount_invalid"),
    ("so_tien", "năm trăm nghìn", "amount_invalid"), ("so_tien", "1.5.0", "amount_invalid"),
    ("ma_tinh", "99", "code_unknown"), ("ma_tinh", "Bắc Giang", "code_unknown"), ("ma_tinh", "3", "code_unknown"),
    ("gioi_tinh", "X", "category_unknown"), ("loai_ho", "Hộ giàu", "category_unknown"), ("gioi_tinh", "khác", "category_unknown"),
    ("ho_va_ten", "=1+1", "formula_text"), ("ho_va_ten", "@SUM(A1)", "formula_text"), ("quan_he", "=cmd|' /C calc'!A0", "formula_text"),
    ("ho_va_ten", "Nguy?n V?n ??c", "text_lossy"), ("ho_va_ten", "Nguy\ufffdn Văn Đức", "text_lossy"),
    ("ho_va_ten", "#N/A", "text_lossy"), ("ma_ho", "#REF!", "text_lossy"), ("quan_he", "#DIV/0!", "text_lossy"),
    ("ho_va_ten", "Nguyễn\x00 Văn Đức", "control_char"), ("ho_va_ten", "Nguyễn\x07 Văn Đức", "control_char"),
    ("quan_he", "x" * 70_000, "field_too_long"),
]
# Column, what stands in the cell, what is stored, the note.
REPAIRS = [
    ("so_tien", "540.000", "540000", "amount_grouped"), ("so_tien", "1,540,000", "1540000", "amount_grouped"),
    ("so_tien", "540 000", "540000", "amount_grouped"), ("so_tien", "540.000 đ", "540000", "amount_grouped"),
    ("so_tien", "540.000đ", "540000", "amount_grouped"), ("so_tien", "540000 VNĐ", "540000", "amount_grouped"),
    ("so_tien", "540.000,00", "540000", "amount_grouped"), ("so_tien", "540000.00", "540000", "amount_grouped"),
    ("so_tien", "540\u00a0000", "540000", "amount_grouped"),
    ("ma_ho", "'2400000100", "2400000100", "id_unwrapped"), ("ma_ho", '="2400000100"', "2400000100", "id_unwrapped"),
    ("ma_ho", "100000100", "0100000100", "code_padded"), ("ma_huyen", "2", None, "code_padded"),
    ("so_cccd", "'024050000000", "024050000000", "id_unwrapped"), ("so_cccd", '="024050000000"', "024050000000", "id_unwrapped"),
    ("so_cccd", "024050000000.0", "024050000000", "id_unwrapped"), ("so_cccd", "024 050 000000", "024050000000", "id_unwrapped"),
    ("so_cccd", "24050000000", "024050000000", "id_zero_padded"), ("so_cccd", "123456789", "123456789", "id_cmnd9"),
    ("so_cccd", "", None, "id_missing"), ("so_cccd", "2.4E+10", None, "id_dropped"), ("so_cccd", "02405000", None, "id_dropped"),
    ("so_cccd", "02405000000X", None, "id_dropped"),
    ("ngay_sinh", "1950", "1950", "date_year_only"), ("ngay_sinh", "00/00/1950", "1950", "date_year_only"),
    ("ngay_sinh", "18393", "10/05/1950", "date_serial"),
    ("ngay_sinh", "1/5/1950", "01/05/1950", None), ("ngay_sinh", "01-05-1950", "01/05/1950", None),
    ("ngay_sinh", "01.05.1950", "01/05/1950", None), ("ngay_sinh", "1950-05-01", "01/05/1950", None),
    ("ngay_sinh", "01/05/50", "01/05/1950", None), ("ngay_sinh", "19500501", "01/05/1950", None),
    ("ngay_sinh", "01/05/1950 00:00:00", "01/05/1950", None), ("ngay_sinh", "1950-05-01T00:00:00", "01/05/1950", None),
    ("ky_chi_tra", "08/2021", "2021-08", None), ("ky_chi_tra", "202108", "2021-08", "period_text"),
    ("ky_chi_tra", "T8/2021", "2021-08", "period_text"), ("ky_chi_tra", "Aug-21", "2021-08", "period_text"),
    ("ho_va_ten", "Nguyễn  Văn   Đức", "Nguyễn Văn Đức", "whitespace_cleaned"),
    ("ho_va_ten", "Nguyễn\u00a0Văn Đức", "Nguyễn Văn Đức", "whitespace_cleaned"),
    ("ho_va_ten", "Nguyễn\u200b Văn Đức", "Nguyễn Văn Đức", "whitespace_cleaned"),
    ("ho_va_ten", "Nguyễn Văn Ðức", "Nguyễn Văn Đức", "lookalike_folded"),
    ("ho_va_ten", unicodedata.normalize("NFD", "Nguyễn Văn Đức"), "Nguyễn Văn Đức", "nfd_normalized"),
    ("gioi_tinh", "nữ", None, None), ("gioi_tinh", "NAM", None, None), ("loai_ho", "ho_can_ngheo", None, None),
    ("loai_ho", "HỘ CẬN NGHÈO", None, None),
]


def cells():
    for delimiter, word in ((",", "comma"), (";", "semicolon")):
        for index, (key, text, reason) in enumerate(FAULTS):
            rows = people()
            rows[4][key] = text
            yield Case(f"fault/{word}-{index:02d}-{key}-{reason}", table(rows, delimiter, quote_all="," in text or ";" in text).encode(),
                       rejected=[(4, reason, key)], accepted=len(NAMES) - 1)
        for index, (key, text, value, note) in enumerate(REPAIRS):
            rows = people()
            rows[0][key] = text
            yield Case(f"repair/{word}-{index:02d}-{key}", table(rows, delimiter).encode(), accepted=len(NAMES),
                       values={key: [value]} if value and key not in ("ngay_sinh",) else {}, notes=[note] if note else [])
    header = [column[1] for column in COLUMNS]
    for word in ("Số tiền (nghìn đồng)", "Số tiền (1.000 đồng)", "Số tiền (ngàn đồng)", "Số tiền (1000đ)"):
        changed = [word if name == "Số tiền" else name for name in header]
        yield Case(f"repair/{word}", table(people(so_tien="540"), header=changed).encode(), values={"so_tien": ["540000"]},
                   accepted=len(NAMES), notes=["amount_unit_thousand"])
    american = [person(index, ngay_sinh=f"05/{index + 13}/1950", ngay_chi="08/05/2021") for index in range(8)]
    yield Case("repair/month-first", table(american).encode(), accepted=8, notes=["date_order_mdy"])


def structures():
    lines = table(people()).split("\n")

    def spoilt(index, change):
        return "\n".join([*lines[:index], change(lines[index]), *lines[index + 1:]]).encode()

    yield Case("structure/short", spoilt(5, lambda line: line.rsplit(",", 1)[0]), rejected=[(4, "ragged_short", None)])
    yield Case("structure/long", spoilt(5, lambda line: line + ",thừa"), rejected=[(4, "ragged_long", None)])
    yield Case("structure/long-by-thousands", spoilt(5, lambda line: line.replace("540000", "540,000")), rejected=[(4, "ragged_long", None)])
    yield Case("structure/long-empty", spoilt(5, lambda line: line + ",,"), accepted=len(NAMES), notes=["ragged_long_empty"])
    yield Case("structure/other-delimiter", spoilt(5, lambda line: line.replace(",", ";")), rejected=[(4, "ragged_short", None)])
    yield Case("structure/unclosed", spoilt(5, lambda line: line.replace("Hoàng", '"Hoàng')), rejected=[(4, "quote_unclosed", None)])
    yield Case("structure/unclosed-last", spoilt(12, lambda line: line.replace("Lý", '"Lý')), rejected=[(11, "quote_unclosed", None)])
    yield Case("structure/two-unclosed", spoilt(5, lambda line: line.replace("Hoàng", '"Hoàng')).replace("Ngô".encode(), '"Ngô'.encode()),
               rejected=[(4, "quote_unclosed", None), (8, "quote_unclosed", None)])
    yield Case("structure/stray", spoilt(5, lambda line: line.replace("Chủ hộ", 'Chủ "hộ"')), accepted=len(NAMES))
    yield Case("structure/stray-quoted", spoilt(5, lambda line: line.replace("Chủ hộ", '"Chủ "hộ" nhà"')), accepted=len(NAMES),
               notes=["quote_repaired"])
    yield Case("structure/nul-after", table(people()).encode() + b"\0" * 64, accepted=len(NAMES), notes=["trailing_nul"])
    yield Case("structure/ctrl-z", table(people()).encode() + b"\x1a", accepted=len(NAMES), notes=["trailing_nul"])


def wrong_files():
    yield Case("file/empty", b"", file_reason="empty_file")
    yield Case("file/blank", b" \r\n\t\n  ", file_reason="empty_file")
    yield Case("file/mark-only", b"\xef\xbb\xbf", file_reason="empty_file")
    for name, data in {
        "pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + b"x" * 500, "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(600), "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
        "rar": b"Rar!\x1a\x07\x00" + bytes(500), "elf": b"\x7fELF" + bytes(500), "sqlite": b"SQLite format 3\0" + bytes(500),
        "noise": bytes((index * 167 + index * index * 13) % 256 for index in range(5000)),
        "html": b"<!DOCTYPE html><html><body><table><tr><td>M\xc3\xa3 h\xe1\xbb\x99</td></tr></table></body></html>",
        "html-xls": b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1</td></tr></table></html>"}.items():
        yield Case(f"file/{name}", data, file_reason="wrong_format")


def xml_files():
    rows = people()
    yield good("xml/elements", xml(rows), suffix="xml")
    yield good("xml/attributes", xml(rows, attributes=True), suffix="xml")
    yield good("xml/dataset", xml(rows, "NewDataSet", "Table"), suffix="xml")
    yield good("xml/namespace", xml(rows, namespace=' xmlns="urn:tinh:24"'), suffix="xml")
    yield good("xml/no-declaration", xml(rows, prolog=""), suffix="xml")
    yield good("xml/utf-16", xml(rows, prolog='<?xml version="1.0" encoding="UTF-16"?>\n').encode("utf-16"), suffix="xml")
    yield good("xml/comments", xml(rows).replace("<MaTinh>", "<!-- a --><MaTinh>"), suffix="xml")
    yield good("xml/cdata", xml(rows).replace("<QuanHeVoiChuHo>Chủ hộ<", "<QuanHeVoiChuHo><![CDATA[Chủ & hộ]]><"), suffix="xml")
    yield good("xml/unknown-children", xml(rows).replace("<MaHo>", "<GhiChu>x</GhiChu><MaHo>"), suffix="xml")
    yield good("xml/stylesheet", xml(rows, prolog='<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1/x.xsl"?>\n'), suffix="xml")
    for name, (encoding, column) in LEGACY.items():
        label = {"tcvn3": "tcvn3", "vni": "x-viet-vni", "viscii": "viscii", "windows-1258": "windows-1258"}[encoding]
        if name == "tcvn3":
            continue
        yield good(f"xml/{name}", Encoder(column)(xml(rows, prolog=f'<?xml version="1.0" encoding="{label}"?>\n')), suffix="xml",
                   notes=["encoding_legacy"])
    text = xml(rows)
    for name, data, reason in (
        ("doctype", text.replace("<DanhSach", "<!DOCTYPE DanhSachDoiTuong>\n<DanhSach", 1), "xml_doctype_forbidden"),
        ("entity-bomb", '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><DanhSachDoiTuong>&b;</DanhSachDoiTuong>', "xml_doctype_forbidden"),
        ("external-entity", '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><DanhSachDoiTuong>&x;</DanhSachDoiTuong>', "xml_doctype_forbidden"),
        ("truncated", text[:len(text) * 2 // 3], "xml_truncated"), ("truncated-in-root-end", text[:-9], "xml_truncated"),
        ("not-well-formed", text.replace("</MaHo>", "</MaHO>", 1), "xml_not_wellformed"),
        ("unescaped-ampersand", text.replace("Chủ hộ", "Chủ & hộ", 1), "xml_not_wellformed"),
        ("wrong-root", text.replace("DanhSachDoiTuong", "Invoice"), "xml_wrong_root"),
        ("depth", "<DanhSachDoiTuong><DoiTuong>" + "<a>" * 100 + "</a>" * 100 + "</DoiTuong></DanhSachDoiTuong>", "xml_depth_limit"),
        ("attribute-size", f'<DanhSachDoiTuong><DoiTuong MaHo="{"1" * 300_000}"/></DanhSachDoiTuong>', "xml_size_limit"),
    ):
        yield Case(f"xml/{name}", data.encode(), "xml", file_reason=reason)
    yield Case("xml/says-utf-16-is-utf-8", xml(rows, prolog='<?xml version="1.0" encoding="UTF-16"?>\n').encode(), "xml",
               file_reason="encoding_mismatch")
    yield Case("xml/says-utf-8-is-latin", xml(rows).encode().replace("Hoàng".encode(), b"Ho\xe0ng"), "xml", file_reason="encoding_mismatch")
    for key, text, reason in FAULTS:
        if any(ord(letter) < 0x20 for letter in text):
            continue
        spoilt = people()
        spoilt[4][key] = text
        yield Case(f"xml/fault-{key}-{reason}-{text[:8]}", xml(spoilt).encode(), "xml", rejected=[(4, reason, key)], accepted=len(NAMES) - 1)
    twice = xml(rows).replace("<MaHo>2400000104</MaHo>", "<MaHo>2400000104</MaHo><MaHo>2400000104</MaHo>")
    yield Case("xml/field-twice", twice.encode(), "xml", rejected=[(4, "duplicate_field", "ma_ho")])
    without = xml(rows).replace(f"<HoVaTen>{NAMES[4]}</HoVaTen>", "")
    yield Case("xml/field-missing", without.encode(), "xml", rejected=[(4, "missing_required", "ho_va_ten")])


def all_cases():
    from workbook_cases import workbook_cases
    for part in (dialects, encodings, headers, cells, structures, wrong_files, xml_files, workbook_cases):
        yield from part()
