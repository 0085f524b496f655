"""Another reader over a list of files: prints the rows it finds in each, one JSON document a line, `null` where it gives up.

    python3 Tests/Conformance/reader_peers.py READER INDEX

Started by `reader_scores.py`. `told` is told delimiter, quote, escape, encoding and the number of title lines; the others find them out,
but for the encoding. Options are those that lose least: DuckDB's are the ones of its published run, where quotes stay doubled.
"""
import csv
import io
import json
import re
import sys
import warnings
from typing import Any, Callable

File = dict[str, Any]
Rows = list[list[str]]

SAMPLE = 1 << 16
"""Characters from which a dialect is found out: of whole files Python's Sniffer takes minutes."""
CLEVER_SAMPLE = 10_000


def text_of(file: File) -> str:
    with open(file["path"], encoding=file["encoding"], newline="") as source:
        return source.read()


def below_titles(text: str, file: File) -> str:
    return re.split("\r\n|\r|\n", text, maxsplit=file["title_lines"])[-1] if file["title_lines"] else text


def backslash(file: File) -> str | None:
    return "\\" if file["escape"] == "backslash" else None


def without_blank_lines(rows: Any) -> Rows:
    return [["" if cell is None else str(cell) for cell in row] for row in rows if row]


def csv_told(file: File) -> Rows:
    rows = csv.reader(
        io.StringIO(below_titles(text_of(file), file), newline=""), delimiter=file["delimiter"][0], quotechar=file["quote"],
        skipinitialspace=file["delimiter"] == ", ", doublequote=file["escape"] == "doubled", escapechar=backslash(file))
    return without_blank_lines(rows)


def csv_sniffer(file: File) -> Rows:
    text = text_of(file)
    return without_blank_lines(csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text[:SAMPLE])))


def clever(file: File) -> Rows:
    import clevercsv
    text = text_of(file)
    dialect = clevercsv.Sniffer().sniff(text[:CLEVER_SAMPLE])
    return without_blank_lines(clevercsv.reader(io.StringIO(text, newline=""), dialect))


def in_utf8(file: File) -> str:
    """The path of the file in an encoding that every library has."""
    if file["encoding"] == "utf-8":
        return file["path"]
    path = file["path"] + ".utf-8"
    with open(path, "w", encoding="utf-8", newline="") as target:
        target.write(text_of(file))
    return path


def duckdb_rows(path: str, **options: Any) -> Rows:
    import duckdb
    with duckdb.connect() as connection:
        return without_blank_lines(connection.read_csv(path, all_varchar=True, **options).fetchall())


def duckdb_told(file: File) -> Rows:
    return duckdb_rows(
        in_utf8(file), delimiter=file["delimiter"], quotechar=file["quote"], escapechar=backslash(file) or file["quote"], skiprows=file["title_lines"],
        header=False, columns={f"c{number}": "VARCHAR" for number in range(file["width"])}, auto_detect=False, strict_mode=False,
        ignore_errors=True, null_padding=True, parallel=False)


def duckdb_auto(file: File) -> Rows:
    return duckdb_rows(in_utf8(file), header=False, strict_mode=False, ignore_errors=True, null_padding=True, parallel=False)


def polars_told(file: File) -> Rows:
    import polars
    frame = polars.read_csv(
        in_utf8(file), separator=file["delimiter"], quote_char=file["quote"], has_header=False, skip_lines=file["title_lines"],
        infer_schema=False, truncate_ragged_lines=True, eol_char=file["newline"][-1],
        schema={f"c{number}": polars.String for number in range(file["width"])})
    return without_blank_lines(frame.rows())


def pyarrow_told(file: File) -> Rows:
    from pyarrow import csv as arrow
    from pyarrow import string
    names = [f"c{number}" for number in range(file["width"])]
    table = arrow.read_csv(
        in_utf8(file), arrow.ReadOptions(skip_rows=file["title_lines"], column_names=names, use_threads=False),
        arrow.ParseOptions(
            delimiter=file["delimiter"], quote_char=file["quote"], double_quote=file["escape"] == "doubled",
            escape_char=backslash(file) or False, newlines_in_values=True, invalid_row_handler=lambda row: "skip"),
        arrow.ConvertOptions(column_types={name: string() for name in names}, strings_can_be_null=False))
    return without_blank_lines(zip(*(column.to_pylist() for column in table.columns)))


READERS: dict[str, Callable[[File], Rows]] = {
    "Python csv told": csv_told, "Python csv Sniffer": csv_sniffer, "CleverCSV": clever, "DuckDB told": duckdb_told,
    "DuckDB auto": duckdb_auto, "Polars told": polars_told, "pyarrow told": pyarrow_told}


def main() -> None:
    csv.field_size_limit(1 << 30)
    warnings.simplefilter("ignore")
    read = READERS[sys.argv[1]]
    with open(sys.argv[2], encoding="utf-8") as source:
        files = json.load(source)
    for file in files:
        try:
            rows = read(file)
        except Exception:  # Whatever a reader gives up with, it has given up.
            rows = None
        print(json.dumps(rows), flush=True)


if __name__ == "__main__":
    main()
