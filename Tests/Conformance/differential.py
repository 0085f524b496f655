"""Whether `ansinh check` reads from XML what Python's own parser finds in it, and refuses what xmllint refuses.

    python3 Tests/Conformance/differential.py PROGRAM [--documents N] [--mutations N] [--seed S]

Random households with members and payments inside, and messages of ISO 20022: the fields of every row are looked up with
xml.etree, by the rules of Docs/Theory/PayersXML.md, and compared. Then small documents with bytes changed, cut, doubled or put in:
who is not well-formed for xmllint must be refused, and who is must not be refused for its form.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

from cases import people, xml
from documents import HOUSEHOLD, KEY, MEMBER, PAYMENT, detail, document, entry, household, reported, statement, status_report, value

FORM = {"xml_not_wellformed", "xml_truncated", "encoding_mismatch"}
POLICY = {"xml_doctype_forbidden", "xml_depth_limit", "xml_size_limit", "encoding_unknown", "wrong_format", "empty_file"}


def check(program, path, *options):
    run = subprocess.run([program, "check", "--json", "--rows", *options, path], capture_output=True, timeout=60)
    assert run.returncode in (0, 65), f"{path}: exit code {run.returncode}\n{run.stderr.decode()[:500]}"
    return json.loads(run.stdout)


def local(element):
    return element.tag.rpartition("}")[2]


# Households

def random_household(rng, index):
    """Fields as elements or attributes, in any order, some said again further in, some left out."""
    def record(name, names, inside):
        kept = [n for n in names if rng.random() > 0.05]
        attributes = [n for n in kept if rng.random() < 0.3]
        children = [f"<{n}>{value(n, index)}</{n}>" for n in kept if n not in attributes] + inside
        rng.shuffle(children)
        return f"<{name}" + "".join(f' {n}="{value(n, index)}"' for n in attributes) + ">" + "\n".join(children) + f"</{name}>"

    def several(name, made):
        return [f"<DanhSach{name}>{''.join(made)}</DanhSach{name}>"] if rng.random() < 0.5 and made else made

    members = []
    for _ in range(rng.randint(0, 3)):
        payments = [record("ChiTra", PAYMENT + rng.sample(["MaHo", "MaDoiTuong"], rng.randint(0, 1)), []) for _ in range(rng.randint(0, 3))]
        members.append(record("ThanhVien", MEMBER + rng.sample(["MaTinh", "SoTien"], rng.randint(0, 1)), several("ChiTra", payments)))
    return record("Ho", HOUSEHOLD + rng.sample(["HoVaTen", "SoCCCD", "KyChiTra"], rng.randint(0, 2)), several("ThanhVien", members))


ALL = {"MaHo", "MaTinh", "MaHuyen", "MaXa", "LoaiHo", "KyChiTra"}
NEVER = {"SoTien", "NgayChi", "TrangThaiChiTra"}


def own_fields(element):
    found = dict(element.attrib)
    for child in element:
        if len(child) == 0 and not child.attrib and local(child) not in ("ThanhVien", "ChiTra") and not local(child).startswith("DanhSach"):
            found[local(child)] = child.text or ""
    return found


def inner(element, name):
    for child in element:
        if local(child) == name:
            yield child
        elif local(child).startswith("DanhSach"):
            yield from inner(child, name)


def payments_of(root):
    for ho in root:
        outer = {n: v for n, v in own_fields(ho).items() if n in ALL}
        for member in inner(ho, "ThanhVien"):
            person = {**outer, **own_fields(member)}
            reach = {n: v for n, v in person.items() if n not in NEVER}
            for payment in inner(member, "ChiTra"):
                row = {**reach, **own_fields(payment)}
                yield {KEY[n]: v for n, v in row.items() if n in KEY}


REQUIRED = ["ma_ho", "ma_tinh", "ma_xa", "ho_va_ten", "ngay_sinh", "gioi_tinh", "loai_ho", "ma_doi_tuong", "ky_chi_tra", "so_tien"]
PLAIN = ["ma_ho", "ma_tinh", "ho_va_ten", "so_cccd", "ma_doi_tuong", "ky_chi_tra", "so_tien", "quan_he"]


def compare_households(program, folder, rng, turn):
    path = os.path.join(folder, f"households-{turn}.xml")
    text = document([random_household(rng, index) + "\n" for index in range(rng.randint(20, 120))])
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    wanted = list(payments_of(ET.parse(path).getroot()))
    report = check(program, path, "--kind", "payments")
    good = [row for row in wanted if all(row.get(key) for key in REQUIRED)]
    missing = [next(key for key in REQUIRED if not row.get(key)) for row in wanted if not all(row.get(key) for key in REQUIRED)]
    assert [row["column"] for row in report["rejected"]] == missing, f"{path}: refused {report['rejected'][:2]}, must be {missing[:2]}"
    compare(path, report["rows"], good, PLAIN)


def compare(path, rows, wanted, keys):
    assert len(rows) == len(wanted), f"{path}: {len(rows)} rows, must be {len(wanted)}"
    for number, (row, expected) in enumerate(zip(rows, wanted)):
        for key in keys:
            got = "" if row.get(key) is None else str(row[key])
            assert got == (expected.get(key) or ""), f"{path}: row {number}: {key} is {got!r}, must be {expected.get(key)!r}"


# Messages

STATES = {"ACSC": "paid", "ACCC": "paid", "ACSP": "sent", "RJCT": "returned", "PDNG": "sent"}


def text_at(element, path):
    found = element.findall(path)
    return next((item.text for item in found if item.text), None)


def compare_messages(program, folder, rng, turn):
    path = os.path.join(folder, f"message-{turn}.xml")
    count, version = rng.randint(1, 200), rng.choice([3, 8, 10, 14])
    amounts = [rng.choice([540000, 360000, 1080000]) for _ in range(count)]
    is_report = turn % 2 == 0
    if is_report:
        listed = [reported(i, rng.choice(list(STATES)), f"{amounts[i]}{rng.choice(['', '.00', '.0'])}", version=version) for i in range(count)]
        data = status_report(listed, count, sum(amounts), version)
    else:
        at, entries = 0, []
        while at < count:
            size = min(rng.randint(1, 5), count - at)
            details = [detail(i, amounts[i], version >= 8) for i in range(at, at + size)]
            entries.append(entry(details, sum(amounts[at:at + size]), choice=version >= 8, status=rng.choice(["BOOK", "PDNG"])))
            at += size
        data = statement(entries, version=version)
    with open(path, "wb") as file:
        file.write(data)
    wanted = []
    root = ET.parse(path).getroot()
    for element in root.iter():
        if local(element) == "Ntry":
            state = {"BOOK": "paid", "PDNG": "sent"}[text_at(element, "{*}Sts") or text_at(element, "{*}Sts/{*}Cd")]
        if local(element) not in ("TxInfAndSts", "TxDtls"):
            continue
        words = dict(part.split("=") for part in text_at(element, ".//{*}Ustrd").split(";"))
        amount = text_at(element, ".//{*}InstdAmt") or text_at(element, "{*}Amt")
        wanted.append({
            "ma_gd": text_at(element, "{*}OrgnlEndToEndId") or text_at(element, "{*}Refs/{*}EndToEndId"), "ho_va_ten": text_at(element, ".//{*}Nm"),
            "so_cccd": text_at(element, ".//{*}Othr/{*}Id"), "so_tien": str(int(float(amount))), "ma_tinh": words["TINH"],
            "ky_chi_tra": words["KY"], "ma_doi_tuong": words["DT"], "trang_thai": STATES[text_at(element, "{*}TxSts")] if is_report else state})
    report = check(program, path)
    assert report["rows_rejected"] == 0, f"{path}: {report['rejected'][:2]}"
    compare(path, report["rows"], wanted, list(wanted[0]))


# Form

def mutated(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 1, 2, 5])):
        at = rng.randrange(len(data))
        match rng.randrange(6):
            case 0: data[at] = rng.randrange(256)
            case 1: del data[at:at + rng.randint(1, 20)]
            case 2: data[at:at] = data[max(0, at - 30):at]
            case 3: data[at:at] = rng.choice([b"<", b">", b"&", b"&#0;", b"&#x41;", b"&lt", b"]]>", b"<![CDATA[", b"-->", b"<!-- -- -->", b"\0",
                                              b"\xff", b"<a/>", b"<a:b/>", b"<?x?>", b"<?xml?>", b"=", b'"', b"<!DOCTYPE a>", b"<a b='1' b='2'/>"])
            case 4: del data[at:]
            case 5: data[at] ^= 1 << rng.randrange(8)
        if not data:
            return b"<"
    return bytes(data)


def compare_form(program, folder, rng, count):
    sources = [xml(people(3)).encode(), document([household(i) for i in range(2)]).encode(), status_report([reported(0)]), statement([entry([detail(0)])])]
    tally = {"both take": 0, "both refuse": 0, "refused by policy": 0}
    for turn in range(count):
        data = mutated(rng.choice(sources), rng)
        path = os.path.join(folder, "mutated.xml")
        with open(path, "wb") as file:
            file.write(data)
        is_well_formed = subprocess.run(["xmllint", "--nonet", "--noout", path], capture_output=True).returncode == 0
        reason = check(program, path)["file_reason"]
        if reason in POLICY or (reason and reason.startswith("header_")):
            tally["refused by policy"] += 1
        elif is_well_formed and reason in FORM:
            sys.exit(keep(data, f"xmllint takes it, refused as {reason}"))
        elif not is_well_formed and (reason not in FORM) and reason not in ("xml_wrong_root", "totals_mismatch"):
            sys.exit(keep(data, f"xmllint refuses it, here {reason or 'accepted'}"))
        else:
            tally["both take" if is_well_formed else "both refuse"] += 1
    return tally


def keep(data, message):
    path = os.path.join(tempfile.gettempdir(), "differential-found.xml")
    with open(path, "wb") as file:
        file.write(data)
    return f"{message}: {path}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--mutations", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(options.documents):
            compare_households(options.program, folder, rng, turn)
            compare_messages(options.program, folder, rng, turn)
        print(f"{options.documents} lists of households and {options.documents} messages: every field as xml.etree finds it")
        tally = compare_form(options.program, folder, rng, options.mutations)
        print(f"{options.mutations} changed documents, none judged otherwise than by xmllint: " + ", ".join(f"{v} {k}" for k, v in tally.items()))


if __name__ == "__main__":
    main()
