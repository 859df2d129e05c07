"""Listings side by side: what stands there, what does not, and the ways in and out."""

import csv
import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation
from python_calamine import CalamineWorkbook

from accounts.queries import viewer_for
from accounts.tiers import Tier
from exchange.audit.models import AccessLine
from streams.catalogue.search import Hit, opened_together
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft
from streams.register.models import Record
from streams.web.comparison import Row, compared
from tests import worlds
from tests.streams.web.conftest import Market, body, links, without_token, words

pytestmark = pytest.mark.django_db
EXACT, NEVER = "4\u202f321", "neverwasther"
OPEN = {"traces": {"exact": 0, "coarse": 0}, "composition": {"exact": 0, "coarse": 0}}


def address(*ids: str, **more: str) -> str:
    chosen = "&".join(f"v={one}" for one in ids)
    return "/sammenlign/?" + "&".join([chosen, *(f"{name}={text}" for name, text in more.items())])


def shown(client: Client, *records: Record, **more: str) -> str:
    return body(client, address(*(record.pk for record in records), **more))


def rows_of(market: Market, who: str, *records: Record) -> dict[str, Row]:
    """Rows by label."""

    user: Any = AnonymousUser() if who == "anonymous" else getattr(market, who)
    hits: list[Hit] = opened_together(viewer_for(user), [record.pk for record in records])
    with translation.override("nb"):
        return {row.label: row for group in compared(hits) for row in group.rows}


def containing(market: Market, **shares: tuple[float, str]) -> Record:
    """A listing that shows everybody what it holds."""
    made = worlds.listing(market.site, title=f"Holding {' '.join(shares)}", policy=OPEN)
    parts = [
        ConstituentDraft(name, Interval.point(share), unit, unit == "mg/kg")
        for name, (share, unit) in shares.items()
    ]
    return worlds.change(made, analyses=[AnalysisDraft(parts)])


def test_a_page_with_nothing_chosen_tells_how_to_begin() -> None:
    page = body(Client(), "/sammenlign/")
    assert "<table" not in page
    assert "/sok/" in links(page.split("empty-state")[1].split("</section>")[0])


def test_listings_stand_in_the_order_asked_for(market: Market) -> None:
    heat = worlds.listing(market.site, "heat", title="Warm water")
    one = shown(Client(), market.record, heat)
    assert one.index("Silicomanganese slag") < one.index("Warm water")
    two = shown(Client(), heat, market.record)
    assert two.index("Warm water") < two.index("Silicomanganese slag")


def test_each_is_shown_as_its_reader_may_see_it(market: Market) -> None:
    market.let_guest_see()
    other = worlds.listing(market.site, title="Other slag", tonnes=7_654)
    guest = words(shown(market.client("guest"), market.record, other))
    public = words(shown(Client(), market.record, other))
    assert EXACT in guest.replace(" ", "\u202f").replace("\u00a0", "\u202f")
    assert "7\u202f654" not in guest
    assert EXACT not in public
    assert "Verket AS" in guest
    assert "Verket AS" not in public


def test_hidden_and_never_existing_are_told_alike(market: Market) -> None:
    hidden = worlds.listing(market.site, policy={"listed": int(Tier.OWNER)}, title="Hidden one")
    pages = [
        without_token(body(Client(), address(market.record.pk, one))).replace(one, "?")
        for one in (hidden.pk, NEVER)
    ]
    assert pages[0] == pages[1]
    assert "Hidden one" not in pages[0]
    assert "<p>1 oppføring som du ba om" in pages[0].replace("\n", "")
    for link in links(pages[0]):
        assert NEVER not in link


@pytest.mark.parametrize("one", ["x%00y", "x' OR 1=1", "<script>", "a" * 5_000])
def test_what_is_no_listing_is_counted_and_not_repeated(market: Market, one: str) -> None:
    page = shown_with(market, one)
    assert page.count("compare__title") == 1
    assert "1 oppføring som du ba om" in page
    assert "<script>" not in page


def shown_with(market: Market, one: str) -> str:
    return body(Client(), address(market.record.pk, one))


def test_blanks_and_doubles_are_nothing(market: Market) -> None:
    page = body(Client(), address(market.record.pk, "", market.record.pk))
    assert "som du ba om" not in page
    assert page.count("compare__title") == 1


def test_six_fit_and_no_more(market: Market) -> None:
    many = [worlds.listing(market.site, title=f"Number {n}") for n in range(7)]
    page = shown(Client(), *many)
    assert page.count("compare__title") == 6
    assert "Number 6" not in page
    assert "Det er plass til 6" in page


@pytest.mark.parametrize("number", [1, 5])
def test_many_cost_as_many_queries_as_one(
    market: Market, number: int, django_assert_num_queries: Any
) -> None:
    market.let_guest_see()
    more = [worlds.listing(market.site, title=f"Number {n}") for n in range(number - 1)]
    for record in more:
        market.let_guest_see(record)
    client = market.client("guest")
    shown(client, market.record, *more)
    with django_assert_num_queries(9):
        shown(client, market.record, *more)


def test_reading_side_by_side_leaves_a_line_for_each(market: Market) -> None:
    market.let_guest_see()
    public = worlds.listing(market.site, title="Seen as everyone does")
    shown(market.client("guest"), market.record, public)
    line = AccessLine.objects.get()
    assert (line.user, line.record_id) == (market.guest, market.record.pk)


def test_a_row_of_shares_has_one_unit(market: Market) -> None:
    small, large = containing(market, Pb=(12, "mg/kg")), containing(market, Pb=(3, "wt%"))
    cells = rows_of(market, "anonymous", small, large)["Pb"].cells
    assert [cell.lines for cell in cells] == [("0,0012\u00a0%",), ("3\u00a0%",)]
    alone = rows_of(market, "anonymous", small)["Pb"].cells
    assert alone[0].lines == ("12\u00a0mg/kg",)


def test_every_substance_of_any_has_a_row(market: Market) -> None:
    one, two = containing(market, MnO=(6, "wt%")), containing(market, CaO=(40, "wt%"))
    rows = rows_of(market, "anonymous", one, two, market.record)
    assert [cell.state for cell in rows["MnO"].cells] == ["shown", "unsaid", "shown"]
    assert [cell.state for cell in rows["CaO"].cells] == ["unsaid", "shown", "unsaid"]
    assert rows["MnO"].cells[2].note
    assert rows["MnO"].differs


def test_what_is_hidden_is_a_lock_and_what_cannot_be_says_so(market: Market) -> None:
    heat = worlds.listing(market.site, "heat")
    shut = worlds.listing(market.site, policy={"composition": {"exact": 2, "coarse": 2}})
    rows = rows_of(market, "anonymous", market.record, shut, heat)
    assert [cell.state for cell in rows["MnO"].cells] == ["shown", "hidden", "other"]
    assert [cell.state for cell in rows["Mengde per år"].cells] == ["shown", "shown", "other"]
    assert [cell.state for cell in rows["Energi per år"].cells] == ["other", "other", "shown"]
    own = rows_of(market, "owner", shut)
    assert own["Adresse"].cells[0].state == "own_empty"


def test_critical_raw_materials_have_their_tonnes(market: Market) -> None:
    worlds.change(market.record, policy={"crm": {"exact": 0, "coarse": 0}})
    share, tonnes = rows_of(market, "owner", market.record)["Mangan"].cells[0].lines
    assert share.endswith("%")
    assert "t per år" in tonnes.replace("\u00a0", " ")


def test_only_what_differs(market: Market) -> None:
    other = worlds.listing(market.site, title="Other slag", tonnes=70_000)
    whole = shown(Client(), market.record, other)
    part = shown(Client(), market.record, other, kun="ulike")
    assert "Kommune" in whole
    assert "Kommune" not in part
    assert "10 000–100 000" in words(part).replace("\u202f", " ")
    assert whole.count("compare__differs") == part.count("compare__differs") > 0
    assert part.count('scope="row"') == part.count("compare__differs")


def test_one_is_taken_away_by_a_link(market: Market) -> None:
    other = worlds.listing(market.site, title="Other slag")
    page = shown(Client(), market.record, other, sok="q%3Dslag", kun="ulike")
    away = [link for link in links(page) if link.startswith("/sammenlign/?")]
    left = body(Client(), next(one for one in away if f"v={other.pk}" not in one))
    assert left.count("compare__title") == 1
    assert "/sok/?q=slag&v=" + market.record.pk in links(left)


def test_the_way_back_keeps_search_and_choice(market: Market) -> None:
    page = shown(Client(), market.record, sok="q%3Dslag%26kind%3Dmaterial%26hack%3D1%26wt_max%3Dx")
    back = next(link for link in links(page) if link.startswith("/sok/?q"))
    assert parse_qs(urlsplit(back).query) == {
        "q": ["slag"], "kind": ["material"], "v": [market.record.pk],
    }  # fmt: skip
    searched = body(Client(), back)
    assert f'value="{market.record.pk}" form="compare-form" checked' in searched


def test_what_was_chosen_elsewhere_goes_along_with_the_search(market: Market) -> None:
    page = body(Client(), f"/sok/?q=nothing&v={market.record.pk}&v=<script>")
    form = page.split('id="compare-form"')[1].split("</form>")[0]
    assert f'type="hidden" name="v" value="{market.record.pk}"' in form
    assert "script" not in form
    filters = page.split('id="filter-form"')[1].split("</form>")[0]
    assert f'name="v" value="{market.record.pk}"' in filters


@pytest.mark.parametrize("view", ["list", "table", "map"])
def test_each_hit_can_be_chosen(market: Market, view: str) -> None:
    page = body(Client(), f"/sok/?view={view}")
    assert f'name="v" value="{market.record.pk}" form="compare-form"' in page
    assert 'action="/sammenlign/"' in page


def test_the_page_of_a_listing_leads_here(market: Market) -> None:
    assert f"/sammenlign/?v={market.record.pk}" in links(body(Client(), market.address))


def test_files_hold_what_the_page_shows(market: Market) -> None:
    other = worlds.listing(market.site, title="=Other slag")
    market.let_guest_see()
    for who, exact in (("guest", True), ("anonymous", False)):
        found = market.client(who).get(
            f"/sammenlign/sammenligning.csv?v={market.record.pk}&v={other.pk}&v={NEVER}"
        )
        assert found.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in found.headers["Content-Disposition"]
        table = list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"))))
        assert table[0][2:] == ["Silicomanganese slag", "'=Other slag"]
        assert table[1][2] == f"http://testserver{market.address}"
        assert ("4 321 t" in found.content.decode()) is exact
        rows = rows_of(market, who, market.record, other)
        assert [line[1].split(" (")[0] for line in table[2:]] == [
            one.split(" (")[0] for one in rows
        ]


def test_a_workbook_says_the_same(market: Market) -> None:
    found = Client().get(f"/sammenlign/sammenligning.xlsx?v={market.record.pk}")
    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(found.content)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(found.content)).get_sheet_by_name(sheet)
    text = str(rows.to_python())
    assert "Silicomanganese slag" in text
    assert "4 321" not in text


def test_a_file_of_nothing_is_a_heading(market: Market) -> None:
    found = Client().get(f"/sammenlign/sammenligning.csv?v={NEVER}")
    assert found.status_code == 200
    assert len(found.content.decode().splitlines()) == 1


@pytest.mark.parametrize("name", ["", "sammenligning.csv", "sammenligning.xlsx"])
def test_nothing_is_sent_here(name: str) -> None:
    assert Client().post(f"/sammenlign/{name}").status_code == 405
