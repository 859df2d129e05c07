"""The crawl has teeth: with any of these leaks switched on, some answer differs."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import transaction

from streams.catalogue.facts import shown_fields
from streams.catalogue.source import policy_of
from tests.noninterference.crawl import Answer, Asked, client_for, for_everybody, looking
from tests.noninterference.leaks import LEAKS
from tests.noninterference.test_twin_worlds import (
    World,
    documents_change,
    hidden_owner,
    hidden_values,
    unlisted_changes,
    unlisted_goes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]
FEWEST = 25
CHANGES = (hidden_values, hidden_owner, unlisted_changes, documents_change, unlisted_goes)
EYES = ("anonymous", "pending")


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """What was worked out with a leak on must not be remembered once it is off, nor before it."""
    forget()
    yield
    forget()


def forget() -> None:
    shown_fields.cache_clear()
    policy_of.cache_clear()


def test_there_are_enough_leaks() -> None:
    assert len(LEAKS) >= FEWEST


@pytest.mark.parametrize("leak", LEAKS)
def test_the_crawl_catches(leak: str) -> None:
    with LEAKS[leak]():
        assert leaked(), leak


def test_without_a_leak_nothing_differs() -> None:
    assert not leaked()


def leaked() -> bool:
    """Whether anybody saw any of the hidden changes, in an answer or a letter."""
    return any(leaked_to(name) for name in EYES)


def leaked_to(name: str) -> bool:
    """In a world of its own, which is gone afterwards; looks no further than the first sign."""
    with transaction.atomic():
        world = World()
        asked = world.asked
        before = dict(seen(world, asked, name))
        mail.outbox.clear()
        for change in CHANGES:
            change(world)
        found = bool(mail.outbox) or any(
            before.get(address) != now for address, now in seen(world, asked, name)
        )
        transaction.set_rollback(True)
    return found


def seen(world: World, asked: Asked, name: str) -> Iterator[tuple[str, Answer]]:
    """What one of them gets when the owner has just looked at the same."""
    for address in ("/", "/sok/"):
        client_for(world.insider).get(address)
    return looking(client_for(world.viewers[name]), asked, for_everybody(asked))
