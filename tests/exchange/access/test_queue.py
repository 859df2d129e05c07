"""The cluster's queue: everything that waits, oldest first, in as many queries however long."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from companies.absence import ask_for_stand_in
from companies.models import MembershipRequest
from companies.services import set_cluster_consent
from exchange.access.models import AccessRequest, ContactRequest
from exchange.access.queue.queries import counted, waiting
from tests import worlds
from tests.noninterference.crawl import client_for

pytestmark = pytest.mark.django_db
DAYS = {"access": 3, "contact": 20, "membership": 9}


class Waits:
    """One of each kind that waits."""

    def __init__(self) -> None:
        worlds.load_lists()
        self.owner = worlds.company(1, "Hemmelig Smelteverk")
        record = worlds.listing(worlds.site(self.owner))
        boss = worlds.admin("boss@demo.example", self.owner)
        asking = worlds.company(2, "Gjenvinner")
        asker = worlds.admin("asks@demo.example", asking)
        worlds.asks_contact(asker, asking, record)
        worlds.asks_access(asker, asking, record)
        member = worlds.person("alone@demo.example", worlds.company(3, "Uten leder"))
        worlds.asks_to_join(member, 1)
        helper = worlds.person("member@demo.example", asking)
        ask_for_stand_in(actor=helper, company=asking, text="Away")
        set_cluster_consent(actor=None, company=self.owner, may_act=True)
        worlds.spreadsheet(boss, self.owner, title="")
        self.staff = worlds.person("staff@demo.example", is_cluster_staff=True)
        now = timezone.now()
        ContactRequest.objects.update(moved_at=now - timedelta(days=DAYS["contact"]))
        AccessRequest.objects.update(moved_at=now - timedelta(days=DAYS["access"]))
        MembershipRequest.objects.update(asked_at=now - timedelta(days=DAYS["membership"]))


@pytest.fixture
def waits() -> Waits:
    return Waits()


def test_every_kind_stands_in_it_oldest_first(waits: Waits) -> None:
    kinds = [one.kind for one in waiting("", 0, 25)]
    assert kinds[:3] == ["contact", "membership", "access"]
    assert sorted(kinds) == sorted(counted())
    assert set(counted().values()) == {1}


def test_the_page_shows_all_and_names_no_owner(waits: Waits) -> None:
    set_cluster_consent(actor=None, company=waits.owner, may_act=False)
    client = client_for(waits.staff)
    page = client.get("/saker/?slag=access").content.decode()
    assert "Gjenvinner" in page
    assert "Hemmelig" not in page
    assert client.get("/saker/?slag=nonsense&page=9").status_code == 200
    for link in ("/innsyn/", "/konto/venter/", "/henvendelser/"):
        assert link in client.get("/saker/").content.decode()


def test_only_staff_open_it(waits: Waits) -> None:
    for user in (None, worlds.person("any@demo.example")):
        for address in ("/saker/", "/saker/avtaletekst/"):
            got = client_for(user).get(address)
            assert got.status_code == (302 if user is None else 404)


def test_two_queries_however_long(waits: Waits, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        counted()
        list(waiting("", 0, 25))
