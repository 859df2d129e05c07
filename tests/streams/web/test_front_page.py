"""The front page's figures are sums of what everyone can read listing by listing."""

import pytest
from django.test import Client

from accounts.tiers import Tier
from streams.catalogue.models import PublicEntry
from streams.catalogue.overview import _counted, public_overview
from streams.vocabulary import State
from tests import worlds
from tests.streams.web.conftest import Market, body, without_token, words

pytestmark = pytest.mark.django_db
OPEN_VOLUME = {"volume": {"exact": 0, "coarse": 0}}


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    _counted.cache_clear()


def figures(html: str) -> str:
    return plain(html.split('aria-labelledby="figures-title"')[1].split("</section>")[0])


def counties(html: str) -> str:
    return plain(html.split('class="table county-table"')[1].split("</table>")[0])


def plain(html: str) -> str:
    return words(html).replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_figures_add_up_what_everyone_sees(market: Market) -> None:
    worlds.listing(market.site, policy=OPEN_VOLUME, tonnes=2_500)
    worlds.listing(market.site, "heat", tonnes=33)
    lows = PublicEntry.objects.filter(kind="material").values_list("volume_low", flat=True)
    assert sorted(low or 0 for low in lows) == [1_000, 2_500]
    html = body(Client(), "/")
    assert "3 500 t" in figures(html)
    assert "10 GWh" in figures(html)
    assert "Agder 2 3 500" in counties(html)


def test_counties_and_what_shows_none_add_up_to_all_side_streams(market: Market) -> None:
    hidden = {**OPEN_VOLUME, "place": {"exact": int(Tier.NDA), "coarse": int(Tier.NDA)}}
    worlds.listing(market.site, policy=hidden, tonnes=2_500)
    worlds.listing(market.site, "heat", tonnes=33)
    counted = public_overview()
    parts = [*counted.counties, counted.nowhere]
    assert sum(one.tonnes for one in parts) == counted.tonnes == 3_500
    assert sum(one.listings for one in parts) == counted.listings["material"] == 2
    html = Client().get("/", headers={"accept-language": "en"}).content.decode()
    assert "Agder 1 1,000 County not disclosed 1 2,500" in counties(html)


def test_figures_hold_nothing_of_what_is_hidden(market: Market) -> None:
    before = body(Client(), "/")
    worlds.listing(market.site, title="Secret", policy={"listed": int(Tier.NDA)})
    worlds.listing(market.site, title="In the making", state=State.DRAFT)
    worlds.change(market.record, values={"process": "Another secret"})
    assert without_token(body(Client(), "/")) == without_token(before)


@pytest.mark.parametrize("who", ["owner", "guest"])
def test_figures_are_the_same_for_those_who_see_more(market: Market, who: str) -> None:
    market.let_guest_see()
    public = figures(body(Client(), "/"))
    assert figures(body(market.client(who), "/")) == public
    assert "1 000 t" in public


def test_a_listing_taken_down_leaves_the_figures_at_once(market: Market) -> None:
    worlds.listing(market.site, policy=OPEN_VOLUME, tonnes=2_500)
    assert "3 500 t" in figures(body(Client(), "/"))
    market.client("owner").post(f"{market.address}ta-ned/")
    html = body(Client(), "/")
    assert "2 500 t" in figures(html)
    assert "3 500 t" not in figures(html)
    assert "Agder 1 2 500" in counties(html)
    assert market.record.title not in html


def test_what_is_new_shows_its_public_facts(market: Market) -> None:
    html = body(Client(), "/")
    news = html.split('class="news"')[1].split("</ul>")[0]
    assert market.record.title in news
    assert "1 000–10 000" in plain(news)
    assert f"/oppforing/{market.record.pk}/" in news


def test_an_empty_exchange_says_that_it_is_empty() -> None:
    worlds.load_lists()
    html = body(Client(), "/")
    assert "0 t" in figures(html)
    assert "colspan" in html.split('class="table county-table"')[1].split("</table>")[0]
    assert "<article" not in html
    assert words(html.split('class="news"')[1].split("</ul>")[0]).count(".") == 1
    search = body(Client(), "/sok/")
    assert "empty-state" in search
    assert "ways-out" not in search


@pytest.mark.parametrize(
    ("number", "text"), [(1, "listing from industry 1"), (2, "listings from industry 2")]
)
def test_one_listing_is_told_as_one(market: Market, number: int, text: str) -> None:
    for _more in range(number - 1):
        worlds.listing(market.site)
    html = Client().get("/", headers={"accept-language": "en"}).content.decode()
    assert f" {text} " in figures(html)
