"""An owner with one published listing, a colleague, and a stranger."""

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import User
from companies.models import Company
from streams.register.models import Record
from tests import worlds


@dataclass
class Works:
    """A company, its listing, and browsers of those who come by."""

    company: Company
    record: Record
    kari: User
    ola: User
    stranger: User

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def page(self, slug: str) -> str:
        return f"/oppforing/{self.record.pk}/endre/{slug}/"


@pytest.fixture
def works() -> Works:
    worlds.load_lists()
    company = worlds.company(1, "Verket AS")
    record = worlds.listing(worlds.site(company))
    other = worlds.company(2, "En annen")
    return Works(
        company,
        record,
        worlds.person("kari@verket.example", company),
        worlds.person("ola@verket.example", company),
        worlds.person("stranger@other.example", other),
    )
