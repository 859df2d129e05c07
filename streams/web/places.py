"""Municipalities by name for "near": people know names, addresses carry coordinates."""

from collections.abc import Mapping
from functools import lru_cache

from companies.borders import SHARED_BORDERS, county_names, municipality_names
from companies.geography import centre_of_municipality

DECIMALS = 3


def coordinates_of(text: str) -> str:
    """ "59.123,9.645" for a municipality's name; any other text as it stands."""
    number = _by_name().get(text.strip().casefold())
    return point_text_of(number) if number else text


def name_of(latitude: float, longitude: float) -> str:
    """The municipality whose centre this is, or ""."""
    return _by_point().get(coordinates_text(latitude, longitude), "")


def coordinates_text(latitude: float, longitude: float) -> str:
    """As addresses carry a point: to about a hundred metres."""
    return f"{round(latitude, DECIMALS)},{round(longitude, DECIMALS)}"


def place_names() -> list[str]:
    """Every municipality; those with namesakes carry their county."""
    return sorted(_names().values())


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    names, counties = municipality_names(), county_names()
    plain = [name.casefold() for name in names.values()]
    return {
        number: name if plain.count(name.casefold()) == 1 else f"{name} ({counties[number[:2]]})"
        for number, name in names.items()
        if number not in SHARED_BORDERS
    }


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    return {name.casefold(): number for number, name in _names().items()}


@lru_cache(maxsize=512)
def point_text_of(number: str) -> str:
    latitude, longitude = centre_of_municipality(number)
    return coordinates_text(latitude, longitude)


@lru_cache(maxsize=1)
def _by_point() -> Mapping[str, str]:
    return {point_text_of(number): name for number, name in _names().items()}
