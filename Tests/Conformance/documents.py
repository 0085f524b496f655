"""XML in which records stand in each other, and messages of ISO 20022, with what must become of them.

The rows that must be read are found out by Python's own XML parser where they are many: see `differential.py`.
"""
from xml.sax.saxutils import escape

from cases import NAMES, Case, person

HOUSEHOLD = ["MaHo", "HoTenChuHo", "MaTinh", "MaHuyen", "MaXa", "LoaiHo"]
MEMBER = ["MaThanhVien", "HoVaTen", "NgaySinh", "GioiTinh", "SoCCCD", "QuanHeVoiChuHo", "MaDoiTuong"]
PAYMENT = ["KyChiTra", "SoTien", "NgayChi", "TrangThaiChiTra", "ChinhSach"]
KEY = {
    "MaHo": "ma_ho", "MaTinh": "ma_tinh", "MaHuyen": "ma_huyen", "MaXa": "ma_xa", "LoaiHo": "loai_ho", "HoVaTen": "ho_va_ten",
    "NgaySinh": "ngay_sinh", "GioiTinh": "gioi_tinh", "SoCCCD": "so_cccd", "QuanHeVoiChuHo": "quan_he", "MaDoiTuong": "ma_doi_tuong",
    "KyChiTra": "ky_chi_tra", "SoTien": "so_tien", "NgayChi": "ngay_chi", "TrangThaiChiTra": "trang_thai", "ChinhSach": "chinh_sach"}


def value(name, index):
    extra = {"HoTenChuHo": "Chủ Hộ Khác", "MaThanhVien": f"24000001{index:02d}01"}
    return extra[name] if name in extra else person(index)[KEY[name]]


def fields(names, index, without=()):
    return "".join(f"<{name}>{escape(value(name, index))}</{name}>" for name in names if name not in without)


def household(index, members=1, payments=1, wrapped=True, without=(), extra="", first=False):
    """One household; its fields in front of its members, or behind them."""
    paid = "".join(f"<ChiTra>{fields(PAYMENT, index, without)}</ChiTra>" for _ in range(payments))
    paid = f"<DanhSachChiTra>{paid}</DanhSachChiTra>" if wrapped and payments else paid
    people = "".join(f"<ThanhVien>{fields(MEMBER, index, without)}{paid}</ThanhVien>" for _ in range(members))
    people = f"<DanhSachThanhVien>{people}</DanhSachThanhVien>" if wrapped and members else people
    own = fields(HOUSEHOLD, index, without) + extra
    return f"<Ho>{people}{own}</Ho>\n" if first else f"<Ho>{own}{people}</Ho>\n"


def document(parts, namespace=""):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<DanhSachHo{namespace}>\n' + "".join(parts) + "</DanhSachHo>\n"


def nested():
    names = {"ho_va_ten": NAMES}
    whole = [household(index) for index in range(12)]
    yield Case("nested/payments", document(whole).encode(), "xml", values=names, accepted=12, kind="payments")
    yield Case("nested/no-wrappers", document([household(i, wrapped=False) for i in range(12)]).encode(), "xml", values=names, accepted=12)
    yield Case("nested/fields-behind", document([household(i, first=True) for i in range(12)]).encode(), "xml", values=names, accepted=12)
    yield Case("nested/default-namespace", document(whole, ' xmlns="urn:tinh:24"').encode(), "xml", values=names, accepted=12)
    prefixed = document(whole, ' xmlns:t="urn:tinh:24"').replace("<", "<t:").replace("<t:/", "</t:").replace("<t:?", "<?")
    yield Case("nested/prefixed", prefixed.encode(), "xml", values=names, accepted=12)
    yield Case("nested/two-each", document([household(i, 2, 2) for i in range(3)]).encode(), "xml", accepted=12)
    attributes = document([
        "<Ho " + " ".join(f'{n}="{value(n, i)}"' for n in HOUSEHOLD) + "><ThanhVien "
        + " ".join(f'{n}="{value(n, i)}"' for n in MEMBER) + "><ChiTra " + " ".join(f'{n}="{value(n, i)}"' for n in PAYMENT)
        + "/></ThanhVien></Ho>\n" for i in range(12)])
    yield Case("nested/attributes", attributes.encode(), "xml", values=names, accepted=12)
    members = document([household(i, payments=0) for i in range(12)])
    yield Case("nested/members", members.encode(), "xml", values=names, accepted=12, kind="members")
    yield Case("nested/kind-households", document(whole).encode(), "xml", options=["--kind", "households"],
               values={"ho_ten_chu_ho": ["Chủ Hộ Khác"] * 12}, accepted=12, notes=["records_unread"])
    yield Case("nested/kind-members", document(whole).encode(), "xml", options=["--kind", "members"], values=names, accepted=12)
    # The name of the household is nobody else's.
    nameless = [household(i, extra="<HoVaTen>Chủ Hộ Khác</HoVaTen>", without=("HoVaTen",) if i == 4 else ()) for i in range(12)]
    yield Case("nested/no-name-from-household", document(nameless).encode(), "xml", rejected=[(4, "missing_required", "ho_va_ten")],
               accepted=11)
    own = [household(i, extra="<SoCCCD>024050099999</SoCCCD><HoVaTen>Ai Đó</HoVaTen>") for i in range(12)]
    yield Case("nested/own-name-wins", document(own).encode(), "xml", accepted=12,
               values={**names, "so_cccd": [person(i)["so_cccd"] for i in range(12)]})
    sums = [household(i, 1, 2).replace("<SoTien>540000</SoTien>", "", 1).replace("<MaThanhVien>", "<SoTien>540000</SoTien><MaThanhVien>")
            for i in range(3)]
    yield Case("nested/no-sum-taken-over", document(sums).encode(), "xml", rejected=[(0, "missing_required", "so_tien")] * 3, accepted=3)
    unpaid = [household(i, payments=0 if i % 2 else 1) for i in range(12)]
    yield Case("nested/members-without-payment", document(unpaid).encode(), "xml", accepted=6, notes=["records_empty"])
    empty = [household(i, members=0 if i == 4 else 1, payments=0) for i in range(12)]
    yield Case("nested/household-without-member", document(empty).encode(), "xml", rejected=[(4, "missing_required", "ma_thanh_vien")],
               accepted=11)
    twice = household(4, 2, 1, extra="<MaHo>1</MaHo>")
    yield Case("nested/household-field-twice", document(whole[:4] + [twice]).encode(), "xml",
               rejected=[(4, "duplicate_field", "ma_ho")] * 2, accepted=4)
    text = document(whole)
    yield Case("nested/truncated", text[:len(text) * 2 // 3].encode(), "xml", file_reason="xml_truncated")
    yield Case("nested/not-well-formed", text.replace("</ThanhVien>", "</Thanhvien>", 1).encode(), "xml", file_reason="xml_not_wellformed")


# ISO 20022

def remittance(index):
    return f"KY=2021-08;TINH=24;DT=24000001{index:02d}01-1"


def creditor(index, choice=False, scheme="NIDN"):
    party = (f"<Nm>{escape(NAMES[index % 12])}</Nm><Id><PrvtId><Othr><Id>0240500{index:05d}</Id><SchmeNm><Cd>{scheme}</Cd></SchmeNm>"
             "</Othr></PrvtId></Id>")
    return f"<Cdtr><Pty>{party}</Pty></Cdtr>" if choice else f"<Cdtr>{party}</Cdtr>"


def reported(index, status="ACSC", amount="540000", currency="VND", version=3, text=None, party=None):
    words = remittance(index) if text is None else text
    settled = "<FctvIntrBkSttlmDt><Dt>2021-08-05</Dt></FctvIntrBkSttlmDt>" if version >= 10 else ""
    accepted = "" if version >= 10 else "<AccptncDtTm>2021-08-05T09:30:00+07:00</AccptncDtTm>"
    return (f"<TxInfAndSts><StsId>S{index}</StsId><OrgnlInstrId>I{index}</OrgnlInstrId><OrgnlEndToEndId>E2E{index}</OrgnlEndToEndId>"
            f"<TxSts>{status}</TxSts>{accepted}{settled}<OrgnlTxRef><Amt><InstdAmt Ccy=\"{currency}\">{amount}</InstdAmt></Amt>"
            f"<RmtInf><Ustrd>{words}</Ustrd></RmtInf>{party or creditor(index, version >= 8)}</OrgnlTxRef></TxInfAndSts>\n")


def status_report(transactions, count=None, total=None, version=3, per_status=()):
    group = "".join(f"<NbOfTxsPerSts><DtldNbOfTxs>{n}</DtldNbOfTxs><DtldSts>{s}</DtldSts>"
                    + (f"<DtldCtrlSum>{c}</DtldCtrlSum>" if c else "") + "</NbOfTxsPerSts>" for s, n, c in per_status)
    stated = ("" if count is None else f"<OrgnlNbOfTxs>{count}</OrgnlNbOfTxs>") + ("" if total is None else f"<OrgnlCtrlSum>{total}</OrgnlCtrlSum>")
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version:02d}">'
            "<CstmrPmtStsRpt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2021-08-05T10:00:00</CreDtTm><InitgPty><Nm>Ngân hàng A</Nm></InitgPty></GrpHdr>"
            f"<OrgnlGrpInfAndSts><OrgnlMsgId>O1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>{stated}<GrpSts>PART</GrpSts>{group}"
            "</OrgnlGrpInfAndSts>\n<OrgnlPmtInfAndSts><OrgnlPmtInfId>P1</OrgnlPmtInfId>\n" + "".join(transactions)
            + "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n").encode()


def detail(index, amount=None, choice=False, text=None, more=""):
    paid = f'<Amt Ccy="VND">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>' if amount else ""
    return (f"<TxDtls><Refs><AcctSvcrRef>B{index}</AcctSvcrRef><EndToEndId>E2E{index}</EndToEndId></Refs>{paid}<RltdPties>{creditor(index, choice)}"
            f"</RltdPties><RmtInf><Ustrd>{remittance(index) if text is None else text}</Ustrd></RmtInf>{more}</TxDtls>")


def entry(details, amount="540000.00", direction="DBIT", status="BOOK", reversal=None, currency="VND", choice=False):
    sts = f"<Sts><Cd>{status}</Cd></Sts>" if choice else f"<Sts>{status}</Sts>"
    flag = "" if reversal is None else f"<RvslInd>{reversal}</RvslInd>"
    dtls = f"<NtryDtls>{''.join(details)}</NtryDtls>" if details else ""
    return (f'<Ntry><NtryRef>N1</NtryRef><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{flag}{sts}'
            f"<BookgDt><Dt>2021-08-05</Dt></BookgDt><ValDt><Dt>2021-08-06</Dt></ValDt><AcctSvcrRef>R1</AcctSvcrRef>{dtls}</Ntry>\n")


def statement(entries, summary="", message="camt.053", version=2, pages=""):
    body, part = ("BkToCstmrStmt", "Stmt") if message == "camt.053" else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{message}.001.{version:02d}"><{body}>'
            f"<GrpHdr><MsgId>M1</MsgId><CreDtTm>2021-08-05T10:00:00</CreDtTm>{pages}</GrpHdr><{part}><Id>1</Id><Acct><Ccy>VND</Ccy><Svcr><FinInstnId>"
            f"<Nm>Ngân hàng A</Nm></FinInstnId></Svcr></Acct>{summary}\n" + "".join(entries) + f"</{part}></{body}></Document>\n").encode()


def summary(total=None, debit=None, credit=None):
    def side(name, pair):
        return f"<{name}><NbOfNtries>{pair[0]}</NbOfNtries><Sum>{pair[1]}</Sum></{name}>" if pair else ""
    return "<TxsSummry>" + side("TtlNtries", total) + side("TtlCdtNtries", credit) + side("TtlDbtNtries", debit) + "</TxsSummry>"


def iso():
    names = {"ho_va_ten": NAMES}
    for version in (3, 10, 14):
        listed = [reported(i, version=version) for i in range(12)]
        yield Case(f"iso/pain.002-{version}", status_report(listed, 12, 12 * 540000, version), "xml", accepted=12, kind="statement", values={
            **names, "ma_gd": [f"E2E{i}" for i in range(12)], "trang_thai": ["paid"] * 12, "kenh": ["bank"] * 12, "so_tien": ["540000"] * 12,
            "ky_chi_tra": ["2021-08"] * 12, "ma_tinh": ["24"] * 12, "so_cccd": [f"0240500{i:05d}" for i in range(12)],
            "ngay_chi": ["2021-08-05"] * 12, "don_vi": ["Ngân hàng A"] * 12, "ma_doi_tuong": [f"24000001{i:02d}01-1" for i in range(12)]})
    codes = {"ACCC": "paid", "ACSC": "paid", "ACCP": "sent", "ACSP": "sent", "ACTC": "sent", "ACWC": "sent", "ACWP": "sent", "RCVD": "sent",
             "PDNG": "sent", "RJCT": "returned", "CANC": "cancelled"}
    yield Case("iso/pain.002-states", status_report([reported(i, code) for i, code in enumerate(codes)]), "xml", accepted=len(codes),
               values={"trang_thai": list(codes.values())})
    yield Case("iso/unknown-status", status_report([reported(0), reported(1, "XXXX")]), "xml", accepted=1,
               rejected=[(1, "category_unknown", "trang_thai")])
    for name, amount, currency in (("currency", "100.00", "USD"), ("fraction", "540000.5", "VND"), ("thousandths", "540.000", "VND"),
                                   ("zero", "0", "VND"), ("negative", "-540000", "VND"), ("exponent", "5.4E5", "VND")):
        whole = {"thousandths": 0}.get(name, 1)
        yield Case(f"iso/amount-{name}", status_report([reported(0), reported(1, amount=amount, currency=currency)]), "xml",
                   accepted=2 - whole, rejected=[(1, "amount_invalid", "so_tien")] * whole,
                   values={"so_tien": ["540000", "540"][:2 - whole]})
    bare = status_report([reported(i, text="") for i in range(3)])
    yield Case("iso/no-period-no-province", bare, "xml", accepted=0, rejected=[(i, "missing_required", "ma_tinh") for i in range(3)])
    yield Case("iso/period-and-province-told", bare, "xml", accepted=3, options=["--province", "24", "--period", "2021-08"],
               values={"ma_tinh": ["24"] * 3, "ky_chi_tra": ["2021-08"] * 3})
    customer = [reported(0, party=creditor(0, scheme="CUST"))]
    yield Case("iso/number-of-another-scheme", status_report(customer), "xml", accepted=1, values={"so_cccd": ["None"]})
    proxy = creditor(1).replace("Cdtr", "UltmtCdtr")
    yield Case("iso/proxy", status_report([reported(0, party=creditor(0) + proxy)]), "xml", accepted=1,
               values={"ho_va_ten": [NAMES[1]], "so_cccd": ["024050000001"], "trang_thai": ["paid_proxy"]})
    yield Case("iso/kind-payments", bare, "xml", options=["--kind", "payments"], file_reason="xml_wrong_root")
    unknown = bare.replace(b"pain.002.001.03", b"pain.001.001.03")
    yield Case("iso/another-message", unknown, "xml", file_reason="xml_wrong_root")

    listed = [reported(i) for i in range(3)]
    for name, count, total, statuses, is_right in (
            ("whole", 3, "1620000.00", (), True), ("sum", 3, 1620001, (), False), ("count", 2, None, (), False),
            ("exceptions-only", 5, 2700000, (), True), ("per-status", 5, None, [("ACSC", 3, 1620000), ("RJCT", 2, None)], True),
            ("per-status-sum", 5, None, [("ACSC", 3, 1620001)], False), ("per-status-count", 5, None, [("ACSC", 2, None)], False),
            ("per-status-earlier", 9, None, [("ACSC", 7, 9)], True)):
        yield Case(f"iso/pain.002-totals-{name}", status_report(listed, count, total, per_status=statuses), "xml",
                   accepted=3 if is_right else None, file_reason=None if is_right else "totals_mismatch")

    for message in ("camt.053", "camt.054"):
        for version in (2, 8, 13):
            entries = [entry([detail(i, choice=version >= 8)], choice=version >= 8) for i in range(12)]
            yield Case(f"iso/{message}-{version}", statement(entries, summary((12, "6480000.00")), message, version), "xml", accepted=12,
                       kind="statement", values={**names, "ma_gd": [f"E2E{i}" for i in range(12)], "trang_thai": ["paid"] * 12,
                                                 "ngay_chi": ["2021-08-05"] * 12, "so_tien": ["540000"] * 12})
    batch = entry([detail(i, "540000") for i in range(12)], "6480000")
    yield Case("iso/camt-batch", statement([batch]), "xml", accepted=12, values={**names, "so_tien": ["540000"] * 12})
    yield Case("iso/camt-batch-without-amounts", statement([entry([detail(0), detail(1)], "1080000")]), "xml", accepted=0,
               rejected=[(0, "missing_required", "so_tien"), (1, "missing_required", "so_tien")])
    yield Case("iso/camt-entry-alone", statement([entry([])]), "xml", accepted=0, rejected=[(0, "missing_required", "ho_va_ten")])
    yield Case("iso/camt-pending", statement([entry([detail(0)], status="PDNG")]), "xml", accepted=1, values={"trang_thai": ["sent"]})
    yield Case("iso/camt-unknown-status", statement([entry([detail(0)], status="XXXX")]), "xml", accepted=0,
               rejected=[(0, "category_unknown", "trang_thai")])
    yield Case("iso/camt-currency", statement([entry([detail(0)], "20.00", currency="USD")]), "xml", accepted=0,
               rejected=[(0, "amount_invalid", "so_tien")])
    reversal = statement([entry([detail(0)]), entry([detail(0)], direction="CRDT", reversal="true")])
    yield Case("iso/camt-reversal", reversal, "xml", accepted=2, values={
        "trang_thai": ["paid", "reversed"], "ma_gd": ["E2E0", "B0"], "gd_goc": ["None", "E2E0"]})
    back = statement([entry([detail(0)]), entry([detail(0, more="<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")], direction="CRDT")])
    yield Case("iso/camt-return", back, "xml", accepted=2, values={"trang_thai": ["paid", "reversed"], "gd_goc": ["None", "E2E0"]})
    funded = [entry([], "9000000", "CRDT"), entry([detail(0)]), entry([detail(1)])]
    yield Case("iso/camt-money-in", statement(funded, summary((3, 10080000), (2, 1080000), (1, 9000000))), "xml", accepted=2,
               notes=["records_empty"])
    for name, totals, pages, is_right in (
            ("net", summary((3, 7920000)), "", True), ("count", summary((4, 10080000)), "", False), ("sum", summary((3, 10080001)), "", False),
            ("debit", summary(debit=(2, 1080001)), "", False), ("credit-count", summary(credit=(2, 9000000)), "", False),
            ("one-page-of-two", summary((9, 1)), "<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>", True)):
        yield Case(f"iso/camt-totals-{name}", statement(funded, totals, pages=pages), "xml", accepted=2 if is_right else None,
                   file_reason=None if is_right else "totals_mismatch")
    text = statement(funded)
    yield Case("iso/truncated", text[:len(text) * 2 // 3], "xml", file_reason="xml_truncated")
    yield Case("iso/doctype", text.replace(b"<Document", b"<!DOCTYPE Document>\n<Document", 1), "xml", file_reason="xml_doctype_forbidden")


def all_documents():
    yield from nested()
    yield from iso()
