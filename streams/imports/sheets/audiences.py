"""Who sees what, in cells: a word for each audience, with or without a band for others."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.tiers import Tier
from streams.cells import Cell, ReadCell
from streams.disclosure import HAS_COARSE_FORM, PRESETS, Field, Policy
from streams.imports.sheets.columns import Around, Column
from streams.imports.sheets.reading_cells import choice_of
from streams.imports.sheets.words import by_word
from streams.measures import fields_of
from streams.register.models import Record
from streams.vocabulary import Kind

LISTED, PRESET = "listed", "preset"
SEE = "see_"
"""Before the name of a field in the key of its column: the field has a column of its own too."""
Stored = Mapping[str, int]
AUDIENCES: tuple[tuple[tuple[Tier, Tier], Any], ...] = (
    ((Tier.PUBLIC, Tier.PUBLIC), Tier.PUBLIC.label),
    ((Tier.NDA, Tier.NDA), Tier.NDA.label),
    ((Tier.OWNER, Tier.OWNER), Tier.OWNER.label),
    ((Tier.NDA, Tier.PUBLIC), _("NDA, band for everyone")),
    ((Tier.OWNER, Tier.PUBLIC), _("Only us, band for everyone")),
    ((Tier.OWNER, Tier.NDA), _("Only us, band under NDA")),
)
"""(exact, coarse) and what it is called."""
WITHOUT_BAND = 3
PRESET_WORDS: tuple[tuple[str, Any], ...] = (
    ("open", pgettext_lazy("who sees what", "Open")),
    ("cautious", _("Cautious")),
    ("closed", _("Closed")),
)


def stored(rule: tuple[Tier, Tier]) -> dict[str, int]:
    return {"exact": int(rule[0]), "coarse": int(rule[1])}


@dataclass(frozen=True, slots=True, eq=False)
class Audience(Column):
    """Who sees one field; blank is what the company has decided for all its listings."""

    part = "policy"

    @property
    def field(self) -> str:
        return self.key.removeprefix(SEE)

    @property
    def pairs(self) -> tuple[tuple[tuple[Tier, Tier], Any], ...]:
        return AUDIENCES if self.field in HAS_COARSE_FORM else AUDIENCES[:WITHOUT_BAND]

    def read(self, cell: ReadCell, given: str, around: Around) -> dict[str, int] | None:
        found = choice_of(cell, audience_words(self))
        return None if found is None else stored(found)

    def value_of(self, record: Record) -> Any:
        return record.policy.get(self.field)

    def cell(self, value: Any) -> Cell:
        if not value:
            return None
        return next(str(label) for rule, label in AUDIENCES if stored(rule) == value)

    def choices(self, kind: Kind) -> list[str]:
        return [str(label) for _rule, label in self.pairs]


@cache
def audience_words(column: Audience) -> Mapping[str, Any]:
    return by_word(column.pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Listed(Column):
    """Who may know that the record exists."""

    part = "policy"

    def read(self, cell: ReadCell, given: str, around: Around) -> int | None:
        found = choice_of(cell, listed_words())
        return None if found is None else int(found)

    def value_of(self, record: Record) -> Any:
        return record.policy.get(LISTED)

    def cell(self, value: Any) -> Cell:
        return None if value is None else str(Tier(value).label)

    def choices(self, kind: Kind) -> list[str]:
        return [str(tier.label) for tier in Tier]


@cache
def listed_words() -> Mapping[str, Any]:
    return by_word((tier, tier.label) for tier in Tier)


@dataclass(frozen=True, slots=True, eq=False)
class Preset(Column):
    """Where to start from; the columns after it say what differs. Never filled on the way out."""

    part = "policy"

    def read(self, cell: ReadCell, given: str, around: Around) -> str | None:
        found = choice_of(cell, preset_words())
        return None if found is None else str(found)

    def value_of(self, record: Record) -> Any:
        return None

    def choices(self, kind: Kind) -> list[str]:
        return [str(label) for _name, label in PRESET_WORDS]


@cache
def preset_words() -> Mapping[str, Any]:
    return by_word(PRESET_WORDS)


def policy_of(
    said: Mapping[str, Any], before: Mapping[str, Any], default: Policy, kind: Kind
) -> dict[str, Any]:
    """The stored policy once the cells have had their say; `default` is the company's own."""
    preset = said.get(PRESET)
    policy = from_preset(preset, default, kind) if preset else dict(before)
    for column, value in said.items():
        if column == PRESET:
            continue
        key = column.removeprefix(SEE)
        if value is not None:
            policy[key] = value
        elif not preset:
            policy.pop(key, None)
    return policy


def from_preset(name: str, default: Policy, kind: Kind) -> dict[str, Any]:
    """Only what differs from what the company has decided."""
    wanted = PRESETS[name]
    found: dict[str, Any] = {
        field.value: stored((wanted.rules[field].exact, wanted.rules[field].coarse))
        for field in fields_of(kind)
        if wanted.rules[field] != default.rules[field]
    }
    return found if wanted.listed == default.listed else {**found, LISTED: int(wanted.listed)}


def audience_label(key: str) -> str:
    """Of a key of a stored policy, as on the page where it is decided."""
    if key == LISTED:
        return gettext("Who may know that the listing exists")
    return str(Field(key).label)


def audience_heading(key: str) -> str:
    """Of the same key, where it stands among other fields."""
    label = audience_label(key)
    return label if key == LISTED else f"{gettext('Who sees')}: {label}"
