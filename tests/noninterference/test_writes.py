"""What a program tries to write tells it nothing of others: hidden and unknown answer alike."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.services import create_token
from streams.register.models import Record
from tests import worlds
from tests.noninterference.crawl import NEVER, Answer, client_for
from tests.noninterference.test_twin_worlds import (
    World,
    hidden_owner,
    hidden_values,
    policy_above,
    unlisted_changes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]
CHANGED = (hidden_values, hidden_owner, unlisted_changes, policy_above)
BODY = {"kind": "material", "title": "x", "material": "slag", "own_reference": "R"}
KEPT = ("Content-Type", "Allow", "ETag", "Cache-Control", "Vary", "WWW-Authenticate")


@pytest.fixture
def world() -> World:
    return World()


def program(world: World, name: str) -> Client:
    user = world.viewers[name]
    if user is None:
        return client_for(None)
    return client_for(None, create_token(actor=user, name="t", scope="write")[1])


def tried(client: Client, world: World, ids: list[str]) -> Iterator[tuple[str, Answer]]:
    """Every write to listings and companies of others, and own ones that name what is others'."""
    sites, companies = [world.secret.site.public_id, NEVER], world.asked.companies
    for pk in (*ids, NEVER):
        listing = f"listings/{pk}/"
        for method in ("put", "patch"):
            yield f"{method} {listing}", sent(client, method, listing, BODY, "*")
        for document in (*(one for _, one in world.asked.documents), NEVER):
            address = f"{listing}documents/{document}/"
            yield f"delete {address}", sent(client, "delete", address, {})
        yield f"files {listing}", sent(client, "post", f"{listing}documents/", {})
    for company in (*companies, NEVER):
        base = f"companies/{company}/listings/"
        bodies = [{**BODY, "site": site} for site in sites]
        for number, body in enumerate(bodies):
            yield f"new {base} {number}", sent(client, "post", base, body)
        many = [{**BODY, "id": pk} for pk in (*ids, NEVER)] + bodies
        yield f"bulk {base}", sent(client, "post", f"{base}bulk/", {"listings": many})
        dry = f"{base}bulk/?dry_run=true"
        yield f"dry {base}", sent(client, "post", dry, {"listings": many})


def sent(client: Client, method: str, address: str, body: object, tag: str = "") -> Answer:
    headers = {"If-Match": tag} if tag else {}
    got = getattr(client, method)(
        f"/api/v1/own/{address}", json.dumps(body), "application/json", headers=headers
    )
    assert got.status_code >= 400, (method, address)
    return got.status_code, tuple((name, got.get(name, "")) for name in KEPT), got.content


@pytest.mark.parametrize("name", ["anonymous", "outsider", "nda elsewhere", "pending"])
def test_what_is_hidden_shows_in_no_answer_to_a_write(world: World, name: str) -> None:
    client, own = program(world, name), {world.theirs.pk} if name == "outsider" else set()
    ids = [pk for pk in world.ids if pk not in own]
    first, before = dict(tried(client, world, ids)), Record.objects.count()
    for pk in ids:
        hidden, never = first[f"patch listings/{pk}/"], first[f"patch listings/{NEVER}/"]
        assert hidden == never
    for change in CHANGED:
        change(world)
    added = {pk for pk in world.ids if pk not in (*ids, *own)}
    assert len(added) == Record.objects.count() - before
    again = {key: value for key, value in tried(client, world, ids) if key in first}
    assert {key: again[key] for key in again if again[key] != first[key]} == {}
    assert again.keys() == first.keys() - {key for key in first if gone(key, world)}


def gone(key: str, world: World) -> bool:
    """Asks for a document that has gone meanwhile."""
    documents = {*(one for _, one in world.asked.documents), NEVER}
    return key.startswith("delete") and key.rstrip("/").rsplit("/", 1)[-1] not in documents


def test_the_key_of_a_stranger_leaves_the_register_as_it_was(world: World) -> None:
    before = list(Record.objects.order_by("pk").values_list())
    for name in ("outsider", "pending"):
        ids = [pk for pk in world.ids if pk != world.theirs.pk]
        list(tried(program(world, name), world, ids))
    assert list(Record.objects.order_by("pk").values_list()) == before
    assert worlds.documents_of(world.ids)
