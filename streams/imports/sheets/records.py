"""The columns of a sheet of records, in order; and the tables that go with them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from streams.disclosure import Field
from streams.imports.sheets.audiences import LISTED, PRESET, SEE, Audience, Listed, Preset
from streams.imports.sheets.columns import (
    Choice,
    Column,
    Day,
    Measured,
    OfMaterial,
    OfSite,
    OfWasteCode,
    OwnId,
    Several,
    Text,
    Year,
    YearBegun,
    YesNo,
)
from streams.imports.sheets.months import GIVEN_AS, MONTH_COLUMNS
from streams.imports.sheets.outlines import Outline
from streams.imports.sheets.words import by_word, in_each_language
from streams.measures import MEASURES, fields_of
from streams.reference.queries import folded
from streams.register.models import Record
from streams.vocabulary import Kind

SOLID = frozenset({Kind.MATERIAL, Kind.DEPOSIT})
HEAT, DEPOSIT = frozenset({Kind.HEAT}), frozenset({Kind.DEPOSIT})


def named(key: str) -> Any:
    """What the form calls it."""
    return Record._meta.get_field(key).verbose_name  # type: ignore[union-attr]


def measured(*keys: str) -> list[Column]:
    return [
        Measured(key, one.label, one.kinds, one.help_text, measure=one)
        for key in keys
        if (one := MEASURES[key])
    ]


def kinds_with(field: Field) -> frozenset[Kind]:
    return frozenset(kind for kind in Kind if field in fields_of(kind))


ONLY_ENDED = _("Only for what is discontinued.")
COLUMNS: tuple[Column, ...] = (
    Text("own_reference", named("own_reference"), width=18, is_kept=True,
         help_text=_(
             "Your own number or name for it: finds the listing again. Never shown to others."),
         others=("ref", "referanse", "reference", "id nr", "nr", "nummer", "number")),
    Text("title", named("title"), width=40, is_kept=True,
         missing=_("What is it called?"),
         help_text=_("Such as “Granulated silicomanganese slag”. Leave the company's name out."),
         others=("navn", "namn", "name", "strøm", "straum", "stream", "sidestrøm")),
    OfMaterial("material", named("material"), width=26, is_kept=True,
               missing=_("Which material is it?"),
               help_text=_("From the list. A group will do where nothing sharper fits.")),
    OfSite("site", _("Site"), width=22, is_kept=True,
           missing=_("Which site? Write its name as on your own page."),
           others=("anlegg", "verk", "plant", "lokasjon"),
           help_text=_("As it is called on your own page. May be blank if you have only one.")),
    Choice("form", named("form"), SOLID),
    *measured("temperature", "return_temperature", "capacity", "concentration", "fossil_share",
              "biogenic_share", "pressure", "gas_temperature", "stock", "area", "grain_size",
              "moisture", "density", "ph"),
    Choice("profile", named("profile"), HEAT, width=20),
    GIVEN_AS,
    *MONTH_COLUMNS,
    Outline("outline", named("outline"), DEPOSIT, width=40, help_text=_(
        "Its corners, latitude before longitude, parted by semicolons, such as 58.29, 6.96; "
        "58.3, 6.97; 58.29, 6.98. GeoJSON is read, too.")),
    Choice("setting", named("setting"), DEPOSIT),
    Year("opened_year", named("opened_year"), DEPOSIT),
    Year("closed_year", named("closed_year"), DEPOSIT),
    Text("accessibility", named("accessibility"), DEPOSIT, width=30,
         help_text=_("Road, quay, cover, ownership of the ground.")),
    Choice("waste_status", named("waste_status"), SOLID),
    YesNo("hazardous", named("hazardous"), SOLID, nothing=None),
    OfWasteCode("waste_code", named("waste_code"), SOLID,
                help_text=_("Six digits, such as 10 08 09. A star marks hazardous waste."),
                others=("avfallskode", "eal", "eal kode", "ewc", "ewc code")),
    Several("handling", named("handling"), SOLID, width=24,
            help_text=_("Several are parted by semicolons.")),
    *measured("handling_cost"),
    Text("availability", named("availability"), width=26,
         help_text=_("Such as “from 2027” or “all of it, by ship”.")),
    Text("process", named("process"), width=30,
         help_text=_(
             "Such as “tapping of furnace 2”. Only you see this unless you choose otherwise.")),
    Text("description", named("description"), width=50,
         help_text=_("What someone who could use it would ask first.")),
    Text("contact_name", named("contact_name"), width=22),
    Text("contact_email", named("contact_email"), width=26),
    Text("contact_phone", named("contact_phone")),
    Text("source", named("source"), width=26,
         help_text=_("Public source of the facts, shown with the listing.")),
    Day("confirmed_on", named("confirmed_on"),
        help_text=_("When you last said that everything is true.")),
    Choice("state", _("Status"),
           help_text=_("New listings come in as drafts whatever stands here.")),
    Choice("ended_reason", named("ended_reason"), width=24, help_text=ONLY_ENDED),
    YearBegun("ended_year", named("ended_year")),
    Text("ended_note", named("ended_note"), width=30, help_text=ONLY_ENDED),
    Preset(PRESET, _("Visibility"), width=18,
           help_text=_(
               "Blank: as you have decided for all your listings. Or start from one of these.")),
    Listed(LISTED, _("Who may know that the listing exists"), width=18),
    *(Audience(f"{SEE}{one.value}", format_lazy("{}: {}", _("Who sees"), one.label),
               kinds_with(one), width=24)
      for one in Field),
    OwnId("id", _("Our id"),
          help_text=_("Filled in by us. Leave it as it is; blank for new listings.")),
)  # fmt: skip
KIND = "kind"
AMOUNT, UNIT, YEAR, LISTING = "amount", "unit", "year", "listing"
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}


def columns_of(kind: Kind) -> list[Column]:
    return [column for column in COLUMNS if kind in column.kinds]


@cache
def column_for(key: str, kind: Kind) -> Column | None:
    """The column that a heading means in a row of this kind; None for a heading of none of ours."""
    return next((one for one in alike(key) if kind in one.kinds), BY_KEY.get(key))


@cache
def alike(key: str) -> tuple[Column, ...]:
    """All columns that some language calls the same, as it does those of two kinds."""
    words = words_for(BY_KEY[key]) if key in BY_KEY else frozenset()
    return tuple(one for one in COLUMNS if words & words_for(one))


def words_for(column: Column) -> frozenset[str]:
    return frozenset(folded(word) for word in in_each_language(column.label))


def is_example(text: str) -> bool:
    """Whether a row is the template's own example."""
    return folded(text) in example_words()


@cache
def example_words() -> Mapping[str, Any]:
    return by_word([("example", EXAMPLE)])


EXAMPLE = _("EXAMPLE")
