"""A company with a listing, its program with a key, and programs of others."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import create_token
from companies.models import Company, Site
from streams.register.models import Record
from tests import worlds


@dataclass
class Program:
    """Sends JSON with a key, as a company's own system would."""

    user: User
    scope: str = "write"
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        _, key = create_token(actor=self.user, name=self.scope, scope=self.scope)
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
        self.client = Client(headers=headers)

    def get(self, address: str) -> Any:
        return self.client.get(f"/api/v1/own/{address}")

    def sends(self, method: str, address: str, body: Any, **headers: str) -> Any:
        """`body` as it is where it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        options = {"content_type": headers.pop("Content-Type", "application/json")}
        send = getattr(self.client, method)
        return send(f"/api/v1/own/{address}", content, headers=headers, **options)


@dataclass
class Works:
    """The company, where its listing lies, and who comes by."""

    company: Company
    place: Site
    record: Record
    kari: Program
    other: Company
    elsewhere: Site
    stranger: Program

    @property
    def listing(self) -> str:
        return f"listings/{self.record.pk}/"

    @property
    def listings(self) -> str:
        return f"companies/{self.company.public_id}/listings/"

    @property
    def bulk(self) -> str:
        return f"{self.listings}bulk/"

    def etag(self) -> str:
        return str(self.kari.get(self.listing)["ETag"])

    def changes(self, body: Any, method: str = "patch") -> Any:
        """A change of the listing as it is now."""
        return self.kari.sends(method, self.listing, body, **{"If-Match": self.etag()})


@pytest.fixture
def works(db: None) -> Works:
    worlds.load_lists()
    company, other = worlds.company(1, "Verket AS"), worlds.company(2, "En annen")
    place, elsewhere = worlds.site(company), worlds.site(other, "Der borte")
    record = worlds.listing(place, own_reference="S-1")
    return Works(
        company,
        place,
        record,
        Program(worlds.person("kari@verket.example", company)),
        other,
        elsewhere,
        Program(worlds.person("per@annen.example", other)),
    )
