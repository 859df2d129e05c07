"""Form fields of owners' pages: numbers as people write them."""

import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from streams.measures import Measure
from streams.quantities.intervals import Interval
from streams.quantities.reading import read_interval, typed_interval
from streams.web.numbers import interval_text, with_unit

UNIT_WORDS: Mapping[str, Any] = {
    "t/yr": _("tonnes per year"),
    "GWh/yr": _("GWh per year"),
    "t": _("tonnes"),
    "NOK/t": _("NOK per tonne"),
    "vol%": _("% by volume"),
    "wt%": "%",
    "pH": "",
}
"""Units of the register as people say them; others are said as they are written."""


class IntervalField(forms.CharField):
    """A number or an interval in one unit; others are converted. Cleans to Interval or None."""

    def __init__(
        self, unit: str, *, floor: float = 0.0, measure: Measure | None = None, **options: Any
    ) -> None:
        options.setdefault("required", False)
        super().__init__(max_length=80, **options)
        self.unit, self.floor, self.measure = unit, floor, measure

    @property
    def unit_words(self) -> str:
        return str(UNIT_WORDS.get(self.unit, self.unit))

    def said_of(self, text: str) -> str:
        """ "12 000 tonnes per year" for "12 kt"; "" for a plain number, which says it itself."""
        if not any(sign.isalpha() for sign in text):
            return ""
        try:
            found = self.clean(text)
        except ValidationError:
            return ""
        return said_interval(found, self.unit_words) if isinstance(found, Interval) else ""

    def widget_attrs(self, widget: forms.Widget) -> Any:
        return {**super().widget_attrs(widget), "inputmode": "text", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Interval):
            return value
        comma = not (get_language() or "").startswith("en")
        return typed_interval(value, decimal_comma=comma, floor=self.floor, grouped=True)

    def clean(self, value: Any) -> Interval | None:
        text = super().clean(value)
        found = read_interval(text, self.unit, floor=self.floor)
        if found is not None and self.measure is not None:
            self.measure.check(found)
        return found


def said_interval(found: Interval, words: str) -> str:
    return with_unit(interval_text(found.low, found.high), words)


class NumberField(IntervalField):
    """One number from zero upwards in a unit, no range. Cleans to a float or None."""

    def clean(self, value: Any) -> float | None:  # type: ignore[override]
        found = super().clean(value)
        if found is None:
            return None
        if found.low < self.floor:
            raise ValidationError(gettext("This cannot be below zero."))
        if not found.is_point:
            raise ValidationError(gettext("Write one number here, not a range."))
        return found.low

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(Interval.point(value) if isinstance(value, float) else value)


def measure_field(measure: Measure) -> IntervalField:
    """The field of one measured quantity."""
    floor = measure.minimum if math.isfinite(measure.minimum) else -math.inf
    return IntervalField(
        measure.unit, floor=floor, measure=measure, label=measure.label, help_text=measure.help_text
    )
