"""Searching as people do: conditions told and taken away one by one, nothing lost on the way."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from tests import worlds
from tests.streams.web.conftest import Market, body, links, without_token, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
QUERIES = {"anonymous": 2, "guest": 10, "owner": 9}
"""Hits and counts; session, person, membership, grants and own sites of those who logged in; for
what is opened above everyone's tier whose it is and by which agreement; and under NDA the line in
the access log."""
MANY = "q=slag&material=slag&county=42,46&volume_min=100&substance=MnO&wt_min=2"


def said(text: str) -> str:
    """What a page says for an English text, now and when it is translated."""
    with override("nb"):
        return gettext(text)


def search_links(html: str) -> list[dict[str, list[str]]]:
    """Parameters of every link on the page that leads to a search."""
    return [parse_qs(urlsplit(link).query) for link in links(html) if link.startswith("/sok/?")]


def chip_links(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('class="chip" href="')[1:]]


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.parametrize("who", ["anonymous", "guest", "owner"])
def test_the_database_is_asked_as_often_whatever_is_found(market: Market, who: str) -> None:
    market.let_guest_see()
    client = market.client(who)
    once = queries_of(client, "/sok/?q=slag")
    for number in range(2):
        record = worlds.listing(market.site, title=f"Slag {number}")
        market.let_guest_see(record)
    assert queries_of(client, "/sok/?q=slag") == once == QUERIES[who]


def test_chips_name_each_condition_and_take_away_only_that(market: Market) -> None:
    html = body(Client(), f"/sok/?{MANY}")
    whole = {"q": ["slag"], "material": ["slag"], "county": ["42", "46"], "volume_min": ["100"],
             "substance": ["MnO"], "wt_min": ["2"]}  # fmt: skip
    left = [parse_qs(urlsplit(link.replace("&amp;", "&")).query) for link in chip_links(html)]
    for gone in ({"material"}, {"volume_min"}, {"substance", "wt_min"}):
        assert {k: v for k, v in whole.items() if k not in gone} in left
    assert {**whole, "county": ["46"]} in left
    assert {**whole, "county": ["42"]} in left
    assert len(left) == 5
    text = words(html)
    assert "Agder" in text
    assert "MnO: " in text


def test_a_search_without_hits_says_what_to_loosen_and_what_that_gives(market: Market) -> None:
    html = body(Client(), "/sok/?material=slag&county=46")
    ways = html.split('class="ways-out"')[1].split("</ul>")[0]
    assert parse_qs(urlsplit(links(ways)[0]).query) == {"material": ["slag"]}
    assert "1 " in words(ways)
    assert said("Without “%s”") % "Vestland" in words(ways)
    assert len(links(ways)) == 1


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("volume_min", "lots", "id_volume_min"),
        ("volume_min", "-1", "id_volume_min"),
        ("wt_min", "7", "id_wt_min"),
        ("substance", "Foo9", "id_substance"),
        ("near", "Atlantis", "id_near"),
        ("near", "999,0", "id_near"),
        ("radius_km", "far", "id_radius_km"),
        ("hazardous", "perhaps", "id_hazardous"),
        ("waste_code", "abc", "id_waste_code"),
        ("temperature_min", "warm", "id_temperature_min"),
        ("material", "unobtainium", "id_material"),
        ("county", "99", "id_county"),
        ("kind", "soup", ""),
        ("ordering", "price", "id_ordering"),
        ("page", "0", ""),
        ("page", "one", ""),
        ("page", "99999", ""),
        ("q", "x" * 300, "search-text"),
        ("volume_min", "nan", "id_volume_min"),
        ("volume_min", "1e999", "id_volume_min"),
        ("near", "nan,nan", "id_near"),
        ("temperature_min", "inf", "id_temperature_min"),
        ("page_size", "1000", ""),
        ("municipality", "9999", ""),
    ],
)
def test_what_makes_no_sense_is_told_and_left_out(
    market: Market, name: str, value: str, place: str
) -> None:
    """At its field, where the page has one."""
    answer = Client().get("/sok/", {name: value, "view": "table"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "ds-error-summary" in html
    summary = html.split("<ds-error-summary")[1].split("</ds-error-summary>")[0]
    assert links(summary) == ([f"#{place}"] if place else [])
    assert f'id="{place}"' in html or not place
    assert words(summary.split("<li>")[1]).count(":") >= 1
    assert market.record.title in html
    assert not any(value in found.get(name, []) for found in search_links(html))


@pytest.mark.parametrize("name", ["volume_min", "substance", "near", "waste_code"])
def test_an_error_stands_at_its_field_which_keeps_what_was_written(
    market: Market, name: str
) -> None:
    html = body(Client(), f"/sok/?{name}=%2Awrong")
    field = next(part for part in html.split("<input")[1:] if f'id="id_{name}"' in part)
    tag = field.split(">")[0]
    assert 'aria-invalid="true"' in tag
    assert 'value="*wrong"' in tag
    assert f'id="id_{name}_error"' in html


@pytest.mark.parametrize(
    "address",
    ["/sok/?q=%00", "/sok/?q=%27%22%3C", "/sok/?page_size=7&page=2", "/sok/?view=nothing",
     "/sok/?kind=&county=,,", "/sok/?unknown=1", "/sok/?wt_min=5", "/sok/?ordering=distance"],
)  # fmt: skip
def test_odd_addresses_are_never_a_failure(market: Market, address: str) -> None:
    for one in (address, address.replace("/sok/", "/sok/kart.geojson")):
        assert Client().get(one).status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["substance=Foo9&wt_min=5&wt_max=9", "near=Atlantis&radius_km=3&ordering=distance",
     "wt_min=5", "radius_km=20", "page_size=1000", "volume_min=lots&page=0&kind=soup"],
)  # fmt: skip
def test_no_link_or_file_repeats_what_made_no_sense(market: Market, asked: str) -> None:
    html = body(Client(), f"/sok/?{asked}")
    again = html.split('class="switch"')[1].split("</nav>")[0]
    for link in links(again):
        assert "ds-error-summary" not in body(Client(), link), link
    files = links(html.split('class="exports"')[1].split("</p>")[0])
    assert len(files) == 3
    assert [Client().get(link).status_code for link in files] == [200] * 3


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_that_are_only_read_say_so_of_anything_else(market: Market, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in ("/", "/om/", "/sok/", "/sok/kart.geojson", market.address):
        answer = getattr(client, method)(address)
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("name", ["q", "substance", "near", "volume_min", "unknown"])
def test_control_characters_come_back_nowhere(market: Market, name: str) -> None:
    html = body(Client(), f"/sok/?{name}=sl%00a%1Bg%7F%C2%85")
    assert not {"\0", "\x1b", "\x7f", "\x85"} & set(html)
    if name == "q":
        assert market.record.title in html


def test_a_place_that_is_not_known_asks_for_a_municipality_too(market: Market) -> None:
    for near in ("xyz", "999,999"):
        html = Client().get(f"/sok/?near={near}", headers={"accept-language": "en"})
        assert "Write a municipality, or coordinates" in words(html.content.decode())


def test_the_button_that_sorts_is_not_called_as_its_field(market: Market) -> None:
    html = body(Client(), "/sok/").split('class="ordering control"')[1].split("</p>")[0]
    label = html.split("<label")[1].split(">")[1].split("<")[0]
    button = html.split("<button")[1].split(">")[1].split("<")[0]
    assert label != button


def test_a_place_taken_away_takes_its_distance_and_order_along(market: Market) -> None:
    asked = "near=58.3,6.9&radius_km=20&ordering=distance&substance=MnO&wt_min=2"
    left = [parse_qs(urlsplit(unescape(link)).query)
            for link in chip_links(body(Client(), f"/sok/?{asked}"))]  # fmt: skip
    assert {"substance": ["MnO"], "wt_min": ["2"]} in left
    assert {"near": ["58.3,6.9"], "radius_km": ["20"], "ordering": ["distance"]} in left
    emptied = body(Client(), "/sok/?near=&ordering=distance")
    assert "ds-error-summary" not in emptied
    assert market.record.title in emptied


def test_taking_all_filters_away_keeps_words_kind_order_and_view(market: Market) -> None:
    kept = "q=slag&kind=material&ordering=title&view=table&page_size=5"
    html = body(Client(), f"/sok/?{kept}&county=42&near=58.3,6.9&hazardous=false")
    cleared = html.split('class="chips__clear" href="')[1].split('"')[0]
    assert parse_qs(urlsplit(unescape(cleared)).query) == parse_qs(kept)


@pytest.mark.parametrize(
    ("language", "text", "meant", "shown"),
    [
        ("en", "10,000", "10000", "10,000"),
        ("en", "1,234,567.5", "1234567.5", "1,234,567.5"),
        ("en", "0,25", "0.25", "0.25"),
        ("en", "1234.5", "1234.5", "1,234.5"),
        ("nb", "10,000", "10.000", "10"),
        ("nb", "10 000", "10000", "10 000"),
        ("nn", "1\u00a0234,5", "1234.5", "1 234,5"),
        ("nb", "0,125", "0.125", "0,125"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it_and_shown_as_read(
    market: Market, language: str, text: str, meant: str, shown: str
) -> None:
    headers = {**HTMX, "accept-language": language}
    answer = Client().get("/sok/", {"volume_min": text}, headers=headers)
    assert answer.headers["HX-Push-Url"] == f"/sok/?volume_min={meant}"
    field = next(
        part for part in answer.content.decode().split("<input") if 'id="id_volume_min"' in part
    )
    assert field.split('value="')[1].split('"')[0].replace("\u202f", " ") == shown
    again = Client().get("/sok/", {"volume_min": shown}, headers=headers)
    assert float(again.headers["HX-Push-Url"].split("=")[1]) == float(meant)


def test_numbers_are_understood_with_comma_and_spaces(market: Market) -> None:
    address = "/sok/?substance=MnO&wt_min=4,9&volume_min=1%C2%A0000"
    html = body(Client(), address)
    assert "ds-error-summary" not in html
    assert market.record.title in html
    assert 'value="4,9"' in html
    assert market.record.title not in body(Client(), "/sok/?substance=MnO&wt_min=20,5")


def test_a_locked_cell_is_an_icon_with_words_to_listen_to(market: Market) -> None:
    html = body(Client(), "/sok/?view=table")
    cells = html.split("<tbody>")[1].split("</tbody>")[0]
    locks = cells.split('class="mark mark--lock mark--icon"')[1:]
    assert len(locks) == 1  # the owner
    text = said("not disclosed to you")
    assert locks[0].startswith(f' title="{text}"')
    assert f'class="visually-hidden">{text}' in locks[0]
    assert text in words(html.split('class="legend-line"')[1].split("</ul>")[0])


@pytest.mark.parametrize(
    ("name", "heading"), [("near", "Near"), ("waste_code", "European waste code")]
)
def test_a_field_alone_under_its_heading_is_named_once_for_the_eye(
    market: Market, name: str, heading: str
) -> None:
    label = body(Client(), "/sok/").split(f'<label for="id_{name}">')[1].split("</label>")[0]
    assert label == f'<span class="visually-hidden">{said(heading)}</span>'


def test_what_is_searched_for_beside_an_unknown_word_is_said(market: Market) -> None:
    html = words(body(Client(), "/sok/?q=manngan"))
    assert (
        said("Not sure of the spelling, so this is searched for as well: %(also)s")
        % {"also": "mangan"}
        in html
    )
    assert market.record.title in html
    assert "mangan" not in words(body(Client(), "/sok/?q=xyzzyq")).split("treff")[1]


def test_near_is_asked_by_the_name_of_a_municipality(market: Market) -> None:
    worlds.change(market.record, policy={"place": {"exact": 0, "coarse": 0}})
    html = body(Client(), "/sok/?near=kvinesdal&radius_km=80")
    assert market.record.title in html
    assert 'value="Kvinesdal"' in html
    assert "Kvinesdal" in words(html.split('class="chips"')[1].split("</ul>")[0])
    assert market.record.title not in body(Client(), "/sok/?near=Bergen&radius_km=20")


def test_htmx_gets_only_the_part_that_changes(market: Market) -> None:
    whole = Client().get("/sok/?q=slag&volume_min=100")
    part = Client().get("/sok/?q=slag&volume_min=100&page=", headers=HTMX)
    html = part.content.decode()
    assert "<html" in whole.content.decode()
    assert "<html" not in html
    assert html.count('id="search-page"') == 1
    assert part.headers["HX-Push-Url"] == "/sok/?q=slag&volume_min=100"
    assert "HX-Push-Url" not in whole.headers
    for answer in (whole, part):
        vary = {name.strip() for name in answer.headers["Vary"].split(",")}
        assert {"HX-Request", "HX-History-Restore-Request", "Cookie"} <= vary


def test_going_back_restores_the_whole_page(market: Market) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<html" in Client().get("/sok/", headers=headers).content.decode()


def test_an_address_with_errors_is_not_kept_in_the_browsers_history(market: Market) -> None:
    answer = Client().get("/sok/?volume_min=lots", headers=HTMX)
    assert "HX-Push-Url" not in answer.headers


def test_paging_view_and_order_keep_every_filter(market: Market) -> None:
    for number in range(4):
        worlds.listing(market.site, title=f"Slag {number}")
    whole = {name: values[0].split(",") for name, values in parse_qs(MANY).items()}
    html = body(Client(), f"/sok/?{MANY}&page_size=2&view=table&ordering=title")
    shown = {**whole, "page_size": ["2"], "view": ["table"], "ordering": ["title"]}
    found = search_links(html)
    assert {**shown, "page": ["2"]} in found
    assert {**shown, "page": ["3"]} in found
    assert {**shown, "view": ["map"]} in found
    assert {**shown, "ordering": ["volume"]} in found
    assert {name: value for name, value in shown.items() if name != "view"} in found


def test_the_pages_together_hold_every_hit_once(market: Market) -> None:
    for number in range(4):
        worlds.listing(market.site, title=f"Slag {number}")
    pages = [body(Client(), f"/sok/?ordering=title&page_size=2&page={n}") for n in (1, 2, 3)]
    found = [link for page in pages for link in links(page) if link.startswith("/oppforing/")]
    assert len(found) == len(set(found)) == 5


def test_a_page_past_the_end_leads_back_to_the_first(market: Market) -> None:
    html = body(Client(), "/sok/?material=slag&page=7")
    assert said("There are no more hits") in words(html)
    assert "/sok/?material=slag" in links(html.split('aria-labelledby="past-title"')[1])
    assert market.record.title not in html


def test_a_hit_that_only_may_fit_says_why(market: Market) -> None:
    html = body(Client(), "/sok/?volume_min=2000")
    maybe = words(html.split('class="mark mark--warning"')[1].split("</p>")[0])
    assert "1 000–10 000" in maybe.replace("\u202f", " ")
    assert "mark--warning" not in body(Client(), "/sok/?volume_min=1000")


def test_the_owner_is_not_told_maybe_of_what_he_knows(market: Market) -> None:
    assert "mark--warning" not in body(market.client("owner"), "/sok/?volume_min=2000")


@pytest.mark.parametrize("address", ["/sok/", "/sok/?view=table", "/sok/?volume_min=2000&q=slag"])
def test_somebody_else_looking_first_changes_nothing_for_the_public(
    market: Market, address: str
) -> None:
    market.let_guest_see()
    before = Client().get(address)
    for who in ("owner", "guest"):
        assert "4\u202f321" in body(market.client(who), address)
    after = Client().get(address)
    assert without_token(after.content.decode()) == without_token(before.content.decode())
    assert "4\u202f321" not in after.content.decode()


def test_map_data_and_list_hold_the_same_hits(market: Market) -> None:
    worlds.listing(market.site, "heat", title="Cooling water", tonnes=30)
    listed = body(Client(), "/sok/?kind=heat")
    points = Client().get("/sok/kart.geojson?kind=heat").json()
    assert [one["properties"]["title"] for one in points["features"]] == ["Cooling water"]
    assert points["features"][0]["geometry"] is None
    assert "Cooling water" in listed
    assert market.record.title not in listed
