"""Reads a table copied from a spreadsheet or a laboratory's report into rows of an analysis."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from streams.quantities.reading import read_interval

MOST_LINES = 200
_CELLS = re.compile(r"\t|;|\s{2,}|\|")
_NUMBER_AHEAD = re.compile(r"\s+(?=[<>≤≥~±]?\s*\d|ca\b|under\b|over\b)")
_UNIT = re.compile(r"mg/kg|ppm|g/t|wt ?%|vekt-?%|%", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row as text: substance, share, unit ("wt%" or "mg/kg"), and "main", "trace" or ""."""

    substance: str
    share: str
    unit: str = "wt%"
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """Rows that were understood, and lines that were not."""

    rows: list[PastedRow]
    unread: list[str]


def read_pasted(text: str) -> Pasted:
    """Every line with a name and a number; a heading that names a unit holds for what follows."""
    rows, unread, unit = [], [], "wt%"
    for line in text.splitlines()[:MOST_LINES]:
        if not line.strip():
            continue
        row = row_from(line, unit)
        if row is not None:
            rows.append(row)
        elif not re.search(r"\d", line) or _UNIT.search(line):
            unit = unit_in(line) or unit
        else:
            unread.append(line.strip())
    return Pasted(rows, unread)


def row_from(line: str, usual_unit: str) -> PastedRow | None:
    """ "SiO2<tab>40<tab>44<tab>%", "MnO 8–12" or "Pb; 120; mg/kg"."""
    cells = [cell.strip() for cell in _CELLS.split(line.strip()) if cell.strip()]
    if len(cells) == 1:
        cells = _NUMBER_AHEAD.split(cells[0], maxsplit=1)
    if len(cells) < 2 or not re.search(r"[^\W\d_]", cells[0]):
        return None
    named, *rest = cells
    unit = next((found for cell in [*rest, named] if (found := unit_in(cell))), usual_unit)
    numbers = [plain for cell in rest if (plain := _UNIT.sub("", cell).strip())]
    share = share_of(numbers)
    name = re.sub(r"[\[(].*?[\])]", "", _UNIT.sub("", named)).strip(" :,*")
    return PastedRow(name, share, unit) if share and name else None


def share_of(numbers: list[str]) -> str:
    """One number or interval, or two columns with the lowest and the highest."""
    readable = [text for text in numbers if is_readable(text)]
    if not readable:
        return ""
    if len(readable) >= 2 and all(re.fullmatch(r"[\d ,.]+", text) for text in readable[:2]):
        joined = f"{readable[0]}–{readable[1]}"
        return joined if is_readable(joined) else readable[0]
    return readable[0]


def is_readable(text: str) -> bool:
    try:
        return read_interval(text) is not None
    except ValidationError:
        return False


def unit_in(text: str) -> str:
    found = _UNIT.search(text)
    if found is None:
        return ""
    return "mg/kg" if found[0].casefold() in {"mg/kg", "ppm", "g/t"} else "wt%"
