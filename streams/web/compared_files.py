"""A comparison as a file: a row for each fact and a column for each listing, as on the page."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from streams.catalogue.search import Hit
from streams.cells import harmless
from streams.web.comparison import Row, compared
from streams.web.numbers import FIXED_SPACE, THIN_SPACE
from streams.workbooks import new_workbook, saved, text_cell

PLAIN_SPACES = str.maketrans({THIN_SPACE: " ", FIXED_SPACE: " "})
FACT_WIDTH, LISTING_WIDTH = 30, 36
Line = list[str]


def as_csv(hits: Sequence[Hit], home: str) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read æøå. `home` is the exchange's own
    address without a slash at its end."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in lines(hits, home):
        writer.writerow([harmless(cell) for cell in line])
    return ("\N{BYTE ORDER MARK}" + out.getvalue()).encode()


def as_workbook(hits: Sequence[Hit], home: str) -> bytes:
    """One sheet whose first row and first two columns stay in sight."""
    book = new_workbook()
    sheet = book.create_sheet(_("Comparison"))
    sheet.freeze_panes = "C2"
    for number in range(len(hits) + 2):
        width = FACT_WIDTH if number < 2 else LISTING_WIDTH
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    for number, line in enumerate(lines(hits, home)):
        sheet.append([text_cell(sheet, cell, bold=number == 0) for cell in line])
    return saved(book)


def lines(hits: Sequence[Hit], home: str) -> Iterator[Line]:
    """Titles, addresses, then the rows of the page with the group that each belongs to."""
    yield [_("Group"), _("Fact"), *(hit.title for hit in hits)]
    if hits:
        yield ["", _("Address"), *(home + reverse("record", args=[hit.id]) for hit in hits)]
        for group in compared(hits):
            yield from ([group.title, *cells_of(row)] for row in group.rows)


def cells_of(row: Row) -> Line:
    label = f"{row.label} ({row.note})" if row.note else row.label
    return [label, *(cell.text.translate(PLAIN_SPACES) for cell in row.cells)]
