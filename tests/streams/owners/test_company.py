"""What a company decides once: sites, choices, consent, and who has seen its listings."""

import csv

import pytest

from companies.models import Company, Site
from streams.catalogue.models import PublicEntry
from streams.disclosure import PRESETS, Field
from streams.owners.steps.visibility import controls_of
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db


def test_a_site_is_added_and_its_municipality_found(works: Works) -> None:
    client = works.client(works.kari)
    data = {"name": "Nytt verk", "latitude": "58.29", "longitude": "6.96"}
    client.post(f"/bedrift/{works.company.public_id}/anlegg/", data)
    assert Site.objects.get(name="Nytt verk").municipality_id == "4227"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"name": "", "latitude": "58", "longitude": "6"}, "id_name"),
        ({"name": "X", "latitude": "999", "longitude": "6"}, "id_latitude"),
        ({"name": "X", "latitude": "58", "longitude": ""}, "longitude"),
        ({"name": "X", "latitude": "here", "longitude": "6"}, "id_latitude"),
    ],
)
def test_a_wrong_site_is_told_at_its_field(works: Works, data: dict[str, str], word: str) -> None:
    answer = works.client(works.kari).post(f"/bedrift/{works.company.public_id}/anlegg/", data)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert Site.objects.count() == 1


def test_the_companys_choice_holds_at_once_where_a_listing_says_nothing_else(works: Works) -> None:
    chosen = {
        name: "on" if value is True else str(value)
        for name, value in controls_of(PRESETS["open"]).items()
        if value is not False
    }
    address = f"/bedrift/{works.company.public_id}/valg/"
    works.client(works.kari).post(address, {**chosen, "save": "1"})
    assert PublicEntry.objects.get().facts["owner"]["name"] == "Verket AS"
    assert Company.objects.get(pk=works.company.pk).disclosure_defaults.keys() <= {*Field.values}


def test_consent_is_given_and_taken_back(works: Works) -> None:
    client, address = works.client(works.kari), f"/bedrift/{works.company.public_id}/valg/"
    client.post(address, {"consent": "yes"})
    assert Company.objects.get(pk=works.company.pk).cluster_may_act
    client.post(address, {"consent": "no"})
    assert not Company.objects.get(pk=works.company.pk).cluster_may_act


def test_the_log_names_who_saw_what_and_its_file_runs_nothing(works: Works) -> None:
    other = works.stranger.memberships.get().company
    worlds.change(works.record, values={"title": "=1+1"})
    worlds.let_see(works.record, other)
    works.client(works.stranger).get(f"/oppforing/{works.record.pk}/")
    client = works.client(works.kari)
    page = client.get(f"/bedrift/{works.company.public_id}/innsyn/").content.decode()
    assert "stranger@other.example" in page
    answer = client.get(f"/bedrift/{works.company.public_id}/innsyn.csv")
    [row] = csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines())
    assert (row["company"], row["listing"]) == ("En annen", "'=1+1")


@pytest.mark.parametrize(
    "address", ["", "ny/", "ny/heat/", "valg/", "anlegg/", "innsyn/", "innsyn.csv"]
)
def test_strangers_get_the_same_as_for_a_company_that_never_was(works: Works, address: str) -> None:
    client = works.client(works.stranger)
    there = client.get(f"/bedrift/{works.company.public_id}/{address}")
    nowhere = client.get(f"/bedrift/neverwasthere/{address}")
    assert (there.status_code, nowhere.status_code) == (404, 404)
