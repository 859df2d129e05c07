"""Addresses of industrial parks."""

import pytest

from companies.models import IndustrialPark
from companies.parks import park_of_slug, park_slug
from companies.reference import load_companies_reference

pytestmark = pytest.mark.django_db


def test_an_address_is_made_of_plain_letters() -> None:
    assert park_slug("Herøya Industripark") == "heroya-industripark"
    assert park_slug("Åsæn & co.") == "asaen-co"


def test_every_park_has_an_address_of_its_own() -> None:
    load_companies_reference()
    parks = list(IndustrialPark.objects.all())
    assert parks
    assert len({park_slug(park.name) for park in parks}) == len(parks)
    for park in parks:
        assert park_of_slug(park_slug(park.name)) == park


def test_no_park_is_found_by_what_is_no_address() -> None:
    load_companies_reference()
    assert park_of_slug("") is None
    assert park_of_slug("neverwasthere") is None
