"""Numbers as facts: the value itself, or the fixed bands that it touches."""

from collections.abc import Sequence
from statistics import fmean
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


def spread(found: Sequence[Interval]) -> Fact:
    """How several analyses differ: how many, from the lowest to the highest, and their mean.

    The mean of intervals is that of their lower and that of their upper ends.
    """
    if len(found) < 2:
        return {}
    lows, highs = [one.low for one in found], [one.high for one in found]
    mean = [float(f"{fmean(ends):.3g}") for ends in (lows, highs)]
    return {
        "spread": {
            "analyses": len(found),
            "low": min(lows),
            "high": max(highs),
            "mean": {"low": mean[0], "high": mean[1]},
        }
    }


def constituents(parts: Sequence[Part], precision: str) -> list[Fact]:
    """Largest first, as far as what is shown tells: bands never betray the order within them."""
    facts = [
        {
            "substance": part.substance,
            **number(part.share, WEIGHT_PERCENT, precision),
            **(spread(part.found) if precision == "exact" else {}),
        }
        for part in parts
    ]
    return sorted(facts, key=lambda fact: (-fact["high"], -fact["low"], fact["substance"]))
