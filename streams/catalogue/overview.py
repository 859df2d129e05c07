"""Figures for the front page, from the public table alone: the same for everybody.

No statistics: each is a sum or a count of what everybody can read listing by listing.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Func, Max, Sum
from django.db.models.functions import Greatest

from streams.catalogue.models import PublicEntry
from streams.vocabulary import Kind

KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class CountyFigure:
    """Side-streams of a county, and their t/yr that are certain by what is shown.

    Without a number: of those that do not show their county to everyone.
    """

    county: str
    listings: int
    tonnes: float


@dataclass(frozen=True, slots=True)
class Overview:
    """Listings by kind; t/yr of side-streams and GWh/yr of heat that are certain; by county.

    The figures by county and the one of no county add up to those of all side-streams.
    """

    listings: Mapping[str, int]
    tonnes: float
    gigawatt_hours: float
    critical: int
    counties: Sequence[CountyFigure]
    nowhere: CountyFigure
    newest: datetime | None

    @property
    def total(self) -> int:
        return sum(self.listings.values())


def public_overview() -> Overview:
    """One short query; two longer ones after something public has changed, or five minutes.

    A listing taken away leaves the newest change as it was, but not the number of listings.
    """
    now = PublicEntry.objects.aggregate(newest=Max("updated_at"), number=Count("*"))
    return _counted(now["newest"], now["number"], int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1)
def _counted(newest: datetime | None, number: int, slot: int) -> Overview:
    rows = list(
        PublicEntry.objects.order_by()
        .values("kind", "county")
        .annotate(listings=Count("*"), certain=Sum(Greatest("volume_low", 0.0)))
    )
    codes = PublicEntry.objects.order_by().values_list(Func(F("crm"), function="unnest"))
    materials = [row for row in rows if row["kind"] == Kind.MATERIAL]
    counties = sorted({row["county"] for row in materials if row["county"]})
    return Overview(
        listings={kind: sum(r["listings"] for r in rows if r["kind"] == kind) for kind in Kind},
        tonnes=_certain(materials),
        gigawatt_hours=_certain(row for row in rows if row["kind"] == Kind.HEAT),
        critical=codes.distinct().count(),
        counties=[_county(number, materials) for number in counties],
        nowhere=_county("", materials),
        newest=newest,
    )


def _county(number: str, materials: Sequence[Mapping[str, Any]]) -> CountyFigure:
    own = [row for row in materials if (row["county"] or "") == number]
    return CountyFigure(number, sum(row["listings"] for row in own), _certain(own))


def _certain(rows: Iterable[Mapping[str, Any]]) -> float:
    return float(sum(row["certain"] or 0.0 for row in rows))
