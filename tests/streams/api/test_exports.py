"""Files and map data hold what the viewer may see, and nothing in them runs."""

import csv

import pytest
from django.test import Client

from streams.api.exports import COLUMNS
from streams.cells import harmless
from tests import worlds

pytestmark = pytest.mark.django_db
EXACT = {"place": {"exact": 0, "coarse": 0}}


@pytest.fixture
def _two_listings() -> None:
    worlds.load_lists()
    place = worlds.site(worlds.company(1, "Verk"))
    worlds.listing(place, title="=1+1", policy=EXACT)
    worlds.listing(place, "heat", 52, title="Warm water")


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_what_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["Slag", "", None, -4.5, 0.0])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert harmless(cell) == cell  # type: ignore[arg-type]


@pytest.mark.usefixtures("_two_listings")
def test_rows_of_a_file(client: Client) -> None:
    answer = client.get("/api/v1/catalogue.csv?ordering=title")
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert [row["title"] for row in rows] == ["'=1+1", "Warm water"]
    assert list(rows[0]) == list(COLUMNS)
    assert (rows[0]["amount_low"], rows[0]["amount_high"]) == ("1000", "10000")
    assert rows[0]["amount_precision"] == "band"
    assert rows[0]["owner"] == ""


@pytest.mark.usefixtures("_two_listings")
def test_a_point_only_where_the_place_shows(client: Client) -> None:
    features = client.get("/api/v1/catalogue.geojson?ordering=title").json()["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [6.96, 58.29]}
    assert features[1]["geometry"] is None
    assert features[1]["properties"]["county_name"] == "Agder"
    assert features[1]["properties"]["precision"] == "county"


@pytest.mark.usefixtures("_two_listings")
@pytest.mark.parametrize("address", ["catalogue.csv", "catalogue.geojson"])
def test_an_unknown_parameter_is_named(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}?owner__name=x")
    assert answer.status_code == 400
    assert "owner__name" in answer.json()["errors"]
