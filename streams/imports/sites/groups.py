"""Finds rows that are the same plant, and those that may be; never by guessing.

The same are rows whose names agree and whose CO2 or place agrees. Of plants that only look alike
both are kept. The later one's listings wait as drafts where their amounts are close enough to be
the same emission counted twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from django.utils.translation import gettext

from companies.geography import distance_km
from streams.imports.sites.names import folded, same_name_key, telling_words, words
from streams.imports.sites.plants import Group, Note, Plant, Point

SAME_AMOUNT = 0.02
"""Share that registers' figures of one plant may differ by: one of them rounds to three digits."""
TWICE = 2.0
"""Amounts further apart than this factor are not the same emission."""
NEAR_KM = 5.0


def grouped(plants: Sequence[Plant]) -> list[Group]:
    """In the order of the file; each row in the first group that holds the same plant."""
    groups: list[Group] = []
    by_name: dict[frozenset[str], list[Group]] = defaultdict(list)
    for plant in plants:
        namesakes = by_name[same_name_key(plant.site)]
        known = next((group for group in namesakes if _holds(group, plant)), None)
        if known:
            known.plants.append(plant)
        else:
            groups.append(Group([plant]))
            namesakes.append(groups[-1])
    for one, other in _candidates(groups):
        if any(looks_like(a, b) for a, b in product(one.plants, other.plants)):
            _note_likeness(one, other)
    return groups


def _candidates(groups: Sequence[Group]) -> list[tuple[Group, Group]]:
    """Pairs with a word in common, in the order of the file: few of all pairs there are."""
    by_word: dict[str, set[int]] = defaultdict(set)
    for place, group in enumerate(groups):
        for plant in group.plants:
            for word in telling_words(_names(plant)):
                by_word[word].add(place)
    pairs = {pair for places in by_word.values() for pair in combinations(sorted(places), 2)}
    return [(groups[one], groups[other]) for one, other in sorted(pairs)]


def _holds(group: Group, plant: Plant) -> bool:
    return any(is_same(known, plant) for known in group.plants)


def is_same(one: Plant, other: Plant) -> bool:
    if one.country != other.country or same_name_key(one.site) != same_name_key(other.site):
        return False
    agree = amounts_agree(one, other, 1 + SAME_AMOUNT)
    return lie_together(one, other) if agree is None else agree


def amounts_agree(one: Plant, other: Plant, factor: float) -> bool | None:
    """Whether any two CO2 figures lie within a factor; None where one has none."""
    pairs = list(product(one.co2.values(), other.co2.values()))
    if not pairs:
        return None
    return any(max(pair) <= factor * min(pair) for pair in pairs)


def lie_together(one: Plant, other: Plant) -> bool:
    if one.point and other.point:
        return apart_km(one.point, other.point) <= NEAR_KM
    return bool(one.city) and folded(one.city) == folded(other.city)


def apart_km(one: Point, other: Point) -> float:
    return distance_km(*one, *other)


def looks_like(one: Plant, other: Plant) -> bool:
    """The same name; or a telling word in common and a place that one takes from the other."""
    if one.country != other.country:
        return False
    if same_name_key(one.site) == same_name_key(other.site):
        return True
    places = words(one.city) | words(other.city)
    shared = telling_words(_names(one)) & telling_words(_names(other)) - places
    return bool(shared) and (_same_address(one, other) or _names_city_of(one, other))


def _names(plant: Plant) -> str:
    return f"{plant.owner} {plant.site}"


def _same_address(one: Plant, other: Plant) -> bool:
    def whole(plant: Plant) -> tuple[str, str]:
        return folded(plant.address), folded(plant.city)

    return bool(one.address) and whole(one) == whole(other)


def _names_city_of(one: Plant, other: Plant) -> bool:
    """Whether the name of either holds the other's postal place, which is not its own."""
    return any(
        bool(there.city)
        and folded(here.city) != folded(there.city)
        and words(there.city) <= words(here.site)
        for here, there in ((one, other), (other, one))
    )


def _note_likeness(one: Group, other: Group) -> None:
    apart = all(amounts_agree(a, b, TWICE) is False for a, b in product(one.plants, other.plants))
    other.is_held_back = other.is_held_back or not apart
    for here, text in _texts(one, other, held=not apart):
        here.tell(here.first, Note("SiteName", text))


def _texts(one: Group, other: Group, *, held: bool) -> Iterator[tuple[Group, str]]:
    yield one, gettext("may be the same plant as row %s; both are kept") % other.first.row
    kept = gettext("may be the same plant as row %s; both are kept")
    waits = gettext("may be the same plant as row %s; kept, but its listings wait as drafts")
    yield other, (waits if held else kept) % one.first.row
