"""Asks every address of the exchange as one viewer and keeps the answers, byte for byte.

Reads the URL configuration: a route without a recipe here fails the build.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')
SEARCHES = (
    "", "q=secret", "q=furnace", "q=listing", "q=Hemmelig", "kind=material", "kind=heat",
    "substance=MnO", "substance=MnO&wt_min=6.2", "substance=Mn&wt_max=4.9", "substance=Pb",
    "substance=Pb&wt_min=0.002", "crm=manganese", "volume_min=4000", "volume_min=5000",
    "volume_max=2000", "temperature_min=145", "county=42", "municipality=4227", "industry=24",
    "near=58.29,6.96&radius_km=1", "near=58.2,6.9&radius_km=15", "near=60,10&ordering=distance",
    "hazardous=true", "waste_code=10", "form=slag", "ordering=volume", "ordering=title",
    "ordering=date", "ordering=relevance&q=listing", "page_size=1&page=2", "volume_min=x",
    "owner__name=x", "kind=unknown", "material=hidden",
)  # fmt: skip
Answer = tuple[int, tuple[tuple[str, str], ...], bytes]
Recipe = Callable[[Sequence[str]], Iterator[str]]


def once(address: str) -> Recipe:
    return lambda ids: iter([address])


def searches(address: str) -> Recipe:
    return lambda ids: (f"{address}?{query}" for query in SEARCHES)


def each(pattern: str) -> Recipe:
    return lambda ids: (pattern.format(entry) for entry in (*ids, "neverwasthere"))


RECIPES: dict[str, Recipe] = {
    "healthz": once("/healthz"),
    "front": once("/"),
    "about": once("/om/"),
    "search": searches("/sok/"),
    "record": each("/oppforing/{}/"),
    "api-catalogue": searches("/api/v1/catalogue/"),
    "api-entry": each("/api/v1/catalogue/{}/"),
}
NO_LISTINGS = re.compile(r"^(account_|mfa_|usersessions_|socialaccount_|set_language|readyz)")
"""Routes about logging in, language and health: they read no listing. Pages of the account are
crawled by their own tests."""


def names(patterns: Sequence[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every route there is."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def routes_without_recipe() -> set[str]:
    return {name for name in names() if name not in RECIPES and not NO_LISTINGS.match(name)}


def crawled(user: User | None, ids: Sequence[str]) -> dict[str, Answer]:
    """Every answer by method and address, and the letters sent meanwhile."""
    client = Client(raise_request_exception=True)
    if user:
        client.force_login(user)
    mail.outbox.clear()
    answers = {}
    for recipe in RECIPES.values():
        for address in recipe(ids):
            for method in ("get", "head", "options"):
                answers[f"{method} {address}"] = answer(client, method, address)
    answers["letters"] = (len(mail.outbox), (), repr([m.message() for m in mail.outbox]).encode())
    return answers


def answer(client: Client, method: str, address: str) -> Answer:
    got = getattr(client, method)(address)
    headers = tuple(sorted((k, v) for k, v in got.headers.items() if k not in ("Date",)))
    return got.status_code, headers, TOKEN.sub(b"", got.content)


def differences(one: dict[str, Answer], two: dict[str, Answer]) -> list[str]:
    return [key for key in one.keys() | two.keys() if one.get(key) != two.get(key)]
