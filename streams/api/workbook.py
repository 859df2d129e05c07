"""Search results as a workbook: the columns of the CSV file, numbers as numbers, nothing that runs.

Equal listings give equal bytes: no clock, no name of a person and no machine goes into the file.
"""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from streams.api.exports import COLUMNS, Cell, harmless, row_of
from streams.catalogue.search import Hit

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "Listings"
LONGEST_TEXT = 32_767
"""Characters that a cell can hold (ECMA-376 as spreadsheets implement it)."""
UNITS = {
    "latitude": "°",
    "longitude": "°",
    "amount_low": "t/yr or GWh/yr, see amount_unit",
    "amount_high": "t/yr or GWh/yr, see amount_unit",
    "temperature_low": "°C",
    "temperature_high": "°C",
    "constituents": "wt%",
}
"""What stands in brackets after a column's name."""
WIDE = {"title": 44, "owner": 28, "updated_at": 30, "constituents": 60}
WIDTH = 17
MOMENT = datetime(2000, 1, 1)
READ_AS_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def workbook_bytes(hits: Iterable[Hit]) -> bytes:
    """The whole file."""
    book = Workbook(write_only=True)
    book.properties = properties()
    fill(book.create_sheet(SHEET), hits)
    made = io.BytesIO()
    # Not book.save(), which would set the moment of the last change to now.
    ExcelWriter(book, ZipFile(made, "w", ZIP_DEFLATED)).save()
    return packed(made)


def properties() -> DocumentProperties:
    """What a file says of its own making: nothing but the exchange's name."""
    return DocumentProperties(creator="Materialbørsen", created=MOMENT, modified=MOMENT)


def fill(sheet: Any, hits: Iterable[Hit]) -> None:
    """A frozen header with units, then one listing a row; the sheet can be written only once."""
    sheet.freeze_panes = "A2"
    for number, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDE.get(name, WIDTH)
    sheet.append([text_cell(sheet, heading(name), bold=True) for name in COLUMNS])
    for hit in hits:
        row = row_of(hit)
        sheet.append(list(cells(sheet, (row[name] for name in COLUMNS))))


def heading(name: str) -> str:
    """ "temperature_low (°C)"."""
    return f"{name} ({UNITS[name]})" if name in UNITS else name


def cells(sheet: Any, values: Iterable[Cell]) -> Iterator[SheetCell | float | None]:
    for value in values:
        yield text_cell(sheet, value) if isinstance(value, str) else value


def text_cell(sheet: Any, text: str, *, bold: bool = False) -> SheetCell:
    """Text for certain, whatever it looks like: the library would guess formulas and errors."""
    cell = WriteOnlyCell(sheet, written(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def written(text: str) -> str:
    """Nothing that runs, that XML cannot hold, or that spreadsheets read as a character's code."""
    legal = ILLEGAL_CHARACTERS_RE.sub("", text)
    return READ_AS_CODE.sub("_x005F_", str(harmless(legal)))[:LONGEST_TEXT]


def packed(made: io.BytesIO) -> bytes:
    """The same parts in the same order, packed without the moment of packing."""
    out = io.BytesIO()
    with ZipFile(made) as parts, ZipFile(out, "w", ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            fixed.writestr(ZipInfo(name, MOMENT.timetuple()[:6]), parts.read(name), ZIP_DEFLATED)
    return out.getvalue()
