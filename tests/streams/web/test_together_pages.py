"""Pages of what lies together: one site, an industrial park, all parks."""

from typing import Any

import pytest
from django.test import Client

from accounts.tiers import Tier
from companies.services import save_site
from exchange.audit.models import AccessLine
from streams.register.models import Record
from streams.vocabulary import Kind
from streams.web.gathered import totals
from tests import worlds
from tests.streams.web.conftest import Market, body, links, words

pytestmark = pytest.mark.django_db
UPPER = "/industripark/ovre-industripark/"
PLACED = {"place": {"exact": 0, "coarse": 0}}
OPEN = {**PLACED, "owner": {"exact": 0, "coarse": 0}}


@pytest.fixture
def park(market: Market) -> Market:
    """Verket lies in the upper park; its listing shows its place to nobody but under NDA."""
    save_site(
        actor=None,
        company=market.company,
        site=market.site,
        park=worlds.park_named("Øvre Industripark"),
    )
    return market


def listed(market: Market, kind: str = "material", **more: Any) -> Record:
    """A listing that shows everybody where it lies and whose it is."""
    return worlds.listing(market.site, kind, policy={**OPEN, **more.pop("policy", {})}, **more)


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def test_a_park_whose_only_company_hides_its_place_is_not_there(park: Market) -> None:
    client = Client()
    assert [status(client, f"{UPPER}{part}") for part in ("", "kart.geojson")] == [404, 404]
    assert status(client, "/industripark/neverwasthere/") == 404
    assert UPPER not in body(client, "/industripark/")
    assert UPPER not in body(client, park.address)


def test_under_an_agreement_the_park_is_there_and_reading_leaves_lines(park: Market) -> None:
    park.let_guest_see()
    client = park.client("guest")
    for address in ("/industripark/", UPPER, f"{UPPER}kart.geojson"):
        AccessLine.objects.all().delete()
        assert status(client, address) == 200
        line = AccessLine.objects.get()
        assert (line.user, line.record_id, line.tier) == (park.guest, park.record.pk, Tier.NDA)
    assert UPPER in links(body(client, park.address))


def test_a_park_holds_all_kinds_with_what_they_come_to(park: Market) -> None:
    listed(park, title="Shown slag", tonnes=4_321)
    listed(park, title="More slag", policy={"volume": {"exact": 0, "coarse": 0}}, tonnes=500)
    listed(park, title="No amount", policy={"volume": {"exact": 2, "coarse": 2}})
    listed(park, "heat", title="Warm water", tonnes=52)
    listed(park, "gas", title="Flue gas", tonnes=60_000)
    listed(park, "deposit", title="Old tip")
    page = body(Client(), UPPER)
    said = words(page).replace("\u202f", " ").replace("\u00a0", " ")
    assert "I alt 1 500–10 500 t i året, uten 1 som ikke viser det" in said
    assert "6 oppføringer" in said
    for title in ("Warm water", "Flue gas", "Old tip"):
        assert title in said
    assert "Silicomanganese slag" not in said
    assert page.count("map-point--sign") == 4


def test_the_owner_sees_all_of_his_own_in_the_park(park: Market) -> None:
    assert "Silicomanganese slag" in body(park.client("owner"), UPPER)


def test_a_company_that_hides_its_name_is_a_lock_among_who_is_there(park: Market) -> None:
    listed(park, title="Named")
    worlds.listing(park.site, title="Unnamed", policy=PLACED)
    who = body(Client(), UPPER).split('id="who-title"')[1].split("</section>")[0]
    assert "Verket AS" in who
    assert "mark--lock" in who


def test_the_index_lists_parks_by_what_is_shown(park: Market) -> None:
    assert "empty-state" in body(Client(), "/industripark/")
    listed(park)
    listed(park, "heat")
    page = body(Client(), "/industripark/")
    assert UPPER in links(page)
    assert "nedre-industripark" not in page
    row = words(page.split("<tbody>")[1].split("</tr>")[0])
    assert row == "Øvre Industripark Kvinesdal, Agder 1 1 0 0 2"


def test_the_map_has_a_point_for_each_of_the_same_listings(park: Market) -> None:
    record = listed(park, tonnes=4_321)
    [feature] = Client().get(f"{UPPER}kart.geojson").json()["features"]
    assert feature["id"] == record.pk
    assert feature["geometry"]["coordinates"] == [6.96, 58.29]
    assert feature["properties"]["kind"] == "material"


def site_page(record: Record) -> str:
    return f"/oppforing/{record.pk}/sted/"


def test_a_site_is_there_only_where_place_and_owner_show(market: Market) -> None:
    placed = worlds.listing(market.site, title="Placed", policy=PLACED)
    opened = listed(market, title="Open")
    for record in (market.record, placed):
        assert status(Client(), site_page(record)) == 404
        assert status(Client(), f"{site_page(record)}kart.geojson") == 404
        assert site_page(record) not in body(Client(), f"/oppforing/{record.pk}/")
    assert status(Client(), "/oppforing/neverwasther/sted/") == 404
    page = body(Client(), site_page(opened))
    assert "Open" in page
    assert "Placed" not in page
    assert "Silicomanganese" not in page
    assert site_page(opened) in links(body(Client(), f"/oppforing/{opened.pk}/"))


def test_a_site_holds_nothing_of_other_sites_and_other_companies(market: Market) -> None:
    opened = listed(market, title="Open")
    elsewhere = worlds.site(market.company, "Another")
    theirs = worlds.site(worlds.company(7, "Other AS"))
    same_name = worlds.site(market.company)
    save_site(actor=None, company=market.company, site=same_name, latitude=58.3, longitude=6.97)
    for number, place in enumerate((elsewhere, theirs, same_name)):
        worlds.listing(place, title=f"Not here {number}", policy=OPEN)
    assert "Not here" not in body(Client(), site_page(opened))
    together = listed(market, "heat", title="Also here")
    assert "Also here" in body(Client(), site_page(opened))
    assert "Open" in body(Client(), site_page(together))


def test_the_audiences_that_an_owner_looks_as_have_their_own_links(park: Market) -> None:
    client = park.client("owner")
    assert UPPER in links(body(client, park.address))
    assert UPPER not in links(body(client, f"{park.address}?som=alle"))


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_as_many_queries_as_one(
    park: Market, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        record = listed(park, title=f"Number {number}")
    client = Client()
    for address, queries in ((UPPER, 2), ("/industripark/", 2), (site_page(record), 2)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_totals_of_nothing_are_not_said() -> None:
    assert totals(Kind.MATERIAL, []) == []


@pytest.mark.parametrize("address", ["/industripark/", UPPER, f"{UPPER}kart.geojson"])
def test_nothing_is_sent_here(park: Market, address: str) -> None:
    assert Client().post(address).status_code == 405
