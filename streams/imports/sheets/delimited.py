"""CSV as people have it: UTF-8 or Windows-1252, with semicolons, commas or tabs."""

import csv
import io
from pathlib import PurePath

from django.utils.translation import gettext

from streams.imports.sheets.opened import (
    MOST_COLUMNS,
    MOST_ROWS,
    FileRefusedError,
    Sheet,
)

DELIMITERS = (";", "\t", ",")
LOOKED_AT = 20
LONGEST_CELL = 40_000


def csv_sheet(content: bytes, name: str) -> Sheet:
    """The one table of a CSV file, named as the file. Raises FileRefusedError."""
    text = decoded(content)
    delimiter = delimiter_of(text)
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise too_much()
    except csv.Error:
        raise no_table() from None
    width = max((len(row) for row in rows), default=0)
    return Sheet(PurePath(name).stem, [[*row, *[""] * (width - len(row))] for row in rows])


def decoded(content: bytes) -> str:
    """UTF-16 only with its mark; what is no UTF-8 is what Windows writes in Norway."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise no_table()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """Whichever parts most of the first lines into equally many cells, more than one."""
    lines = [line for line in text.splitlines()[: LOOKED_AT * 2] if line.strip()][:LOOKED_AT]
    first = next(iter(lines), "")
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    return max(DELIMITERS, key=lambda one: score(lines, one))


def score(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return (0, 0)
    several = [width for width in widths if width > 1]
    return (len(several), max(several, default=0))


def too_much() -> FileRefusedError:
    limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
    return FileRefusedError(
        gettext("The file has more than %(rows)s rows or %(columns)s columns. Split it.") % limits
    )


def no_table() -> FileRefusedError:
    return FileRefusedError(gettext("This is no spreadsheet. Send an .xlsx or a .csv file."))
