"""Creating and changing one listing: the rules of the forms, told by path, and no lost writes."""

import threading
from typing import Any

import pytest
from django.db import connection

from exchange.audit.models import AuditLine
from streams.catalogue.models import PublicEntry
from streams.quantities.intervals import Interval
from streams.register.models import Record
from tests import worlds
from tests.streams.owners.api.conftest import Works

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {
    "kind": "material",
    "title": "Granulated slag",
    "material": "slag",
    "own_reference": "S-2",
    "waste_code": "10 02 02",
    "handling": ["landfill", "sold"],
    "quantities": {"moisture": "3–5 %", "density": {"low": 1.5, "high": 1.7, "unit": "t/m3"}},
    "years": [{"year": 2024, "amount": {"low": 21, "high": 23, "unit": "kt"}}],
    "analyses": [
        {
            "analysed_on": "2025-02-11",
            "constituents": [
                {"substance": "SiO2", "share": "41-44"},
                {"substance": "Pb", "share": {"low": 12, "high": 12, "unit": "mg/kg"}},
                {"substance": "MnO", "share": 6.5},
            ],
        }
    ],
    "policy": {"volume": "public", "process": {"exact": "owner"}},
}


def errors(got: Any, status: int = 400) -> dict[str, list[str]]:
    assert got.status_code == status, got.content
    assert got["Content-Type"] == "application/problem+json"
    found: dict[str, list[str]] = got.json()["errors"]
    return found


def test_a_new_listing_is_a_draft_in_our_units(works: Works) -> None:
    got = works.kari.sends("post", works.listings, NEW)
    assert got.status_code == 201
    listing = got.json()
    assert got["Location"] == f"/api/v1/own/listings/{listing['id']}/"
    assert listing["state"] == "draft"
    assert listing["waste_code"] == "100202"
    assert listing["quantities"]["moisture"] == {"low": 3, "high": 5, "unit": "wt%"}
    assert listing["quantities"]["density"]["high"] == 1700
    assert listing["years"][0]["amount"] == {"low": 21000, "high": 23000, "unit": "t/yr"}
    assert listing["policy"]["volume"] == {"exact": "public", "coarse": "public"}
    assert works.kari.get(f"listings/{listing['id']}/")["ETag"] == got["ETag"]
    assert not PublicEntry.objects.filter(pk=listing["id"]).exists()
    line = AuditLine.objects.get(subject=f"record:{listing['id']}")
    assert (line.actor_id, line.action) == (works.kari.user.pk, "record.save")


def test_publishing_counts_as_confirming_and_taking_down_hides_at_once(works: Works) -> None:
    made = works.kari.sends("post", works.listings, {**NEW, "state": "published"}).json()
    assert made["confirmed_on"]
    entry = PublicEntry.objects.get(pk=made["id"])
    assert entry.title == "Granulated slag"
    assert works.changes({"state": "draft"}).json()["state"] == "draft"
    assert not PublicEntry.objects.filter(pk=works.record.pk).exists()
    assert AuditLine.objects.filter(action="record.draft").count() == 1
    wrong = works.changes({"state": "discontinued"})
    assert set(errors(wrong)) == {"state"}


def test_every_error_is_told_at_once_by_its_path(works: Works) -> None:
    wrong = {
        "kind": "material",
        "title": " ",
        "material": "gold ore",
        "colour": "grey",
        "hazardous": "no",
        "handling": ["eaten"],
        "contact_email": "kari",
        "opened_year": 1990,
        "site": works.elsewhere.public_id,
        "quantities": {"moisture": 120, "temperature": 90, "ph": {"low": 3}},
        "years": [{"year": 2024, "amount": "10-8"}, {"year": 1700, "amount": 3}, {"amount": 1}],
        "analyses": [
            {
                "basis": "damp",
                "constituents": [
                    {"substance": "SiO2", "share": 40},
                    {"substance": "Xx9", "share": 40},
                    {"substance": "MnO", "share": "many"},
                ],
            },
            {"constituents": [{"substance": "MnO", "share": 120}]},
            {"constituents": []},
        ],
        "policy": {"volume": "friends", "gold": "nda", "cost": {"exact": "nda", "coarse": "owner"}},
    }
    found = errors(works.kari.sends("post", works.listings, wrong))
    assert set(found) == {
        "title", "material", "colour", "hazardous", "handling", "contact_email", "opened_year",
        "site", "quantities.moisture", "quantities.temperature", "quantities.ph",
        "years[0].amount", "years[1]", "years[2]", "analyses[0].basis",
        "analyses[0].constituents[1].substance", "analyses[0].constituents[2].share",
        "analyses[1].constituents[0].share", "analyses[2].constituents", "policy.volume",
        "policy.gold", "policy.cost",
    }  # fmt: skip
    assert found["quantities.moisture"] == ["Moisture cannot be above 100\N{NO-BREAK SPACE}wt%."]
    assert Record.objects.count() == 1


def test_another_companys_site_is_like_one_that_never_was(works: Works) -> None:
    theirs, never = (
        errors(works.kari.sends("post", works.listings, {**NEW, "site": site}))
        for site in (works.elsewhere.public_id, "neverwasther")
    )
    assert theirs == never
    moved = works.changes({"site": works.elsewhere.public_id})
    assert errors(moved) == theirs


def test_messages_speak_the_callers_language(works: Works) -> None:
    got = works.kari.sends("post", works.listings, {**NEW, "quantities": {"moisture": 120}},
                           **{"Accept-Language": "nb"})  # fmt: skip
    assert "Fukt" in errors(got)["quantities.moisture"][0]


def test_a_change_leaves_what_it_does_not_name(works: Works) -> None:
    before = works.kari.get(works.listing).json()
    change = {"quantities": {"density": 1600}, "policy": {"volume": "owner"}, "description": "New"}
    after = works.changes(change).json()
    assert after["quantities"]["moisture"] == before["quantities"]["moisture"]
    assert after["quantities"]["density"]["low"] == 1600
    assert after["description"] == "New"
    assert after["version"] == before["version"] + 1
    assert {**before, **{key: after[key] for key in (*change, "version")}} == after
    taken = works.changes({"quantities": {"density": None}, "policy": {"volume": None}}).json()
    assert taken["quantities"] == before["quantities"]
    assert taken["policy"] == before["policy"]


def test_a_listing_sent_anew_empties_what_it_does_not_name(works: Works) -> None:
    after = works.changes({"title": "Only this", "material": "slag"}, "put").json()
    assert after["title"] == "Only this"
    assert after["process"] == after["own_reference"] == ""
    assert after["years"] == after["analyses"] == []
    assert after["quantities"]["moisture"] is None
    assert after["state"] == "published"
    assert set(errors(works.changes({}, "put"))) == {"title", "material"}


def test_sending_back_what_was_read_changes_nothing(works: Works) -> None:
    before, lines = works.kari.get(works.listing), AuditLine.objects.count()
    for method in ("put", "patch"):
        got = works.changes(before.json(), method)
        assert (got.status_code, got["ETag"]) == (200, before["ETag"])
    assert AuditLine.objects.count() == lines


def test_a_change_says_of_what_it_is_one(works: Works) -> None:
    change = {"title": "Mine"}
    missing = works.kari.sends("patch", works.listing, change)
    assert set(errors(missing, 428)) == {"If-Match"}
    bare = works.kari.sends("patch", works.listing, change, **{"If-Match": "abc"})
    assert set(errors(bare)) == {"If-Match"}
    packed = {"If-Match": f"W/{works.etag()}"}
    assert works.kari.sends("patch", works.listing, change, **packed).status_code == 200


def test_the_second_of_two_writers_is_told_and_loses_nothing_of_the_first(works: Works) -> None:
    headers = {"If-Match": works.etag()}
    first = works.kari.sends("patch", works.listing, {"title": "First"}, **headers)
    assert first.status_code == 200
    second = works.kari.sends("put", works.listing, NEW, **headers)
    assert errors(second, 412) == {}
    assert works.kari.get(works.listing).json()["title"] == "First"
    again = works.changes({"description": "Second"})
    assert (again.json()["title"], again.json()["description"]) == ("First", "Second")


def test_a_save_on_the_pages_meanwhile_is_a_conflict_too(works: Works) -> None:
    headers = {"If-Match": works.etag()}
    worlds.change(works.record, quantities={"moisture": Interval(8, 9)})
    assert works.kari.sends("patch", works.listing, {"title": "x"}, **headers).status_code == 412


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_wins(works: Works) -> None:
    headers, found = {"If-Match": works.etag()}, []

    def write(title: str) -> None:
        try:
            got = works.kari.sends("patch", works.listing, {"title": title}, **headers)
            found.append((got.status_code, title))
        finally:
            connection.close()

    both = [threading.Thread(target=write, args=(title,)) for title in ("One", "Two")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(status for status, _title in found) == [200, 412]
    works.record.refresh_from_db()
    assert (200, works.record.title) in found


def test_a_reference_means_one_listing_of_a_site(works: Works) -> None:
    taken = works.kari.sends("post", works.listings, {**NEW, "own_reference": "S-1"})
    assert set(errors(taken)) == {"own_reference"}
    other = works.kari.sends("post", works.listings, NEW).json()["id"]
    etag = works.kari.get(f"listings/{other}/")["ETag"]
    moved = works.kari.sends(
        "patch", f"listings/{other}/", {"own_reference": "S-1"}, **{"If-Match": etag}
    )
    assert set(errors(moved)) == {"own_reference"}


def test_the_site_is_asked_for_only_where_there_are_several(works: Works) -> None:
    worlds.site(works.company, "Annet sted")
    assert set(errors(works.kari.sends("post", works.listings, NEW))) == {"site"}
    chosen = {**NEW, "site": works.place.public_id}
    assert works.kari.sends("post", works.listings, chosen).status_code == 201


def test_heat_gas_and_deposits_have_their_own_fields(works: Works) -> None:
    heat = {"kind": "heat", "title": "Warm water", "material": "steam", "profile": "winter",
            "quantities": {"temperature": "70–95"},
            "years": [{"year": 2024, "amount": "500 MWh"}]}  # fmt: skip
    made = works.kari.sends("post", works.listings, heat)
    assert made.json()["years"][0]["amount"] == {"low": 0.5, "high": 0.5, "unit": "GWh/yr"}
    deposit = {"kind": "deposit", "title": "Old heap", "material": "tailings", "setting": "sea",
               "opened_year": 1971, "closed_year": 1960}  # fmt: skip
    assert set(errors(works.kari.sends("post", works.listings, deposit))) == {"closed_year"}
    wrong = errors(works.kari.sends("post", works.listings, {**heat, "setting": "sea"}))
    assert wrong == {"setting": ["“setting” does not belong to this kind."]}
    assert set(errors(works.changes({"kind": "gas"}))) == {"kind"}
