"""Whether a point can be the plant's, held against the rest of its row; nothing is guessed.

A doubtful point is dropped. The county stays where only the point within it is in doubt.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from companies.countries import HOME
from companies.geography import Place, place_of, same_place_as_drawn
from companies.models import Municipality
from streams.imports.sites.groups import NEAR_KM, apart_km
from streams.imports.sites.names import folded, words
from streams.imports.sites.plants import Group, Note, Plant, Point
from streams.imports.sites.postal_codes import counties_of_postal_code

SHORTEST_NAME = 4
"""Shorter names of municipalities (Ås, Hol, Os) are too often something else in a name."""
_POST_BOX = re.compile(r"\b(?:postboks|pb|p\.? ?o\.? ?box|boks)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """What may be said of where a plant lies. `notes` say why that is less than the row does."""

    point: Point | None = None
    county: str | None = None
    plant: Plant | None = None
    """Whose address goes with it."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Municipalities by name, and counties by postal place as the file's own points have it."""

    municipalities: Mapping[str, frozenset[str]]
    counties_of_cities: Mapping[frozenset[str], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, plants: Iterable[Plant]) -> "Gazetteer":
        named: dict[str, set[str]] = defaultdict(set)
        for number, name in Municipality.objects.values_list("number", "name"):
            named[folded(name)].add(number)
        cities: dict[frozenset[str], set[str]] = defaultdict(set)
        for plant in plants:
            found = place_of(*plant.point) if plant.point and not has_post_box(plant) else None
            if found and plant.country == HOME and len(plant.city) >= SHORTEST_NAME:
                cities[words(plant.city)].add(found.county)
        return cls(
            {name: frozenset(numbers) for name, numbers in named.items()},
            {city: frozenset(counties) for city, counties in cities.items()},
        )


def place_of_group(group: Group, known: Gazetteer) -> Judged:
    """The first sound point, else the first county; every doubt is told at its row."""
    judged = [judged_place(plant, known) for plant in group.plants]
    for plant, one in zip(group.plants, judged, strict=True):
        for note in one.notes:
            group.tell(plant, note)
    sound = [one for one in judged if one.point]
    if not sound:
        fallback = next((one for one in judged if one.county), None)
        return fallback or next((one for one in judged if one.plant), judged[0])
    return _agreed(group, sound)


def judged_place(plant: Plant, known: Gazetteer) -> Judged:
    if plant.point is None:
        note = Note("geom", gettext("is empty; the place is unknown"))
        return Judged(plant=None if has_post_box(plant) else plant, notes=(note,))
    found = place_of(*plant.point)
    if plant.country != HOME:
        return _judged_abroad(plant, plant.point, found)
    if found is None:
        return Judged(notes=(Note("geom", gettext("lies outside Norway")),))
    elsewhere = _elsewhere(plant, found, known)
    if elsewhere:
        return Judged(notes=(elsewhere,))
    inexact = _inexact(plant, found, known)
    if inexact:
        return Judged(county=found.county, notes=(inexact,))
    return Judged(plant.point, found.county, plant)


def has_post_box(plant: Plant) -> bool:
    """Whether the address is where post is fetched, so that its point is not the plant's."""
    return bool(_POST_BOX.search(plant.address))


def _judged_abroad(plant: Plant, point: Point, found: Place | None) -> Judged:
    if found and not found.km_off:
        text = gettext("lies in Norway, and the country is another")
        return Judged(notes=(Note("geom", text),))
    return Judged(point, None, plant)


def _elsewhere(plant: Plant, found: Place, known: Gazetteer) -> Note | None:
    """Why the plant may lie in another county than its point; None where nothing says so."""
    counties = counties_of_postal_code(plant.postal_code)
    if counties and found.county not in counties:
        text = gettext("belongs to another county than the point, %s")
        return Note("CityCode", text % _written(found))
    named = _counties_named(plant, known)
    if named and found.county not in named:
        text = gettext("names a place in another county than the point, %s")
        return Note("SiteName", text % _written(found))
    if has_post_box(plant) and not (plant.city and words(plant.city) <= words(plant.site)):
        return Note("Address", gettext("is a post box, so the point is not the plant's"))
    return None


def _inexact(plant: Plant, found: Place, known: Gazetteer) -> Note | None:
    """Why the plant may lie elsewhere in the county; None where nothing says so."""
    if has_post_box(plant):
        text = gettext("is a post box; only the county is kept, %s")
        return Note("Address", text % found.county_name)
    called = known.municipalities.get(folded(plant.city), frozenset())
    counties = counties_of_postal_code(plant.postal_code)
    meant = [number for number in called if not counties or number[:2] in counties]
    if meant and not any(same_place_as_drawn(number, found.municipality) for number in meant):
        text = gettext("is another municipality than the point's, %s; only the county is kept")
        return Note("City", text % _written(found))
    return None


def _counties_named(plant: Plant, known: Gazetteer) -> set[str]:
    """Counties of the municipalities and postal places that the plant's name holds."""
    name = words(plant.site)
    counties = {
        number[:2]
        for word in name
        if len(word) >= SHORTEST_NAME
        for number in known.municipalities.get(word, ())
    }
    for city, places in known.counties_of_cities.items():
        if city <= name:
            counties |= places
    return counties


def _agreed(group: Group, sound: Sequence[Judged]) -> Judged:
    """The first point, unless the rows of one plant have points far from each other."""
    first = sound[0]
    for one in sound[1:]:
        if first.point and one.point and apart_km(first.point, one.point) > NEAR_KM:
            text = gettext("differs widely among the rows of this plant; no point is kept")
            group.tell(group.first, Note("geom", text))
            return Judged(county=first.county if first.county == one.county else None)
    return first


def _written(found: Place) -> str:
    return f"{found.municipality_name} ({found.county_name})"
