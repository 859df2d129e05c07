"""Why a hit only may satisfy a search: which of its shown facts leave that open."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from streams.catalogue.contents import Content
from streams.catalogue.criteria import Criteria
from streams.catalogue.search import Hit
from streams.measures import YEARLY
from streams.vocabulary import Kind
from streams.web.names import current_names
from streams.web.numbers import number_text, share_text


def why_maybe(hit: Hit, criteria: Criteria) -> str:
    """One line for people, from shown facts alone."""
    found = [
        text
        for text in (
            _volume(hit, criteria),
            *(_content(hit, content) for content in criteria.contents),
            _temperature(hit, criteria),
            _place(hit, criteria),
        )
        if text
    ]
    return "; ".join(found) or gettext("what is shown leaves it open")


def _volume(hit: Hit, criteria: Criteria) -> str:
    fact = hit.facts.get(YEARLY[Kind(hit.kind)][0].value)
    if fact is None or _within(fact, criteria.volume_min, criteria.volume_max):
        return ""
    return gettext("the amount is given as %s") % number_text(fact)


def _content(hit: Hit, content: Content) -> str:
    """Elements follow from substances and are no rows of their own; then the name alone is said."""
    if content.low is None and content.high is None:
        return ""
    name = current_names().substance(content.substance)
    for key in ("composition", "traces"):
        for row in hit.facts.get(key, {}).get("parts", []):
            if row["substance"] == content.substance:
                if _within(row, content.low, content.high):
                    return ""
                shown = {"name": name, "share": share_text(row)}
                return gettext("%(name)s is given as %(share)s") % shown
    share = hit.shares.get(content.substance)
    if share is not None and _within(share.as_json(), content.low, content.high):
        return ""
    return gettext("the content of %s follows from wide intervals") % name


def _temperature(hit: Hit, criteria: Criteria) -> str:
    fact = hit.facts.get("temperature", {}).get("temperature") or hit.facts.get(
        "concentration", {}
    ).get("gas_temperature")
    if fact is None or _within(fact, criteria.temperature_min, None):
        return ""
    return gettext("the temperature is given as %s") % number_text(fact)


def _place(hit: Hit, criteria: Criteria) -> str:
    if criteria.near is None or hit.facts.get("place", {}).get("latitude") is not None:
        return ""
    return gettext("only the county is given")


def _within(fact: Mapping[str, Any], minimum: float | None, maximum: float | None) -> bool:
    low, high = fact["low"], fact["high"]
    above = minimum is None or (low is not None and low >= minimum)
    below = maximum is None or (high is not None and high <= maximum)
    return above and below
