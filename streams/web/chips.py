"""The conditions of a search in words: as chips to remove, and as what could be loosened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext, ngettext

from accounts.viewers import Viewer
from streams.catalogue.contents import Content
from streams.catalogue.criteria import Criteria, Near
from streams.catalogue.loosening import hits_of
from streams.vocabulary import Form, Kind
from streams.web.addresses import SearchAddress
from streams.web.names import current_names
from streams.web.numbers import interval_text, point_text, with_unit, written
from streams.web.places import name_of

Chip = dict[str, Any]
PARAMETERS: Mapping[str, Sequence[str]] = {
    "volume": ("volume_min", "volume_max"),
    "temperature": ("temperature_min",),
    "near": ("near", "near_listing", "radius_km"),
    "hazardous": ("hazardous",),
    "waste_code": ("waste_code",),
    "q": ("q",),
}
"""Conditions of one chip each, by the parameters that make them."""
SETS = ("kind", "material", "crm", "county", "municipality", "form", "industry")


def label_of(name: str, code: str) -> str:
    """A code of a set of alternatives, in words."""
    names = current_names()
    labels: Mapping[str, Callable[[str], str]] = {
        "kind": lambda kind: str(Kind(kind).label),
        "form": lambda form: str(Form(form).label),
        "material": names.material,
        "county": names.county,
        "municipality": names.municipality,
        "crm": names.critical_name,
        "industry": names.industry,
    }
    return labels[name](code)


def chips(criteria: Criteria, address: SearchAddress) -> list[Chip]:
    """One for each condition, with the address of the same search without it.

    A single kind is told by the tabs, and the words by the search box.
    """
    found = [
        {"label": label_of(name, code), "remove_url": address.without_value(name, code).url}
        for name in SETS
        for code in sorted(getattr(criteria, name))
        if name != "kind" or len(criteria.kind) > 1
    ]
    found += [
        {
            "label": content_words(content),
            "remove_url": without_content(address, criteria, place).url,
        }
        for place, content in enumerate(criteria.contents)
    ]
    single = [name for name in PARAMETERS if name != "q" and is_active(criteria, name)]
    return found + [
        {"label": words_of(criteria, name), "remove_url": without(address, name).url}
        for name in single
    ]


def without(address: SearchAddress, name: str) -> SearchAddress:
    return address.without("page", *PARAMETERS.get(name, (name,)))


def without_content(address: SearchAddress, criteria: Criteria, place: int) -> SearchAddress:
    """The first of them has parameters of its own, and the next takes their place."""
    if place:
        return address.without_value("contains", str(criteria.contents[place]))
    return address.without("page", "substance", "wt_min", "wt_max")


def is_active(criteria: Criteria, name: str) -> bool:
    fields = ("near",) if name == "near" else PARAMETERS.get(name, (name,))
    return any(getattr(criteria, field) not in ("", None, frozenset()) for field in fields)


def words_of(criteria: Criteria, name: str) -> str:
    """One condition as people say it."""
    if name in SETS:
        return enumerated_or(label_of(name, code) for code in sorted(getattr(criteria, name)))
    return WORDS[name](criteria)


def enumerated_or(words: Iterable[str]) -> str:
    return gettext(" or ").join(words)


def content_words(content: Content) -> str:
    name = current_names().substance(content.substance)
    if content.low is None and content.high is None:
        return gettext("Contains %s") % name
    return f"{name}: {limits(content.low, content.high, '%')}"


def weighed_name(criteria: Criteria) -> str:
    """The material that tonnes are told of."""
    names = current_names()
    if criteria.weighed_substance:
        return names.substance(criteria.weighed_substance)
    return names.critical_name(criteria.weighed_critical)


def limits(low: float | None, high: float | None, unit: str) -> str:
    """ "at least 5 %", "at most 20 %", "5–20 %"."""
    if low is not None and high is not None:
        return with_unit(interval_text(low, high), unit)
    if low is not None:
        return gettext("at least %s") % with_unit(written(low), unit)
    return gettext("at most %s") % with_unit(written(high or 0), unit)


def volume_words(criteria: Criteria) -> str:
    unit = "GWh" if criteria.kind == {Kind.HEAT} else "t"
    text = limits(criteria.volume_min, criteria.volume_max, unit)
    return gettext("%s per year") % (text[:1].upper() + text[1:])


def temperature_words(criteria: Criteria) -> str:
    return gettext("At least %s") % with_unit(written(criteria.temperature_min or 0), "°C")


def near_words(criteria: Criteria) -> str:
    near = criteria.near or Near(0, 0, 0)
    point = near.latitude, near.longitude
    place = near.listing.title if near.listing else name_of(*point) or point_text(*point)
    shown = {"distance": with_unit(written(near.radius_km), "km"), "place": place}
    return gettext("Within %(distance)s of %(place)s") % shown


def hazardous_words(criteria: Criteria) -> str:
    return gettext("Hazardous waste") if criteria.hazardous else gettext("Not hazardous waste")


def waste_code_words(criteria: Criteria) -> str:
    code = criteria.waste_code
    pairs = " ".join(code[start : start + 2] for start in range(0, len(code), 2))
    return gettext("Waste code %s") % pairs


WORDS: Mapping[str, Callable[[Criteria], str]] = {
    "volume": volume_words,
    "temperature": temperature_words,
    "near": near_words,
    "hazardous": hazardous_words,
    "waste_code": waste_code_words,
    "q": lambda criteria: f"«{criteria.q}»",
}


def ways_out(viewer: Viewer, criteria: Criteria, address: SearchAddress) -> list[Chip]:
    """For a search without hits: each condition to take away that gives some, most hits first.

    One query, whatever the conditions.
    """
    names = [name for name in (*SETS, *PARAMETERS) if is_active(criteria, name)]
    ways = {name: Way.of(criteria, address, name) for name in names}
    for place, content in enumerate(criteria.contents):
        ways[f"content {place}"] = Way(
            content_words(content),
            criteria.without_content(place),
            without_content(address, criteria, place).url,
        )
    found = hits_of(viewer, {name: way.criteria for name, way in ways.items()})
    return [
        {
            "label": gettext("Without “%s”") % ways[name].words,
            "count": ngettext("%(n)s hit", "%(n)s hits", count) % {"n": written(count)},
            "url": ways[name].url,
        }
        for name, count in sorted(found.items(), key=lambda one: (-one[1], one[0]))
    ]


@dataclass(frozen=True, slots=True)
class Way:
    """One condition in words, and the search without it."""

    words: str
    criteria: Criteria
    url: str

    @classmethod
    def of(cls, criteria: Criteria, address: SearchAddress, name: str) -> Self:
        left = criteria.without(*fields_of(name))
        return cls(plain_words(criteria, name), left, without(address, name).url)


def plain_words(criteria: Criteria, name: str) -> str:
    """A condition as it can stand between quotation marks."""
    return criteria.q if name == "q" else words_of(criteria, name)


def fields_of(name: str) -> Sequence[str]:
    """The fields of Criteria behind a condition."""
    return ("near",) if name == "near" else PARAMETERS.get(name, (name,))
