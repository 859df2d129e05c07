"""Pieces of every workbook that leaves the exchange: texts that run nowhere, bytes without a clock.

Equal content gives equal bytes: no time, no name of a person and no machine goes into the file.
"""

import io
import re
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from streams.cells import harmless

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767
"""Characters that a cell can hold (ECMA-376 as spreadsheets implement it)."""
MOMENT = datetime(2000, 1, 1)
READ_AS_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def new_workbook() -> Workbook:
    """Written row by row, and only once."""
    book = Workbook(write_only=True)
    book.properties = properties()
    return book


def saved(book: Workbook) -> bytes:
    """The whole file."""
    made = io.BytesIO()
    # Not book.save(), which would set the moment of the last change to now.
    ExcelWriter(book, ZipFile(made, "w", ZIP_DEFLATED)).save()
    return packed(made)


def properties() -> DocumentProperties:
    """What a file says of its own making: nothing but the exchange's name."""
    return DocumentProperties(creator="Materialbørsen", created=MOMENT, modified=MOMENT)


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
