"""Numbers as facts: the value itself, or the fixed bands that it touches."""

from collections.abc import Sequence
from typing import Any

from streams.catalogue.source import Part
from streams.quantities.bands import WEIGHT_PERCENT, BandScale
from streams.quantities.intervals import Interval

Fact = dict[str, Any]


def number(interval: Interval, scale: BandScale, precision: str) -> Fact:
    """{"low", "high", "unit", "precision"}; precision is "exact" or "band", null is unbounded."""
    shown = interval if precision == "exact" else scale.band_of(interval)
    word = "exact" if precision == "exact" else "band"
    return {**shown.as_json(), "unit": scale.unit, "precision": word}


def constituents(parts: Sequence[Part], precision: str) -> list[Fact]:
    """Largest first, as far as what is shown tells: bands never betray the order within them."""
    facts = [
        {"substance": part.substance, **number(part.share, WEIGHT_PERCENT, precision)}
        for part in parts
    ]
    return sorted(facts, key=lambda fact: (-fact["high"], -fact["low"], fact["substance"]))
