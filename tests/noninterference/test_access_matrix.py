"""Every route for every kind of viewer, with exactly what each may see there."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from django.test import Client

from companies.services import set_cluster_consent
from streams.catalogue.past import published_states
from streams.imports.models import SheetUpload
from streams.owners.past import mark
from tests import worlds
from tests.noninterference.crawl import NEVER, RECIPES, Asked, answer, client_for, readable
from tests.noninterference.test_twin_worlds import World

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]
LISTS = {
    "search": "/sok/",
    "front": "/",
    "api-catalogue": "/api/v1/catalogue/",
    "api-geojson": "/api/v1/catalogue.geojson",
    "api-csv": "/api/v1/catalogue.csv",
    "api-xlsx": "/api/v1/catalogue.xlsx",
}
"""Routes that without filters show every listing that the viewer may know of."""
SECRETS = (b"4321", b"4 321", "4\u202f321".encode(), b"Secret furnace", b"Hemmelig Smelteverk")
ABOUT_PEOPLE = {"members", "member_role", "member_remove", "waiting_requests", "request_confirm",
                "request_reject", "invitation_again", "invitation_revoke", "stand_in",
                "stand_in_end", "absence_no"}  # fmt: skip
"""Pages on which staff confirm who acts for which company, so that they know the companies' names;
those are the last of SECRETS."""
PUBLIC = {
    "theirs": "public",
    "secret": "public",
    "heat": "public",
    "granted": "public",
    "gas": "public",
}
OWN = {**PUBLIC, "secret": "owner", "heat": "owner", "unlisted": "owner"}
VISIBLE: Mapping[str, Mapping[str, str]] = {
    "anonymous": PUBLIC,
    "outsider": {**PUBLIC, "theirs": "owner"},
    "pending": PUBLIC,
    "nda": {**PUBLIC, "granted": "nda"},
    "owner": OWN,
    "staff": OWN,
    "staff without consent": PUBLIC,
}


SHEET_PAGES = ("", "mal/material.xlsx", "oppforinger.xlsx", "oppforinger.zip",
               "alle/material.csv", "fil/{}/", "fil/{}/forkast/")  # fmt: skip
SHEET_ACTIONS = ("", "fil/{}/bekreft/", "fil/{}/igjen/", "fil/{}/forkast/")
HELD: Mapping[str, set[str]] = {
    **dict.fromkeys(VISIBLE, set()),
    "outsider": {"theirs"},
    "owner": {"secret", "heat", "unlisted"},
    "staff": {"secret", "heat", "unlisted"},
}
"""Whose register each may read and write, listing by listing."""


class Matrix(World):
    """The world with one who looks for each row, and listings by their names here."""

    def client(self, who: str) -> Client:
        if who == "owner":
            return client_for(self.insider)
        if who.startswith("staff"):
            may = who == "staff"
            set_cluster_consent(actor=None, company=self.owner, may_act=may)
            return client_for(worlds.person("staff@demo.example", is_cluster_staff=True))
        return client_for(self.viewers["nda elsewhere" if who == "nda" else who])

    def named(self) -> dict[str, str]:
        names = ("secret", "heat", "unlisted", "granted", "gas", "theirs")
        return {getattr(self, name).pk: name for name in names}


@pytest.fixture
def matrix() -> Matrix:
    return Matrix()


def visible_ids(matrix: Matrix, who: str) -> set[str]:
    return {pk for pk, name in matrix.named().items() if name in VISIBLE[who]}


@pytest.mark.parametrize("who", VISIBLE)
def test_programs_get_each_listing_at_its_tier(matrix: Matrix, who: str) -> None:
    found = matrix.client(who).get("/api/v1/catalogue/").json()
    tiers = {matrix.named()[row["id"]]: row["tier"] for row in found["results"]}
    assert tiers == VISIBLE[who]
    assert found["count"] == len(VISIBLE[who])


@pytest.mark.parametrize("who", VISIBLE)
@pytest.mark.parametrize("route", LISTS)
def test_lists_show_exactly_what_is_visible(matrix: Matrix, who: str, route: str) -> None:
    client = matrix.client(who)
    status, _, content = answer(client, "get", LISTS[route])
    assert status == 200
    shown = {pk for pk in matrix.named() if pk.encode() in readable(content)}
    assert shown == visible_ids(matrix, who)


@pytest.mark.parametrize("who", VISIBLE)
def test_no_answer_names_what_is_not_visible(matrix: Matrix, who: str) -> None:
    """Neither a listing that is hidden nor, but to its owner, what only he sees of one."""
    client, visible = matrix.client(who), visible_ids(matrix, who)
    hidden = [pk.encode() for pk in matrix.named() if pk not in visible]
    asked = replace(matrix.asked, ids=sorted(visible))
    for route, recipe in RECIPES.items():
        for address in recipe(asked):
            content = readable(answer(client, "get", address)[2])
            named = [text for text in (*hidden, *secrets_for(who, route)) if text in content]
            assert not named, (route, address)


def secrets_for(who: str, route: str) -> tuple[bytes, ...]:
    if VISIBLE[who] is OWN:
        return ()
    return SECRETS[:-1] if who.startswith("staff") and route in ABOUT_PEOPLE else SECRETS


@pytest.mark.parametrize("who", VISIBLE)
@pytest.mark.parametrize("address", ["/oppforing/{}/", "/api/v1/catalogue/{}/"])
def test_only_visible_listings_open(matrix: Matrix, who: str, address: str) -> None:
    client = matrix.client(who)
    opened = {pk for pk in matrix.named() if client.get(address.format(pk)).status_code == 200}
    assert opened == visible_ids(matrix, who)
    closed = {client.get(address.format(pk)).status_code for pk in matrix.named()} - {200}
    assert closed <= {404}


@pytest.mark.parametrize("who", [who for who in VISIBLE if VISIBLE[who] is not OWN])
def test_asking_for_a_hidden_listing_brings_nothing_of_it(matrix: Matrix, who: str) -> None:
    client, visible = matrix.client(who), visible_ids(matrix, who)
    asked = Asked([pk for pk in matrix.named() if pk not in visible], queries=("q=x",))
    for route, recipe in RECIPES.items():
        for address in recipe(asked):
            content = readable(answer(client, "get", address)[2])
            assert not [one for one in secrets_for(who, route) if one in content], (route, address)


@pytest.mark.parametrize("who", HELD)
def test_the_register_opens_only_to_those_who_hold_it(matrix: Matrix, who: str) -> None:
    """Listing by listing and company by company, to read and to write, and as a file."""
    client, statuses = matrix.client(who), {200, 400, 405, 428}
    closed = 401 if who == "anonymous" else 404
    for pk, name in matrix.named().items():
        expected = statuses if name in HELD[who] else {closed}
        address = f"/api/v1/own/listings/{pk}/"
        assert client.get(address).status_code in expected, name
        for method in ("put", "patch"):
            sent = getattr(client, method)(address, {}, content_type="application/json")
            assert sent.status_code in expected, (method, name)
        assert client.post(f"{address}documents/").status_code in expected, name
    for company in (matrix.owner, matrix.other, matrix.recycler):
        acts = company == matrix.owner and bool(HELD[who] & {"secret"})
        acts |= who == "nda" and company == matrix.recycler
        for part in ("", "listings/", "listings/bulk/"):
            got = client.get(f"/api/v1/own/companies/{company.public_id}/{part}")
            assert got.status_code in (statuses if acts or part[9:] else {closed}), part
        file = client.get(f"/bedrift/{company.public_id}/data.json")
        assert file.status_code == (200 if acts else 302 if who == "anonymous" else 404)


@pytest.mark.parametrize("who", VISIBLE)
@pytest.mark.parametrize("file", ["", "sammenligning.csv", "sammenligning.xlsx"])
def test_side_by_side_stands_exactly_what_is_visible(matrix: Matrix, who: str, file: str) -> None:
    asked = "&v=".join(matrix.named())
    status, _, content = answer(matrix.client(who), "get", f"/sammenlign/{file}?v={asked}")
    assert status == 200
    page = readable(content)  # which names its own address, as asked, in the menu of languages
    shown = {pk for pk in matrix.named() if f"/oppforing/{pk}/".encode() in page}
    assert shown == visible_ids(matrix, who)


IN_PARKS: Mapping[str, set[str]] = {
    "nda": {"granted"},
    "owner": {"secret", "heat", "unlisted"},
    "staff": {"secret", "heat", "unlisted"},
}
"""Listings of which each is told that they lie in one of the parks."""


@pytest.mark.parametrize("who", VISIBLE)
def test_parks_are_there_for_those_who_are_shown_what_lies_in_them(
    matrix: Matrix, who: str
) -> None:
    client, expected = matrix.client(who), IN_PARKS.get(who, set())
    parks = client.get("/industripark/").content.decode()
    for slug, there in zip(worlds.park_addresses(), PARKS_HOLD, strict=True):
        seen = expected & there
        assert (f"/industripark/{slug}/" in parks) is bool(seen)
        for address in (f"/industripark/{slug}/", f"/industripark/{slug}/kart.geojson"):
            got = client.get(address)
            assert got.status_code == (200 if seen else 404), address
            shown = {name for pk, name in matrix.named().items() if pk in got.content.decode()}
            assert shown == seen, address


PARKS_HOLD = ({"secret", "heat", "unlisted"}, {"granted", "gas"})
"""The listings that truly lie in each of the two parks."""


@pytest.mark.parametrize("who", VISIBLE)
def test_a_site_is_there_for_those_who_are_shown_which_it_is(matrix: Matrix, who: str) -> None:
    client = matrix.client(who)
    own = {name for name, tier in VISIBLE[who].items() if tier != "public"}
    for pk, name in matrix.named().items():
        got = client.get(f"/oppforing/{pk}/sted/")
        assert got.status_code == (200 if name in own else 404), name
        shown = {one for other, one in matrix.named().items() if other in got.content.decode()}
        assert shown - {name} == (own - {name} if name in own else set()), name


LOOKING_BACK = (
    "/oppforing/{}/historikk/",
    "/oppforing/{}/historikk/vist/",
    "/oppforing/{}/historikk/vist/{}/?som=alle",
    "/oppforing/{}/avslutt/",
    "/oppforing/{}/ta-opp/",
    "/oppforing/{}/slett/",
    "/oppforing/{}/oppforing.xlsx",
    "/oppforing/{}/behold/",
)


@pytest.mark.parametrize("who", VISIBLE)
def test_only_who_acts_for_the_owner_looks_back_and_ends(matrix: Matrix, who: str) -> None:
    client, named = matrix.client(who), matrix.named()
    moments = {pk: [mark(one.at) for one in published_states(pk)][0] for pk in named}
    for address in LOOKING_BACK:
        opened = {
            pk for pk in named if client.get(address.format(pk, moments[pk])).status_code == 200
        }
        own = {pk for pk, name in named.items() if VISIBLE[who].get(name) == "owner"}
        assert opened == own, address
        answers = {
            client.get(address.format(pk, moments[pk])).status_code for pk in named if pk not in own
        }
        assert answers <= ({302} if who == "anonymous" else {404}), address


def test_the_owner_sees_his_own_secrets(matrix: Matrix) -> None:
    page = matrix.client("owner").get(f"/oppforing/{matrix.secret.pk}/").content
    assert b"Secret furnace" in page
    assert "4\u202f321".encode() in page or b"4321" in page


@pytest.mark.parametrize("who", VISIBLE)
def test_spreadsheets_are_for_those_who_act_for_the_company(matrix: Matrix, who: str) -> None:
    """Everybody else gets for a company that exists exactly what never was gives."""
    client, may = matrix.client(who), VISIBLE[who] is OWN
    here, never = (f"/bedrift/{one}/regneark/" for one in (matrix.owner.public_id, NEVER))
    for ending in SHEET_PAGES:
        status = answer(client, "get", here + ending.format(matrix.sheet.pk))[0]
        other = answer(client, "get", never + ending.format(NEVER))[0]
        assert status == (200 if may else other), ending
        assert other in (302, 404)
    for ending in SHEET_ACTIONS if not may else ():
        got = client.post(here + ending.format(matrix.sheet.pk), {"digest": matrix.sheet.digest})
        assert got.status_code == client.post(never + ending.format(NEVER)).status_code, ending
        sheet = SheetUpload.objects.get()
        assert (sheet.pk, sheet.state) == (matrix.sheet.pk, SheetUpload.State.READY)
