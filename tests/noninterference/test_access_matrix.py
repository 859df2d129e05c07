"""Every route for every kind of viewer, with exactly what each may see there."""

from collections.abc import Mapping

import pytest
from django.test import Client

from companies.services import set_cluster_consent
from streams.catalogue.past import published_states
from streams.owners.past import mark
from tests import worlds
from tests.noninterference.crawl import RECIPES, Asked, answer, client_for, readable
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
                "request_reject"}  # fmt: skip
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
def test_no_route_names_a_listing_that_is_not_visible(matrix: Matrix, who: str) -> None:
    client, visible = matrix.client(who), visible_ids(matrix, who)
    hidden = [pk for pk in matrix.named() if pk not in visible]
    for route, recipe in RECIPES.items():
        for address in recipe(
            Asked(
                sorted(visible),
                documents=matrix.asked.documents,
                companies=matrix.asked.companies,
                moments=matrix.asked.moments,
                saves=matrix.asked.saves,
            )
        ):
            content = readable(answer(client, "get", address)[2])
            assert not [pk for pk in hidden if pk.encode() in content], (route, address)


@pytest.mark.parametrize("who", VISIBLE)
@pytest.mark.parametrize("address", ["/oppforing/{}/", "/api/v1/catalogue/{}/"])
def test_only_visible_listings_open(matrix: Matrix, who: str, address: str) -> None:
    client = matrix.client(who)
    opened = {pk for pk in matrix.named() if client.get(address.format(pk)).status_code == 200}
    assert opened == visible_ids(matrix, who)
    closed = {client.get(address.format(pk)).status_code for pk in matrix.named()} - {200}
    assert closed <= {404}


@pytest.mark.parametrize("who", [who for who in VISIBLE if VISIBLE[who] is not OWN])
def test_what_only_the_owner_sees_is_in_no_answer(matrix: Matrix, who: str) -> None:
    client = matrix.client(who)
    for route, recipe in RECIPES.items():
        secrets = SECRETS[:-1] if who.startswith("staff") and route in ABOUT_PEOPLE else SECRETS
        for address in recipe(matrix.asked):
            content = readable(answer(client, "get", address)[2])
            assert not [text for text in secrets if text in content], (route, address)


LOOKING_BACK = (
    "/oppforing/{}/historikk/",
    "/oppforing/{}/historikk/vist/",
    "/oppforing/{}/historikk/vist/{}/?som=alle",
    "/oppforing/{}/avslutt/",
    "/oppforing/{}/ta-opp/",
    "/oppforing/{}/slett/",
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
