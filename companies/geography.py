"""Where a point lies and how far it is: municipality, county, kilometres.

Everybody may call this: it knows borders only, nothing of anybody's sites.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely import Point, STRtree

from companies.borders import (
    SHARED_BORDERS,
    county_borders,
    county_names,
    municipality_borders,
    municipality_names,
)
from companies.projection import EARTH_RADIUS_KM, to_degrees, to_plane

# Quays, and plants on filled-in ground, lie outside the drawn coast.
SNAP_KM = 2.0


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality and its county, by number and name, and how far off the point lay."""

    municipality: str
    municipality_name: str
    county: str
    county_name: str
    km_off: float = 0.0


def place_of(latitude: float, longitude: float) -> Place | None:
    """The municipality a point (degrees, WGS 84) lies in, or within 2 km of; None elsewhere.

    Borders are of 2020 to within some hundred metres; Haram answers Ålesund. Just across the
    land border with another country the point still finds Norway.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    point, tree = _point(latitude, longitude), _tree()
    index = tree.query_nearest(point, max_distance=SNAP_KM, all_matches=False)
    if not len(index):
        return None
    number = _numbers()[int(index[0])]
    away = float(shapely.distance(point, municipality_borders()[number]))
    return _place(number, round(away, 3))


def same_place_as_drawn(municipality: str, drawn: str) -> bool:
    """Whether the borders cannot tell a municipality from the one a point was found in."""
    return SHARED_BORDERS.get(municipality, municipality) == drawn


def distance_km(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine formula)."""
    here, there = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    chord = (
        math.sin((there - here) / 2) ** 2
        + math.cos(here) * math.cos(there) * math.sin(turn / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


@lru_cache(maxsize=1024)
def county_distances(latitude: float, longitude: float) -> Mapping[str, float]:
    """Kilometres from a point to the nearest part of each county; 0 inside it."""
    point = _point(latitude, longitude)
    return {
        number: _kilometres_to(latitude, longitude, shapely.shortest_line(point, border))
        for number, border in county_borders().items()
    }


def counties_within(latitude: float, longitude: float, radius_km: float) -> set[str]:
    """Numbers of the counties that a circle round a point touches."""
    distances = county_distances(latitude, longitude).items()
    return {number for number, away in distances if away <= radius_km}


@lru_cache(maxsize=512)
def centre_of_municipality(number: str) -> tuple[float, float]:
    """Latitude and longitude inside a municipality, to search round it by its name.

    Raises KeyError for a number that has no border of its own.
    """
    inside = municipality_borders()[number].representative_point()
    longitude, latitude = to_degrees(inside.x, inside.y)
    return float(latitude), float(longitude)


def _kilometres_to(latitude: float, longitude: float, line: shapely.LineString) -> float:
    """Along the shortest line of the flat map, measured on the sphere."""
    if line.length == 0:
        return 0.0
    end_longitude, end_latitude = to_degrees(*line.coords[1])
    return distance_km(latitude, longitude, float(end_latitude), float(end_longitude))


def _point(latitude: float, longitude: float) -> Point:
    x, y = to_plane(longitude, latitude)
    return Point(float(x), float(y))


def _place(number: str, km_off: float) -> Place:
    county = number[:2]
    names, counties = _names()
    return Place(number, names[number], county, counties[county], km_off)


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], dict[str, str]]:
    return municipality_names(), county_names()


@lru_cache(maxsize=1)
def _numbers() -> list[str]:
    return list(municipality_borders())


@lru_cache(maxsize=1)
def _tree() -> STRtree:
    return STRtree(list(municipality_borders().values()))
