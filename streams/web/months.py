"""A year month by month as a picture of twelve bars, for components/months_picture.html."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext

from streams.quantities.intervals import Interval
from streams.web.numbers import interval_text, with_unit, written

FLOOR, TALLEST, STEP, WIDTH = 160, 130, 50, 34
"""Of the picture, in its own units: where bars stand, the tallest, from bar to bar, their width."""
ABOVE = 6
DIGITS = 3
HALF_TENTH = 0.05


def months_chart(amounts: Sequence[float], unit: str) -> dict[str, Any]:
    """Bars of twelve amounts in `unit`, the largest as tall as there is room for."""
    largest = max(amounts)
    return {
        "label": gettext("The year month by month"),
        "months": [bar(n, amount, unit, largest) for n, amount in enumerate(amounts)],
    }


def bar(place: int, amount: float, unit: str, largest: float) -> dict[str, Any]:
    height = round(TALLEST * amount / largest, 1) if largest > 0 else 0.0
    left = place * STEP + (STEP - WIDTH) // 2
    figure = written(float(f"{amount:.{DIGITS}g}"))
    return {
        "name": str(MONTHS[place + 1]).capitalize(),
        "short": str(MONTHS_3[place + 1]),
        "figure": figure,
        "text": with_unit(figure, unit),
        "x": left,
        "y": str(FLOOR - height),
        "height": str(height),
        "middle": left + WIDTH // 2,
        "above": str(FLOOR - height - ABOVE),
    }


def within_rounding(share: float) -> Interval:
    """What a share in tenths of a per cent may have been before it was rounded."""
    return Interval(max(0.0, share - HALF_TENTH), share + HALF_TENTH)


def profile_chart(profile: Mapping[str, Any], energy: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a listing's facts say of the months, with the energy of each where the year's shows."""
    chart = months_chart(profile["months"], str(profile["unit"]))
    if energy is None or energy["precision"] != "exact":
        return chart
    year = Interval.from_json(energy)
    for month, share in zip(chart["months"], profile["months"], strict=True):
        part = year.times(within_rounding(share)).scaled(0.01).rounded_outwards(2)
        month["energy"] = with_unit(interval_text(part.low, part.high), "GWh")
    return {**chart, "energy": True}
