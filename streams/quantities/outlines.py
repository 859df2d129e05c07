"""An area on the map as a ring of points: read as people write it, checked, and measured.

Points are (longitude, latitude) in degrees, WGS 84, as in GeoJSON (RFC 7946); the last is joined
to the first.
"""

import json
import math
import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from shapely import Polygon

from companies.geography import place_of
from companies.projection import to_plane

Ring = list[tuple[float, float]]
FEWEST_POINTS, MOST_POINTS = 3, 100
DECIMALS = 6
"""A tenth of a metre: nobody draws finer."""
SQUARE_METRES = 1_000_000
LARGEST = 200.0
"""km²: no deposit in Norway comes near it, so that larger ones are slips. Our own limit."""
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_LINE = re.compile(
    rf"\s*({_NUMBER})\s*°?\s*[NS]?\s*(?:[;\t ]|,\s)\s*({_NUMBER})\s*°?\s*[EØW]?\s*,?\s*"
)
_POINTS_ONLY = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*,\s*([+-]?\d+(?:\.\d+)?)\s*")


def read_outline(text: str) -> Ring | None:
    """Lines of "latitude, longitude", or GeoJSON with one polygon; None for an empty text.

    Raises ValidationError that says which line cannot be read.
    """
    if not text.strip():
        return None
    if text.lstrip().startswith("{"):
        return opened(ring_of_geojson(text))
    return opened([point_of(line) for line in text.splitlines() if line.strip()])


def point_of(line: str) -> tuple[float, float]:
    found = _POINTS_ONLY.fullmatch(line) or _LINE.fullmatch(line)
    if found is None:
        text = gettext("“%s” cannot be read as latitude and longitude, such as 58.29, 6.96.")
        raise ValidationError(text % line.strip()[:60])
    latitude, longitude = (float(part.replace(",", ".")) for part in found.groups())
    return rounded(longitude), rounded(latitude)


def ring_of_geojson(text: str) -> Ring:
    """The outer ring of the one polygon in a Polygon, a Feature or a FeatureCollection."""
    try:
        shape = geometry_of(json.loads(text))
        if shape["type"] != "Polygon" or len(shape["coordinates"]) != 1:
            raise ValueError
        return [(rounded(float(p[0])), rounded(float(p[1]))) for p in shape["coordinates"][0]]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        text = gettext("This is not GeoJSON with one polygon without holes.")
        raise ValidationError(text) from None


def geometry_of(data: Any) -> Any:
    if data["type"] == "FeatureCollection":
        (only,) = data["features"]
        return only["geometry"]
    return data["geometry"] if data["type"] == "Feature" else data


def rounded(degrees: float) -> float:
    if not math.isfinite(degrees):
        raise ValueError
    return round(degrees, DECIMALS)


def opened(ring: Ring) -> Ring:
    """Without the last point where it repeats the first."""
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def check_outline(ring: Any) -> None:
    """Raises ValidationError that says what is wrong with the shape or where it lies."""
    if not is_ring(ring):
        raise ValidationError(gettext("An area is a list of points with longitude and latitude."))
    if not FEWEST_POINTS <= len(ring) <= MOST_POINTS:
        shown = {"fewest": FEWEST_POINTS, "most": MOST_POINTS, "given": len(ring)}
        text = gettext("An area needs from %(fewest)d to %(most)d points; this has %(given)d.")
        raise ValidationError(text % shown)
    if any(not is_in_norway(*point) for point in ring):
        text = gettext("A point lies outside Norway. Is latitude written before longitude?")
        raise ValidationError(text)
    shape = drawn(ring)
    if not shape.is_valid or shape.area == 0:
        raise ValidationError(gettext("The line around the area crosses itself."))
    if shape.area > LARGEST:
        raise ValidationError(gettext("The area is too large to be a deposit."))


def is_ring(ring: Any) -> bool:
    """Whether it is a list of pairs of numbers, as programs may send anything."""
    return isinstance(ring, list | tuple) and all(
        isinstance(point, list | tuple) and len(point) == 2 and all(map(is_number, point))
        for point in ring
    )


def is_number(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and math.isfinite(value)


def is_in_norway(longitude: float, latitude: float) -> bool:
    """On land, in a fjord, or within 2 km of the drawn coast (see companies.geography)."""
    return place_of(latitude, longitude) is not None


def drawn(ring: Sequence[Sequence[float]]) -> Polygon:
    """The shape on a flat map, in kilometres."""
    columns, rows = to_plane([point[0] for point in ring], [point[1] for point in ring])
    return Polygon(list(zip(columns.tolist(), rows.tolist(), strict=True)))


def area_of(ring: Sequence[Sequence[float]]) -> float:
    """Square metres, to about one per cent, in three digits."""
    return float(f"{drawn(ring).area * SQUARE_METRES:.3g}")


def polygon_of(ring: Sequence[Sequence[float]]) -> dict[str, Any]:
    """GeoJSON, closed and counter-clockwise as RFC 7946 wants it."""
    points = [list(point) for point in ring]
    if not drawn(ring).exterior.is_ccw:
        points.reverse()
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


def written_outline(ring: Sequence[Sequence[float]]) -> str:
    """As somebody would type it, a point a line; read_outline gives the same ring back."""
    return "\n".join(f"{latitude}, {longitude}" for longitude, latitude in ring)
