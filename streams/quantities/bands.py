"""Fixed scales of bands: the coarse forms of numbers. Never derived from anybody's data."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from streams.quantities.intervals import Interval


@dataclass(frozen=True, slots=True)
class BandScale:
    """Bands between ascending edges, from `floor` to `ceiling`, low end included.

    A point on an edge belongs to the band above it. A longer interval that ends on an edge does
    not reach into the band above, so that the band of a band is the band itself.
    """

    unit: str
    edges: tuple[float, ...]
    floor: float = 0.0
    ceiling: float = math.inf

    def band_of(self, interval: Interval) -> Interval:
        """The run of bands that the interval touches."""
        first = bisect_right(self.edges, interval.low)
        last = bisect_right(self.edges, interval.high)
        if not interval.is_point:
            last = bisect_left(self.edges, interval.high)
        bounds = (self.floor, *self.edges, self.ceiling)
        return Interval(bounds[first], bounds[last + 1])

    def bands(self) -> list[Interval]:
        bounds = (self.floor, *self.edges, self.ceiling)
        return [Interval(a, b) for a, b in zip(bounds, bounds[1:], strict=False)]


TONNES = BandScale("t/yr", (100, 1_000, 10_000, 100_000))
ENERGY = BandScale("GWh/yr", (1, 10, 100, 1_000))
STOCK = BandScale("t", (1_000, 10_000, 100_000, 1_000_000, 10_000_000))
CAPACITY = BandScale("MW", (0.1, 1, 10, 100))
WEIGHT_PERCENT = BandScale("wt%", (0.1, 1, 5, 20, 50), ceiling=100.0)
TEMPERATURE = BandScale("°C", (60, 100, 200, 500), floor=-273.15)
VOLUME_PERCENT = BandScale("vol%", (1, 5, 20, 50), ceiling=100.0)
SHARE = BandScale("%", (10, 50, 90), ceiling=100.0)
GRAIN_SIZE = BandScale("mm", (0.01, 0.1, 1, 10, 100))
DENSITY = BandScale("kg/m³", (500, 1_000, 1_500, 2_000, 3_000))
ACIDITY = BandScale("pH", (4, 6, 8, 10), floor=-2.0, ceiling=15.0)
PRESSURE = BandScale("bar", (1, 2, 5, 10, 50))
AREA = BandScale("m²", (1_000, 10_000, 100_000, 1_000_000))
COST = BandScale("NOK/t", (0, 100, 500, 1_000, 5_000), floor=-math.inf)
