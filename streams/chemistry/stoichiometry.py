"""Elements that follow from substances. Anybody may call; nothing gets sharper than its input."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from types import MappingProxyType

from streams.chemistry.composition import ConstituentValue, capped, common_basis
from streams.quantities.intervals import Interval

NOTHING = Interval(0.0, 0.0)


@dataclass(slots=True)
class _Evidence:
    """What an analysis says of one element, in wt%.

    Compounds and named metals stand side by side and add up. A row that may tell of the same
    atoms once more (`overlapping`: Fe beside Fe2O3, total sulphur beside gypsum) raises the
    upper end, and the lower end only as far as it alone reaches.
    """

    parts: Interval = NOTHING
    overlapping: list[Interval] = field(default_factory=list)

    @property
    def content(self) -> Interval:
        low = max([self.parts.low, *(one.low for one in self.overlapping)])
        high = reduce(Interval.__add__, self.overlapping, self.parts).high
        return capped(Interval(low, max(low, high)))


def element_contents(values: Sequence[ConstituentValue]) -> Mapping[str, Interval]:
    """wt% of each element by symbol, on the basis of the values.

    Holds what the substances tell and no more: an element that hides in loss on ignition, ash
    or moisture is not in it, so oxygen and hydrogen are lower bounds in practice. Raises
    FormulaError, and ValueError when bases are mixed.
    """
    return _element_contents(tuple(values))


@lru_cache(maxsize=1024)
def _element_contents(values: tuple[ConstituentValue, ...]) -> Mapping[str, Interval]:
    common_basis(values)
    found: dict[str, _Evidence] = defaultdict(_Evidence)
    for value in values:
        for element, share in contributions(value).items():
            if value.species.overlaps:
                found[element].overlapping.append(share)
            else:
                found[element].parts += share
    contents = {element: evidence.content for element, evidence in sorted(found.items())}
    return MappingProxyType(contents)


def contributions(value: ConstituentValue) -> Mapping[str, Interval]:
    """wt% of each element that one constituent brings."""
    percent = value.percent
    return {element: percent.scaled(share) for element, share in value.species.gives.items()}
