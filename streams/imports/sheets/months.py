"""The heat of a year month by month: a column for each month, and one for what the figures are.

The twelve are one field of the register, so they are compared, checked and saved together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS as NAMES
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.cells import Cell, ReadCell
from streams.imports.sheets.altered import Altered, nothing
from streams.imports.sheets.columns import Around, Choice, Column
from streams.imports.sheets.numbers import interval_in_words
from streams.imports.sheets.reading_cells import choice_of, interval_of, is_blank, text_of
from streams.imports.sheets.words import by_word
from streams.quantities.intervals import Interval
from streams.quantities.months import MONTHS
from streams.quantities.reading import rounded
from streams.quantities.units import unit_named
from streams.register.models import Record
from streams.vocabulary import Kind, MonthlyUnit

HEAT = frozenset({Kind.HEAT})
PART = "months"
UNIT = "monthly_unit"
LABEL = Record._meta.get_field("monthly").verbose_name
ALL_OR_NONE = _("Fill in all twelve months, 0 where there is no heat, or none of them.")
Amounts = list[float]


@dataclass(frozen=True, slots=True, eq=False)
class Month(Column):
    """What one month has, in what the row's months are given as."""

    place: int = 0
    part = PART

    def read(self, cell: ReadCell, given: str, around: Around) -> float | None:
        unit = around.monthly_unit or MonthlyUnit.ENERGY.value
        found = interval_of(cell, unit, given=given, language=around.language)
        if found is None:
            return None
        if found.low < 0:
            raise ValidationError(gettext("This cannot be below zero."))
        if not found.is_point:
            raise ValidationError(gettext("Write one number here, not a range."))
        return found.low

    def value_of(self, record: Record) -> float | None:
        return record.monthly[self.place] if len(record.monthly) == MONTHS else None

    def cell(self, value: Any) -> Cell:
        return None if value is None else float(value)


@dataclass(frozen=True, slots=True, eq=False)
class GivenAs(Choice):
    """Whether the months are energy or shares of the year."""

    part = PART

    def read(self, cell: ReadCell, given: str, around: Around) -> str:
        if text_of(cell) == MonthlyUnit.SHARE:
            return MonthlyUnit.SHARE.value
        return str(choice_of(cell, unit_words()) or "")


@cache
def unit_words() -> Mapping[str, Any]:
    """Without the per cent sign, which is no word: it would stand for any other sign, too."""
    found = by_word((unit.value, unit.label) for unit in MonthlyUnit)
    return {word: unit for word, unit in found.items() if word}


MONTH_COLUMNS: tuple[Month, ...] = tuple(
    Month(f"month_{number}", format_lazy("{}: {}", LABEL, name), HEAT, ALL_OR_NONE,
          place=number - 1)
    for number, name in NAMES.items()
)  # fmt: skip
GIVEN_AS = GivenAs(
    UNIT, _("The months are given as"), HEAT, width=20,
    help_text=_("Such as 8.5 a month of 100 GWh, or 8.5 % of the year."),
)  # fmt: skip


def unit_in_file(cell: ReadCell, heading_units: Mapping[str, str]) -> str:
    """What a row's months are given as: by its own cell, else by the heading of a month; "" when
    neither tells.
    """
    if not is_blank(cell):
        try:
            return GIVEN_AS.read(cell, "", Around(Kind.HEAT, "", {}))
        except ValidationError:
            return ""
    named = [heading_units[one.key] for one in MONTH_COLUMNS if heading_units.get(one.key)]
    if not named:
        return ""
    is_share = unit_named(named[0]) == unit_named(MonthlyUnit.SHARE)
    return MonthlyUnit.SHARE.value if is_share else MonthlyUnit.ENERGY.value


def said_of_months(said: Mapping[str, Any]) -> dict[int, float | None]:
    return {one.place: said[one.key] for one in MONTH_COLUMNS if one.key in said}


def months_after(record: Record | None, said: Mapping[str, Any]) -> list[float | None]:
    """Each month as the row would have it; those without a column stay as they are."""
    told = said_of_months(said)
    before = [one.value_of(record) if record else None for one in MONTH_COLUMNS]
    return [told.get(place, amount) for place, amount in enumerate(before)]


def altered_months(
    record: Record | None, said: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Altered]]:
    """The two fields as they would be, empty when neither changes, and what a page says of it."""
    before = list(record.monthly) if record else []
    unit = record.monthly_unit if record else ""
    after = [amount for amount in months_after(record, said) if amount is not None]
    wanted = said.get(UNIT, unit) if after else ""
    if same_amounts(before, after) and (not after or wanted == unit):
        return {}, []
    line = Altered(
        partial(str, LABEL),
        partial(months_text, before, unit) if record else nothing,
        partial(months_text, after, wanted),
    )
    return {"monthly": after, UNIT: wanted}, [line]


def same_amounts(one: Amounts, two: Amounts) -> bool:
    return [rounded(amount) for amount in one] == [rounded(amount) for amount in two]


def months_text(amounts: Amounts, unit: str) -> str:
    """ "12 · 11.5 · … GWh"."""
    if not amounts:
        return ""
    numbers = " · ".join(interval_in_words(Interval.point(amount), "") for amount in amounts)
    return f"{numbers} {unit}".strip()


def months_fault(record: Record | None, said: Mapping[str, Any]) -> tuple[str, str] | None:
    """Of which column a row's months as a whole are wrong, and why; None when they are right."""
    amounts = months_after(record, said)
    is_told = UNIT in said or any(one is not None for one in said_of_months(said).values())
    missing = [place for place, amount in enumerate(amounts) if amount is None]
    if 0 < len(missing) < MONTHS:
        return MONTH_COLUMNS[missing[0]].key, str(ALL_OR_NONE)
    if not missing and is_told and not said.get(UNIT):
        return UNIT, gettext("Say whether the months are in GWh or in per cent.")
    if not missing and not any(amounts):
        return MONTH_COLUMNS[0].key, gettext("There must be heat in some month.")
    return None
