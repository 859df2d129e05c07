"""A smelter with a listing of each kind, and somebody with a key."""

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.services import create_token
from streams.register.models import Record
from tests import worlds

EXACT = {"place": {"exact": 0, "coarse": 0}}


@dataclass
class Smelter:
    """The listings of one company: one that everybody finds whole, one in bands, one unlisted."""

    open: Record
    heat: Record
    unlisted: Record


@pytest.fixture
def smelter(db: None) -> Smelter:
    worlds.load_lists()
    place = worlds.site(worlds.company(1, "Verk"))
    return Smelter(
        worlds.listing(place, title="=1+1", policy=EXACT),
        worlds.listing(place, "heat", 52, title="Warm water"),
        worlds.listing(place, policy={"listed": 2}, title="Unlisted"),
    )


def program(scope: str) -> Client:
    """A program with the key of somebody without a company."""
    _, key = create_token(actor=worlds.person(f"{scope}@demo.example"), name="t", scope=scope)
    return Client(headers={"Authorization": f"Bearer {key}"})
