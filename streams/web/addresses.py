"""The address of a search: what it holds, and the same with something added or taken away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.forms import Field
from django.http import QueryDict
from django.urls import reverse

from streams.catalogue.choices import Choices
from streams.catalogue.contents import Contents
from streams.catalogue.criteria import CriteriaForm
from streams.web import chosen

VIEWS = ("list", "map", "table")
PLACES = ("near", "near_listing")
NEEDED: Mapping[str, Sequence[str]] = {
    "wt_min": ("substance",),
    "wt_max": ("substance",),
    "radius_km": PLACES,
}
"""Parameters that say nothing without another one, of which any will do."""


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """Parameters by name, each with its values; what had errors is left out."""

    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_form(cls, form: CriteriaForm, params: QueryDict) -> Self:
        """Known parameters without errors, alternatives each on their own, blanks left out; and
        what was chosen to be compared."""
        kept = {
            name: _texts(params.getlist(name), field)
            for name, field in form.fields.items()
            if name in params and name not in form.errors
        }
        view = params.get("view", "")
        if view in VIEWS[1:]:
            kept["view"] = (view,)
        kept[chosen.NAME] = chosen.carried(params)
        return cls(sensible({name: texts for name, texts in kept.items() if texts}))

    def without(self, *names: str) -> Self:
        left = {name: texts for name, texts in self.values.items() if name not in names}
        return type(self)(sensible(left))

    def with_(self, name: str, *texts: str) -> Self:
        """With these values instead of what the parameter had; back on the first page."""
        kept = self.without(name) if name == "page" else self.without(name, "page")
        return type(self)({**kept.values, **({name: texts} if texts else {})})

    def without_value(self, name: str, value: str) -> Self:
        left = tuple(text for text in self.values.get(name, ()) if text != value)
        return self.with_(name, *left)

    def around(self, name: str, text: str) -> Self:
        """The same search around a place, nearest first; a distance that was asked for stays."""
        place = self.without("page", *(one for one in PLACES if one != name)).values
        radius = {key: self.values[key] for key in ("radius_km",) if key in self.values}
        return type(self)({**place, name: (text,), **radius, "ordering": ("distance",)})

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, text) for name, texts in self.values.items() for text in texts]

    def hidden(self, leave_out: Iterable[str]) -> list[dict[str, str]]:
        """For hidden inputs of a form that asks for the rest itself."""
        skipped = {*leave_out, "page"}
        return [{"name": name, "value": text} for name, text in self.pairs() if name not in skipped]

    @property
    def url(self) -> str:
        return address("search", self.pairs())

    @property
    def points_url(self) -> str:
        return address("map_points", self.without("view", "page", "page_size", chosen.NAME).pairs())

    @property
    def county_url(self) -> str:
        """To which the map adds a county's number."""
        pairs = self.without("view", "page", "county", "municipality").pairs()
        return address("search", [*pairs, ("county", "")])


def sensible(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Without limits of no substance, a distance from nowhere, and orders by what is not asked."""
    found = {
        name: texts
        for name, texts in values.items()
        if any(needed in values for needed in NEEDED.get(name, (name,)))
    }
    if {*found.get("ordering", ())} & senseless_orders(values):
        del found["ordering"]
    return found


def senseless_orders(values: Mapping[str, Sequence[str]]) -> set[str]:
    """By distance from nowhere, and by tonnes of nothing or of several materials."""
    given = {name for name, texts in values.items() if any(text.strip() for text in texts)}
    critical = [part for text in values.get("crm", ()) for part in text.split(",") if part.strip()]
    found = set() if given.intersection(PLACES) else {"distance"}
    if not given & {"substance", "contains"} and len({*critical}) != 1:
        found.add("tonnes")
    return found


def address(name: str, pairs: Sequence[tuple[str, str]]) -> str:
    query = urlencode(pairs)
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _texts(given: Sequence[str], field: Field) -> tuple[str, ...]:
    """Alternatives each on their own, conditions as they are, of anything else the last."""
    parts = given if isinstance(field, Contents) else given[-1:]
    if isinstance(field, Choices):
        parts = [part for text in given for part in text.split(",")]
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
