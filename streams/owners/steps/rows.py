"""What the buttons of the page of composition do with its rows and its analyses, as texts."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from django.http import QueryDict

from streams.chemistry.formulas import FormulaError
from streams.owners.pasting import PastedRow, row_from
from streams.owners.steps.analyses import (
    MOST_ANALYSES,
    kept_in,
    open_one,
    rows_of_text,
    with_about,
    with_kept,
)
from streams.owners.steps.base import whole_number
from streams.reference.models import Substance
from streams.reference.queries import resolve_substance
from streams.reference.typical import TypicalComposition

BLANK_ROWS = 3
MOST_ROWS = 120
PREFIX = "parts"
CELLS = ("substance", "share", "unit", "trace")


def with_rows(data: QueryDict, rows: Iterable[PastedRow]) -> QueryDict:
    """What was typed, with rows added where the table has its first blank ones."""
    changed = data.copy()
    written = [*filled_rows(data), *rows]
    for name in [name for name in changed if name.startswith(f"{PREFIX}-")]:
        del changed[name]
    changed[f"{PREFIX}-INITIAL_FORMS"] = "0"
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(min(len(written) + BLANK_ROWS, MOST_ROWS))
    for number, row in enumerate(written[:MOST_ROWS]):
        for name in CELLS:
            changed[f"{PREFIX}-{number}-{name}"] = getattr(row, name)
    return changed


def typed_rows(data: QueryDict) -> list[PastedRow]:
    numbers = range(whole_number(data.get(f"{PREFIX}-TOTAL_FORMS", ""), MOST_ROWS))
    return [split_row(typed_row(data, number)) for number in numbers]


def typed_row(data: QueryDict, number: int) -> PastedRow:
    return PastedRow(*(data.get(f"{PREFIX}-{number}-{name}", "") for name in CELLS))


def split_row(row: PastedRow) -> PastedRow:
    """The share out of the cell of the substance, where somebody wrote "MnO 8–12" there.

    What could as well be a formula, such as "CO 2", is left to be asked about.
    """
    if row.share or is_listed(row.substance) or is_listed(row.substance.replace(" ", "")):
        return row
    read = row_from(row.substance, row.unit or "wt%")
    return replace(read, trace=row.trace) if read and named_by(read.substance) else row


def is_listed(text: str) -> bool:
    found = named_by(text)
    return found is not None and not found._state.adding


def named_by(text: str) -> Substance | None:
    with suppress(FormulaError):
        return resolve_substance(text)
    return None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A row that splitting changes: the cell that was sent, and all of its cells by name."""

    first: str
    sent: str
    cells: Mapping[str, str]


def rewritten_rows(data: QueryDict) -> list[Rewritten]:
    found = []
    for number in range(whole_number(data.get(f"{PREFIX}-TOTAL_FORMS", ""), MOST_ROWS)):
        row = typed_row(data, number)
        if (read := split_row(row)) != row:
            cells = {f"{PREFIX}-{number}-{name}": getattr(read, name) for name in CELLS}
            found.append(Rewritten(f"{PREFIX}-{number}-substance", row.substance, cells))
    return found


def with_rewritten(data: QueryDict, rows: Iterable[Rewritten]) -> QueryDict:
    changed = data.copy()
    for row in rows:
        for name, text in row.cells.items():
            changed[name] = text
    return changed


def without_row(data: QueryDict, number: str) -> QueryDict:
    """The table without one of its rows."""
    changed = data.copy()
    changed[f"{PREFIX}-{number}-substance"] = changed[f"{PREFIX}-{number}-share"] = ""
    return with_rows(changed, ())


def with_fresh(data: QueryDict) -> QueryDict:
    """A blank analysis opened, and the one that was open kept beside it."""
    rows = filled_rows(data)
    kept = kept_in(data)
    if rows and len(kept) < MOST_ANALYSES:
        data = with_kept(data, [open_one(data, rows), *kept])
    blank = with_about(data, {"basis": data.get("basis", "")})
    return with_rows(without_rows(blank), ())


def with_opened(data: QueryDict, number: int) -> QueryDict:
    """One of the kept analyses opened, and the one that was open kept in its place."""
    kept = kept_in(data)
    if number >= len(kept):
        return data
    opened = kept[number]
    rows = filled_rows(data)
    kept[number : number + 1] = [open_one(data, rows)] if rows else []
    changed = with_about(with_kept(without_rows(data), kept), opened)
    return with_rows(changed, rows_of_text(opened["rows"]))


def filled_rows(data: QueryDict) -> list[PastedRow]:
    return [row for row in typed_rows(data) if row.substance or row.share]


def without_rows(data: QueryDict) -> QueryDict:
    changed = data.copy()
    changed[f"{PREFIX}-TOTAL_FORMS"] = "0"
    return changed


def typical_rows(typical: TypicalComposition) -> list[PastedRow]:
    return [
        PastedRow(part.substance, f"{part.low:g}–{part.high:g}", part.unit)
        for part in typical.constituents
    ]
