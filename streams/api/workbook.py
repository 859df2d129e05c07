"""Search results as a workbook: the columns of the CSV file, numbers as numbers, nothing that runs.

Equal listings give equal bytes: no clock, no name of a person and no machine goes into the file.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter

from streams.api.exports import COLUMNS, row_of
from streams.catalogue.search import Hit
from streams.cells import Cell
from streams.workbooks import new_workbook, saved, text_cell

SHEET = "Listings"
UNITS = {
    "latitude": "°",
    "longitude": "°",
    "amount_low": "t/yr or GWh/yr, see amount_unit",
    "amount_high": "t/yr or GWh/yr, see amount_unit",
    "temperature_low": "°C",
    "temperature_high": "°C",
    "constituents": "wt%",
    "contained_low": "t/yr of what was searched for",
    "contained_high": "t/yr of what was searched for",
}
"""What stands in brackets after a column's name."""
WIDE = {"title": 44, "owner": 28, "updated_at": 30, "constituents": 60}
WIDTH = 17


def workbook_bytes(hits: Iterable[Hit]) -> bytes:
    """The whole file."""
    book = new_workbook()
    fill(book.create_sheet(SHEET), hits)
    return saved(book)


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
