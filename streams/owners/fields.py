"""Form fields of owners' pages: numbers as people write them."""

import math
from typing import Any

from django import forms
from django.utils.translation import get_language

from streams.measures import Measure
from streams.quantities.intervals import Interval
from streams.quantities.reading import read_interval, typed_interval


class IntervalField(forms.CharField):
    """A number or an interval in one unit; others are converted. Cleans to Interval or None."""

    def __init__(
        self, unit: str, *, floor: float = 0.0, measure: Measure | None = None, **options: Any
    ) -> None:
        options.setdefault("required", False)
        super().__init__(max_length=80, **options)
        self.unit, self.floor, self.measure = unit, floor, measure

    def widget_attrs(self, widget: forms.Widget) -> Any:
        return {**super().widget_attrs(widget), "inputmode": "text", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Interval):
            return value
        comma = not (get_language() or "").startswith("en")
        return typed_interval(value, decimal_comma=comma, floor=self.floor)

    def clean(self, value: Any) -> Interval | None:
        text = super().clean(value)
        found = read_interval(text, self.unit, floor=self.floor)
        if found is not None and self.measure is not None:
            self.measure.check(found)
        return found


def measure_field(measure: Measure) -> IntervalField:
    """The field of one measured quantity."""
    floor = measure.minimum if math.isfinite(measure.minimum) else -math.inf
    return IntervalField(
        measure.unit, floor=floor, measure=measure, label=measure.label, help_text=measure.help_text
    )
