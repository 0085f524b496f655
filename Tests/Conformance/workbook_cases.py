"""Workbooks as programs and people make them, written part by part, each with what must become of it."""
import io
import zipfile
from dataclasses import dataclass, field
from typing import Callable, Iterator
from xml.sax.saxutils import escape

from cases import COLUMNS, KEYS, NAMES, Case, people

SHEET_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADINGS = [column[1] for column in COLUMNS]
# What `style` of a number is an index into: nothing, two dates, a month, twelve digits, an amount.
FORMATS = ["General", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "mm/yyyy", "000000000000", "#,##0"]
GENERAL, DATE, TIME, MONTH, TWELVE, GROUPED = range(len(FORMATS))


@dataclass(frozen=True)
class Text:
    text: str
    kind: str = "shared"
    """`shared`, `inline`, `rich` (inline in runs), `formula` (the text that a formula gave)."""


@dataclass(frozen=True)
class Number:
    stored: str
    style: int = GENERAL
    formula: str = ""


@dataclass(frozen=True)
class Other:
    """`e` for errors, `b` for truth values, `d` for ISO dates."""

    kind: str
    stored: str


Cell = Text | Number | Other | None


@dataclass
class Sheet:
    rows: list[list[Cell]]
    name: str = "Danh sách"
    state: str = ""
    first_row: int = 1
    before_data: str = ""
    after_data: str = ""
    hidden_rows: set[int] = field(default_factory=set)
    has_places: bool = True
    """Whether rows and cells say where they stand; some programs leave it out."""


def column_name(index: int) -> str:
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


class SharedStrings:
    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def index(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def part(self) -> str:
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.texts)
        return f"<sst {SHEET_NAMESPACE}>{items}</sst>"


def cell_xml(cell: Cell, place: str, strings: SharedStrings) -> str:
    at = f' r="{place}"' if place else ""
    match cell:
        case None:
            return f"<c{at}/>"
        case Text(text, "shared"):
            return f'<c{at} t="s"><v>{strings.index(text)}</v></c>'
        case Text(text, "inline"):
            return f'<c{at} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        case Text(text, "rich"):
            half = len(text) // 2
            runs = "".join(f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(run)}</t></r>' for run in (text[:half], text[half:]))
            return f'<c{at} t="inlineStr"><is>{runs}</is></c>'
        case Text(text, _):
            return f'<c{at} t="str"><f>T("")</f><v>{escape(text)}</v></c>'
        case Number(stored, style, formula):
            made = f"<f>{escape(formula)}</f>" if formula else ""
            return f'<c{at} s="{style}">{made}<v>{stored}</v></c>'
        case Other(kind, stored):
            return f'<c{at} t="{kind}"><v>{escape(stored)}</v></c>'


def sheet_xml(sheet: Sheet, strings: SharedStrings) -> str:
    rows = []
    for number, cells in enumerate(sheet.rows, sheet.first_row):
        at = f' r="{number}"' if sheet.has_places else ""
        hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
        # An empty cell is left out where places are told, and stands there without a value where they are not.
        texts = [cell_xml(cell, f"{column_name(index)}{number}" if sheet.has_places else "", strings)
                 for index, cell in enumerate(cells) if cell is not None or not sheet.has_places]
        rows.append(f"<row{at}{hidden}>{''.join(texts)}</row>")
    return f"<worksheet {SHEET_NAMESPACE}>{sheet.before_data}<sheetData>{''.join(rows)}</sheetData>{sheet.after_data}</worksheet>"


def styles_xml() -> str:
    formats = "".join(f'<numFmt numFmtId="{164 + index}" formatCode="{escape(code)}"/>' for index, code in enumerate(FORMATS))
    cells = "".join(f'<xf numFmtId="{164 + index if index else 0}"/>' for index in range(len(FORMATS)))
    return f"<styleSheet {SHEET_NAMESPACE}><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>"


def workbook(*sheets: Sheet, is_1904: bool = False, stored: bool = False) -> bytes:
    strings = SharedStrings()
    parts = {f"xl/worksheets/sheet{n}.xml": sheet_xml(sheet, strings) for n, sheet in enumerate(sheets, 1)}
    states = [f' state="{sheet.state}"' if sheet.state else "" for sheet in sheets]
    tabs = "".join(f'<sheet name="{escape(sheet.name)}" sheetId="{n}"{states[n - 1]} r:id="rId{n}"/>' for n, sheet in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="rId{n}" Type="{RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                    for n in range(1, len(sheets) + 1))
    links += f'<Relationship Id="rId90" Type="{RELATION}/styles" Target="styles.xml"/>'
    links += f'<Relationship Id="rId91" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
    system = '<workbookPr date1904="1"/>' if is_1904 else "<workbookPr/>"
    parts |= {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATION}/officeDocument" '
                       f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {SHEET_NAMESPACE} xmlns:r="{RELATION}">{system}<sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": styles_xml(), "xl/sharedStrings.xml": strings.part()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return out.getvalue()


def header(**changes: str) -> list[Cell]:
    return [Text(changes.get(key, heading)) for key, heading in zip(KEYS, HEADINGS)]


def texts(kind: str = "shared", **made: Callable[[str, int], Cell]) -> list[list[Cell]]:
    """The good list; columns named in `made` as that makes them from text and number of the row."""
    return [[made[key](row[key], index) if key in made else Text(row[key], kind) if row[key] else None for key in KEYS]
            for index, row in enumerate(people())]


def listing(name: str, *sheets: Sheet, notes: list[str] | None = None, is_1904: bool = False, stored: bool = False, **values) -> Case:
    """A workbook all of whose rows are to be accepted."""
    return Case(f"workbook/{name}", workbook(*sheets, is_1904=is_1904, stored=stored), "xlsx", notes=notes or [], accepted=len(NAMES),
                values={"ho_va_ten": NAMES, **values})


def day_number(text: str, system: int = 1900) -> int:
    """The day number of `dd/mm/yyyy`."""
    import datetime
    day, month, year = map(int, text.split("/"))
    start = datetime.date(1899, 12, 30) if system == 1900 else datetime.date(1904, 1, 1)
    return (datetime.date(year, month, day) - start).days


def as_number(text: str, index: int) -> Cell:
    return Number(text.lstrip("0") or "0")


def as_date(text: str, index: int) -> Cell:
    return Number(str(day_number(text)), DATE)


def workbook_cases() -> Iterator[Case]:
    yield from strings_and_places()
    yield from numbers_and_dates()
    yield from several_sheets()
    yield from faults()


def strings_and_places() -> Iterator[Case]:
    for kind in ("shared", "inline", "rich", "formula"):
        yield listing(f"strings-{kind}", Sheet([header(), *texts(kind)]))
    yield listing("stored-not-deflated", Sheet([header(), *texts()]), stored=True)
    yield listing("no-places", Sheet([header(), *texts()], has_places=False))
    yield listing("empty-rows-between", Sheet([header(), *(line for row in texts() for line in (row, []))]))
    yield listing("starts-at-row-5", Sheet([header(), *texts()], first_row=5))
    title = [[Text("ỦY BAN NHÂN DÂN TỈNH BẮC GIANG")], [Text("DANH SÁCH CHI TRẢ THÁNG 8 NĂM 2021")], []]
    merged = '<mergeCells count="2"><mergeCell ref="A1:P1"/><mergeCell ref="A2:P2"/></mergeCells>'
    yield listing("merged-title", Sheet([*title, header(), *texts()], after_data=merged), notes=["preamble_skipped"])
    upper: list[Cell] = [None, Text("Địa bàn"), None, None, Text("Người hưởng"), *[None] * 7, Text("Chi trả")]
    merged = '<mergeCells count="3"><mergeCell ref="B1:D1"/><mergeCell ref="E1:L1"/><mergeCell ref="M1:P1"/></mergeCells>'
    yield listing("merged-header", Sheet([upper, header(), *texts()], after_data=merged), notes=["header_two_rows"])
    columns = '<cols><col min="3" max="3" width="9" hidden="1"/><col min="9" max="10" width="0" hidden="1"/></cols>'
    yield listing("hidden-columns", Sheet([header(), *texts()], before_data=columns))
    yield listing("wrong-dimension", Sheet([header(), *texts()], before_data='<dimension ref="A1"/>'))
    wide = [[*row, None, Text("ghi thêm")] for row in texts()]
    yield listing("cells-right-of-the-table", Sheet([header(), *wide]), notes=["columns_unknown"])
    yield listing("line-break-in-heading", Sheet([header(ho_va_ten="Họ và\ntên", so_tien="Số tiền\n(đồng)"), *texts()]))
    foot: list[Cell] = [Text("Tổng cộng"), *[None] * 12, Number(str(540_000 * len(NAMES)), GROUPED, f"SUM(N2:N{len(NAMES) + 1})")]
    yield listing("total-line", Sheet([header(), *texts(), foot]), notes=["footer_skipped"])


def numbers_and_dates() -> Iterator[Case]:
    births = [row["ngay_sinh"] for row in people()]
    iso = ["-".join(reversed(text.split("/"))) for text in births]
    yield listing("dates-by-style", Sheet([header(), *texts(ngay_sinh=as_date, ngay_chi=as_date)]), ngay_sinh=iso)
    yield listing("dates-with-time", Sheet([header(), *texts(ngay_chi=lambda text, index: Number(f"{day_number(text)}.604166666667", TIME))]))
    yield listing("dates-without-style", Sheet([header(), *texts(ngay_sinh=lambda text, index: Number(str(day_number(text))))]),
                  notes=["date_serial"], ngay_sinh=iso)
    yield listing("dates-of-1904", Sheet([header(), *texts(ngay_sinh=lambda text, index: Number(str(day_number(text, 1904)), DATE))]),
                  is_1904=True, ngay_sinh=iso)
    yield listing("dates-as-iso", Sheet([header(), *texts(ngay_sinh=lambda text, index: Other("d", "-".join(reversed(text.split("/")))))]),
                  ngay_sinh=iso)
    yield listing("dates-from-formulas", Sheet([header(), *texts(ngay_chi=lambda text, index: Number(
        str(day_number(text)), DATE, "DATE(2021,8,5)"))]))
    yield listing("months-by-style", Sheet([header(), *texts(ky_chi_tra=lambda text, index: Number("44409", MONTH))]),
                  ky_chi_tra=["2021-08"] * len(NAMES))
    yield listing("amounts-as-numbers", Sheet([header(), *texts(so_tien=lambda text, index: Number(text, GROUPED))]), so_tien=["540000"] * 12)
    yield listing("amounts-from-formulas", Sheet([header(), *texts(so_tien=lambda text, index: Number(
        "540000.00000000012", GENERAL, "360000*1.5"))]), so_tien=["540000"] * 12)
    yield listing("amounts-in-thousands", Sheet([header(so_tien="Số tiền (nghìn đồng)"), *texts(so_tien=lambda t, i: Number("540"))]),
                  notes=["amount_unit_thousand"], so_tien=["540000"] * 12)
    codes = {key: as_number for key in ("ma_tinh", "ma_huyen", "ma_xa")}
    yield listing("codes-as-numbers", Sheet([header(), *texts(**codes)]), notes=["code_padded"], ma_xa=["07288"] * 12)
    numbers = [row["so_cccd"] for row in people()]
    yield listing("identity-by-style", Sheet([header(), *texts(so_cccd=lambda text, index: Number(text.lstrip("0"), TWELVE))]),
                  so_cccd=numbers)
    yield listing("identity-as-numbers", Sheet([header(), *texts(so_cccd=as_number)]), notes=["id_zero_padded"], so_cccd=numbers)
    yield listing("identity-in-scientific-notation", Sheet([header(), *texts(so_cccd=lambda text, index: Number(
        f"{text[1]}.{text[2:]}E10"))]), notes=["id_zero_padded"], so_cccd=numbers)
    yield listing("identity-as-scientific-text", Sheet([header(), *texts(so_cccd=lambda text, index: Text("2.40500E+10"))]),
                  notes=["id_dropped"])


def several_sheets() -> Iterator[Case]:
    good = Sheet([header(), *texts()])
    yield listing("second-sheet-is-something-else", good, Sheet([[Text("Ghi chú")], [Text("Lập ngày 30/8")]], "Ghi chú"))
    yield listing("first-sheet-is-a-cover", Sheet([[Text("Kính gửi")], [Text("Sở Nội vụ")]], "Bìa"), good)
    yield listing("first-sheet-is-empty", Sheet([], "Sheet1"), good)
    yield listing("first-sheet-is-hidden", Sheet([header(), *texts()[:3]], "Cũ", "hidden"), good)
    other = Sheet([header(), *texts()], "Xã Tân Hiệp")
    yield listing("two-lists", good, other, notes=["sheets_unread"])


def faults() -> Iterator[Case]:
    def spoilt(name: str, key: str, cell: Cell, reason: str) -> Case:
        rows = texts()
        rows[4][KEYS.index(key)] = cell
        return Case(f"workbook/{name}", workbook(Sheet([header(), *rows])), "xlsx", rejected=[(4, reason, key)], accepted=len(NAMES) - 1)

    yield spoilt("error-in-amount", "so_tien", Other("e", "#VALUE!"), "amount_invalid")
    yield spoilt("error-in-date", "ngay_sinh", Other("e", "#REF!"), "date_invalid")
    yield spoilt("error-in-household", "ma_ho", Other("e", "#N/A"), "text_lossy")
    yield spoilt("truth-as-amount", "so_tien", Other("b", "1"), "amount_invalid")
    yield spoilt("no-such-day", "ngay_sinh", Text("31/02/1950"), "date_invalid")
    yield spoilt("empty-name", "ho_va_ten", None, "missing_required")
    yield spoilt("fraction-of-a-dong", "so_tien", Number("540000.5"), "amount_invalid")
    yield spoilt("negative-amount", "so_tien", Number("-540000"), "amount_invalid")
    yield spoilt("formula-as-text", "ho_va_ten", Text("=1+1"), "formula_text")
    without = [[cell for key, cell in zip(KEYS, row) if key != "ma_xa"] for row in [header(), *texts()]]
    yield Case("workbook/without-ma_xa", workbook(Sheet(without)), "xlsx", file_reason="header_missing_required")
    yield Case("workbook/no-list", workbook(Sheet([[Text("Kính gửi")]])), "xlsx", file_reason="header_not_found")
    yield Case("workbook/no-sheet-filled", workbook(Sheet([])), "xlsx", file_reason=["header_not_found", "empty_file"])
    whole = workbook(Sheet([header(), *texts()]))
    yield Case("workbook/truncated", whole[:len(whole) // 2], "xlsx", file_reason="archive_truncated")
    bad = whole.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheetX.xml")
    yield Case("workbook/part-missing", bad, "xlsx", file_reason="workbook_damaged")
