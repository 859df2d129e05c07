"""What a measurement found beside its goal, as a table for people and as JSON for programs."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEPT_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. All goals here are upper limits, in the figure's own unit."""

    name: str
    value: float
    unit: str
    goal: float

    @property
    def met(self) -> bool:
        return self.value <= self.goal

    def as_json(self) -> dict[str, Any]:
        value = round(self.value, KEPT_DIGITS)
        return {"value": value, "unit": self.unit, "goal": self.goal, "met": self.met}


def table(measures: Iterable[Measure]) -> str:
    """One line for each, under a heading."""
    lines = [f"{'measure':<30}{'value':>10}  {'goal':>6}  {'unit':<14}met"]
    lines += [
        f"{one.name:<30}{one.value:>10.3g}  {one.goal:>6g}  {one.unit:<14}{met_text(one)}"
        for one in measures
    ]
    return "\n".join(lines)


def met_text(measure: Measure) -> str:
    return "yes" if measure.met else "NO"


def write_json(measures: Iterable[Measure], file: Path) -> None:
    """Whole or not at all: `{name: {value, unit, goal, met}}`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    found: Mapping[str, Any] = {one.name: one.as_json() for one in measures}
    half = file.with_suffix(".half")
    half.write_text(json.dumps(found, indent=2) + "\n")
    half.replace(file)


def say(text: str) -> None:
    """A line about what goes on, beside the table that goes to standard output."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
