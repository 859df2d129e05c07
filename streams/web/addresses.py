"""The address of a search: what it holds, and the same with something added or taken away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from streams.catalogue.choices import Choices
from streams.catalogue.criteria import CriteriaForm
from streams.web import chosen

VIEWS = ("list", "map", "table")
NEEDED: Mapping[str, str] = {"wt_min": "substance", "wt_max": "substance", "radius_km": "near"}
"""Parameters that say nothing without another one."""


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """Parameters by name, each with its values; what had errors is left out."""

    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_form(cls, form: CriteriaForm, params: QueryDict) -> Self:
        """Known parameters without errors, alternatives each on their own, blanks left out; and
        what was chosen to be compared."""
        kept = {
            name: _texts(params.getlist(name), isinstance(field, Choices))
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
    """Without limits of no substance, a distance from nowhere, and order by such a distance."""
    found = {name: texts for name, texts in values.items() if NEEDED.get(name, name) in values}
    if "near" not in values and found.get("ordering") == ("distance",):
        del found["ordering"]
    return found


def address(name: str, pairs: Sequence[tuple[str, str]]) -> str:
    query = urlencode(pairs)
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _texts(given: Sequence[str], several: bool) -> tuple[str, ...]:
    parts = [part for text in given for part in text.split(",")] if several else given[-1:]
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
