"""Which points are believed. What is doubtful is flagged, dropped and never guessed."""

from pathlib import Path
from typing import Any

import pytest

from companies.models import Site
from streams.catalogue.models import PublicEntry
from streams.imports.sites.loading import load_sites
from streams.imports.sites.postal_codes import counties_of_postal_code
from tests.streams.imports.hotmaps_files import (
    KVINESDAL,
    NORTH_SEA,
    RANA,
    TRONDHEIM,
    flagged_fields,
    plant,
    written,
)

pytestmark = pytest.mark.usefixtures("reference_lists")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plants.csv"


def shown() -> tuple[float | None, str, str]:
    """Latitude, county and municipality that everybody sees of the one listing."""
    entry = PublicEntry.objects.get()
    return entry.latitude, entry.county, entry.municipality


NOWHERE = (None, "", "")
AGDER_ONLY = (None, "42", "")


@pytest.mark.parametrize(
    ("cells", "field", "left"),
    [
        ({"geom": ""}, "geom", NOWHERE),
        ({"geom": NORTH_SEA}, "geom", NOWHERE),
        ({"geom": "SRID=4326;POINT(58.2768 6.8913)"}, "geom", NOWHERE),
        ({"geom": TRONDHEIM}, "CityCode", NOWHERE),
        ({"CityCode": "7030"}, "CityCode", NOWHERE),
        ({"CityCode": "", "SiteName": "Smelteverket Rana"}, "SiteName", NOWHERE),
        ({"Address": "Postboks 12"}, "Address", NOWHERE),
        ({"Address": "P.O. Box 12"}, "Address", NOWHERE),
        (
            {"Address": "Postboks 12", "City": "Øyestranda", "SiteName": "Verket, Øyestranda"},
            "Address",
            AGDER_ONLY,
        ),
        ({"City": "Farsund", "CityCode": "4550"}, "City", AGDER_ONLY),
        ({"Country": "Sweden"}, "geom", NOWHERE),
    ],
)
def test_a_doubtful_place_is_flagged_and_dropped(
    file: Path, cells: dict[str, Any], field: str, left: tuple[float | None, str, str]
) -> None:
    report = load_sites(written(file, plant(7, **cells)))
    assert flagged_fields(report, 2) == {field}
    assert shown() == left


@pytest.mark.parametrize(
    "cells",
    [
        {"City": "Kvinesdal"},
        {"SiteName": "Smelteverket i Kvinesdal"},
        {"SiteName": "Verket Kvinesdal, tidligere Rana Smelt"},
        {"City": "", "CityCode": ""},
        {"City": "Os", "CityCode": "4480"},
        {"CityCode": "DK-4484"},
        {"SiteName": "Hol Gran-smelt i Kvinesdal"},
    ],
)
def test_a_place_that_nothing_speaks_against_is_kept(file: Path, cells: dict[str, Any]) -> None:
    report = load_sites(written(file, plant(7, **cells)))
    assert not report.rows[0].is_flagged
    assert shown() == (58.2768, "42", "4227")


def test_the_name_of_another_rows_place_speaks_against_a_point(file: Path) -> None:
    head_office = plant(
        8, SiteName="Raffineriet Øyestranda", CityCode="7030", City="Trondheim", geom=TRONDHEIM
    )
    report = load_sites(written(file, plant(7), head_office))
    assert "SiteName" in flagged_fields(report, 3)
    assert Site.objects.get(own_reference="hotmaps:8").latitude is None


def test_a_doubtful_address_is_shown_to_nobody_but_kept_in_a_note(file: Path) -> None:
    load_sites(written(file, plant(7, Address="Postboks 12")))
    place = PublicEntry.objects.get().facts["place"]
    assert not any(place[name] for name in ("address", "postal_code", "place", "latitude"))
    note = Site.objects.get().place_note
    assert "Postboks 12, 4484 Øyestranda" in note
    assert "58.2768" in note


def test_an_address_without_a_point_is_kept(file: Path) -> None:
    load_sites(written(file, plant(7, geom="")))
    place = PublicEntry.objects.get().facts["place"]
    assert (place["address"], place["place"]) == ("Øyesletta 1", "Øyestranda")


def test_a_plants_sound_row_gives_its_place_and_the_doubtful_one_is_still_flagged(
    file: Path,
) -> None:
    rows = [
        plant(7, SiteName="Smelt Kvina", Address="Postboks 1", geom=TRONDHEIM, CityCode="7030"),
        plant(8, SiteName="Smelt Kvina", CompanyName="Verk 7 AS"),
    ]
    report = load_sites(written(file, *rows))
    assert flagged_fields(report, 2) == {"Address"}
    assert shown() == (58.2768, "42", "4227")
    assert Site.objects.get().address == "Øyesletta 1"


def test_rows_of_one_plant_with_points_far_apart_give_no_point(file: Path) -> None:
    rows = [
        plant(7, SiteName="Smelt Kvina"),
        plant(8, SiteName="Smelt Kvina", CityCode="8626", City="Mo i Rana", geom=RANA),
    ]
    report = load_sites(written(file, *rows))
    assert "geom" in flagged_fields(report, 2)
    assert shown() == NOWHERE


def test_a_point_that_becomes_doubtful_goes_and_one_that_is_corrected_comes(file: Path) -> None:
    for geom, expected in [(KVINESDAL, "4227"), (TRONDHEIM, None), (KVINESDAL, "4227")]:
        load_sites(written(file, plant(7, geom=geom)))
        site = Site.objects.get()
        assert (site.municipality_id, site.latitude is None) == (expected, expected is None)


def test_a_plant_abroad_keeps_its_point_and_has_no_county(file: Path) -> None:
    abroad = plant(7, Country="Sweden", geom="SRID=4326;POINT(11.97 57.70)", CityCode="411 06")
    report = load_sites(written(file, abroad))
    assert not report.rows[0].is_flagged
    assert shown() == (57.70, "", "")
    assert Site.objects.get().country == "SE"


@pytest.mark.parametrize(
    ("code", "counties"),
    [
        ("0150", {"03"}), ("575", {"03"}), ("4795", {"42"}), ("4460", {"11", "42"}),
        ("9900", {"56"}), ("", set()), ("12345", set()), ("٤٧٩٥", set()), ("4-79", set()),
    ],
)  # fmt: skip
def test_postal_codes_tell_counties(code: str, counties: set[str]) -> None:
    assert counties_of_postal_code(code) == counties
