"""The lists of 2024 are whole, and loading them twice changes nothing."""

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from companies.models import County, IndustrialPark, Industry, Municipality
from companies.reference import load_companies_reference

pytestmark = pytest.mark.usefixtures("reference")


def test_there_are_fifteen_counties_and_all_municipalities_of_2024() -> None:
    assert County.objects.count() == 15
    assert Municipality.objects.count() == 357


def test_each_municipality_belongs_to_the_county_its_number_begins_with() -> None:
    assert all(row.county_id == row.number[:2] for row in Municipality.objects.all())


def test_each_county_has_as_many_municipalities_as_statistics_norway_lists() -> None:
    counted = Municipality.objects.values_list("county").annotate(Count("number"))
    assert dict(counted.order_by()) == {
        "03": 1, "11": 23, "15": 27, "18": 41, "31": 12, "32": 21, "33": 18, "34": 46,
        "39": 6, "40": 17, "42": 25, "46": 43, "50": 38, "55": 21, "56": 18,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "name"),
    [("1580", "Haram"), ("1508", "Ålesund"), ("3105", "Sarpsborg"), ("4001", "Porsgrunn"),
     ("5601", "Alta"), ("5501", "Tromsø"), ("3905", "Tønsberg"), ("3301", "Drammen")],
)  # fmt: skip
def test_municipalities_carry_their_numbers_of_2024(number: str, name: str) -> None:
    assert Municipality.objects.get(number=number).name == name


def test_all_divisions_are_there_and_every_class_has_its_division() -> None:
    divisions = set(Industry.objects.exclude(code__contains=".").values_list("code", flat=True))
    assert len(divisions) == 88
    assert set(Industry.objects.values_list("division", flat=True)) == divisions


def test_every_industry_has_a_name_of_its_own_in_three_languages() -> None:
    for language in ("name_nb", "name_nn", "name_en"):
        names = list(Industry.objects.values_list(language, flat=True))
        assert all(names)
    assert Industry.objects.get(code="24.10").name_en == "Basic iron and steel and ferro-alloys"


def test_parks_lie_in_their_municipalities() -> None:
    assert IndustrialPark.objects.get(name="Herøya Industripark").municipality_id == "4001"
    assert IndustrialPark.objects.get(name="Mo Industripark").municipality_id == "1833"


def test_loading_again_restores_names_adds_nothing_and_takes_few_statements() -> None:
    Municipality.objects.filter(number="4227").update(name="?")
    park = IndustrialPark.objects.get(name="Mo Industripark").pk
    before = (Municipality.objects.count(), Industry.objects.count())
    with CaptureQueriesContext(connection) as queries:
        load_companies_reference()
    assert len(queries) <= 12
    assert (Municipality.objects.count(), Industry.objects.count()) == before
    assert Municipality.objects.get(number="4227").name == "Kvinesdal"
    assert IndustrialPark.objects.get(name="Mo Industripark").pk == park
