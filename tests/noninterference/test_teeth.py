"""The crawl has teeth: with any of these leaks switched on, some answer differs."""

from collections.abc import Iterator

import pytest
from django.core import mail

from tests.noninterference.crawl import Answer, Asked, client_for, looking
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
    world = World()
    asked = world.asked
    before = {name: dict(seen(world, asked, name)) for name in EYES}
    mail.outbox.clear()
    for change in CHANGES:
        change(world)
    letters = len(mail.outbox)
    return bool(letters) or any(
        before[name].get(address) != now
        for name in EYES
        for address, now in seen(world, asked, name)
    )


def seen(world: World, asked: Asked, name: str) -> Iterator[tuple[str, Answer]]:
    """What one of them gets when the owner has just looked at the same."""
    for address in ("/", "/sok/"):
        client_for(world.insider).get(address)
    return looking(client_for(world.viewers[name]), asked)
