"""Owners read what was changed in their own words, take it back, and see what others were shown."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime
from django.utils.translation import override

from accounts.tiers import Tier
from companies.services import set_cluster_consent
from exchange.audit.models import AccessLine, AuditLine
from streams.catalogue.models import PastEntry, PublicEntry
from streams.catalogue.past import entry_then, published_states
from streams.catalogue.rebuild import rebuild
from streams.owners.past import mark
from streams.quantities.intervals import Interval
from streams.register.drafts import YearDraft
from streams.register.history import history_of
from streams.register.models import Record
from streams.register.services import set_company_policy, set_policy, set_state, written_through
from streams.vocabulary import State
from streams.web.numbers import day_text, moment_text
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db
HISTORY_QUERIES = 22
STATES_QUERIES = 11


def text(works: Works, address: str, client: Client | None = None) -> str:
    """What a page says, without its tags, on one line."""
    asked = client or works.client(works.kari)
    answer = asked.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def history_page(works: Works) -> str:
    return f"/oppforing/{works.record.pk}/historikk/"


def undo_page(works: Works, place: int = 0) -> str:
    return f"{history_page(works)}{history_of(works.record).saves[place].name}/angre/"


def current(works: Works) -> Record:
    return Record.objects.get(pk=works.record.pk)


def test_the_history_says_who_changed_what_in_the_readers_words(works: Works) -> None:
    with written_through("import"):
        worlds.change(
            works.record,
            values={"waste_status": "by_product", "hazardous": False, "handling": ["sold"]},
            quantities={"moisture": Interval(5, 6)},
            years=[YearDraft(2024, Interval.point(5_000), "measured")],
            policy={"volume": {"exact": 2, "coarse": 0}},
        )
    page = text(works, history_page(works))
    for told in (
        "The exchange itself, from a spreadsheet",
        "Waste or by-product after: By-product",
        "Hazardous waste after: No",
        "Today's handling after: Sold",
        "Moisture before: 3–4 % → after: 5–6 %",
        "Volume per year, 2024 before: 4,321 t, estimated → after: 5,000 t, measured",
        "Volume per year, 2023 before: 2,160.5 t, estimated → after: removed",
        "Who sees: Volume per year before: as the company has chosen → "
        "after: value for: Only us, band for: Everyone",
    ):
        assert told in page, page


def test_undoing_asks_first_and_puts_back(works: Works) -> None:
    worlds.change(works.record, values={"title": "New title"})
    client = works.client(works.kari)
    asked = text(works, undo_page(works), client)
    assert "Title: New title becomes Listing of material" in asked
    assert current(works).title == "New title"
    answer = client.post(undo_page(works), {"version": current(works).version})
    assert answer.headers["Location"] == history_page(works)
    assert PublicEntry.objects.get(pk=works.record.pk).title == "Listing of material"
    assert AuditLine.objects.latest("pk").actor == works.kari
    assert "Undone: the change of" in text(works, history_page(works), client)


@pytest.mark.parametrize("version", ["", "x", "1", "99999999999999999999"])
def test_undoing_needs_the_version_that_was_shown(works: Works, version: str) -> None:
    worlds.change(works.record, values={"title": "New title"})
    works.client(works.kari).post(undo_page(works), {"version": version})
    assert current(works).title == "New title"


def test_undoing_is_refused_in_plain_words_when_the_same_was_changed_since(works: Works) -> None:
    worlds.change(works.record, values={"title": "Second", "process": "Other"})
    worlds.change(works.record, values={"title": "Third"})
    client = works.client(works.kari)
    answer = client.post(
        undo_page(works, 1),
        {"version": current(works).version},
        headers={"Accept-Language": "en"},
    )
    assert answer.headers["Location"] == history_page(works)
    told = text(works, history_page(works), client)
    assert "because this has been changed again since: Title. Undo the later change first" in told
    assert (current(works).title, current(works).process) == ("Third", "Other")


def test_undoing_says_when_it_shows_the_listing_to_others_again(works: Works) -> None:
    set_state(actor=None, record=works.record, state=State.DRAFT)
    client = works.client(works.kari)
    assert "shown to others again, at once" in text(works, undo_page(works), client)
    client.post(undo_page(works), {"version": current(works).version})
    assert PublicEntry.objects.filter(pk=works.record.pk).exists()


def test_there_is_no_undoing_what_never_was_or_came_first(works: Works) -> None:
    client = works.client(works.kari)
    assert client.get(undo_page(works)).status_code == 404
    assert client.get(f"{history_page(works)}neverwasthere/angre/").status_code == 404
    worlds.change(works.record, values={"title": "New title"})
    assert works.client(works.stranger).post(undo_page(works)).status_code == 404
    assert current(works).title == "New title"


def test_a_long_history_comes_page_by_page(works: Works) -> None:
    for number in range(26):
        worlds.change(works.record, values={"title": f"Title number {number}"})
    first, second = (text(works, history_page(works) + page) for page in ("", "?page=2"))
    assert "Title number 25" in first
    assert "Listed" not in first
    assert "Title number 0" in second
    assert "Listed" in second


@pytest.mark.parametrize("saves", [1, 3])
def test_a_history_takes_as_many_queries_however_long(
    works: Works, saves: int, django_assert_num_queries: Any
) -> None:
    for number in range(saves):
        worlds.change(works.record, values={"title": f"Title {number}"})
    client = works.client(works.kari)
    client.get(history_page(works))
    with django_assert_num_queries(HISTORY_QUERIES):
        client.get(history_page(works))
    with django_assert_num_queries(STATES_QUERIES):
        client.get(f"{history_page(works)}vist/")


def test_every_state_that_others_were_shown_can_be_seen_again(works: Works) -> None:
    before = PublicEntry.objects.get(pk=works.record.pk)
    worlds.change(works.record, years=[YearDraft(2024, Interval.point(70_000))])
    set_policy(actor=works.kari, record=works.record, policy={"listed": 2})
    latest, middle, first = published_states(works.record.pk)
    then = entry_then(works.record.pk, Tier.PUBLIC, first.at)
    assert then is not None
    assert then.facts == before.facts
    between = entry_then(works.record.pk, Tier.PUBLIC, middle.at)
    assert between is not None
    assert between.facts["volume"]["low"] == 10_000
    assert entry_then(works.record.pk, Tier.PUBLIC, latest.at) is None
    assert entry_then(works.record.pk, Tier.OWNER, latest.at) is not None

    page = f"{history_page(works)}vist/"
    assert "Who sees what kari@verket.example Everyone, NDA" in text(works, page)
    shown = text(works, f"{page}{mark(first.at)}/")
    assert "1,000–10,000 t per year" in shown
    assert "4,321" not in shown
    assert "4,321" in text(works, f"{page}{mark(first.at)}/?som=oss")
    assert "was not shown the listing then" in text(works, f"{page}{mark(latest.at)}/?som=alle")
    assert works.client(works.kari).get(f"{page}1/").status_code == 404


def test_only_what_an_audience_was_shown_otherwise_is_kept_again(works: Works) -> None:
    kept = PastEntry.objects.count()
    worlds.change(works.record, values={"process": "Furnace of another kind"})
    assert list(PastEntry.objects.order_by("pk")[kept:].values_list("tier", flat=True)) == [2]
    worlds.change(works.record, values={"own_reference": "ours"})
    rebuild()
    assert PastEntry.objects.count() == kept + 1


def test_drafts_are_no_published_states(works: Works) -> None:
    set_state(actor=works.ola, record=works.record, state=State.DRAFT)
    worlds.change(works.record, values={"title": "Only a draft"})
    newest = published_states(works.record.pk)[0]
    assert not newest.is_shown
    assert newest.audiences == [Tier.PUBLIC, Tier.NDA, Tier.OWNER]
    assert not PastEntry.objects.filter(title="Only a draft").exists()


def test_the_companys_own_choice_makes_a_new_state(works: Works) -> None:
    policy = {"volume": {"exact": 0, "coarse": 0}}
    set_company_policy(actor=works.ola, company=works.company, policy=policy)
    page = text(works, f"{history_page(works)}vist/")
    assert "The company's own choices ola@verket.example Everyone" in page


def test_staff_look_back_only_with_consent_and_that_is_noted(works: Works) -> None:
    staff = worlds.person("staff@demo.example", is_cluster_staff=True)
    set_cluster_consent(actor=None, company=works.company, may_act=False)
    assert works.client(staff).get(history_page(works)).status_code == 404
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    assert works.client(staff).get(history_page(works)).status_code == 200
    line = AccessLine.objects.get()
    assert (line.user, line.tier, line.title) == (staff, Tier.OWNER, "Listing of material")


@pytest.mark.parametrize(
    ("language", "day"), [("nb", "26. november 2026 kl. 09:24"), ("en", "Nov. 26, 2026 at 09:24")]
)
def test_a_moment_is_written_one_way_in_each_language(language: str, day: str) -> None:
    with override(language):
        assert moment_text(datetime(2026, 11, 26, 8, 24, tzinfo=UTC)) == day


def test_pages_write_days_for_people_and_files_for_programs(works: Works) -> None:
    worlds.let_see(works.record, works.stranger.memberships.get().company)
    works.client(works.stranger).get(f"/oppforing/{works.record.pk}/")
    at, until = AccessLine.objects.values_list("at", "grant_until").get()
    log = text(works, f"/bedrift/{works.company.public_id}/innsyn/")
    assert moment_text(at) in log
    assert day_text(until) in log
    here = f"/bedrift/{works.company.public_id}/innsyn.csv"
    file = works.client(works.kari).get(here, headers={"Accept-Language": "en"})
    assert f"{localtime(at):%Y-%m-%d %H:%M}" in b"".join(file).decode()
    worlds.change(works.record, values={"availability": "now"})
    save = history_of(works.record).saves[0]
    assert moment_text(save.at) in text(works, history_page(works))
    assert moment_text(save.at) in text(works, undo_page(works))


OPEN, SHUT = {"exact": 0, "coarse": 0}, {"exact": 2, "coarse": 2}
MORE, LESS = "Others may see more than now", "Others will see less than now"


@pytest.mark.parametrize(
    ("before", "after", "said", "unsaid"),
    [
        ({"volume": OPEN}, {"volume": SHUT}, MORE, LESS),
        ({"volume": SHUT}, {"volume": OPEN}, LESS, MORE),
        ({}, {"volume": OPEN}, LESS, MORE),
        ({"listed": 2}, {}, LESS, MORE),
        ({"composition": SHUT}, {"composition": OPEN}, LESS, MORE),
        ({"volume": OPEN, "handling": SHUT}, {"volume": SHUT, "handling": OPEN},
         "Others see more than now of something, and less of something else", LESS),
    ],
)  # fmt: skip
def test_undoing_says_whether_it_opens_or_closes(
    works: Works, before: Any, after: Any, said: str, unsaid: str
) -> None:
    worlds.change(works.record, policy=before)
    worlds.change(Record.objects.get(), policy=after)
    page = text(works, undo_page(works))
    assert said in page
    assert unsaid not in page
