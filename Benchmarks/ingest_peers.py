"""What other programs do with the same list. One peer, one process:  ingest_peers.py NAME FILE [OUT]

Prints {"rows": …, "amount": …} as the peer found them. No peer guesses types: each is told the columns, identifiers as text, dates
by their format and the amount as a whole number. `Benchmarks/ingest.py` says what each checks.
"""
import json
import sys

from payment_list import COLUMNS

TEXTS = [column for column in COLUMNS if column not in ("ngay_sinh", "ngay_chi", "so_tien")]
BLOCK = 1 << 22

PROVINCES = """01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62 64
66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96""".split()


# DuckDB

def duckdb(threads=None, file=":memory:"):
    import duckdb as library
    connection = library.connect(file, config={"threads": threads} if threads else {})
    connection.execute("SET enable_progress_bar = false")
    return connection


def duckdb_table(path, **types):
    columns = {column: "VARCHAR" for column in COLUMNS} | {"ngay_sinh": "DATE", "ngay_chi": "DATE", "so_tien": "BIGINT"} | types
    listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return (f"read_csv('{path}', auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
            f"dateformat = '%d/%m/%Y', columns = {{{listed}}})")


# An aggregate over every column, so that every cell is parsed and none is left out as unused.
EVERY = ", ".join(["count(ngay_sinh)", "count(ngay_chi)"] + [f"count({column})" for column in TEXTS])


def duckdb_parse(path, threads=None):
    found = duckdb(threads).execute(f"SELECT count(*), sum(so_tien), {EVERY} FROM {duckdb_table(path)}").fetchone()
    return found[0], found[1]


CHECKS = f"""
    regexp_full_match(ma_ho, '[0-9]{{10}}') AND ma_tinh IN ({", ".join(f"'{code}'" for code in PROVINCES)})
    AND (ma_huyen IS NULL OR regexp_full_match(ma_huyen, '[0-9]{{3}}')) AND regexp_full_match(ma_xa, '[0-9]{{5}}')
    AND ho_va_ten IS NOT NULL AND NOT regexp_matches(ho_va_ten, '^[=@+-]|[?\\x00-\\x1F\\x7F]|\\x{{FFFD}}')
    AND ngay_sinh BETWEEN DATE '1850-01-01' AND current_date
    AND gioi_tinh IN ('Nam', 'Nữ') AND loai_ho IN ('Hộ nghèo', 'Hộ cận nghèo', 'BTXH')
    AND (so_cccd IS NULL OR regexp_full_match(so_cccd, '[0-9]{{9}}') OR regexp_full_match(so_cccd, '[0-9]{{12}}')
         AND (so_cccd[1:1] <> '0' OR so_cccd[2:3] IN ({", ".join(f"'{code}'" for code in PROVINCES)})))
    AND ma_doi_tuong IS NOT NULL AND regexp_full_match(ky_chi_tra, '20[0-9]{{2}}-(0[1-9]|1[0-2])')
    AND so_tien BETWEEN 1 AND 999999999999999 AND (ngay_chi IS NULL OR ngay_chi BETWEEN DATE '1990-01-01' AND current_date)
    AND (trang_thai IS NULL OR trang_thai IN ('Trong danh sách', 'Đã chuyển đơn vị chi trả', 'Đã chi', 'Ủy quyền nhận', 'Chưa nhận',
         'Hoàn trả', 'Tạm dừng', 'Thôi hưởng', 'Thu hồi', 'Đảo giao dịch', 'Hủy'))"""
AGREES = """
    so_cccd IS NULL OR length(so_cccd) <> 12 OR (so_cccd[4:4]::INTEGER % 2 = (gioi_tinh = 'Nữ')::INTEGER
    AND so_cccd[5:6]::INTEGER + 1900 + so_cccd[4:4]::INTEGER // 2 * 100 = year(ngay_sinh))"""


def duckdb_checks(path, threads=None):
    query = f"SELECT count(*), sum(so_tien), {EVERY}, count(*) FILTER (WHERE {CHECKS}) FROM {duckdb_table(path)}"
    found = duckdb(threads).execute(query).fetchone()
    assert found[-1] == found[0], f"{found[0] - found[-1]} rows refused"
    return found[0], found[1]


def duckdb_more_checks(path, threads=None):
    query = f"""SELECT count(*), sum(so_tien), {EVERY}, count(*) FILTER (WHERE {CHECKS}), count(*) FILTER (WHERE {AGREES}),
                       count(so_cccd), count(DISTINCT so_cccd) FROM {duckdb_table(path)}"""
    rows, amount, *_, good, agreeing, numbers, different = duckdb(threads).execute(query).fetchone()
    assert (good, agreeing, numbers) == (rows, rows, different), (rows, good, agreeing, numbers, different)
    return rows, amount


def duckdb_repairs(path, threads=None):
    """The cells that may be spoilt as text, put right by functions."""
    table = duckdb_table(path, ngay_sinh="VARCHAR", so_tien="VARCHAR")
    query = f"""
        SELECT count(*), sum(replace(so_tien, '.', '')::BIGINT), count(strptime(ngay_sinh, ['%d/%m/%Y', '%Y'])),
               count(CASE WHEN length(so_cccd) IN (10, 11) THEN lpad(so_cccd, 12, '0') ELSE so_cccd END), {EVERY} FROM {table}"""
    found = duckdb(threads).execute(query).fetchone()
    return found[0], found[1]


def duckdb_store(path, out, threads=None):
    connection = duckdb(threads, out)
    connection.execute(f"CREATE TABLE payments AS SELECT * FROM {duckdb_table(path)}")
    connection.close()


def duckdb_stored(out):
    return duckdb(file=out).execute("SELECT count(*), sum(so_tien) FROM payments").fetchone()


# Polars and Arrow

def polars_rows(path):
    import polars
    schema = {column: polars.String for column in COLUMNS} | {"so_tien": polars.Int64}
    dates = polars.col("ngay_sinh", "ngay_chi").str.to_date("%d/%m/%Y")
    return polars.scan_csv(path, has_header=False, skip_lines=1, schema=schema).with_columns(dates)


def polars_parse(path):
    import polars
    every = [polars.len().alias("rows"), polars.col("so_tien").sum(), polars.col(*TEXTS, "ngay_sinh", "ngay_chi").count()]
    return polars_rows(path).select(every).collect(engine="streaming").select("rows", "so_tien").row(0)


def polars_store(path, out):
    polars_rows(path).sink_parquet(out)


def pyarrow_store(path, out):
    import pyarrow
    from pyarrow import csv, parquet
    types = {column: pyarrow.string() for column in COLUMNS} | {"so_tien": pyarrow.int64()}
    types |= {"ngay_sinh": pyarrow.timestamp("s"), "ngay_chi": pyarrow.timestamp("s")}
    convert = csv.ConvertOptions(column_types=types, timestamp_parsers=["%d/%m/%Y"])
    read = csv.ReadOptions(column_names=COLUMNS, skip_rows=1)
    with csv.open_csv(path, read_options=read, convert_options=convert) as reader:
        with parquet.ParquetWriter(out, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)


def parquet_stored(out):
    import polars
    return polars.scan_parquet(out).select(polars.len(), polars.col("so_tien").sum()).collect(engine="streaming").row(0)


# Plain Python

def python_csv(path):
    import csv
    rows = amount = 0
    position = COLUMNS.index("so_tien")
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            rows += 1
            amount += int(row[position])
    return rows, amount


def python_decode(path, out, encoding):
    """Brings the file to UTF-8, block by block, never within a line."""
    from legacy_text import decode
    left = b""
    with open(path, "rb") as source, open(out, "w", encoding="utf-8", newline="") as target:
        while block := source.read(BLOCK):
            lines, newline, rest = block.rpartition(b"\n")
            if newline:
                target.write(decode(left + lines + newline, encoding))
                left = rest
            else:
                left += block
        target.write(decode(left, encoding))


def lxml_iterparse(path):
    from lxml import etree
    rows = amount = 0
    for _, record in etree.iterparse(path, tag="DoiTuong", huge_tree=False):
        cells = {cell.tag: cell.text for cell in record}
        rows += 1
        amount += int(cells["SoTien"])
        record.clear()
        while record.getprevious() is not None:
            del record.getparent()[0]
    return rows, amount


# Legacy files: no peer reads TCVN3 or VNI, so Python decodes first.

def decoded_duckdb(path, out, encoding):
    python_decode(path, out, encoding)
    return duckdb_parse(out)


def decoded_polars(path, out, encoding):
    python_decode(path, out, encoding)
    return polars_parse(out)


# What starting costs, before the first row.

def start(library):
    if library == "duckdb":
        duckdb().execute("SELECT 1").fetchone()
    elif library != "python":
        __import__({"pyarrow": "pyarrow.parquet", "lxml": "lxml.etree"}.get(library, library))


PEERS = {
    "duckdb-parse": duckdb_parse, "duckdb-parse-1": lambda path: duckdb_parse(path, 1),
    "duckdb-checks": duckdb_checks, "duckdb-checks-1": lambda path: duckdb_checks(path, 1),
    "duckdb-more-checks": duckdb_more_checks, "duckdb-more-checks-1": lambda path: duckdb_more_checks(path, 1),
    "duckdb-repairs": duckdb_repairs, "duckdb-repairs-1": lambda path: duckdb_repairs(path, 1),
    "duckdb-store": duckdb_store, "duckdb-stored": duckdb_stored,
    "polars-parse": polars_parse, "polars-store": polars_store, "pyarrow-store": pyarrow_store, "parquet-stored": parquet_stored,
    "python-csv": python_csv, "python-decode": python_decode, "decoded-duckdb": decoded_duckdb, "decoded-polars": decoded_polars,
    "lxml": lxml_iterparse, "start": start,
}

if __name__ == "__main__":
    found = PEERS[sys.argv[1]](*sys.argv[2:])
    if found:
        print(json.dumps({"rows": found[0], "amount": int(found[1])}))
