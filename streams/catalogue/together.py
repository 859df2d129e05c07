"""Listings that lie together, at one site or in one park, as far as each shows that to the viewer.

Asks the entries alone: a company that hides its place from the viewer lies nowhere.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Value
from django.db.models.lookups import Exact, IsNull

from accounts.tiers import Tier
from accounts.viewers import Viewer
from companies.models import Company
from streams.catalogue.criteria import Criteria
from streams.catalogue.entitlement import arms, entitlement_of
from streams.catalogue.models import Entry, park_shown, site_shown
from streams.catalogue.reading import note_access
from streams.catalogue.search import Hit, found_together, hit_from, stacked

MOST = 2_000
"""Of listings at one place; more than any place has."""
BY_TITLE = Criteria(ordering="title")
Narrowed = Callable[[QuerySet[Entry]], QuerySet[Entry]]


@dataclass(frozen=True, slots=True)
class SeenInPark:
    """A listing of which the viewer was told that it lies in a park."""

    id: str
    title: str
    tier: Tier


def in_park(viewer: Viewer, park: str) -> list[Hit]:
    """Everything that shows this viewer that it lies in the park, by title."""
    return _gathered(viewer, lambda arm: arm.filter(Exact(park_shown(), Value(park))))


def at_site_of(viewer: Viewer, entry_id: str) -> tuple[Hit, list[Hit]] | None:
    """The listing, and all that show the viewer the same owner, site and point, itself among them.

    None alike where it does not show them, is hidden, or never was. The owner's id stands on
    entries that show the owner, and on no others.
    """
    hit = next(iter(found_together(viewer, [entry_id])), None)
    if hit is None or not shows_site(hit):
        return None
    place, owner = hit.facts["place"], hit.facts["owner"]["id"]
    same = {
        "company_id__in": Company.objects.filter(public_id=owner).values("pk"),
        "latitude": place["latitude"],
        "longitude": place["longitude"],
    }
    named = Exact(site_shown(), Value(place["site"]))
    return hit, _gathered(viewer, lambda arm: arm.filter(named, **same))


def shows_site(hit: Hit) -> bool:
    """Whether both the exact place and the owner show."""
    named = hit.facts.get("owner", {}).get("precision") == "exact"
    return named and bool(hit.facts.get("place", {}).get("site"))


def parks_seen(viewer: Viewer) -> Mapping[str, Counter[str]]:
    """Names of parks with something that shows the viewer it lies there, and how many by kind.

    Of listings above the public tier this tells something, so that it leaves its lines, too.
    """
    found: dict[str, Counter[str]] = {}
    told: list[SeenInPark] = []
    for arm in arms(entitlement_of(viewer)):
        there = arm.filter(IsNull(park_shown(), False)).annotate(park=park_shown()).order_by()
        for park, kind, number in there.values_list("park", "kind").annotate(Count("pk")):
            found.setdefault(park, Counter())[kind] += number
        if (tier := Tier(arm.model.tier)) > Tier.PUBLIC:
            told += [SeenInPark(*one, tier) for one in there.values_list("pk", "title")]
    note_access(viewer, told)
    return found


def _gathered(viewer: Viewer, narrowed: Narrowed) -> list[Hit]:
    found = [narrowed(arm) for arm in arms(entitlement_of(viewer))]
    hits = [hit_from(row, BY_TITLE) for row in stacked(found, BY_TITLE, MOST)[:MOST]]
    note_access(viewer, hits)
    return hits
