"""Searching as buyers do: several substances, most tonnes first, from one's own site, nearby."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft
from tests import worlds
from tests.streams.web.conftest import Market, body, links, words
from tests.streams.web.test_search_page import HTMX, chip_links, queries_of, said

pytestmark = pytest.mark.django_db
TWO = "/sok/?substance=MnO&wt_min=2&contains=SiO2:20-"
OPEN = {"place": {"exact": 0, "coarse": 0}}


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address.replace("&amp;", "&")).query)


def field(html: str, name: str) -> str:
    """The input with this id, as written."""
    return next(part.split(">")[0] for part in html.split("<input") if f'id="{name}"' in part)


def test_each_substance_has_a_row_and_one_more_is_ready(market: Market) -> None:
    html = body(Client(), TWO)
    assert 'value="MnO"' in field(html, "id_substance")
    assert 'value="SiO2"' in field(html, "id_contains_substance_2")
    assert 'value="20"' in field(html, "id_contains_min_2")
    assert 'value=""' in field(html, "id_contains_substance_3")
    assert "id_contains_substance_4" not in html
    assert 'id="id_contains_substance_2"' in body(Client(), "/sok/")


def test_what_the_rows_of_the_form_send_becomes_a_clean_address(market: Market) -> None:
    sent = (
        "/sok/?substance=MnO&wt_min=2&wt_max=&contains_substance=SiO2&contains_min=20"
        "&contains_max=&contains_substance=Mn&contains_min=&contains_max=20,5"
        "&contains_substance=&contains_min=&contains_max="
    )
    answer = Client().get(sent, headers=HTMX)
    assert query(answer["HX-Push-Url"]) == {
        "substance": ["MnO"], "wt_min": ["2"], "contains": ["SiO2:20-", "Mn:-20.5"]
    }  # fmt: skip
    assert market.record.title in answer.content.decode()
    assert market.record.title not in body(Client(), sent.replace("min=20", "min=60"))


def test_five_substances_leave_no_row_to_fill_in(market: Market) -> None:
    more = "".join(f"&contains={name}" for name in ("Si", "Fe", "Ca", "Al"))
    html = body(Client(), f"/sok/?substance=Mn{more}")
    assert 'id="id_contains_substance_5"' in html
    assert "more_contents" not in html
    assert "ds-error-summary" in body(Client(), f"/sok/?substance=Mn{more}&contains=P")


def test_each_substance_is_a_chip_that_goes_alone(market: Market) -> None:
    left = [query(link) for link in chip_links(body(Client(), TWO))]
    assert left == [{"contains": ["SiO2:20-"]}, {"substance": ["MnO"], "wt_min": ["2"]}]
    moved = body(Client(), "/sok/?contains=SiO2:20-")
    assert 'value="SiO2"' in field(moved, "id_substance")
    assert 'value="20"' in field(moved, "id_wt_min")


def test_what_is_wrong_in_a_row_is_told_there_and_the_others_count(market: Market) -> None:
    sent = "/sok/?substance=MnO&contains_substance=Foo9&contains_min=lots&contains_max="
    html = body(Client(), sent)
    summary = html.split("<ds-error-summary")[1].split("</ds-error-summary>")[0]
    assert links(summary) == ["#id_contains_substance_2", "#id_contains_min_2"]
    assert 'aria-invalid="true"' in field(html, "id_contains_substance_2")
    assert 'value="lots"' in field(html, "id_contains_min_2")
    assert market.record.title in html
    assert "HX-Push-Url" not in Client().get(sent, headers=HTMX)
    assert said("Say which substance.") in words(body(Client(), "/sok/?contains_max=3&q=slag"))


def test_a_search_without_hits_says_which_substance_to_leave(market: Market) -> None:
    html = body(Client(), "/sok/?substance=MnO&contains=SiO2:60-")
    ways = html.split('class="ways-out"')[1].split("</ul>")[0]
    assert [query(link) for link in links(ways)] == [{"substance": ["MnO"]}]


def test_a_hit_says_which_of_the_substances_leaves_it_open(market: Market) -> None:
    html = body(Client(), "/sok/?substance=Mn&wt_min=2&contains=SiO2:30-")
    maybe = words(html.split('class="mark mark--warning"')[1].split("</p>")[0])
    assert "SiO2" in maybe
    assert "Mn" not in maybe


def test_tonnes_of_what_is_searched_for_stand_on_the_card_and_order_the_hits(
    market: Market,
) -> None:
    rich = worlds.listing(market.site, title="Rich dust", tonnes=4_000)
    rows = [ConstituentDraft("MnO", Interval(60, 61))]
    worlds.change(rich, analyses=[AnalysisDraft(rows)])
    html = body(market.client("owner"), "/sok/?substance=MnO&ordering=tonnes")
    assert html.index("Rich dust") < html.index(market.record.title)
    shown = words(html.split('class="hit__contained"')[1].split("</p>")[0])
    assert "2 300–2 400 t MnO" in shown.replace("\u202f", " ").replace("\xa0", " ")
    assert said("Most tonnes of %s first") % "MnO" in words(html)
    assert "hit__contained" not in body(Client(), "/sok/")
    table = body(market.client("owner"), "/sok/?crm=manganese&view=table")
    assert said("%s per year") % "Mangan" in words(table)


def test_the_order_goes_with_the_material_it_was_of(market: Market) -> None:
    left = [
        query(link) for link in chip_links(body(Client(), "/sok/?crm=manganese&ordering=tonnes"))
    ]
    assert left == [{}]
    assert "ds-error-summary" not in body(Client(), "/sok/?substance=&ordering=tonnes")


def test_own_sites_are_places_to_search_from(market: Market) -> None:
    html = body(market.client("owner"), "/sok/?q=slag&radius_km=70&near=60,10")
    own = html.split('id="own-sites"')[1].split("</ul>")[0]
    assert market.site.name in words(own)
    (link,) = links(own)
    assert query(link) == {
        "q": ["slag"], "near": ["58.29,6.96"], "radius_km": ["70"], "ordering": ["distance"]
    }  # fmt: skip
    assert 'aria-current="true"' in body(market.client("owner"), link).split('id="own-sites"')[1]
    for who in ("anonymous", "stranger"):
        assert "own-sites" not in body(market.client(who), "/sok/")


def test_nearby_is_asked_from_a_listing_that_shows_its_place(market: Market) -> None:
    assert "near_listing" not in body(Client(), market.address)
    worlds.change(market.record, policy=OPEN)
    (link,) = [one for one in links(body(Client(), market.address)) if "near_listing" in one]
    assert query(link) == {
        "near_listing": [market.record.pk], "radius_km": ["30"], "ordering": ["distance"]
    }  # fmt: skip
    html = body(Client(), link)
    assert market.record.title in words(html.split('class="chips"')[1].split("</ul>")[0])
    assert [query(one) for one in chip_links(html)] == [{}]
    kept = html.split('id="filter-form"')[1].split("<fieldset")[0]
    assert f'name="near_listing" value="{market.record.pk}"' in kept
    assert "58.29" not in html
    moved = Client().get(f"{link}&near=Bergen", headers=HTMX)
    assert "near_listing" not in moved["HX-Push-Url"]


def test_nearby_a_listing_whose_place_is_hidden_is_nearby_nothing(market: Market) -> None:
    found = []
    for entry in (market.record.pk, "neverwasthere"):
        html = body(Client(), f"/sok/?near_listing={entry}&radius_km=30&ordering=distance")
        assert "ds-error-summary" in html
        assert entry not in "".join(links(html)).replace(market.address, "")
        found.append(html.replace(entry, "X").replace(f"/oppforing/{market.record.pk}/", "/X/"))
    assert words(found[0]) == words(found[1])


def test_map_and_files_take_the_same_conditions(market: Market) -> None:
    worlds.change(market.record, policy=OPEN)
    asked = f"substance=MnO&contains=SiO2:20-&near_listing={market.record.pk}&ordering=tonnes"
    html = body(Client(), f"/sok/?{asked}&view=map")
    files = links(html.split('class="exports"')[1].split("</p>")[0])
    assert len(files) == 3
    for file in (*files, f"/sok/kart.geojson?{asked}", f"/api/v1/catalogue/?{asked}"):
        answer = Client().get(file)
        assert answer.status_code == 200
        assert market.record.pk.encode() in answer.content or "xlsx" in file
    row = Client().get(f"/api/v1/catalogue/?{asked}").json()["results"][0]
    assert row["contained"] == {
        "low": 0, "high": 2000, "unit": "t/yr", "precision": "calculated"
    }  # fmt: skip


def test_a_page_around_a_listing_asks_the_database_ten_times_at_most(market: Market) -> None:
    market.let_guest_see()
    worlds.site(market.guest.memberships.get().company, "Hos oss")
    address = f"/sok/?near_listing={market.record.pk}&substance=Mn&contains=SiO2&ordering=tonnes"
    assert queries_of(market.client("guest"), address) == 10
