"""A company's own page: what to do first, then every listing, however many there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.tiers import Tier
from exchange.audit.models import AccessLine
from streams.register.models import Record
from streams.vocabulary import State
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db


def page(works: Works, query: str = "", user: User | None = None) -> str:
    client = works.client(user or works.kari)
    User.objects.update(language="en")
    answer = client.get(f"/bedrift/{works.company.public_id}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def titles(works: Works, query: str) -> list[str]:
    """Of the listings in the table, in order."""
    body = page(works, query).split("<tbody>")
    rows = body[1].split("</tbody>")[0].split("<tr>")[1:] if len(body) > 1 else []
    return [row.split('/">')[1].split("</a>")[0] for row in rows]


def test_who_waits_to_act_for_a_company_is_told_which_and_where_to_see_it(works: Works) -> None:
    person = worlds.person("waits@verket.example", language="en")
    client = works.client(person)
    before = client.get("/bedrift/").content.decode()
    assert "<h1>You do not act for a company yet</h1>" in before
    assert 'href="/konto/selskap/">Ask to act for a company</a>' in before.replace(
        ' class="ds-button" data-variant="secondary"', ""
    )
    worlds.asks_to_join(person, 1)
    html = client.get("/bedrift/").content.decode()
    assert "Your request to act for As the person calls it waits" in html
    assert works.company.name not in html
    person.membership_requests.update(answer="rejected")
    assert "As the person calls it" not in client.get("/bedrift/").content.decode()


@pytest.fixture
def several(works: Works) -> Works:
    """A published listing, an old one of heat, a draft, and one that is discontinued."""
    place = works.record.site
    Record.objects.update(confirmed_on=timezone.localdate())
    old = worlds.listing(place, "heat", 12, title="Old heat")
    Record.objects.filter(pk=old.pk).update(confirmed_on=timezone.localdate() - timedelta(days=800))
    worlds.listing(place, tonnes=90, title="A draft", state=State.DRAFT)
    worlds.listing(place, tonnes=50, title="Gone", state=State.DISCONTINUED)
    return works


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A draft", "Gone", "Listing of material", "Old heat"]),
        ("?tilstand=published", ["Listing of material", "Old heat"]),
        ("?tilstand=draft", ["A draft"]),
        ("?tilstand=discontinued", ["Gone"]),
        ("?tilstand=attention", ["Old heat"]),
        ("?type=heat", ["Old heat"]),
        ("?q=LISTING", ["Listing of material"]),
        ("?type=heat&tilstand=draft", []),
        ("?rekkefolge=mengde&type=material", ["Listing of material", "A draft", "Gone"]),
        ("?rekkefolge=bekreftet&tilstand=published", ["Old heat", "Listing of material"]),
        ("?tilstand=x&type=y&rekkefolge=z&page=-3&q=%00%20", ["A draft", "Gone",
                                                               "Listing of material", "Old heat"]),
    ],
)  # fmt: skip
def test_the_table_is_narrowed_and_ordered(several: Works, query: str, found: list[str]) -> None:
    assert titles(several, query) == found


def test_states_are_counted_and_what_needs_attention_comes_first(several: Works) -> None:
    html = page(several)
    assert "“Old heat” has not been confirmed for a year." in html
    assert html.index("Old heat") < html.index("A draft")
    tabs = html.split('aria-label="Listings by state"')[1].split("</nav>")[0]
    counts = [part.split("<")[0] for part in tabs.split('tabs__note">')[1:]]
    assert counts == ["4", "1", "2", "1", "1"]


def test_when_nothing_waits_the_least_filled_in_listing_is_proposed(works: Works) -> None:
    Record.objects.update(confirmed_on=timezone.localdate())
    html = page(works)
    assert "would be found more easily" in html
    assert f"/oppforing/{works.record.pk}/endre/" in html


def test_totals_add_up_what_is_published(several: Works) -> None:
    html = page(several).replace("\u202f", " ").replace("\u00a0", " ")
    figures = html.split('class="key-figures"')[1].split("</dl>")[0]
    assert "4 321 t" in figures or "4,321 t" in figures
    assert "12 GWh" in figures
    assert "of critical raw materials a year" in figures


def test_interest_counts_companies_and_not_the_cluster(works: Works) -> None:
    def seen(code: str, ground: str, days: int) -> None:
        line = AccessLine.objects.create(
            user=works.stranger, record_id=works.record.pk, owner_id=works.company.pk,
            tier=Tier.NDA, ground=ground, company_code=code, company_name=code,
        )  # fmt: skip
        AccessLine.objects.filter(pk=line.pk).update(at=timezone.now() - timedelta(days=days))

    for code, days in (("one", 1), ("one", 2), ("two", 3), ("old", 100)):
        seen(code, AccessLine.Ground.AGREEMENT, days)
    seen("", AccessLine.Ground.CONSENT, 1)
    assert "2 companies" in page(works)


@pytest.mark.parametrize("number", [3, 60])
def test_many_listings_cost_no_more_questions_and_come_in_pages(
    works: Works, number: int, django_assert_num_queries: object
) -> None:
    template = Record.objects.get()
    for more in range(number - 1):
        worlds.listing(template.site, title=f"Number {more:03}")
    client = works.client(works.kari)
    client.get(f"/bedrift/{works.company.public_id}/")  # names of kinds and the like are read once
    with django_assert_num_queries(17):  # type: ignore[operator]
        html = client.get(f"/bedrift/{works.company.public_id}/?page=2").content.decode()
    assert ("page=3" in html) == (number == 60)
    assert html.count('class="listing-table__do"') == (3 if number == 3 else 25)
    assert ('id="listing-q"' in html) == (number == 60)
    assert html.count('class="ds-button" data-variant="primary"') <= 1


def test_an_empty_company_is_led_to_its_first_listing(works: Works) -> None:
    empty = worlds.company(3, "Tomt AS")
    user = worlds.person("new@tomt.example", empty)
    answer = works.client(user).get(f"/bedrift/{empty.public_id}/")
    html = answer.content.decode()
    assert f"/bedrift/{empty.public_id}/ny/" in html
    assert "<table" not in html
