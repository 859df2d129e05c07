"""What a material class usually holds, from the literature; anybody may read it.

Typical is not measured: whoever shows or stores these ranges keeps the source with them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from streams.reference.house_lists import read_list


class TypicalConstituent(NamedTuple):
    """Share of dry weight from `low` to `high` in `unit`, "wt%" or "mg/kg"."""

    substance: str
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class TypicalComposition:
    """Main constituents first, trace elements after; `source` is the work they come from."""

    constituents: tuple[TypicalConstituent, ...]
    source: str


@cache
def typical_compositions() -> Mapping[str, TypicalComposition]:
    """By code of the material class, as far as the literature tells."""
    content = read_list("typical_compositions.yaml")
    sources = content["sources"]
    return MappingProxyType(
        {
            code: TypicalComposition(tuple(_constituents(row)), sources[row["source"]])
            for code, row in content["compositions"].items()
        }
    )


def _constituents(row: Mapping[str, Any]) -> Iterator[TypicalConstituent]:
    for part, unit in (("parts", "wt%"), ("traces", "mg/kg")):
        for substance, (low, high) in row.get(part, {}).items():
            yield TypicalConstituent(substance, float(low), float(high), unit)
