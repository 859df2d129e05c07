"""A flat map of Norway in kilometres, for measuring and drawing.

Lambert's azimuthal equal-area projection of a sphere (J. P. Snyder, Map Projections - A Working
Manual, USGS Professional Paper 1395, 1987, equations 24-2 to 24-4 and 20-14 to 20-18). Within
Norway its lengths are right to 0.4 %, and the country keeps its shape.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6_371.0088  # Mean radius, IUGG 1980
CENTRE_LATITUDE, CENTRE_LONGITUDE = np.radians(65.0), np.radians(16.0)
# The exact opposite side of the earth has no place on the map.
_TINY = 1e-12

Floats = NDArray[np.float64]


def to_plane(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Floats, Floats]:
    """Kilometres east and north of the map's centre, from degrees (WGS 84 taken as a sphere)."""
    east, north = np.radians(longitude) - CENTRE_LONGITUDE, np.radians(latitude)
    cosine = _cosine_from_centre(east, north)
    scale = EARTH_RADIUS_KM * np.sqrt(2 / np.maximum(1 + cosine, _TINY))
    x = scale * np.cos(north) * np.sin(east)
    y = scale * (
        np.cos(CENTRE_LATITUDE) * np.sin(north)
        - np.sin(CENTRE_LATITUDE) * np.cos(north) * np.cos(east)
    )
    return x, y


def to_degrees(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude of points on the map, the way back from `to_plane`."""
    right, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    radius = np.maximum(np.hypot(right, up), _TINY)
    angle = 2 * np.arcsin(np.minimum(radius / (2 * EARTH_RADIUS_KM), 1))
    sine, cosine = np.sin(angle), np.cos(angle)
    latitude = np.arcsin(
        cosine * np.sin(CENTRE_LATITUDE) + up * sine * np.cos(CENTRE_LATITUDE) / radius
    )
    longitude = CENTRE_LONGITUDE + np.arctan2(
        right * sine,
        radius * np.cos(CENTRE_LATITUDE) * cosine - up * np.sin(CENTRE_LATITUDE) * sine,
    )
    return np.degrees(longitude), np.degrees(latitude)


def _cosine_from_centre(east: Floats, north: Floats) -> Floats:
    return np.asarray(
        np.sin(CENTRE_LATITUDE) * np.sin(north)
        + np.cos(CENTRE_LATITUDE) * np.cos(north) * np.cos(east)
    )
