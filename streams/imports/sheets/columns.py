"""What a column of a sheet of records can be: how its cells are read, written and compared.

A new field needs one line in `records.py`, with one of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.models import Site
from streams.cells import Cell, ReadCell
from streams.imports.sheets.numbers import interval_in_words, neutral_text, same_interval
from streams.imports.sheets.reading_cells import (
    choice_of,
    day_of,
    interval_of,
    is_blank,
    text_of,
    year_of,
)
from streams.imports.sheets.words import by_word
from streams.measures import Measure
from streams.quantities.intervals import Interval
from streams.reference.models import MaterialClass, WasteCode
from streams.reference.queries import folded, resolve_material, resolve_waste_code
from streams.register.models import Record
from streams.vocabulary import Kind

ALL_KINDS = frozenset(Kind)
WIDTH = 16
SHOWN = 200
"""Characters of a value that a page shows of what changes."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a row is read beside: kind, language of the file, the company's sites by name, and what
    months of heat are given as, where the row or its headings tell.
    """

    kind: Kind
    language: str
    sites: Mapping[str, tuple[Site, ...]]
    monthly_unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column. `label` is its heading, `key` its name in code and in what is compared."""

    key: str
    label: Any
    kinds: frozenset[Kind] = ALL_KINDS
    help_text: Any = ""
    width: int = WIDTH
    missing: Any = ""
    """What is said where a new record lacks it; such a column cannot be emptied."""
    is_kept: bool = False
    """Whether a blank cell leaves what a known record has, as for a name that finds it."""
    others: tuple[str, ...] = ()
    """Other headings that mean the same."""
    part = "values"

    @property
    def unit(self) -> str:
        return ""

    def read(self, cell: ReadCell, given: str, around: Around) -> Any:
        """The value; `given` is the unit in the heading. Raises ValidationError."""
        raise NotImplementedError

    def value_of(self, record: Record) -> Any:
        return getattr(record, self.key)

    def cell(self, value: Any) -> Cell | date:
        """As it is written to a file."""
        return None if value in (None, "") else str(value)

    def text(self, value: Any) -> str:
        """As it stands on a page."""
        written = self.cell(value)
        return "" if written is None else str(written)[:SHOWN]

    def choices(self, kind: Kind) -> list[str]:
        """Words of a drop-down, in the active language."""
        return []

    def same(self, one: Any, two: Any) -> bool:
        return bool(one == two)


def checked(name: str, value: Any) -> Any:
    """By the rules of the model's own field: length, form of an address, choices."""
    return Record._meta.get_field(name).clean(value, None)  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True, eq=False)
class Text(Column):
    """A text field of the record."""

    def read(self, cell: ReadCell, given: str, around: Around) -> str:
        text = text_of(cell)
        return str(checked(self.key, text)) if text else ""

    def same(self, one: Any, two: Any) -> bool:
        return lines_of(one) == lines_of(two)


def lines_of(text: str) -> str:
    """As forms compare: without blanks around, and with one kind of line end."""
    return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True, eq=False)
class Choice(Column):
    """One of the words of a field's own list."""

    nothing: Any = ""

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        listed = Record._meta.get_field(self.key).choices  # type: ignore[union-attr]
        return [(value, label) for value, label in listed or () if value != ""]

    def read(self, cell: ReadCell, given: str, around: Around) -> Any:
        found = choice_of(cell, words_of(self))
        return self.nothing if found is None else found

    def cell(self, value: Any) -> Cell:
        return next((str(label) for one, label in self.pairs if one == value), None)

    def choices(self, kind: Kind) -> list[str]:
        return [str(label) for _value, label in self.pairs]


@cache
def words_of(column: "Choice") -> Mapping[str, Any]:
    return by_word(column.pairs)


@dataclass(frozen=True, slots=True, eq=False)
class YesNo(Choice):
    """Yes, no, or unknown."""

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        return [(True, _("Yes")), (False, _("No"))]


@dataclass(frozen=True, slots=True, eq=False)
class Several(Choice):
    """Any number of words, parted by semicolons."""

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        base = Record._meta.get_field(self.key).base_field  # type: ignore[union-attr]
        return list(base.choices)

    def read(self, cell: ReadCell, given: str, around: Around) -> list[Any]:
        texts = [text for text in text_of(cell).replace(",", ";").split(";") if text.strip()]
        return list(dict.fromkeys(choice_of(text, words_of(self)) for text in texts))

    def cell(self, value: Any) -> Cell:
        words = [str(label) for one, label in self.pairs if one in (value or ())]
        return "; ".join(words) or None

    def choices(self, kind: Kind) -> list[str]:
        return []

    def same(self, one: Any, two: Any) -> bool:
        return set(one or ()) == set(two or ())


@dataclass(frozen=True, slots=True, eq=False)
class Year(Column):
    """A year of the record, with the limits of the form."""

    first: int = 1600
    last: int = 2200

    def read(self, cell: ReadCell, given: str, around: Around) -> int | None:
        found = year_of(cell)
        if found is not None and not self.first <= found <= self.last:
            raise ValidationError(gettext("%(year)s is no year we can use.") % {"year": found})
        return found

    def cell(self, value: Any) -> Cell:
        return value if value is None else int(value)


@dataclass(frozen=True, slots=True, eq=False)
class YearBegun(Year):
    """A year of what has happened."""

    first: int = 1900

    def read(self, cell: ReadCell, given: str, around: Around) -> int | None:
        # Not super(): slots make the class anew, and the old one is what it would look up.
        found = Year.read(self, cell, given, around)
        if found is not None and found > localdate().year:
            raise ValidationError(gettext("Write a year that has begun, such as 2024."))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Day(Column):
    """A date of what has happened to the record."""

    def read(self, cell: ReadCell, given: str, around: Around) -> date | None:
        found = day_of(cell)
        if found is not None and found > localdate():
            raise ValidationError(gettext("This day has not come yet."))
        return found

    def cell(self, value: Any) -> Cell | date:
        return value if isinstance(value, date) else None

    def text(self, value: Any) -> str:
        return date_format(value) if value else ""


@dataclass(frozen=True, slots=True, eq=False)
class Measured(Column):
    """A measured quantity: number or interval, in its own unit or that of heading or cell."""

    measure: Measure | None = None
    part = "quantities"

    @property
    def of(self) -> Measure:
        assert self.measure is not None
        return self.measure

    @property
    def unit(self) -> str:
        return self.of.unit

    def read(self, cell: ReadCell, given: str, around: Around) -> Interval | None:
        found = interval_of(
            cell, self.unit, given=given, floor=self.of.minimum, language=around.language
        )
        if found is not None:
            self.of.check(found)
        return found

    def value_of(self, record: Record) -> Interval | None:
        return next((row.interval for row in record.quantities.all() if row.key == self.key), None)

    def cell(self, value: Any) -> Cell:
        return neutral_text(value, self.of.minimum) if value else None

    def text(self, value: Any) -> str:
        return interval_in_words(value, self.unit, self.of.minimum)

    def same(self, one: Any, two: Any) -> bool:
        return same_interval(one, two)


@dataclass(frozen=True, slots=True, eq=False)
class OfSite(Column):
    """One of the company's sites by name; blank where there is only one."""

    def read(self, cell: ReadCell, given: str, around: Around) -> Site | None:
        if is_blank(cell):
            return only_site(around.sites)
        found = around.sites.get(folded(text_of(cell)), ())
        if len(found) == 1:
            return found[0]
        text = (
            gettext("Several of your sites are called “%s”. Give them names of their own.")
            if found
            else gettext("You have no site called “%s”. Add it on your own page first.")
        )
        raise ValidationError(text % text_of(cell)[:60])

    def same(self, one: Any, two: Any) -> bool:
        return bool(one.pk == two.pk)


def only_site(sites: Mapping[str, tuple[Site, ...]]) -> Site | None:
    everywhere = [site for named in sites.values() for site in named]
    return everywhere[0] if len(everywhere) == 1 else None


@dataclass(frozen=True, slots=True, eq=False)
class OfMaterial(Column):
    """A material class by name, synonym or code, in any language."""

    def read(self, cell: ReadCell, given: str, around: Around) -> MaterialClass | None:
        text = text_of(cell)
        if not text:
            return None
        found = resolve_material(text, around.kind)
        if found is None:
            raise ValidationError(
                gettext("“%s” is no material that we know. Choose one from the list.") % text[:60]
            )
        return found

    def same(self, one: Any, two: Any) -> bool:
        return bool(one.pk == two.pk)


@dataclass(frozen=True, slots=True, eq=False)
class OfWasteCode(Column):
    """A code of the European list, with or without blanks, star and leading zero."""

    def read(self, cell: ReadCell, given: str, around: Around) -> WasteCode | None:
        text = text_of(cell).split(" – ")[0]
        if not text:
            return None
        plain = text.zfill(6) if text.isdigit() and len(text) == 5 else text
        found = resolve_waste_code(plain)
        if found is None:
            raise ValidationError(gettext("There is no such code. Write six digits, as 10 08 09."))
        return found

    def cell(self, value: Any) -> Cell:
        return value.written if value else None


@dataclass(frozen=True, slots=True, eq=False)
class OwnId(Column):
    """The exchange's own name of the record: finds it, and is never changed."""

    part = "key"

    def read(self, cell: ReadCell, given: str, around: Around) -> str:
        return text_of(cell)

    def value_of(self, record: Record) -> str:
        return record.pk
