"""Elements that follow from substances. Anybody may call; nothing gets sharper than its input."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from types import MappingProxyType

from streams.chemistry.composition import ConstituentValue, capped, common_basis
from streams.chemistry.species import OXIDE, Species
from streams.quantities.intervals import Interval

NOTHING = Interval(0.0, 0.0)


@dataclass(slots=True)
class _Evidence:
    """What an analysis says of one element, in wt%.

    Compounds of one kind stand side by side and add up, and so do metals beside them. Oxides
    may tell of the atoms of other compounds (MgO beside Mg2SiO4, CaO beside CaCO3), and a row of
    the element alone of those of all (`overlapping`: Fe beside Fe2O3, total sulphur beside
    gypsum): each raises the upper end, and the lower end only as far as it alone reaches.
    """

    metals: Interval = NOTHING
    oxides: Interval = NOTHING
    compounds: Interval = NOTHING
    overlapping: list[Interval] = field(default_factory=list)

    def add(self, species: Species, share: Interval) -> None:
        if species.overlaps:
            self.overlapping.append(share)
        elif species.level == OXIDE:
            self.oxides += share
        elif len(species.gives) == 1:
            self.metals += share
        else:
            self.compounds += share

    @property
    def content(self) -> Interval:
        bound = max(self.oxides.low, self.compounds.low)
        low = max([self.metals.low + bound, *(one.low for one in self.overlapping)])
        parts = self.metals + self.oxides + self.compounds
        high = reduce(Interval.__add__, self.overlapping, parts).high
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
            found[element].add(value.species, share)
    contents = {element: evidence.content for element, evidence in sorted(found.items())}
    return MappingProxyType(contents)


def contributions(value: ConstituentValue) -> Mapping[str, Interval]:
    """wt% of each element that one constituent brings."""
    percent = value.percent
    return {element: percent.scaled(share) for element, share in value.species.gives.items()}
