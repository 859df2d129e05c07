"""A listing's page: what each audience gets, and that nothing else shows through."""

from typing import Any

import pytest
from django.test import Client, override_settings

from accounts.tiers import Tier
from companies.services import set_cluster_consent
from exchange.audit.models import AccessLine
from streams.quantities.intervals import Interval
from streams.register.drafts import YearDraft
from streams.vocabulary import State
from streams.web.sections import critical
from tests import worlds
from tests.streams.web.conftest import Market, body, links, without_token, words

pytestmark = pytest.mark.django_db
EXACT = "4\u202f321"
BAND = "1\u202f000–10\u202f000"
COST = "431"


def page_of(market: Market, who: str, query: str = "") -> str:
    return body(market.client(who), market.address + query)


def test_hidden_and_unknown_look_the_same(market: Market) -> None:
    told = page_of(market, "anonymous")
    worlds.change(
        market.record,
        values={"process": "", "description": "", "contact_name": ""},
        quantities={},
        years=[YearDraft(2024, Interval.point(5_000))],
    )
    assert without_token(page_of(market, "anonymous")) == without_token(told)
    assert "mark--lock" in told


def test_a_listing_that_nobody_may_know_of_is_like_one_that_never_was(market: Market) -> None:
    worlds.change(market.record, policy={"listed": int(Tier.OWNER)})
    hidden = Client().get(market.address)
    never = Client().get("/oppforing/neverwasther/")
    assert (hidden.status_code, never.status_code) == (404, 404)
    pages = [answer.content.decode() for answer in (hidden, never)]
    assert without_token(pages[0]).replace(market.record.pk, "neverwasther") == without_token(
        pages[1]
    )
    assert page_of(market, "owner")


@pytest.mark.parametrize(
    ("query", "shown", "kept_back"),
    [
        ("?som=alle", [BAND], [EXACT, "Granulated", "Kari", COST, "Secret furnace"]),
        ("?som=nda", [EXACT, "Granulated", "Kari"], [COST, "Secret furnace"]),
        ("?som=oss", [EXACT, "Granulated", "Kari", COST, "Secret furnace"], []),
        ("", [EXACT, "Secret furnace"], []),
        ("?som=others", [EXACT, "Secret furnace"], []),
    ],
)
def test_the_owner_sees_what_each_audience_gets(
    market: Market, query: str, shown: list[str], kept_back: list[str]
) -> None:
    text = words(page_of(market, "owner", query).split("<h1>")[1])
    text = text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    for one in shown:
        assert one.replace("\u202f", " ") in text
    for one in kept_back:
        assert one.replace("\u202f", " ") not in text


def test_the_owner_sees_the_facts_that_the_public_gets(market: Market) -> None:
    own, public = page_of(market, "owner", "?som=alle"), page_of(market, "anonymous")
    for section in ("about", "amount", "composition", "critical", "who"):
        start = f'aria-labelledby="{section}-title"'
        assert (
            own.split(start)[1].split("</section>")[0]
            == (public.split(start)[1].split("</section>")[0])
        )


@pytest.mark.parametrize("who", ["anonymous", "guest", "stranger"])
@pytest.mark.parametrize("wanted", ["alle", "nda", "oss"])
def test_nobody_else_chooses_an_audience(market: Market, who: str, wanted: str) -> None:
    market.let_guest_see()
    plain, asked = page_of(market, who), page_of(market, who, f"?som={wanted}")
    assert without_token(asked).replace(f"?som={wanted}", "") == without_token(plain)
    assert "?som=" not in plain
    assert (EXACT in asked) == (who == "guest")


def test_a_page_that_did_not_change_is_not_sent_again(market: Market) -> None:
    client = Client()
    client.get("/")
    first = client.get(market.address)
    again = client.get(market.address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_the_mark_of_a_page_stays_where_it_is_through_a_hidden_edit(market: Market) -> None:
    client = Client()
    client.get("/")
    before = client.get(market.address).headers["ETag"]
    worlds.change(market.record, values={"process": "Another secret"})
    worlds.change(market.record, quantities={"handling_cost": Interval.point(999)})
    assert client.get(market.address).headers["ETag"] == before
    worlds.change(market.record, values={"title": "Another title"})
    assert client.get(market.address).headers["ETag"] != before


def test_each_reader_has_marks_of_their_own(market: Market) -> None:
    market.let_guest_see()
    marks = {market.client(who).get(market.address)["ETag"] for who in ("guest", "owner")}
    assert len({*marks, Client().get(market.address)["ETag"]}) == 3


def test_a_document_is_a_file_with_a_name_that_harms_nobody(market: Market) -> None:
    document = worlds.document(market.record, 'Åpen "analyse"; ../x.exe\r\n', Tier.PUBLIC)
    answer = Client().get(f"{market.address}dokument/{document.pk}/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = answer.headers["Content-Disposition"]
    assert told.startswith("attachment; ")
    assert not set('"/\\\r\n') & set(told.removeprefix("attachment; filename*=utf-8''"))
    assert told.endswith(".png")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]


def test_a_hidden_document_is_like_one_that_never_was(market: Market) -> None:
    hidden = worlds.document(market.record, "Report", Tier.NDA)
    addresses = [f"{market.address}dokument/{one}/" for one in (hidden.pk, "neverwasther")]
    answers = [Client().get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [without_token(answer.content.decode()) for answer in answers]
    assert pages[0].replace(hidden.pk, "neverwasther") == pages[1]
    assert addresses[0] not in links(page_of(market, "anonymous"))
    market.let_guest_see()
    assert addresses[0] in links(page_of(market, "guest"))
    assert market.client("guest").get(addresses[0]).status_code == 200


def test_a_document_is_not_had_through_another_listing(market: Market) -> None:
    document = worlds.document(market.record, "Report", Tier.PUBLIC)
    other = worlds.listing(market.site)
    assert Client().get(f"/oppforing/{other.pk}/dokument/{document.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["anonymous", "guest", "owner"])
def test_similar_listings_are_those_that_everyone_sees(market: Market, who: str) -> None:
    worlds.listing(market.site, title="Slag for all")
    secret = worlds.listing(market.site, title="Slag for few", policy={"listed": int(Tier.NDA)})
    worlds.listing(market.site, title="Slag in the making", state=State.DRAFT)
    worlds.listing(market.site, "heat", title="Cooling water")
    for record in (market.record, secret):
        market.let_guest_see(record)
    html = page_of(market, who)
    similar = html.split('aria-labelledby="similar-title"')[1].split("</section>")[0]
    assert "Slag for all" in similar
    assert BAND in similar.replace("\u00a0", " ")
    for other in ("Slag for few", "Slag in the making", "Cooling water", EXACT):
        assert other not in similar


def test_reading_under_an_agreement_leaves_a_line_for_the_owner(market: Market) -> None:
    market.let_guest_see()
    page_of(market, "guest")
    line = AccessLine.objects.get()
    assert (line.user, line.record_id, line.tier) == (market.guest, market.record.pk, Tier.NDA)


@pytest.mark.parametrize("who", ["anonymous", "stranger", "owner"])
def test_reading_what_is_public_or_ones_own_leaves_no_line(market: Market, who: str) -> None:
    page_of(market, who)
    assert not AccessLine.objects.exists()


def test_access_that_ran_out_shows_what_everyone_sees(market: Market) -> None:
    market.let_guest_see()
    assert EXACT in page_of(market, "guest")
    worlds.end_all(market.guest.memberships.get().company)
    assert EXACT not in page_of(market, "guest")


def test_shares_that_are_worked_out_say_three_digits_rounded_outwards(market: Market) -> None:
    [row] = rows_of_critical({"low": 4.7242837, "high": 4.9566312, "precision": "exact"})
    assert row["share"].replace(",", ".").startswith("4.72–4.96")
    [band] = rows_of_critical({"low": 1.0, "high": 5.0, "precision": "band"})
    assert band["share"].startswith("1–5")


def rows_of_critical(share: dict[str, Any]) -> list[dict[str, Any]]:
    facts = {"crm": [{"code": "manganese", "unit": "wt%", **share}]}
    return list(critical(facts)["parts"])


@override_settings(STAFF_NEED_MFA=False)
@pytest.mark.parametrize("own", [True, False])
def test_staff_are_told_of_consent_only_where_it_lets_them_in(market: Market, own: bool) -> None:
    set_cluster_consent(actor=None, company=market.company, may_act=True)
    company = market.company if own else None
    staff = worlds.person("staff@cluster.example", company, is_cluster_staff=True)
    client = Client()
    client.force_login(staff)
    html = body(client, market.address)
    assert EXACT in html
    assert ("notice--warning" in html) is not own
    assert AccessLine.objects.exists() is not own


def test_facts_come_before_the_cards_of_what_to_do_next_and_short_ways_before_both(
    market: Market,
) -> None:
    html = page_of(market, "anonymous")
    parts = ["record-head__shortcuts", "record__facts", "record__next", "record__aside"]
    assert sorted(parts, key=html.index) == parts
    shortcuts = html.split("record-head__shortcuts")[1].split("</div>")[0]
    cards = html.split("record__next")[1].split("record__aside")[0]
    assert links(shortcuts) == links(cards)
    assert len(links(shortcuts)) == 2


def test_on_paper_nobody_is_asked_to_press_a_button(market: Market) -> None:
    html = page_of(market, "anonymous")
    asking = html.split("record__next")[1].split("record__aside")[0]
    assert asking.startswith(" no-print")
    assert 'aria-labelledby="contact-title"' in asking
    assert 'aria-labelledby="access-title"' in asking


def test_amounts_without_a_lower_limit_say_what_they_lack(market: Market) -> None:
    sentence = "øvre grenser"
    opened = {"properties": {"exact": 0}}
    worlds.change(market.record, policy=opened, quantities={"moisture": Interval.point(4)})
    assert sentence not in page_of(market, "anonymous")
    worlds.change(market.record, quantities={})
    assert sentence in page_of(market, "anonymous")
