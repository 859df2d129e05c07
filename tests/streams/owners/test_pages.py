"""Owners type page by page: nothing typed is lost, nothing is published before they say so."""

import json
import re
from html import unescape
from unittest.mock import DEFAULT, patch

import pytest
from django.test import Client
from redis.exceptions import RedisError

from accounts.tiers import Tier
from exchange.audit.models import AuditLine
from streams.catalogue.models import OwnerEntry, PublicEntry
from streams.quantities.intervals import Interval
from streams.reference.models import Substance
from streams.reference.queries import forget_reference
from streams.register.models import Record, WorkingCopy
from streams.register.services import set_policy
from streams.vocabulary import State
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db
AMOUNTS = {
    "years-TOTAL_FORMS": "2",
    "years-INITIAL_FORMS": "2",
    "years-0-year": "2025",
    "years-0-amount": "7 kt",
    "years-0-method": "measured",
    "years-1-year": "2024",
    "years-1-amount": "5 000–6 000",
    "years-1-method": "estimated",
}
HTMX = {"HX-Request": "true"}


def parts(*rows: tuple[str, str, str]) -> dict[str, str]:
    data = {"parts-TOTAL_FORMS": str(len(rows)), "parts-INITIAL_FORMS": "0", "basis": "dry"}
    for number, (substance, share, unit) in enumerate(rows):
        data |= {
            f"parts-{number}-substance": substance,
            f"parts-{number}-share": share,
            f"parts-{number}-unit": unit,
        }
    return data


def test_typing_is_kept_and_found_again_even_where_it_is_wrong(works: Works) -> None:
    client = works.client(works.kari)
    answer = client.post(works.page("mengde"), {**AMOUNTS, "years-0-amount": "lots"}, headers=HTMX)
    assert answer.status_code == 200
    assert b'value="lots"' in client.get(works.page("mengde")).content
    assert Record.objects.get(pk=works.record.pk).version == works.record.version


def test_what_is_typed_stays_with_the_one_who_typed_it(works: Works) -> None:
    works.client(works.kari).post(works.page("mengde"), AMOUNTS, headers=HTMX)
    assert b"7 kt" not in works.client(works.ola).get(works.page("mengde")).content


def test_going_on_from_a_published_listing_changes_nothing_for_others(works: Works) -> None:
    before = PublicEntry.objects.values().get(pk=works.record.pk)
    answer = works.client(works.kari).post(works.page("mengde"), {**AMOUNTS, "next": "1"})
    assert answer.status_code == 302
    assert PublicEntry.objects.values().get(pk=works.record.pk) == before


def test_publishing_saves_every_typed_page_at_once(works: Works) -> None:
    client = works.client(works.kari)
    client.post(works.page("mengde"), {**AMOUNTS, "next": "1"})
    composition = parts(("SiO2", "40-44", "wt%"), ("Pb", "120", "mg/kg"))
    client.post(works.page("sammensetning"), {**composition, "next": "1"})
    answer = client.post(f"/oppforing/{works.record.pk}/se-over/")
    assert answer.headers["Location"] == f"/oppforing/{works.record.pk}/"
    saved = Record.objects.get(pk=works.record.pk)
    assert [row.interval for row in saved.years.all()] == [
        Interval(5_000, 6_000), Interval.point(7_000)
    ]  # fmt: skip
    assert {row.substance for row in saved.analyses.get().constituents.all()} == {"SiO2", "Pb"}
    assert saved.quantities.get(key="moisture").interval == Interval(3, 4)
    assert not WorkingCopy.objects.exists()
    assert OwnerEntry.objects.get(pk=saved.pk).volume_high == 7_000


def test_an_error_stands_at_its_row_and_names_what_is_wrong(works: Works) -> None:
    wrong = parts(("SiO2", "70", "wt%"), ("CaO", "60", "wt%"), ("Foo9", "1", "wt%"))
    answer = works.client(works.kari).post(works.page("sammensetning"), {**wrong, "next": "1"})
    assert answer.status_code == 422
    assert "Foo9" in answer.content.decode()
    too_much = parts(("SiO2", "70", "wt%"), ("CaO", "60", "wt%"))
    answer = works.client(works.kari).post(works.page("sammensetning"), {**too_much, "next": "1"})
    assert "130" in answer.content.decode()


def test_reading_in_a_pasted_table_fills_the_rows(works: Works) -> None:
    client = works.client(works.kari)
    data = {**parts(("", "", "wt%")), "pasted": "SiO2\t40–44\nfoo bar 1 2 3\n", "read": "1"}
    answer = client.post(works.page("sammensetning"), data, follow=True)
    page = answer.content.decode()
    assert 'value="SiO2"' in page
    assert 'value="40–44"' in page


@pytest.mark.parametrize("button", ["next", "leave", "more", "fresh"])
def test_a_pasted_table_is_read_in_whatever_is_pressed(works: Works, button: str) -> None:
    pasted = {**parts(("CaO", "5", "wt%")), "pasted": "SiO2\t40–44\n", button: "1"}
    answer = works.client(works.kari).post(works.page("sammensetning"), pasted)
    assert (answer.headers["Location"] == works.page("egenskaper")) == (button == "next")
    assert "40–44" in str(WorkingCopy.objects.get().typed)


def test_a_row_that_is_removed_is_the_one_meant_though_a_table_is_pasted(works: Works) -> None:
    rows = parts(("", "", "wt%"), ("CaO", "5", "wt%"), ("MgO", "6", "wt%"))
    pasted = {**rows, "pasted": "SiO2\t40–44\n", "remove": "1"}
    works.client(works.kari).post(works.page("sammensetning"), pasted)
    typed = WorkingCopy.objects.get().typed["sammensetning"]
    assert [typed[f"parts-{number}-substance"] for number in (0, 1)] == [["MgO"], ["SiO2"]]


@pytest.mark.parametrize("button", ["next", "leave"])
def test_pasted_lines_that_make_no_sense_keep_one_on_the_page(works: Works, button: str) -> None:
    pasted = {**parts(("", "", "wt%")), "pasted": "SiO2\t40–44\n12 34\n", button: "1"}
    answer = works.client(works.kari).post(works.page("sammensetning"), pasted, follow=True)
    assert answer.redirect_chain == [(works.page("sammensetning") + "#rows", 302)]
    assert "12 34" in answer.content.decode()
    assert 'value="40–44"' in answer.content.decode()


def test_the_preview_leaves_no_trace(works: Works) -> None:
    client = works.client(works.kari)
    client.post(works.page("mengde"), AMOUNTS, headers=HTMX)
    lines, version = AuditLine.objects.count(), Record.objects.get().version
    before = list(PublicEntry.objects.values())
    page = client.get(f"/oppforing/{works.record.pk}/se-over/?som=oss").content.decode()
    assert "7\u202f000" in page
    assert AuditLine.objects.count() == lines
    assert Record.objects.get().version == version
    assert list(PublicEntry.objects.values()) == before


def test_two_who_change_different_pages_both_get_their_changes(works: Works) -> None:
    kari, ola = works.client(works.kari), works.client(works.ola)
    kari.post(works.page("mengde"), {**AMOUNTS, "next": "1"})
    ola.post(works.page("handtering"), {"availability": "from 2027", "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    answer = kari.post(f"/oppforing/{works.record.pk}/se-over/", follow=True)
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    assert answer.status_code == 200
    saved = Record.objects.get()
    assert saved.availability == "from 2027"
    assert saved.years.get(year=2025).interval == Interval.point(7_000)


@pytest.mark.parametrize(("choice", "kept"), [("mine", "for free"), ("theirs", "from 2027")])
def test_two_who_change_the_same_field_are_asked(works: Works, choice: str, kept: str) -> None:
    kari, ola = works.client(works.kari), works.client(works.ola)
    kari.post(works.page("handtering"), {"availability": "for free", "next": "1"})
    ola.post(works.page("handtering"), {"availability": "from 2027", "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    answer = kari.post(f"/oppforing/{works.record.pk}/se-over/", follow=True)
    page = answer.content.decode()
    assert "for free" in page
    assert "from 2027" in page
    kari.post(f"/oppforing/{works.record.pk}/samle/", {"handtering:availability": choice})
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    assert Record.objects.get().availability == kept


def test_a_new_listing_is_a_draft_that_only_its_owner_sees(works: Works) -> None:
    client = works.client(works.kari)
    site = works.record.site_id
    data = {"title_text": "Fresh slag", "material": "slag", "site": site}
    answer = client.post(f"/bedrift/{works.company.public_id}/ny/material/", data)
    fresh = Record.objects.get(title="Fresh slag")
    assert answer.headers["Location"] == f"/oppforing/{fresh.pk}/endre/mengde/"
    assert fresh.state == State.DRAFT
    assert Client().get(f"/oppforing/{fresh.pk}/").status_code == 404
    client.post(f"/oppforing/{fresh.pk}/endre/mengde/", {**AMOUNTS, "next": "1"})
    assert fresh.years.count() == 2
    client.post(f"/oppforing/{fresh.pk}/se-over/")
    assert Client().get(f"/oppforing/{fresh.pk}/").status_code == 200


def test_visibility_stores_only_what_differs_from_the_companys_own_choice(works: Works) -> None:
    client = works.client(works.kari)
    page = client.get(works.page("synlighet")).content.decode()
    assert 'name="see_volume" value="1" checked' in page
    client.post(works.page("synlighet"), {"preset": "closed"})
    closed = client.get(f"/oppforing/{works.record.pk}/se-over/").content.decode()
    assert "1\u202f000–10\u202f000" not in closed
    client.post(f"/oppforing/{works.record.pk}/se-over/")
    assert PublicEntry.objects.get().volume_low is None
    assert "owner" not in Record.objects.get().policy


def years(*rows: tuple[str, str]) -> dict[str, str]:
    data = {"years-TOTAL_FORMS": str(len(rows)), "years-INITIAL_FORMS": str(len(rows))}
    for number, (year, amount) in enumerate(rows):
        named = {"year": year, "amount": amount, "method": "measured"}
        data |= {f"years-{number}-{name}": text for name, text in named.items()}
    return data


def amounts() -> dict[int, float]:
    return dict(Record.objects.get().years.values_list("year", "low"))


def test_years_that_only_one_of_two_changed_are_brought_together(works: Works) -> None:
    kari, ola = works.client(works.kari), works.client(works.ola)
    kari.post(works.page("mengde"), {**years(("2023", "900"), ("2024", "1000")), "next": "1"})
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    for client in (kari, ola):
        client.get(works.page("mengde"))
    kari.post(works.page("mengde"), {**years(("2023", "950"), ("2024", "1000")), "next": "1"})
    theirs = years(("2025", "1200"), ("2024", "1000"), ("2023", "900"))
    ola.post(works.page("mengde"), {**theirs, "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    assert amounts() == {2023: 950, 2024: 1000, 2025: 1200}


def test_nothing_is_chosen_for_those_who_disagree(works: Works) -> None:
    """Asked in words, year by year; without an answer nothing happens."""
    kari, ola = works.client(works.kari), works.client(works.ola)
    for client, amount, tier in ((kari, "1100", "0"), (ola, "1300", "2")):
        client.post(works.page("mengde"), {**years(("2024", amount)), "next": "1"})
        shown = sent_by(client.get(works.page("synlighet")).content.decode())
        client.post(works.page("synlighet"), {**shown, "see_volume": tier, "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    page = kari.post(f"/oppforing/{works.record.pk}/se-over/", follow=True).content.decode()
    assert names_of("radio", page) == names_of("radio", page, "required")
    assert not names_of("radio", page, "checked")
    assert str(Tier.OWNER.label) in page
    assert "2024, 1300, Målt" in page
    address = f"/oppforing/{works.record.pk}/samle/"
    assert kari.post(address).status_code == 422
    answers = dict.fromkeys(names_of("radio", page), "theirs")
    partly = kari.post(address, {**answers, "mengde:years:2024": ""})
    assert names_of("radio", partly.content.decode(), "checked") == answers.keys() - {
        "mengde:years:2024"
    }
    kari.post(address, {**answers, "mengde:years:2024": "mine"})
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    assert amounts() == {2024: 1100}
    assert not PublicEntry.objects.exclude(volume_low=None).exists()


@pytest.mark.parametrize("preset", ["open", "cautious", "closed"])
def test_a_preset_answers_every_question_of_who_sees_what(works: Works, preset: str) -> None:
    client = works.client(works.kari)
    for address in (works.page("synlighet"), f"/bedrift/{works.company.public_id}/valg/"):
        page = client.post(address, {"preset": preset}, follow=True).content.decode()
        asked, answered = names_of("radio", page), names_of("radio", page, "checked")
        assert "listed" in asked
        assert answered == asked
    assert client.post(works.page("synlighet"), {**sent_by(page), "next": "1"}).status_code == 302


def names_of(kind: str, page: str, *attributes: str) -> set[str]:
    """Names of the inputs of a kind that carry these attributes."""
    tags = re.findall(rf'<input[^>]*type="{kind}"[^>]*>', page)
    held = [tag for tag in tags if all(f" {one}" in tag for one in attributes)]
    return {re.search(r'name="([^"]+)"', tag)[1] for tag in held}


def sent_by(page: str) -> dict[str, str]:
    """What a browser sends of the chosen radio buttons of a page."""
    tags = [tag for tag in re.findall(r'<input[^>]*type="radio"[^>]*>', page) if " checked" in tag]
    return {
        re.search(r'name="([^"]+)"', tag)[1]: re.search(r'value="([^"]*)"', tag)[1] for tag in tags
    }


def test_a_fact_for_everyone_that_a_colleague_closed_stays_closed(works: Works) -> None:
    """Whoever changed something else has no say in it, and is not asked."""
    set_policy(actor=None, record=works.record, policy={"volume": {"exact": 0, "coarse": 0}})
    kari, ola = works.client(works.kari), works.client(works.ola)
    mine = sent_by(kari.get(works.page("synlighet")).content.decode())
    theirs = {**sent_by(ola.get(works.page("synlighet")).content.decode()), "see_volume": "2"}
    kari.post(works.page("synlighet"), {**mine, "see_traces": "2", "next": "1"})
    ola.post(works.page("synlighet"), {**theirs, "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    policy = Record.objects.get().policy
    assert policy["volume"]["exact"] == 2
    assert policy["traces"]["exact"] == 2


def test_taking_down_removes_it_from_everybody_else_at_once(works: Works) -> None:
    client = works.client(works.kari)
    address = f"/oppforing/{works.record.pk}/ta-ned/"
    assert client.get(address).status_code == 200
    assert PublicEntry.objects.exists()
    client.post(address)
    assert not PublicEntry.objects.exists()
    assert OwnerEntry.objects.exists()


def test_confirming_says_so_today(works: Works) -> None:
    works.client(works.kari).post(f"/oppforing/{works.record.pk}/bekreft/")
    assert Record.objects.get().confirmed_on is not None


def test_throwing_away_forgets_only_ones_own(works: Works) -> None:
    for user in (works.kari, works.ola):
        works.client(user).post(works.page("mengde"), AMOUNTS, headers=HTMX)
    works.client(works.kari).post(f"/oppforing/{works.record.pk}/forkast/")
    assert WorkingCopy.objects.get().author == works.ola


@pytest.mark.parametrize(
    "address", ["endre/", "endre/mengde/", "se-over/", "samle/", "forkast/", "ta-ned/", "bekreft/"]
)
def test_strangers_get_the_same_as_for_a_listing_that_never_was(works: Works, address: str) -> None:
    client = works.client(works.stranger)
    there = client.get(f"/oppforing/{works.record.pk}/{address}")
    nowhere = client.get(f"/oppforing/neverwasther/{address}")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert client.post(f"/oppforing/{works.record.pk}/{address}").status_code == 404
    assert Record.objects.get().version == works.record.version


def test_the_companys_page_shows_what_to_do_first(works: Works) -> None:
    client = works.client(works.kari)
    client.post(works.page("mengde"), AMOUNTS, headers=HTMX)
    page = client.get(f"/bedrift/{works.company.public_id}/").content.decode()
    assert works.record.title in page
    assert f"/oppforing/{works.record.pk}/se-over/" in page
    assert client.get("/bedrift/").headers["Location"].endswith(f"/{works.company.public_id}/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_companys_page_asks_the_database_as_often_whatever_it_lists(
    works: Works, number: int, django_assert_num_queries: object
) -> None:
    for _more in range(number - 1):
        worlds.listing(works.record.site)
    client = works.client(works.kari)
    client.get(f"/bedrift/{works.company.public_id}/")
    with django_assert_num_queries(17):  # type: ignore[operator]
        client.get(f"/bedrift/{works.company.public_id}/")


def test_who_has_seen_it_stands_on_the_companys_page(works: Works) -> None:
    other = works.stranger.memberships.get().company
    worlds.let_see(works.record, other)
    works.client(works.stranger).get(f"/oppforing/{works.record.pk}/")
    page = works.client(works.kari).get(f"/bedrift/{works.company.public_id}/").content.decode()
    assert "En annen" in page
    assert str(Tier.NDA.label) in page


def test_a_colleagues_save_between_opening_and_typing_is_not_changed_back(works: Works) -> None:
    kari, ola = works.client(works.kari), works.client(works.ola)
    opened = opened_by(kari, works.page("handtering"))
    there = json.loads(opened)[1]
    ola.post(works.page("handtering"), {**there, "availability": "from 2027", "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    typed = {**there, "contact_name": "Kari", "opened": opened, "next": "1"}
    kari.post(works.page("handtering"), typed)
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    saved = Record.objects.get()
    assert (saved.availability, saved.contact_name) == ("from 2027", "Kari")


def opened_by(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return unescape(re.search(r'name="opened" value="([^"]*)"', page).group(1))  # type: ignore[union-attr]


def test_two_who_change_the_same_year_choose_one_of_the_figures(works: Works) -> None:
    kari, ola = works.client(works.kari), works.client(works.ola)
    kari.post(works.page("mengde"), {**AMOUNTS, "next": "1"})
    ola.post(works.page("mengde"), {**AMOUNTS, "years-0-amount": "9 kt", "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    kari.post(f"/oppforing/{works.record.pk}/se-over/")
    kari.post(f"/oppforing/{works.record.pk}/samle/", {"mengde:years:2025": "theirs"})
    answer = kari.post(f"/oppforing/{works.record.pk}/se-over/")
    assert answer.headers["Location"] == f"/oppforing/{works.record.pk}/"
    assert Record.objects.get().years.get(year=2025).interval == Interval.point(9_000)


def test_only_a_press_of_a_button_brings_changes_together(works: Works) -> None:
    kari, ola = works.client(works.kari), works.client(works.ola)
    kari.post(works.page("mengde"), {**AMOUNTS, "next": "1"})
    ola.post(works.page("handtering"), {"availability": "from 2027", "next": "1"})
    ola.post(f"/oppforing/{works.record.pk}/se-over/")
    before = WorkingCopy.objects.values().get(author=works.kari)
    kari.get(f"/oppforing/{works.record.pk}/samle/")
    assert WorkingCopy.objects.values().get(author=works.kari) == before


def test_saying_what_already_stands_there_keeps_nothing(works: Works) -> None:
    client = works.client(works.kari)
    data = json.loads(opened_by(client, works.page("handtering")))[1] | {"next": "1"}
    assert client.post(works.page("handtering"), data).status_code == 302
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_too_much_text_is_refused_in_words(works: Works, headers: dict[str, str]) -> None:
    data = {"availability": "x" * 300_001} | ({} if headers else {"next": "1"})
    answer = works.client(works.kari).post(works.page("handtering"), data, headers=headers)
    assert answer.status_code == (200 if headers else 422)
    assert "for mye tekst" in answer.content.decode()
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize(
    ("slug", "data"),
    [
        ("handtering", {"availability": "a\0b"}),
        ("handtering", {"av\0ailability": "b"}),
        ("mengde", {**AMOUNTS, "years-TOTAL_FORMS": "9" * 5_000}),
        ("mengde", {**AMOUNTS, "years-TOTAL_FORMS": "9" * 5_000, "more": "1"}),
        ("mengde", {**AMOUNTS, "years-TOTAL_FORMS": "²"}),
        ("sammensetning", {"parts-TOTAL_FORMS": "9" * 5_000, "more": "1"}),
        ("sammensetning", {"parts-TOTAL_FORMS": "-1", "remove": "9" * 5_000}),
        ("synlighet", {"exact_volume": "9" * 5_000}),
        ("handtering", {"opened": "[" * 100_000}),
        ("handtering", {"opened": '[1, {"availability": [null]}]'}),
        ("handtering", {"opened": '[1e400, {"availability": ["x"]}]'}),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_odd_input_is_read_or_refused(
    works: Works, slug: str, data: dict[str, str], headers: dict[str, str]
) -> None:
    client = works.client(works.kari)
    assert client.post(works.page(slug), data, headers=headers).status_code < 500
    assert client.get(works.page(slug)).status_code == 200


def test_what_was_on_its_way_when_a_button_was_pressed_changes_nothing(works: Works) -> None:
    Record.objects.update(state=State.DRAFT)
    client = works.client(works.kari)
    opened = opened_by(client, works.page("handtering"))
    typed = {**json.loads(opened)[1], "opened": opened}
    client.post(works.page("handtering"), {**typed, "availability": "all of it", "next": "1"})
    twice = client.post(
        works.page("handtering"), {**typed, "availability": "all of it", "next": "1"}
    )
    assert twice.headers["Location"] == works.page("dokumenter")
    late = client.post(
        works.page("handtering"), {**typed, "availability": "al", "next": "1"}, headers=HTMX
    )
    assert late.status_code == 200
    assert not WorkingCopy.objects.exists()
    assert Record.objects.get().availability == "all of it"


def test_typing_is_kept_while_the_cache_is_down(works: Works) -> None:
    client = works.client(works.kari)
    opened = opened_by(client, works.page("handtering"))
    typed = {**json.loads(opened)[1], "availability": "all of it", "opened": opened}
    gone = {"get": DEFAULT, "set": DEFAULT}
    with patch.multiple("streams.owners.opened.cache", **gone) as cache:
        for one in cache.values():
            one.side_effect = RedisError
        assert client.post(works.page("handtering"), typed, headers=HTMX).status_code == 200
        answer = client.post(works.page("handtering"), {**typed, "next": "1"})
    assert answer.status_code == 302
    assert "all of it" in str(WorkingCopy.objects.get().typed)


def test_a_page_that_sends_by_itself_is_told_that_the_session_has_ended(works: Works) -> None:
    answer = Client().post(works.page("mengde"), AMOUNTS, headers=HTMX)
    assert answer.status_code == 401
    assert "Du er logget ut" in answer.content.decode()
    assert b"<form" not in answer.content
    assert Client().post(works.page("mengde"), AMOUNTS).status_code == 302


@pytest.mark.parametrize("button", [{}, {"next": "1"}, {"more": "1"}, {"fresh": "1"}])
def test_a_share_typed_after_its_substance_is_put_in_its_cell(
    works: Works, button: dict[str, str]
) -> None:
    typed = {**parts(("MnO 8-12", "", "wt%"), ("Pb 120 mg/kg", "", "wt%")), **button}
    headers = {} if button else HTMX
    answer = works.client(works.kari).post(works.page("sammensetning"), typed, headers=headers)
    kept = WorkingCopy.objects.get().typed["sammensetning"]
    if "fresh" in button:
        assert kept["others-0-rows"] == ["MnO\t8-12\twt%\t\nPb\t120\tmg/kg\t"]
        return
    assert (kept["parts-0-substance"], kept["parts-0-share"]) == (["MnO"], ["8-12"])
    assert (kept["parts-1-share"], kept["parts-1-unit"]) == (["120"], ["mg/kg"])
    if not button:
        assert 'data-rewritten="parts-0-substance"' in answer.content.decode()


@pytest.mark.parametrize("text", ["PAH 16", "CO 2", "co", "Foo bar"])
def test_a_name_that_may_have_a_number_in_it_stays_whole(works: Works, text: str) -> None:
    names = dict.fromkeys(("symbol", "name_nb", "name_nn", "name_en"), "CO2")
    Substance.objects.get_or_create(key="CO2", defaults={**names, "formula": "CO2"})
    forget_reference()
    typed = parts((text, "", "wt%"))
    works.client(works.kari).post(works.page("sammensetning"), typed, headers=HTMX)
    assert text in str(WorkingCopy.objects.get().typed)


def test_errors_of_rows_stand_in_the_summary_with_the_way_there(works: Works) -> None:
    wrong = {**AMOUNTS, "years-1-year": "1800", "next": "1"}
    page = works.client(works.kari).post(works.page("mengde"), wrong).content.decode()
    assert '<a class="ds-link" href="#id_years-1-year">Rad 2, År:' in page


def test_what_is_still_wrong_is_told_while_typing(works: Works) -> None:
    client = works.client(works.kari)
    for year, is_wrong in (("1800", True), ("2024", False)):
        data = {**AMOUNTS, "years-1-year": year}
        answer = client.post(works.page("mengde"), data, headers=HTMX).content.decode()
        assert ('class="still-wrong" value="id_years-1-year"' in answer) == is_wrong


def test_notes_are_sent_only_to_pages_that_have_a_place_for_them(works: Works) -> None:
    client = works.client(works.kari)
    for slug, has_notes in (("handtering", True), ("synlighet", False)):
        data = json.loads(opened_by(client, works.page(slug)))[1]
        answer = client.post(works.page(slug), data, headers=HTMX).content.decode()
        assert ("hx-swap-oob" in answer) == has_notes
