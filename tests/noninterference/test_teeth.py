"""The crawl has teeth: with any of these leaks switched on, some answer differs."""

import pytest
from django.core import mail

from tests.noninterference.crawl import Answer, client_for, crawled, differences
from tests.noninterference.leaks import LEAKS
from tests.noninterference.test_twin_worlds import (
    World,
    hidden_owner,
    hidden_values,
    unlisted_changes,
    unlisted_goes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]
FEWEST = 25
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
    ids = world.ids
    before = seen(world, ids)
    mail.outbox.clear()
    for change in (hidden_values, hidden_owner, unlisted_changes, unlisted_goes):
        change(world)
    letters = len(mail.outbox)
    after = seen(world, ids)
    return bool(letters) or any(differences(before[name], after[name]) for name in EYES)


def seen(world: World, ids: list[str]) -> dict[str, dict[str, Answer]]:
    """What each of them gets when the owner has just looked at the same."""
    for address in ("/", "/sok/"):
        client_for(world.insider).get(address)
    return {name: crawled(world.viewers[name], ids) for name in EYES}
