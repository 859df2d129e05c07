"""Owners hear of many listings read in a short time, once; who reads hears nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.tiers import Tier
from companies.models import Company
from companies.services import set_cluster_consent
from exchange.audit.models import AccessLine, AuditLine, UnusualReading
from exchange.notices.models import Letter
from streams.owners.tasks import notice_unusual_reading
from streams.owners.unusual import bursts
from tests import worlds
from tests.noninterference.crawl import TOKEN
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def three_in_ten_minutes(settings: Any) -> None:
    settings.UNUSUAL_LISTINGS, settings.UNUSUAL_MINUTES = 3, 10


@pytest.fixture
def admin(works: Works) -> User:
    return worlds.admin("admin@verket.example", works.company)


def seen(works: Works, minutes: list[float], company: Company, first: int = 0) -> None:
    """A line for a new listing of the works at each of so many minutes ago."""
    for number, ago in enumerate(minutes, first):
        line = AccessLine.objects.create(
            user=works.stranger, record_id=f"listing{number}", title=f"Number {number}",
            owner_id=works.company.pk, tier=Tier.NDA, ground=AccessLine.Ground.AGREEMENT,
            company_code=company.public_id, company_name=company.name,
        )  # fmt: skip
        at = timezone.now() - timedelta(minutes=ago)
        AccessLine.objects.filter(pk=line.pk).update(at=at)


def test_the_owners_administrators_get_one_letter_and_one_notice(works: Works, admin: User) -> None:
    other = works.stranger.memberships.get().company
    seen(works, [5, 4, 3], other)
    assert (notice_unusual_reading(), notice_unusual_reading()) == (1, 0)
    letter = Letter.objects.get()
    assert letter.to == admin.email
    assert "En annen" in letter.body
    assert f"/bedrift/{works.company.public_id}/innsyn/" in letter.body
    assert AuditLine.objects.filter(action="reading.unusual").count() == 1
    page = works.client(works.kari).get(f"/bedrift/{works.company.public_id}/").content.decode()
    assert f"?firma={other.public_id}&amp;fra=" in page


def test_who_goes_on_gets_the_owner_no_second_letter_and_a_new_time_does(
    works: Works, admin: User
) -> None:
    other = works.stranger.memberships.get().company
    seen(works, [300, 299, 298], other)
    notice_unusual_reading()
    seen(works, [295, 291], other, first=3)
    assert notice_unusual_reading() == 0
    assert UnusualReading.objects.get().listings == 5
    seen(works, [9, 8, 7], other)
    assert notice_unusual_reading() == 1
    assert Letter.objects.filter(to=admin.email).count() == 2


def test_little_slow_or_spread_reading_is_nothing_unusual(works: Works, admin: User) -> None:
    one, two = worlds.company(3, "Tredje"), worlds.company(4, "Fjerde")
    seen(works, [30, 15, 1], one)
    seen(works, [3, 2], two)
    seen(works, [2], two)
    assert notice_unusual_reading() == 0
    assert not Letter.objects.exists()


def test_without_an_administrator_all_members_are_told(works: Works) -> None:
    seen(works, [3, 2, 1], worlds.company(3, "Tredje"))
    notice_unusual_reading()
    assert set(Letter.objects.values_list("to", flat=True)) == {works.kari.email, works.ola.email}


def test_a_notice_is_put_away_by_the_companys_own_people_only(works: Works) -> None:
    seen(works, [3, 2, 1], worlds.company(3, "Tredje"))
    notice_unusual_reading()
    notice = UnusualReading.objects.get()
    address = f"/bedrift/{works.company.public_id}/innsyn/{notice.public_id}/sett/"
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    staff = worlds.person("staff@demo.example", is_cluster_staff=True)
    for user in (works.stranger, staff):
        assert works.client(user).post(address).status_code == 404
    page = works.client(staff).get(f"/bedrift/{works.company.public_id}/")
    assert (page.status_code, "/sett/" in page.content.decode()) == (200, False)
    client = works.client(works.kari)
    assert address in client.get(f"/bedrift/{works.company.public_id}/").content.decode()
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404
    assert "/sett/" not in client.get(f"/bedrift/{works.company.public_id}/").content.decode()
    assert AuditLine.objects.get(action="reading.seen").actor == works.kari


def test_one_at_the_cluster_is_told_of_by_name(works: Works) -> None:
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    for number in range(3):
        worlds.listing(works.record.site, title=f"Number {number}")
    staff = worlds.person("staff@demo.example", is_cluster_staff=True, name="Siri")
    works.client(staff).get("/sok/")
    assert notice_unusual_reading() == 1
    assert UnusualReading.objects.get().name == "Siri"
    assert not Letter.objects.filter(to=staff.email).exists()


def test_who_reads_gets_the_same_with_the_same_work_before_and_after(works: Works) -> None:
    other = works.stranger.memberships.get().company
    for number in range(3):
        worlds.let_see(worlds.listing(works.record.site, title=f"Number {number}"), other)
    client = works.client(works.stranger)
    answers = []
    Client().get("/sok/")  # names of counties and the like are read once
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/sok/")
        answers.append((TOKEN.sub(b"", page.content), len(queries)))
        notice_unusual_reading()
    assert UnusualReading.objects.count() == 1
    assert answers[0] == answers[1]
    assert not Letter.objects.filter(to=works.stranger.email).exists()


def moments(*minutes: int) -> Iterator[tuple[datetime, str]]:
    for number, minute in enumerate(minutes):
        yield NOW + timedelta(minutes=minute), str(number)


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        ((0, 1), []),
        ((0, 5, 10), [(0, 10, 3)]),
        ((0, 6, 11), []),
        ((0, 1, 2, 30, 60, 61, 62), [(0, 2, 3), (60, 62, 3)]),
        ((0, 4, 8, 12, 16), [(0, 16, 5)]),
    ],
)
def test_bursts_are_found_wherever_they_begin(
    minutes: tuple[int, ...], found: list[tuple[int, int, int]]
) -> None:
    told = [
        ((one.began - NOW).seconds // 60, (one.ended - NOW).seconds // 60, one.listings)
        for one in bursts(list(moments(*minutes)))
    ]
    assert told == found
