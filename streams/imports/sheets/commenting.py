"""The file that somebody sent, with a note at every cell that is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from streams.cells import ReadCell
from streams.imports.sheets.opened import Sheet
from streams.imports.sheets.outgoing import Head, OutCell, OutRow, OutSheet, sheet_title
from streams.imports.sheets.reading_cells import text_of
from streams.imports.sheets.words import PROBLEMS

Problems = Sequence[Mapping[str, Any]]


def commented_sheets(sheets: Iterable[Sheet], problems: Problems) -> list[OutSheet]:
    """First a list of all that is wrong, then the sheets as they were, cell by cell."""
    by_sheet: dict[str, Problems] = defaultdict(list)
    for problem in problems:
        by_sheet[problem["sheet"]] = [*by_sheet[problem["sheet"]], problem]
    return [problem_sheet(problems), *(commented(one, by_sheet[one.name]) for one in sheets)]


def problem_sheet(problems: Problems) -> OutSheet:
    heads = [
        Head(gettext("Sheet"), width=22),
        Head(gettext("Row"), width=8),
        Head(gettext("Column"), width=26),
        Head(gettext("What is wrong"), width=90),
    ]
    rows: list[OutRow] = [
        [one["sheet"], one["row"], one["heading"], one["text"]] for one in problems
    ]
    return OutSheet(sheet_title(PROBLEMS), heads, rows)


def commented(sheet: Sheet, problems: Problems) -> OutSheet:
    marks: dict[tuple[int, int], str] = {}
    for one in problems:
        place = (one["row"], one["column"] or 0)
        marks[place] = f"{marks[place]}\n{one['text']}" if place in marks else one["text"]
    width = max((len(row) for row in sheet.rows), default=0)
    rows = [[out_cell(cell) for cell in row] for row in sheet.rows]
    heads = [Head("", width=18) for _column in range(width)]
    return OutSheet(sheet.name, heads, rows, has_heads=False, marks=marks)


def out_cell(cell: ReadCell) -> OutCell:
    """As it was, with its type."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool) or not isinstance(cell, int | float | date):
        return text_of(cell) or None
    return cell
