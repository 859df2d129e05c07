"""The area of a deposit in one cell: its corners in a row, as somebody can type or paste them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from streams.cells import Cell, ReadCell
from streams.imports.sheets.columns import Around, Column
from streams.imports.sheets.reading_cells import text_of
from streams.quantities.outlines import (
    Ring,
    check_outline,
    opened,
    read_outline,
    rounded,
    written_outline,
)

BETWEEN = ";"


@dataclass(frozen=True, slots=True, eq=False)
class Outline(Column):
    """ "58.29, 6.96; 58.3, 6.97; 58.29, 6.98"; a line for each corner and GeoJSON are read, too."""

    def read(self, cell: ReadCell, given: str, around: Around) -> Ring | None:
        found = read_outline(a_line_each(text_of(cell)))
        if found is not None:
            check_outline(found)
        return found

    def cell(self, value: Any) -> Cell:
        return written_outline(value).replace("\n", f"{BETWEEN} ") if value else None

    def same(self, one: Any, two: Any) -> bool:
        return corners(one) == corners(two)


def a_line_each(text: str) -> str:
    """As the form takes it. Where lines part the corners, semicolons may part the two numbers."""
    if text.startswith("{"):
        return text
    lines = text.splitlines() if "\n" in text else text.split(BETWEEN)
    return "\n".join(line.strip().rstrip(BETWEEN) for line in lines)


def corners(ring: Sequence[Sequence[float]] | None) -> Ring:
    """As finely as they are read, and without the first one again at the end."""
    return opened([(rounded(longitude), rounded(latitude)) for longitude, latitude in ring or ()])
