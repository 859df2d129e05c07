"""Two versions of a listing's analyses side by side, where two people have changed them.

Both are as typed or as the register would show them: texts that need not make sense.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from streams.chemistry.formulas import FormulaError
from streams.owners.pasting import PastedRow
from streams.owners.steps.analyses import ABOUT, OTHERS, kept_in, rows_of_text, said_of_analysis
from streams.owners.steps.base import query_of
from streams.owners.steps.composition import CompositionStep
from streams.owners.steps.rows import PREFIX, filled_rows
from streams.quantities.reading import read_interval
from streams.reference.queries import resolve_substance
from streams.register.working_copies import Texts
from streams.vocabulary import Basis
from streams.web.numbers import interval_text, with_unit

UNITS = (PREFIX, OTHERS)
"""Tables of the page of composition: rows of the analysis that is open, and all the others."""
Cells = Mapping[str, tuple[str, str]]
"""By what tells a line from the others: its label, and what one side says there."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One analysis as one side has it: facts about it, and its rows."""

    about: Mapping[str, str]
    rows: Sequence[PastedRow]

    @property
    def title(self) -> str:
        return said_of_analysis(self.about["analysed_on"], self.about["method"])

    @property
    def key(self) -> tuple[str, str]:
        """What makes two of them the same analysis."""
        return self.about["analysed_on"], self.about["method"].strip().casefold()


def analyses_beside(unit: str, mine: Texts, theirs: Texts) -> list[dict[str, Any]]:
    """A table for each analysis that differs, for owners/merge_analysis.html.

    `mine` and `theirs` are all texts of the page of composition. Of the open analysis only rows
    are compared, since each fact about it is a question of its own.
    """
    if unit == PREFIX:
        return [table(open_in(mine), open_in(theirs), lambda one: dict(row_cells(one.rows)))]
    pairs = paired(others_in(mine), others_in(theirs))
    tables = [table(one, two, all_cells) for one, two in pairs]
    return [one for one in tables if one["differs"]]


def open_in(texts: Texts) -> Typed:
    data = query_of(texts)
    return Typed({name: data.get(name, "") for name in ABOUT}, filled_rows(data))


def others_in(texts: Texts) -> list[Typed]:
    """Without those that are marked to be left out."""
    kept = kept_in(query_of(texts))
    return [Typed(one, rows_of_text(one["rows"])) for one in kept if not one["gone"]]


def paired(
    mine: Iterable[Typed], theirs: Iterable[Typed]
) -> Iterator[tuple[Typed | None, Typed | None]]:
    """Each with the one of the same day and method, in order; None where the other has none."""
    left = list(mine)
    for two in theirs:
        one = next((one for one in left if one.key == two.key), None)
        if one is not None:
            left.remove(one)
        yield one, two
    yield from ((one, None) for one in left)


def table(one: Typed | None, two: Typed | None, cells: Any) -> dict[str, Any]:
    mine: Cells = cells(one) if one else {}
    theirs: Cells = cells(two) if two else {}
    rows = [line(mine.get(key), theirs.get(key)) for key in dict.fromkeys([*theirs, *mine])]
    titles = [side.title if side else _("no such analysis") for side in (one, two)]
    return {
        "mine": titles[0],
        "theirs": titles[1],
        "rows": rows,
        "differs": any(row["differs"] for row in rows) or one is None or two is None,
    }


def line(mine: tuple[str, str] | None, theirs: tuple[str, str] | None) -> dict[str, Any]:
    label = (theirs or mine or ("", ""))[0]
    said = [side[1] if side else "" for side in (mine, theirs)]
    return {"label": label, "mine": said[0], "theirs": said[1], "differs": said[0] != said[1]}


def all_cells(one: Typed) -> Cells:
    return {**dict(about_cells(one.about)), **dict(row_cells(one.rows))}


def about_cells(about: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Facts that are not in the title."""
    labels = {name: CompositionStep.base_fields[name].label for name in ABOUT}
    labels["source"] = _("Source")
    said = {
        "basis": str(dict(Basis.choices).get(about["basis"], about["basis"])),
        "source": about["source"],
        "is_typical": _("Yes") if about["is_typical"] else "",
        "is_copied": _("Yes") if about["is_copied"] else "",
    }
    for name, text in said.items():
        if text:
            yield f"about {name}", (str(labels[name]), text)


def row_cells(rows: Iterable[PastedRow]) -> Iterator[tuple[str, tuple[str, str]]]:
    """A substance that is named twice has two lines."""
    seen: Counter[str] = Counter()
    for row in rows:
        name = substance_key(row.substance)
        seen[name] += 1
        yield f"{name} {seen[name]}", (row.substance.strip() or "?", share_text(row))


def substance_key(text: str) -> str:
    """The same for "SiO2" and another name of it; the text itself where it is not known."""
    try:
        found = resolve_substance(text)
    except FormulaError:
        found = None
    return found.key if found else text.strip().casefold()


def share_text(row: PastedRow) -> str:
    """The share with its unit as it is understood, else as it is written."""
    unit = row.unit or "wt%"
    try:
        found = read_interval(row.share, unit)
    except ValidationError:
        found = None
    said = interval_text(found.low, found.high) if found else row.share.strip()
    shown = with_unit(said, "%" if unit == "wt%" else unit) if said else ""
    return f"{shown}, {_('trace')}" if row.trace == "trace" else shown
