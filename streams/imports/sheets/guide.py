"""The sheet that says how to fill in the others."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from streams.imports.sheets.outgoing import Head, OutRow, OutSheet, heading, sheet_title
from streams.imports.sheets.records import columns_of
from streams.imports.sheets.words import ANALYSES, GUIDE, YEARS
from streams.vocabulary import Kind

WIDTHS = (34, 90)


def guide_sheet(kinds: Sequence[Kind]) -> OutSheet:
    heads = [Head("", width=width) for width in WIDTHS]
    rows: list[OutRow] = [*rules(), *(row for kind in kinds for row in of_columns(kind))]
    return OutSheet(sheet_title(GUIDE), heads, rows, is_prose=True, has_heads=False)


def rules() -> list[OutRow]:
    years, analyses = sheet_title(YEARS), sheet_title(ANALYSES)
    return [
        [_("How to fill in"), _(
                "One row is one listing. Columns marked with * are needed; leave the others out"
                " as you like."
            )],
        [_("Finding it again"), _(
                "A row changes the listing that has the same own reference, else the same "
                "title. Otherwise it is a new one. So the same file twice changes nothing."
            )],
        [_("Numbers"), _(
                "10 000, 8–12, <0,1, >500 and ca. 200 are all understood. Another unit may "
                "stand in the cell or in the heading: it is converted. “ca.” reaches ten per "
                "cent to each side."
            )],
        [_("Blank cells"), _(
                "A blank cell empties the field. A column that is not in the file stays as it "
                "is."
            )],
        [years, _(
                "One row for each year. A year that is not in the file stays; a row without an "
                "amount takes its year away. You may also add columns such as “Amount 2024 "
                "(t/yr)” to the first sheet."
            )],
        [analyses, _(
                "One row for each analysis, one column for each substance: add any you need, "
                "such as “V2O5 (wt%)” or “Hg (mg/kg)”. An analysis that is not in the file "
                "stays; a row without any substance takes it away."
            )],
        [_("Visibility"), _(
                "Blank is what you have decided for all your listings. A band shows only "
                "roughly how much."
            )],
        [_("What happens then"), _(
                "You see everything that would be created and changed before anything is saved."
                " New listings are drafts unless you choose to publish them."
            )],
        [_("Not here"), _("Documents are not in the spreadsheet. They stay with their listings.")],
        [None, None],
    ]  # fmt: skip


def of_columns(kind: Kind) -> list[OutRow]:
    """What each column is for, under the name of its sheet."""
    rows: list[OutRow] = [[sheet_title(kind), None]]
    for column in columns_of(kind):
        words = column.choices(kind)
        parts = [str(column.help_text), _("One of: %s.") % ", ".join(words) if words else ""]
        rows.append(
            [heading(str(column.label), column.unit, needed=bool(column.missing)),
             " ".join(part for part in parts if part) or None]
        )  # fmt: skip
    return [*rows, [None, None]]
