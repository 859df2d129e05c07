"""What a company decides once: sites, choices, consent, and who has seen its listings."""

import csv

import pytest

from accounts.tiers import Tier
from companies.models import Company, IndustrialPark, Site
from companies.services import set_cluster_consent
from exchange.audit.models import AuditLine
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


def test_an_administrator_corrects_name_industry_and_park(works: Works) -> None:
    park = IndustrialPark.objects.create(name="Eramet-parken")
    for_all = {"exact": Tier.PUBLIC, "coarse": Tier.PUBLIC}
    worlds.change(works.record, policy={"owner": for_all, "place": for_all})
    client, address = works.client(worlds.admin("eva@verket.example", works.company)), valg(works)
    assert 'value="Verket AS"' in client.get(address).content.decode()
    sent = {"correct": "1", "name": " Verket\nNorge AS ", "industry": "20", "park": park.pk}
    assert client.post(address, sent).status_code == 302
    facts = PublicEntry.objects.get().facts
    assert (facts["owner"]["name"], facts["owner"]["division"]) == ("Verket Norge AS", "20")
    assert facts["place"]["park"] == "Eramet-parken"
    line = AuditLine.objects.get(action="company.save")
    assert (line.actor.email, line.subject) == ("eva@verket.example", f"company:{works.company.pk}")
    assert line.details["fields"] == ["industry_id", "name", "park_id"]
    assert client.post(address, sent).status_code == 302
    assert AuditLine.objects.filter(action="company.save").count() == 1


def test_what_cannot_be_right_about_a_company_is_told_at_its_field(works: Works) -> None:
    client, address = works.client(worlds.admin("eva@verket.example", works.company)), valg(works)
    for wrong in ({"name": ""}, {"name": "x" * 161}, {"industry": "99.99"}, {"park": "7"}):
        sent = {"correct": "1", "name": "Nytt", "industry": "24.10", "park": "", **wrong}
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert f'href="#id_{next(iter(wrong))}"' in answer.content.decode()
    assert Company.objects.get(pk=works.company.pk).name == "Verket AS"


def test_members_have_no_form_about_the_company_and_staff_need_its_consent(works: Works) -> None:
    address, sent = valg(works), {"correct": "1", "name": "Nytt AS", "industry": "24"}
    member = works.client(works.kari)
    assert 'name="correct"' not in member.get(address).content.decode()
    assert member.post(address, sent).status_code == 404
    staff = works.client(worlds.person("siv@klyngen.example", is_cluster_staff=True))
    assert staff.post(address, sent).status_code == 404
    assert Company.objects.get(pk=works.company.pk).name == "Verket AS"
    set_cluster_consent(actor=works.kari, company=works.company, may_act=True)
    assert staff.post(address, sent).status_code == 302
    assert Company.objects.get(pk=works.company.pk).name == "Nytt AS"


def valg(works: Works) -> str:
    return f"/bedrift/{works.company.public_id}/valg/"


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
