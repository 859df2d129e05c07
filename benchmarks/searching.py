"""The search page against the same result by raw SQL, for everyone and for those who see more.

A ratio is the worst among the searches of benchmarks.raw, each the quotient of two medians.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.http import QueryDict
from django.test import Client

from accounts.models import User
from accounts.queries import viewer_for
from accounts.viewers import ANONYMOUS, Viewer
from benchmarks.measures import Measure, say
from benchmarks.raw import LOOKUP, SEARCHES, Search, raw_result
from benchmarks.records import GRANTED, OWNER
from benchmarks.timing import Spent, interleaved, spent
from streams.catalogue.criteria import criteria_from
from streams.catalogue.search import Page, search
from streams.web.filters import FACETS

PAGE = "/sok/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VIEWS = ("public", "nda", "owner")
WORDS = ("slagg", "mangan slagg", "silkomangan", "verk 239", "avløpsvan")
"""Parts of longer words, words spelt wrongly, and names that no list knows."""


class DifferentResultError(Exception):
    """Raw SQL and search do not find the same: then their times say nothing."""


def measures() -> list[Measure]:
    found = {one.name: timed(one) for one in SEARCHES}
    worst = {view: max(database_ratio(of, view) for of in found.values()) for view in VIEWS}
    request = max(of["request"].seconds / of["raw"].seconds for of in found.values())
    return [
        Measure("search_public_db_ratio", worst["public"], "times raw SQL", 1.5),
        Measure("search_nda_db_ratio", worst["nda"], "times raw SQL", 3),
        Measure("search_owner_db_ratio", worst["owner"], "times raw SQL", 3),
        Measure("search_public_request_ratio", request, "times raw SQL", 2.5),
        Measure("search_words_db_ratio", words_ratio(), "times a lookup", 10),
        Measure("search_queries", most_queries(), "queries", 10),
    ]


def timed(asked: Search) -> Mapping[str, Spent]:
    """Medians of the search as everyone, with grants and as owner, of raw SQL and the page."""
    check_alike(asked)
    client = Client()
    works: dict[str, Callable[[], object]] = {
        "raw": lambda: raw_result(asked),
        "request": lambda: page_of(client, asked.asked),
    }
    for view, viewer in viewers().items():
        works[view] = lambda viewer=viewer: found_by(viewer, asked)  # type: ignore[misc]
    found = interleaved(works)
    times = ", ".join(f"{view} {found[view].database * 1e3:.1f}" for view in ("raw", *VIEWS))
    say(f"  {asked.name}: {times}, page {found['request'].seconds * 1e3:.1f} ms")
    return found


def words_ratio() -> float:
    """The slowest of some word searches as everyone, beside a lookup by indexed columns."""
    works: dict[str, Callable[[], object]] = {"lookup": lambda: raw_result(LOOKUP)}
    for text in WORDS:
        asked = Search(text, urlencode({"q": text}))
        works[text] = lambda asked=asked: found_by(ANONYMOUS, asked)  # type: ignore[misc]
    found = interleaved(works)
    times = ", ".join(f"{name} {one.database * 1e3:.1f}" for name, one in found.items())
    say(f"  words: {times} ms")
    return max(found[text].database for text in WORDS) / found["lookup"].database


def check_alike(asked: Search) -> None:
    """Raises DifferentResultError unless both find the same rows and counts."""
    page, (rows, counts) = found_by(ANONYMOUS, asked), raw_result(asked)
    ours = {(name, value, n) for name, by in page.facets.counts.items() for value, n in by.items()}
    theirs = {(name, value, n) for name, value, n in counts if value}
    total = {n for name, _, n in counts if name == "total"}
    if [hit.id for hit in page.hits] != [row[0] for row in rows]:
        raise DifferentResultError(f"{asked.name}: other rows")
    if ours != theirs or {page.total} != total:
        raise DifferentResultError(f"{asked.name}: other counts")


def database_ratio(found: Mapping[str, Spent], view: str) -> float:
    return found[view].database / found["raw"].database


def viewers() -> dict[str, Viewer]:
    people = {user.email: user for user in User.objects.filter(email__in=(OWNER, GRANTED))}
    return {
        "public": ANONYMOUS,
        "nda": viewer_for(people[GRANTED]),
        "owner": viewer_for(people[OWNER]),
    }


def found_by(viewer: Viewer, asked: Search) -> Page:
    return search(viewer, criteria_from(viewer, QueryDict(asked.asked)), facets=FACETS)


def page_of(client: Client, asked: str) -> None:
    response = client.get(f"{PAGE}?{asked}")
    if response.status_code != 200:
        raise DifferentResultError(f"{PAGE}?{asked} answers {response.status_code}")


def most_queries() -> int:
    """Of one search page, for whoever asks, with many hits and with one."""
    return max(
        queries_of(client, f"{one.asked}&page_size={size}")
        for client in (Client(), logged_in(GRANTED), logged_in(OWNER))
        for one in (*SEARCHES, *(Search(text, urlencode({"q": text})) for text in WORDS))
        for size in (1, 25)
    )


def logged_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email), BACKEND)
    return client


def queries_of(client: Client, asked: str) -> int:
    """Statements of one page with the lists of names in memory.

    Each process reads those lists again every five minutes, with seven statements more; they are
    left out here by taking the smaller of two counts, or the figure would depend on the clock.
    """
    page_of(client, asked)
    counts = []
    for _ in range(2):
        with spent() as found:
            page_of(client, asked)
        counts.append(found.queries)
    return min(counts)
