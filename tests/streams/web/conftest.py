"""Verket AS with listings that everyone finds, somebody let in under NDA, and a stranger."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from companies.models import Company, Site
from streams.register.models import Record
from tests import worlds


@dataclass
class Market:
    """A company and its site, one listing, and those who read it."""

    company: Company
    site: Site
    record: Record
    owner: User
    guest: User
    stranger: User

    def client(self, who: str) -> Client:
        """A browser of "anonymous", "owner", "guest" (let in under NDA) or "stranger"."""
        client = Client()
        if who != "anonymous":
            client.force_login(getattr(self, who))
        return client

    def let_guest_see(self, record: Record | None = None) -> None:
        worlds.let_see(record or self.record, self.guest.memberships.get().company)

    @property
    def address(self) -> str:
        return f"/oppforing/{self.record.pk}/"


@pytest.fixture
def market() -> Market:
    cache.clear()
    worlds.load_lists()
    company = worlds.company(1, "Verket AS")
    site = worlds.site(company)
    return Market(
        company,
        site,
        worlds.listing(site, title="Silicomanganese slag"),
        worlds.person("kari@verket.example", company),
        worlds.person("guest@other.example", worlds.company(2, "Gjesten AS")),
        worlds.person("stranger@third.example", worlds.company(3, "Fremmed AS")),
    )


def body(client: Client, address: str) -> str:
    """The page at an address, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    """What a page says, without its tags and with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def links(html: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', html)]


def without_token(html: str) -> str:
    """A page without what is drawn anew for each answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
