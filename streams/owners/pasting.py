"""Reads a table copied from a spreadsheet or a laboratory's report into rows of an analysis."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from streams.quantities.reading import read_interval

MOST_LINES = 200
_CELLS = re.compile(r"\t|;|\s{2,}|\|")
_NUMBER_AHEAD = re.compile(r"\s+(?=[<>≤≥~±]?\s*\d|ca\b|under\b|over\b)")
_SPREAD = re.compile(r"±|\+/-")
_NOT_FOUND = re.compile(
    r"(?<!\w)(?:n\.? ?d\.?|i\.? ?p\.?|not (?:detected|found)|ikkj?e (?:påvist|funnet|funne)"
    r"|spor|traces?|< ?(?:lo[dq]|d\.?l\.?))(?!\w)",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"(?:total(?:t|sum| sum)?|summ?(?:e|er)?|i alt|til sammen|Σ)(?: (?:oxides|oksider|oksid))?",
    re.IGNORECASE,
)
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
    """Every line with a name and a number; a heading that names a unit holds for what follows.

    Sums are left out, since they are worked out. What was looked for and not found has no number
    that we could take, so that it is told like any other line that is not read.
    """
    rows, unread, unit = [], [], "wt%"
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines[:MOST_LINES]:
        row = row_from(line, unit)
        if _SUM.fullmatch(row.substance if row else name_in(line)):
            continue
        if row is not None:
            rows.append(row)
        elif is_heading(line):
            unit = unit_in(line) or unit
        else:
            unread.append(line.strip())
    return Pasted(rows, [*unread, *(line.strip() for line in lines[MOST_LINES:])])


def is_heading(line: str) -> bool:
    if _NOT_FOUND.search(line):
        return False
    return not re.search(r"\d", line) or bool(_UNIT.search(line))


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
    share, name = share_of(with_spread(numbers)), name_in(named)
    return PastedRow(name, share, unit) if share and name else None


def name_in(text: str) -> str:
    """A name without the unit and what stands in brackets after it."""
    return re.sub(r"[\[(].*?[\])]", "", _UNIT.sub("", text)).strip(" :,*\t")


def with_spread(numbers: list[str]) -> list[str]:
    """The columns with "8,5" and "±0,5" as one: "8,5 ±0,5"."""
    found: list[str] = []
    for text in numbers:
        if found and (_SPREAD.match(text) or found[-1].endswith(("±", "+/-"))):
            found[-1] += f" {text}"
        else:
            found.append(text)
    return found


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
