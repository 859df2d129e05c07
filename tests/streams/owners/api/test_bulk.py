"""Many listings in one transaction, by the owner's own reference."""

from typing import Any

import pytest
from django.test import Client

from exchange.audit.models import AuditLine
from streams.catalogue.models import PublicEntry
from streams.register.models import Record
from streams.register.services import set_company_policy
from tests import worlds
from tests.streams.owners.api.conftest import Works
from tests.streams.owners.api.test_writing import NEW, errors

pytestmark = pytest.mark.django_db
CHANGE = {"own_reference": "S-1", "description": "Coarser than before"}


def counts(got: Any) -> tuple[int, int, int]:
    assert got.status_code == 200, got.content
    found = got.json()
    return found["created"], found["changed"], found["unchanged"]


def state_of_things() -> list[Any]:
    records = list(Record.objects.order_by("pk").values_list())
    entries = list(PublicEntry.objects.order_by("pk").values_list("pk", "updated_at", "facts"))
    return [records, entries, AuditLine.objects.count()]


def test_a_second_time_changes_nothing(works: Works) -> None:
    body = {"listings": [CHANGE, {**NEW, "state": "published"}]}
    first = works.kari.sends("post", works.bulk, body)
    assert counts(first) == (1, 1, 0)
    changed, created = first.json()["results"]
    assert (changed["result"], changed["id"], changed["changed"]) == (
        "changed",
        works.record.pk,
        ["description"],
    )
    assert works.kari.get(f"listings/{created['id']}/").json()["title"] == NEW["title"]
    before = state_of_things()
    assert counts(works.kari.sends("post", works.bulk, body)) == (0, 0, 2)
    assert state_of_things() == before


def test_a_dry_run_says_the_same_and_does_nothing(works: Works) -> None:
    before = state_of_things()
    body = {"listings": [CHANGE, NEW, {"own_reference": "S-1", "id": works.record.pk}]}
    del body["listings"][2]
    tried = works.kari.sends("post", f"{works.bulk}?dry_run=true", body)
    assert tried.json()["dry_run"] is True
    assert tried.json()["results"][1]["id"] is None
    assert state_of_things() == before
    done = works.kari.sends("post", works.bulk, body)
    assert counts(done) == counts(tried) == (1, 1, 0)
    wrong = works.kari.sends("post", f"{works.bulk}?dry_run=perhaps&x=1", body)
    assert set(errors(wrong)) == {"dry_run", "x"}


def test_one_fault_stops_all_and_every_fault_is_told(works: Works) -> None:
    theirs, before = worlds.listing(works.elsewhere), state_of_things()
    body = {
        "listings": [
            CHANGE,
            {**NEW, "quantities": {"moisture": 120}},
            {**NEW, "own_reference": ""},
            {"own_reference": "S-1", "title": ""},
            {"id": theirs.pk, "title": "Ours now"},
            {"id": "neverwasther", "title": "Ours now"},
            {**NEW, "own_reference": "S-3", "kind": "gold", "site": works.elsewhere.public_id},
            "S-9",
            {**NEW, "own_reference": "S-4", "site": works.elsewhere.public_id},
        ]
    }
    found = errors(works.kari.sends("post", works.bulk, body))
    assert set(found) == {
        "listings[1].quantities.moisture", "listings[2].own_reference", "listings[3]",
        "listings[3].title", "listings[4].id", "listings[5].id", "listings[6].kind",
        "listings[7]", "listings[8].site",
    }  # fmt: skip
    assert found["listings[4].id"] == found["listings[5].id"]
    assert found["listings[3]"] == ["This is the same listing as listings[0]."]
    assert state_of_things() == before


def test_what_only_saving_can_tell_stops_all_as_well(works: Works) -> None:
    before = state_of_things()
    site = works.place.public_id
    body = {"listings": [CHANGE, NEW, {**NEW, "site": site}]}
    assert set(errors(works.kari.sends("post", works.bulk, body))) == {"listings[2].own_reference"}
    assert state_of_things() == before


def test_a_reference_that_two_sites_have_needs_the_site(works: Works) -> None:
    second = worlds.site(works.company, "Annet sted")
    other = worlds.listing(second, own_reference="S-1")
    unclear = works.kari.sends("post", works.bulk, {"listings": [CHANGE]})
    assert set(errors(unclear)) == {"listings[0].site"}
    clear = {"listings": [{**CHANGE, "site": second.public_id}]}
    got = works.kari.sends("post", works.bulk, clear)
    assert [one["id"] for one in got.json()["results"]] == [other.pk]


def test_our_id_goes_before_the_reference_and_can_change_it(works: Works) -> None:
    body = {"listings": [{"id": works.record.pk, "own_reference": "NEW-1"}]}
    got = works.kari.sends("post", works.bulk, body)
    assert got.json()["results"][0]["changed"] == ["own_reference"]
    assert counts(works.kari.sends("post", works.bulk, body)) == (0, 0, 1)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "listings"),
        ({"listings": {}}, "listings"),
        ({"listings": [{}] * 1001}, "listings"),
        ({"listings": [], "schema": 2}, "schema"),
        ({"listings": [], "company": {"id": "neverwasther"}}, "company"),
        ({"listings": [], "more": 1}, "more"),
        ([], "body"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_whole(works: Works, body: Any, path: str) -> None:
    assert set(errors(works.kari.sends("post", works.bulk, body))) == {path}


def test_ones_own_data_can_be_sent_back_as_it_was_fetched(works: Works) -> None:
    worlds.listing(works.place, "heat", 50, state="draft", title="Warm water")
    worlds.listing(works.place, "deposit", 50, policy={"cost": {"exact": 1, "coarse": 0}})
    policy = {"volume": {"exact": 2, "coarse": 1}, "listed": 0}
    set_company_policy(actor=None, company=works.company, policy=policy)
    browser = Client()
    browser.force_login(works.kari.user)
    file = browser.get(f"/bedrift/{works.company.public_id}/data.json")
    assert file["Content-Disposition"] == 'attachment; filename="oppforinger.json"'
    assert file["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    data = file.json()
    assert (data["schema"], len(data["listings"]), len(data["sites"])) == (1, 3, 1)
    assert data["company"]["policy"]["volume"] == {"exact": "owner", "coarse": "nda"}
    assert b"Secret furnace" in file.content
    before = state_of_things()
    assert counts(works.kari.sends("post", works.bulk, file.content)) == (0, 0, 3)
    assert state_of_things() == before
    worlds.change(works.record, values={"process": "Lost"}, quantities={}, years=[])
    assert counts(works.kari.sends("post", works.bulk, file.content)) == (0, 1, 2)
    again = browser.get(f"/bedrift/{works.company.public_id}/data.json").json()
    for one, two in zip(data["listings"], again["listings"], strict=True):
        assert {**one, "version": 0} == {**two, "version": 0}


def test_the_file_is_for_those_who_act_for_the_company(works: Works) -> None:
    for public_id in (works.company.public_id, "neverwasther"):
        stranger = Client()
        stranger.force_login(works.stranger.user)
        assert stranger.get(f"/bedrift/{public_id}/data.json").status_code == 404
        assert Client().get(f"/bedrift/{public_id}/data.json").status_code == 302
    page = Client()
    page.force_login(works.kari.user)
    shown = page.get(f"/bedrift/{works.company.public_id}/").content.decode()
    assert f"/bedrift/{works.company.public_id}/data.json" in shown
