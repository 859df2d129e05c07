"""Reads a complete official list of waste from a CSV file; saves nothing.

Columns: `code`, and `title` or `description`; `hazardous` where the codes carry no asterisk.
Other columns are left alone.
"""

import csv
import io
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 5_000_000
LONGEST_TITLE = 400
TITLE_COLUMNS = ("title", "description")
YES = frozenset({"1", "true", "yes", "ja", "*", "x"})
NO = frozenset({"0", "false", "no", "nei", ""})

Row = Mapping[str, str]

_CODE = re.compile(r"(0[1-9]|1[0-9]|20)[0-9]{4}")


@dataclass(frozen=True, slots=True)
class OfficialCode:
    """One line of the list."""

    code: str
    hazardous: bool
    title: str


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong where; row 1 holds the column names, row 0 is the file as a whole."""

    row: int
    column: str
    message: str | Promise

    def __str__(self) -> str:
        return f"{self.row}: {self.column}: {self.message}" if self.row else str(self.message)


@dataclass(frozen=True, slots=True)
class Report:
    """What loading did. With errors, everything else is zero: nothing was saved."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()

    def counts(self) -> dict[str, int]:
        counts = asdict(self)
        counts.pop("errors")
        return counts


def read_official_list(path: Path) -> tuple[list[OfficialCode], list[RowError]]:
    """The codes, and every error of every row. Raises OSError when there is no such file."""
    if path.stat().st_size > LARGEST_FILE:
        return [], [RowError(0, "", _("The file is larger than 5 MB."))]
    try:
        columns, rows = _table(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return [], [RowError(0, "", _("The file is not a text file in UTF-8."))]
    except csv.Error as error:
        return [], [RowError(0, "", _("The file is no table: %s.") % error)]
    missing = list(_missing(columns, rows))
    return ([], missing) if missing else _checked(rows)


def _table(text: str) -> tuple[list[str], list[Row]]:
    """Column names and rows by them, separated by whichever sign the first line holds most of."""
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    columns = [name.strip().casefold() for name in lines[0]] if lines else []
    return columns, [dict(zip(columns, line, strict=False)) for line in lines[1:]]


def _missing(columns: Sequence[str], rows: Sequence[Row]) -> Iterator[RowError]:
    if "code" not in columns:
        yield RowError(1, "code", _("There is no column named “code”."))
    if not set(TITLE_COLUMNS) & set(columns):
        yield RowError(1, "title", _("There is no column named “title” or “description”."))
    if "hazardous" not in columns and not any("*" in row.get("code", "") for row in rows):
        text = _("There is no column named “hazardous”, and no code carries an asterisk.")
        yield RowError(1, "hazardous", text)
    if not rows:
        yield RowError(0, "", _("The file holds no codes."))


def _checked(rows: Sequence[Row]) -> tuple[list[OfficialCode], list[RowError]]:
    codes: dict[str, OfficialCode] = {}
    errors: list[RowError] = []
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row.values()):
            continue
        found = list(_errors_of(number, row, codes))
        errors.extend(found)
        if not found:
            one = _official_code(row)
            codes[one.code] = one
    return list(codes.values()), errors


def _errors_of(number: int, row: Row, earlier: Container[str]) -> Iterator[RowError]:
    code, title, hazardous = _code(row), _title(row), _flag(row)
    if not _CODE.fullmatch(code):
        yield RowError(number, "code", _("Six digits are needed, such as 10 03 08."))
    elif code in earlier:
        yield RowError(number, "code", _("This code stands further up already."))
    if not title or len(title) > LONGEST_TITLE or "\0" in title:
        yield RowError(number, "title", _("A title of 1 to 400 characters is needed."))
    if hazardous not in YES | NO:
        yield RowError(number, "hazardous", _("Write 1 or 0, yes or no."))
    elif "*" in row.get("code", "") and "hazardous" in row and hazardous in NO:
        text = _("The asterisk says hazardous, and this column says not.")
        yield RowError(number, "hazardous", text)


def _official_code(row: Row) -> OfficialCode:
    hazardous = _flag(row) in YES or "*" in row.get("code", "")
    return OfficialCode(code=_code(row), hazardous=hazardous, title=_title(row))


def _code(row: Row) -> str:
    return re.sub(r"[\s*]", "", row.get("code", ""))


def _title(row: Row) -> str:
    return next((row[name].strip() for name in TITLE_COLUMNS if row.get(name, "").strip()), "")


def _flag(row: Row) -> str:
    return row.get("hazardous", "").strip().casefold()
