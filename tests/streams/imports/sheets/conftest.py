"""A company with a listing of each kind, and two who act for it."""

from dataclasses import dataclass

import pytest

from accounts.models import User
from companies.models import Company, Site
from tests import worlds


@dataclass
class Office:
    """Whoever sends files, a colleague, and where their company makes things."""

    company: Company
    site: Site
    kari: User
    ola: User


@pytest.fixture
def office() -> Office:
    worlds.load_lists()
    company = worlds.company(1, "Verket AS")
    site = worlds.site(company)
    return Office(
        company,
        site,
        worlds.person("kari@verket.example", company),
        worlds.person("ola@verket.example", company),
    )


@pytest.fixture
def stocked(office: Office) -> Office:
    for kind in worlds.MATERIALS:
        worlds.listing(office.site, kind, own_reference=f"R-{kind}")
    return office
