"""Reads a table separated by semicolons, as far as any format needs it; saves nothing."""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

LARGEST_FILE = 20_000_000
SEPARATOR = ";"


class FileRefusedError(Exception):
    """The file as a whole cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row by column, without spaces around; row 1 holds the column names.

    `problem` says what makes the whole row unusable; then there are no cells.
    """

    row: int
    cells: Mapping[str, str]
    problem: str = ""


def lines_of(path: Path, columns: Collection[str]) -> list[Line]:
    """Every row that is not empty. Raises OSError, and FileRefusedError for what is no such table.

    Columns beyond those asked for are left alone.
    """
    table = _table(_text(path))
    if not table:
        raise FileRefusedError(gettext("The file is empty."))
    names = [name.strip() for name in table[0]]
    _require_columns(names, columns)
    lines = list(_lines(names, table[1:]))
    if not lines:
        raise FileRefusedError(gettext("The file holds column names, but no rows."))
    return lines


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefusedError(gettext("The file is larger than 20 MB."))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = gettext("The file is not text in UTF-8. Save it as CSV with that encoding.")
        raise FileRefusedError(message) from None
    if "\0" in text:
        raise FileRefusedError(gettext("The file is no text file."))
    return text


def _table(text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATOR, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        message = gettext("Line %(line)s cannot be read as a table row: %(problem)s.")
        values = {"line": reader.line_num, "problem": error}
        raise FileRefusedError(message % values) from None


def _require_columns(names: Sequence[str], columns: Collection[str]) -> None:
    missing = [name for name in columns if name not in names]
    if missing:
        message = gettext("Columns are missing: %s. Columns are separated by semicolons.")
        raise FileRefusedError(message % ", ".join(missing))
    if twice := [name for name in columns if Counter(names)[name] > 1]:
        raise FileRefusedError(gettext("A column stands there twice: %s.") % ", ".join(twice))


def _lines(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=2):
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            problem = _problem(cells, len(names))
            found = {} if problem else dict(zip(names, cells, strict=True))
            yield Line(number, found, problem)


def _problem(cells: Sequence[str], expected: int) -> str:
    if len(cells) != expected:
        message = gettext("has %(found)s cells, and the column names are %(expected)s")
        return message % {"found": len(cells), "expected": expected}
    if any(unicodedata.category(sign) in ("Cc", "Cs") for cell in cells for sign in cell):
        return gettext("holds a control character, which no name or number has")
    return ""
