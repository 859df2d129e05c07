"""Owners' programs read their own, whole; everybody else gets what never was."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.tiers import Tier
from companies.services import set_cluster_consent
from exchange.audit.models import AccessLine
from tests import worlds
from tests.streams.owners.api.conftest import Program, Works

pytestmark = pytest.mark.django_db


def addresses(works: Works) -> list[str]:
    own, document = works.company.public_id, works.record.documents.get().pk
    return [
        f"companies/{own}/",
        works.listings,
        works.bulk,
        works.listing,
        f"{works.listing}documents/",
        f"{works.listing}documents/{document}/",
    ]


def methods(client: Client, address: str) -> list[str]:
    allowed = client.options(f"/api/v1/own/{address}")["Allow"].split(", ")
    return [name.lower() for name in allowed if name not in ("OPTIONS", "HEAD")]


def asked(program: Program, method: str, address: str) -> Any:
    return program.get(address) if method == "get" else program.sends(method, address, {})


def test_a_listing_comes_whole_with_everything_its_owner_knows(works: Works) -> None:
    worlds.document(works.record, "Data sheet", Tier.OWNER)
    got = works.kari.get(works.listing)
    assert got.status_code == 200
    listing = got.json()
    assert listing["own_reference"] == "S-1"
    assert listing["process"] == "Secret furnace"
    assert listing["site"] == works.place.public_id
    assert listing["quantities"]["moisture"] == {"low": 3, "high": 4, "unit": "wt%"}
    assert listing["quantities"]["density"] is None
    assert [row["year"] for row in listing["years"]] == [2023, 2024]
    lead = listing["analyses"][0]["constituents"][2]
    assert lead == {
        "substance": "Pb", "share": {"low": 12, "high": 12, "unit": "mg/kg"}, "trace": True
    }  # fmt: skip
    assert listing["policy"]["volume"] is None
    assert [one["title"] for one in listing["documents"]] == ["Data sheet"]
    assert got["Cache-Control"] == "private, no-store"


def test_companies_and_sites_tell_their_ids(works: Works) -> None:
    found = works.kari.get("companies/").json()
    assert [one["id"] for one in found["results"]] == [works.company.public_id]
    company = works.kari.get(f"companies/{works.company.public_id}/").json()
    assert [site["id"] for site in company["sites"]] == [works.place.public_id]


def test_the_list_is_chosen_from_by_kind_state_and_reference(works: Works) -> None:
    worlds.listing(works.place, "heat", 50, state="draft")
    worlds.listing(works.elsewhere)
    counts = {
        query: works.kari.get(f"{works.listings}?{query}").json()["count"]
        for query in ("", "kind=heat", "state=draft", "own_reference=S-1", "own_reference=x")
    }
    assert list(counts.values()) == [2, 1, 1, 1, 0]
    wrong = works.kari.get(f"{works.listings}?kind=gold&page=0&colour=red")
    assert set(wrong.json()["errors"]) == {"kind", "page", "colour"}


def test_the_list_takes_as_many_queries_for_one_as_for_three(
    works: Works, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(13) as one:
        works.kari.get(works.listings)
    for number in (1, 2):
        worlds.listing(works.place, own_reference=f"T-{number}")
    with django_assert_max_num_queries(len(one)):
        assert works.kari.get(works.listings).json()["count"] == 3


def test_an_unchanged_listing_is_not_sent_again(works: Works) -> None:
    headers = {"If-None-Match": works.etag()}
    again = works.kari.client.get(f"/api/v1/own/{works.listing}", headers=headers)
    assert (again.status_code, again.content) == (304, b"")


def test_the_etag_moves_with_every_change_the_owner_makes(works: Works) -> None:
    seen = [works.etag()]
    worlds.change(works.record, values={"process": "Another furnace"})
    seen.append(works.etag())
    worlds.document(works.record, "Data sheet", Tier.OWNER)
    seen.append(works.etag())
    assert len(set(seen)) == 3
    assert works.etag() == seen[-1]


def test_without_a_login_nothing_opens_not_even_a_404(works: Works) -> None:
    worlds.document(works.record, "Data sheet", Tier.PUBLIC)
    for address in [*addresses(works), "listings/neverwasther/", "companies/"]:
        for method in methods(works.kari.client, address):
            got = getattr(Client(), method)(f"/api/v1/own/{address}")
            assert got.status_code == 401, (method, address)
            assert "per@" not in got.content.decode()


def test_strangers_get_the_404_of_what_never_was(works: Works) -> None:
    worlds.document(works.record, "Data sheet", Tier.PUBLIC)
    waiting = Program(worlds.person("vil@verket.example", works.company, active=False))
    staff = Program(worlds.person("staff@demo.example", is_cluster_staff=True))
    for address in addresses(works):
        unknown = address.replace(works.company.public_id, "neverwasther")
        unknown = unknown.replace(works.record.pk, "neverwasther")
        for method in methods(works.kari.client, address):
            for program in (works.stranger, waiting, staff):
                hidden, never = (asked(program, method, one) for one in (address, unknown))
                assert hidden.status_code == 404, (method, address)
                assert hidden.content == never.content
                assert dict(hidden.headers) == dict(never.headers)


def test_a_document_opens_only_below_its_own_listing(works: Works) -> None:
    theirs = worlds.listing(works.elsewhere)
    document = worlds.document(theirs, "Data sheet", Tier.PUBLIC)
    assert works.kari.get(f"{works.listing}documents/{document.pk}/").status_code == 404
    address = f"listings/{theirs.pk}/documents/{document.pk}/"
    got = works.stranger.get(address)
    assert (got.status_code, got["Content-Type"]) == (200, "image/png")
    assert b"".join(got).startswith(b"\x89PNG")


def test_a_key_that_may_read_is_told_which_scope_it_lacks(works: Works) -> None:
    reader = Program(works.kari.user, "read")
    worlds.document(works.record, "Data sheet", Tier.PUBLIC)
    for address in addresses(works):
        for method in methods(works.kari.client, address):
            got = asked(reader, method, address)
            assert got.status_code == (200 if method == "get" else 403), (method, address)
            if method != "get":
                assert "“write”" in got.json()["errors"]["Authorization"][0]
    for unknown in ("listings/neverwasther/", f"listings/{worlds.listing(works.elsewhere).pk}/"):
        assert reader.sends("patch", unknown, {}).status_code == 403


def test_a_browser_changes_nothing_without_its_token(works: Works) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    browser.force_login(works.kari.user)
    address, change = f"/api/v1/own/{works.listing}", json.dumps({"title": "New"})
    etag = browser.get(address)["ETag"]
    options: dict[str, Any] = {"content_type": "application/json"}
    got = browser.patch(address, change, headers={"If-Match": etag}, **options)
    assert got.status_code == 403
    assert set(got.json()["errors"]) == {"X-CSRFToken"}
    browser.get("/konto/nokler/ny/")
    headers = {"If-Match": etag, "X-CSRFToken": browser.cookies["csrftoken"].value}
    assert browser.patch(address, change, headers=headers, **options).status_code == 200


def test_staff_act_by_consent_and_leave_a_line_in_the_companys_log(works: Works) -> None:
    staff = Program(worlds.person("staff@demo.example", is_cluster_staff=True))
    assert staff.get("companies/").json()["count"] == 0
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    assert staff.get("companies/").json()["count"] == 1
    assert staff.get(works.listing).status_code == 200
    line = AccessLine.objects.get()
    assert (line.user_id, line.record_id, line.tier) == (
        staff.user.pk,
        works.record.pk,
        Tier.OWNER,
    )
    assert works.kari.get(works.listing).status_code == 200
    assert AccessLine.objects.count() == 1
