"""Addresses of industrial parks, made of their names: reference data, not who lies there."""

from django.utils.text import slugify

from companies.models import IndustrialPark
from companies.queries import parks

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def park_slug(name: str) -> str:
    """ "heroya-industripark"."""
    return slugify(name.lower().translate(LETTERS))


def park_of_slug(slug: str) -> IndustrialPark | None:
    return next((park for park in parks() if park_slug(park.name) == slug), None)
