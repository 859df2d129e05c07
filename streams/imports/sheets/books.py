"""Sheets as one workbook, with drop-downs and notes, or as CSV files in a zip."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from streams.cells import PerCent, harmless
from streams.imports.sheets.opened import MOST_ROWS
from streams.imports.sheets.outgoing import Head, OutCell, OutSheet
from streams.reference.languages import active_language
from streams.workbooks import MOMENT, new_workbook, saved, text_cell

WORDS = "_lists"
"""The sheet that holds the words of drop-downs; hidden, and not read."""
AUTHOR = "Materialbørsen"
DAY_FORMAT = "yyyy-mm-dd"
PER_CENT_FORMAT = "0.00%"
HEAD_FILL = PatternFill("solid", fgColor="FFE3EEF2")
EXAMPLE_FONT = Font(italic=True, color="FF6B6B6B")
MARK_FILL = PatternFill("solid", fgColor="FFFBD9D3")
BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
DELIMITER = ";"


def workbook_of(sheets: Sequence[OutSheet]) -> bytes:
    """One .xlsx file; the same sheets give the same bytes."""
    book = new_workbook()
    lists: dict[tuple[str, ...], str] = {}
    for sheet in sheets:
        fill(book.create_sheet(sheet.name), sheet, lists)
    if lists:
        fill_lists(book.create_sheet(WORDS), list(lists))
    return saved(book)


def fill(made: Any, sheet: OutSheet, lists: dict[tuple[str, ...], str]) -> None:
    """What stands before the rows has to be told before the first row is written."""
    for number, head in enumerate(sheet.heads, start=1):
        letter = get_column_letter(number)
        made.column_dimensions[letter].width = head.width
        if head.choices:
            made.data_validations.append(drop_down(letter, range_of(tuple(head.choices), lists)))
    if sheet.has_heads:
        made.freeze_panes = "C2" if len(sheet.heads) > 2 else "A2"
        made.append([head_cell(made, head) for head in sheet.heads])
    for number, row in enumerate(sheet.rows):
        is_example = number < sheet.example
        made.append(
            [cell_of(made, value, is_example, sheet.marks.get((number + 1, column), ""),
                     wrap=sheet.is_prose)
             for column, value in enumerate(row)]
        )  # fmt: skip


def head_cell(made: Any, head: Head) -> Any:
    cell = text_cell(made, head.text)
    cell.font, cell.fill, cell.alignment = BOLD, HEAD_FILL, WRAPPED
    if head.note:
        cell.comment = note(head.note)
    return cell


def note(text: str) -> Comment:
    return Comment(text, AUTHOR, height=30 + 18 * (1 + len(text) // 34), width=240)


def cell_of(made: Any, value: OutCell, is_example: bool, mark: str, *, wrap: bool) -> Any:
    """Text for certain where it is text; dates as such; a note where something is to be said."""
    if value is None and not mark:
        return None
    cell = text_cell(made, value if isinstance(value, str) else "")
    if not isinstance(value, str):
        cell.value = value
    if isinstance(value, date):
        cell.number_format = DAY_FORMAT
    if isinstance(value, PerCent):
        cell.value, cell.number_format = float(value), PER_CENT_FORMAT
    if is_example:
        cell.font = EXAMPLE_FONT
    if wrap:
        cell.alignment = WRAPPED
    if mark:
        cell.comment, cell.fill = note(mark), MARK_FILL
    return cell


def drop_down(letter: str, words: str) -> DataValidation:
    """Proposes and does not forbid: words of other languages and synonyms are understood too."""
    made = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=False)
    made.add(f"{letter}2:{letter}{MOST_ROWS}")
    return made


def range_of(words: tuple[str, ...], lists: dict[tuple[str, ...], str]) -> str:
    """Where the words stand; each list is written once."""
    if words not in lists:
        letter = get_column_letter(len(lists) + 1)
        lists[words] = f"'{WORDS}'!${letter}$1:${letter}${len(words)}"
    return lists[words]


def fill_lists(made: Any, lists: Sequence[tuple[str, ...]]) -> None:
    made.sheet_state = "hidden"
    for number in range(max(len(words) for words in lists)):
        made.append(
            [text_cell(made, words[number]) if number < len(words) else None for words in lists]
        )


def csv_of(sheet: OutSheet) -> bytes:
    """With a mark of UTF-8 and semicolons, as spreadsheets in Norway expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=DELIMITER)
    writer.writerow([harmless(head.text) for head in sheet.heads])
    for row in sheet.rows:
        writer.writerow([csv_cell(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def csv_cell(value: OutCell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(harmless(value))
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    text = re.sub(r"^(-?[1-9]\d{0,2}\.\d{3})$", r"\g<1>0", text)
    return text if active_language() == "en" else text.replace(".", ",")


def csv_archive(sheets: Iterable[OutSheet]) -> bytes:
    """One CSV file a sheet, packed without the moment of packing."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for sheet in sheets:
            if not sheet.is_prose:
                name = ZipInfo(f"{sheet.name}.csv", MOMENT.timetuple()[:6])
                archive.writestr(name, csv_of(sheet), ZIP_DEFLATED)
    return made.getvalue()
