"""Listings beside one another: a row for each fact that any of them can have, a cell for each.

From what each shows to its reader alone; hidden and unknown give the same cell.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.tiers import Tier
from streams.catalogue.search import Hit
from streams.disclosure import Field
from streams.measures import YEARLY, fields_of
from streams.vocabulary import Basis, Form, Kind, Setting
from streams.web.facts import Shown, lines_of, number_line
from streams.web.names import current_names
from streams.web.numbers import at_least_text, day_text, in_milligrams, share_text
from streams.web.sections import rounded

SHOWN, HIDDEN, OWN_EMPTY, UNSAID, OTHER = "shown", "hidden", "own_empty", "unsaid", "other"
PROPERTIES = (
    Field.TEMPERATURE, Field.CAPACITY, Field.CONCENTRATION, Field.STOCK, Field.PROPERTIES,
    Field.PROFILE,
)  # fmt: skip
CLASSIFICATION = (Field.CLASSIFICATION, Field.HANDLING)
WHO = (Field.OWNER, Field.PLACE)
SOLID, LYING = frozenset({Kind.MATERIAL, Kind.DEPOSIT}), frozenset({Kind.DEPOSIT})
TERMS = (Field.AVAILABILITY, Field.ACCESSIBILITY, Field.COST)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one listing says in a row. `state` other than SHOWN says why there are no lines."""

    state: str
    lines: tuple[str, ...] = ()
    note: str = ""

    @property
    def word(self) -> str:
        """In place of lines, for templates and files."""
        return WORDS[self.state]() if self.state != SHOWN else ""

    @property
    def text(self) -> str:
        """Everything on one line."""
        said = "; ".join(self.lines) or self.word
        return f"{said} ({self.note})" if self.note else said


@dataclass(frozen=True, slots=True)
class Row:
    """A fact by name, with a cell for each listing."""

    label: str
    cells: tuple[Cell, ...]
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether the listings do not all say the same, as far as is shown."""
        return len({(cell.state, cell.lines) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together."""

    title: str
    rows: tuple[Row, ...]


Hits = Sequence[Hit]
WORDS: Mapping[str, Callable[[], str]] = {
    HIDDEN: lambda: gettext("not disclosed to you"),
    OWN_EMPTY: lambda: gettext("not filled in"),
    UNSAID: lambda: pgettext("a substance or fact beside others", "not stated"),
    OTHER: lambda: pgettext("a fact that this kind of listing cannot have", "does not apply"),
}


def compared(hits: Hits) -> list[Group]:
    """All groups that have any rows, in the order of a listing's page."""
    parts = (
        (gettext("What it is"), what_rows(hits)),
        (gettext("Amount"), yearly_rows(hits)),
        (gettext("Properties"), line_rows(hits, PROPERTIES)),
        (str(Field.COMPOSITION.label), composition_rows(hits)),
        (str(Field.TRACES.label), trace_rows(hits)),
        (str(Field.CRM.label), critical_rows(hits)),
        (gettext("Classification and handling"), line_rows(hits, CLASSIFICATION)),
        (gettext("Who and where"), line_rows(hits, WHO)),
        (gettext("Availability and freshness"), [*line_rows(hits, TERMS), *fresh_rows(hits)]),
    )
    return [Group(title, tuple(rows)) for title, rows in parts if rows]


def only_differing(groups: Iterable[Group]) -> list[Group]:
    """Without rows that say the same of all."""
    left = [
        replace(group, rows=tuple(row for row in group.rows if row.differs)) for group in groups
    ]
    return [group for group in left if group.rows]


def row(label: Any, hits: Hits, cell: Callable[[Hit], Cell], note: str = "") -> Row:
    return Row(str(label), tuple(cell(hit) for hit in hits), note)


def said(text: Any) -> Cell:
    """Something that is nobody's secret: absent is simply not stated."""
    return Cell(SHOWN, (str(text),)) if text not in (None, "") else Cell(UNSAID)


def nothing_of(hit: Hit) -> Cell:
    """Stands for hidden and for unknown alike; owners know that they did not fill it in."""
    return Cell(OWN_EMPTY if hit.tier is Tier.OWNER else HIDDEN)


def cell_of(line: Shown, hit: Hit) -> Cell:
    """A line of label and fact, as a listing's page has it."""
    fact = line["fact"]
    if fact is None:
        return nothing_of(hit)
    precision = {"band": gettext("band"), "class": gettext("class")}.get(fact["precision"], "")
    notes = [str(note) for note in (precision, fact["note"]) if note]
    return Cell(SHOWN, (str(fact["text"]),), " · ".join(notes))


def what_rows(hits: Hits) -> list[Row]:
    """What comes with knowing that a listing exists."""
    names = current_names()
    found = [
        row(_("Kind"), hits, lambda hit: said(Kind(hit.kind).label)),
        row(
            _("Material"), hits, lambda hit: said(names.material(hit.facts["listing"]["material"]))
        ),
    ]
    if any(hit.kind in SOLID for hit in hits):
        found.append(row(_("Form"), hits, lambda hit: word(Form, hit, "form", of=SOLID)))
    if any("setting" in hit.facts["listing"] for hit in hits):
        found.append(
            row(_("Where it lies"), hits, lambda hit: word(Setting, hit, "setting", of=LYING))
        )
    return found


def word(words: Any, hit: Hit, name: str, *, of: frozenset[Kind]) -> Cell:
    """One of our own words, of those kinds that are asked for it."""
    code = hit.facts["listing"].get(name)
    if code:
        return said(words(code).label)
    return Cell(UNSAID if hit.kind in of else OTHER)


def yearly_rows(hits: Hits) -> list[Row]:
    """Tonnes of all that is weighed in one row, energy in another."""
    units = {
        "t/yr": gettext("Amount per year"),
        "GWh/yr": gettext("Energy per year"),
    }
    return [
        yearly_row(label, hits, unit)
        for unit, label in units.items()
        if any(YEARLY[Kind(hit.kind)][1].unit == unit for hit in hits)
    ]


def yearly_row(label: str, hits: Hits, unit: str) -> Row:
    return row(label, hits, lambda hit: yearly_cell(hit, unit))


def yearly_cell(hit: Hit, unit: str) -> Cell:
    field, scale = YEARLY[Kind(hit.kind)]
    if scale.unit != unit:
        return Cell(OTHER)
    return cell_of(number_line(field.label, hit.facts.get(field.value)), hit)


def line_rows(hits: Hits, fields: Iterable[Field]) -> list[Row]:
    """The lines of a listing's page for these fields, matched by their names."""
    found = [cells_by_label(hit, fields) for hit in hits]
    labels = dict.fromkeys(label for cells in found for label in cells)
    return [Row(label, tuple(cells.get(label, Cell(OTHER)) for cells in found)) for label in labels]


def cells_by_label(hit: Hit, fields: Iterable[Field]) -> dict[str, Cell]:
    kind = Kind(hit.kind)
    own = set(fields_of(kind))
    return {
        str(line["label"]): cell_of(line, hit)
        for field in fields
        if field in own
        for line in lines_of(field, hit.facts, kind)
    }


def composition_rows(hits: Hits) -> list[Row]:
    """Every substance that is a main constituent of any, the largest first."""
    if not any_can_have(hits, Field.COMPOSITION):
        return []
    basis = row(_("Shares are"), hits, basis_cell)
    known = any(cell.lines for cell in basis.cells)
    rows = share_rows(hits, substances_of(hits, Field.COMPOSITION), Field.COMPOSITION)
    return [*rows, basis] if known else rows


def trace_rows(hits: Hits) -> list[Row]:
    """Every other substance that any has a trace of."""
    if not any_can_have(hits, Field.TRACES):
        return []
    main = set(substances_of(hits, Field.COMPOSITION))
    traces = [one for one in substances_of(hits, Field.TRACES) if one not in main]
    return share_rows(hits, traces, Field.TRACES)


def any_can_have(hits: Hits, field: Field) -> bool:
    return any(field in fields_of(Kind(hit.kind)) for hit in hits)


def substances_of(hits: Hits, field: Field) -> list[str]:
    """By their largest share in any of the listings, then by name."""
    largest: dict[str, float] = {}
    for hit in hits:
        for part in hit.facts.get(field.value, {}).get("parts", []):
            high = 100.0 if part["high"] is None else part["high"]
            largest[part["substance"]] = max(high, largest.get(part["substance"], 0.0))
    return sorted(largest, key=lambda one: (-largest[one], one))


def share_rows(hits: Hits, substances: Sequence[str], field: Field) -> list[Row]:
    """One row for each, or one that says that none is shown."""
    if not substances:
        return [row(field.label, hits, lambda hit: share_cell(hit, "", field, False))]
    return [share_row(hits, one, field) for one in substances]


def share_row(hits: Hits, substance: str, field: Field) -> Row:
    """In mg/kg where that suits every share of it; else all of them in per cent."""
    label, name = current_names().substance(substance), current_names().substance_name(substance)
    small = all_small(share for hit in hits if (share := share_of(hit, substance)))
    note = "" if name == label else name
    return row(label, hits, lambda hit: share_cell(hit, substance, field, small), note)


def all_small(shares: Iterable[Mapping[str, Any]]) -> bool:
    return all(in_milligrams(share) for share in shares)


def share_of(hit: Hit, substance: str) -> Mapping[str, Any] | None:
    parts = [
        part
        for field in (Field.COMPOSITION, Field.TRACES)
        for part in hit.facts.get(field.value, {}).get("parts", [])
    ]
    return next((part for part in parts if part["substance"] == substance), None)


def share_cell(hit: Hit, substance: str, field: Field, small: bool) -> Cell:
    """The share; where others are shown and not this one, it is not stated."""
    share = share_of(hit, substance)
    if share is not None:
        note = gettext("band") if share["precision"] == "band" else ""
        return Cell(SHOWN, (share_text(share, per_cent=not small),), note)
    if field not in fields_of(Kind(hit.kind)):
        return Cell(OTHER)
    return Cell(UNSAID) if field.value in hit.facts else nothing_of(hit)


def basis_cell(hit: Hit) -> Cell:
    """Whether shares are of dry matter, without which they cannot be compared."""
    if Field.COMPOSITION not in fields_of(Kind(hit.kind)):
        return Cell(OTHER)
    fact = hit.facts.get(Field.COMPOSITION.value)
    if not fact:
        return nothing_of(hit)
    cell = said(str(Basis(fact["basis"]).label).lower() if fact.get("basis") else "")
    typical = fact.get("typical") and gettext("typical of its kind, not measured")
    return replace(cell, note=typical or "")


def critical_rows(hits: Hits) -> list[Row]:
    """Share and tonnes a year of every critical raw material that any of them holds."""
    if not any_can_have(hits, Field.CRM):
        return []
    codes = dict.fromkeys(part["code"] for hit in hits for part in hit.facts.get("crm", []))
    if not codes:
        return [row(Field.CRM.label, hits, lambda hit: critical_cell(hit, "", False))]
    return [critical_row(hits, code) for code in sorted(codes, key=current_names().critical_name)]


def critical_row(hits: Hits, code: str) -> Row:
    names = current_names()
    small = all_small(part for hit in hits if (part := critical_of(hit, code)))
    symbol = names.critical_symbol(code)
    return row(names.critical_name(code), hits, lambda hit: critical_cell(hit, code, small), symbol)


def critical_of(hit: Hit, code: str) -> Mapping[str, Any] | None:
    return next((part for part in hit.facts.get("crm", []) if part["code"] == code), None)


def critical_cell(hit: Hit, code: str, small: bool) -> Cell:
    part = critical_of(hit, code)
    if part is None:
        if Field.CRM not in fields_of(Kind(hit.kind)):
            return Cell(OTHER)
        return Cell(UNSAID) if hit.facts.get("crm") else nothing_of(hit)
    share = share_text(rounded(part), per_cent=not small)
    tonnes = f"{at_least_text(part['tonnes'])} {gettext('per year')}" if "tonnes" in part else ""
    note = gettext("band") if part["precision"] == "band" else ""
    lacking = "" if tonnes else gettext("amount: %s") % nothing_of(hit).word
    return Cell(SHOWN, tuple(text for text in (share, tonnes or lacking) if text), note)


def fresh_rows(hits: Hits) -> list[Row]:
    return [
        row(_("Confirmed"), hits, lambda hit: said(hit.facts["listing"].get("confirmed"))),
        row(_("Changed"), hits, lambda hit: said(day_text(hit.updated_at))),
    ]
