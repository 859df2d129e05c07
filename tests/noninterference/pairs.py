"""Builds a planned world, lets a viewer look, makes it another one, and lets him look again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.core import mail
from django.db import transaction

from accounts.models import User
from accounts.services import create_token
from companies.models import Company, Industry, Municipality, Site
from companies.services import save_company, save_site
from streams.catalogue.publish import publish
from streams.quantities.intervals import Interval
from streams.reference.models import WasteCode
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Record
from streams.register.services import save_record, set_company_policy
from tests import worlds
from tests.noninterference.crawl import SEARCHES, Asked, Client, client_for, differences, looked
from tests.noninterference.plans import (
    MAIN,
    PLACES,
    TRACES,
    Listing,
    Owner,
    Place,
    Plan,
    hidden_changed,
    random_plan,
)

VIEWERS = ("anonymous", "outsider", "pending", "nda", "expired", "program")
BASE_SEARCHES = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """What gave the hidden change away: to whom, and at which addresses."""

    viewer: str
    addresses: Sequence[str]


class World:
    """A plan in the database, with everybody who looks at it."""

    def __init__(self, plan: Plan) -> None:
        self.owners = [self.owner(n, owner) for n, owner in enumerate(plan.owners)]
        self.recycler, self.outside = (
            worlds.company(91, "Gjenvinner"),
            worlds.company(92, "Utenfor"),
        )
        self.late = worlds.company(93, "For sent")
        self.places = [self.place(place) for place in plan.places]
        self.records = [self.record(listing) for listing in plan.listings]
        for record, listing in zip(self.records, plan.listings, strict=True):
            if listing.granted:
                worlds.let_see(record, self.recycler)

    def owner(self, number: int, owner: Owner) -> Company:
        made = worlds.company(number + 1, owner.name)
        save_company(actor=None, company=made, changes={"industry": industry(owner)})
        return set_company_policy(actor=None, company=made, policy=dict(owner.defaults))

    def place(self, place: Place) -> Site:
        return save_site(
            actor=None, company=self.owners[place.company], name=place.name, **where(place)
        )

    def record(self, listing: Listing) -> Record:
        return save_record(
            actor=None,
            site=self.places[listing.site],
            kind=listing.kind,
            draft=draft_of(listing),
        )

    def become(self, plan: Plan) -> None:
        """Change everything to what the plan says, through the services."""
        for made, owner in zip(self.owners, plan.owners, strict=True):
            changes = {"name": owner.name, "industry": industry(owner)}
            save_company(actor=None, company=made, changes=changes)
        for site, place in zip(self.places, plan.places, strict=True):
            save_site(actor=None, company=site.company, site=site, name=place.name, **where(place))
        for record, listing in zip(self.records, plan.listings, strict=True):
            save_record(
                actor=None, site=record.site, kind=listing.kind, record=record,
                draft=draft_of(listing),
            )  # fmt: skip

    def viewer(self, name: str) -> Client:
        """A client as one of VIEWERS; an owner who looked before him left something in caches."""
        if name == "anonymous":
            return client_for(None)
        if name == "pending":
            return client_for(worlds.person("p@demo.example", self.owners[0], active=False))
        if name == "nda":
            return client_for(worlds.person("n@demo.example", self.recycler))
        if name == "expired":
            return client_for(self.expired())
        person = worlds.person("o@demo.example", self.outside)
        if name == "program":
            _, key = create_token(actor=person, name="test", scope="read")
            return client_for(None, key)
        return client_for(person)

    def expired(self) -> User:
        """Someone whose company had access to everything until just now."""
        for record in self.records:
            worlds.let_see(record, self.late)
        worlds.end_all(self.late)
        return worlds.person("e@demo.example", self.late)


def industry(owner: Owner) -> Industry:
    return Industry.objects.get(code=owner.industry)


def where(place: Place) -> dict[str, Any]:
    number, latitude, longitude = PLACES[place.where]
    municipality = Municipality.objects.get(number=number)
    return {
        "latitude": latitude,
        "longitude": longitude,
        "municipality": municipality,
        "county": municipality.county,
        "park": worlds.park_named(place.park),
    }


def draft_of(listing: Listing) -> RecordDraft:
    return RecordDraft(
        values={
            "title": listing.title,
            "material": worlds.material_of(listing.kind),
            "state": listing.state,
            **values_of(listing),
        },
        quantities=dict(listing.quantities),
        years=[YearDraft(year, amount) for year, amount in listing.years.items()],
        analyses=analyses_of(listing) if listing.shares else [],
        policy=dict(listing.policy),
    )


def values_of(listing: Listing) -> dict[str, Any]:
    values = dict(listing.values)
    if "waste_code_id" in values:
        code = values.pop("waste_code_id")
        values["waste_code"] = WasteCode.objects.get(code=code) if code else None
    return values


def analyses_of(listing: Listing) -> list[AnalysisDraft]:
    """The newest, and one from the year before."""
    return [
        analysis_of(listing.shares, date(2024, 5, 1)),
        analysis_of(listing.older, date(2023, 5, 1)),
    ]


def analysis_of(shares: Mapping[str, Interval], day: date) -> AnalysisDraft:
    main = [ConstituentDraft(name, shares[name]) for name in MAIN]
    traces = [ConstituentDraft(name, shares[name], "mg/kg", True) for name in TRACES]
    return AnalysisDraft([*main, *traces], analysed_on=day)


def probes(one: Plan, two: Plan) -> list[str]:
    """Searches that would tell the two worlds apart if any of them saw what is hidden."""
    found: list[str] = []
    for before, after in zip(one.listings, two.listings, strict=True):
        found += number_probes("volume_min={}", latest(before), latest(after))
        found += number_probes("volume_max={}", latest(before), latest(after))
        for key in ("temperature", "gas_temperature"):
            pair = before.quantities.get(key), after.quantities.get(key)
            found += number_probes("temperature_min={}", *pair)
        for name in before.shares:
            pair = before.shares[name], after.shares[name]
            scale = 10_000 if name in TRACES else 1
            found += number_probes(f"substance={name}&wt_min={{}}", *pair, scale)
            found += number_probes(f"substance={name}&wt_max={{}}", *pair, scale)
            found += number_probes(f"substance=SiO2&contains={name}:{{}}-", *pair, scale)
            found += number_probes(f"contains=SiO2&contains={name}:-{{}}", *pair, scale)
            if pair[0] != pair[1] or latest(before) != latest(after):
                found.append(f"substance={name}&ordering=tonnes")
        found += text_probes(before, after)
    return found + place_probes(one, two)


def number_probes(
    pattern: str, one: Interval | None, two: Interval | None, scale: float = 1
) -> list[str]:
    if one is None or two is None or one == two:
        return []
    return [pattern.format(max(0.0, (one.low + two.low) / 2 / scale))]


def latest(listing: Listing) -> Interval:
    return listing.years[max(listing.years)]


def text_probes(before: Listing, after: Listing) -> list[str]:
    names = [name for name, text in after.values.items() if before.values.get(name) != text]
    words = [after.values[name] for name in names if isinstance(after.values[name], str)]
    codes = [f"waste_code={text}" for text in words if text.isdigit()]
    return [f"q={text.split()[0]}" for text in words if not text.isdigit()] + codes


def place_probes(one: Plan, two: Plan) -> list[str]:
    found = []
    for before, after in zip(one.places, two.places, strict=True):
        for place in {before, after} if before != after else ():
            number, latitude, longitude = PLACES[place.where]
            found += [f"near={latitude},{longitude}&radius_km=1", f"municipality={number}"]
            found.append(f"near={latitude},{longitude}&radius_km=300&ordering=distance")
            found.append(f"county={number[:2]}")
    names = [after.name for before, after in zip(one.owners, two.owners, strict=True)
             if before.name != after.name]  # fmt: skip
    return found + [f"q={name.split()[-1]}" for name in names]


def compared(random: Random, name: str) -> Difference | None:
    """One pair of worlds seen by one viewer; None when he cannot tell them apart."""
    one = random_plan(random)
    two = hidden_changed(one, random, granted=name == "nda")
    queries = [*random.sample(SEARCHES, BASE_SEARCHES), *dict.fromkeys(probes(one, two))]
    with rolled_back():
        world = World(one)
        viewer = world.viewer(name)
        ids = [record.pk for record in world.records]
        asked = Asked(ids, queries, parks=worlds.park_addresses())
        before = looked(viewer, asked)
        mail.outbox.clear()
        world.become(two)
        found = differences(before, looked(viewer, asked))
    return Difference(name, found) if found else None


@contextmanager
def rolled_back() -> Iterator[None]:
    """A stretch of time that leaves nothing in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def republished() -> None:
    """Publish everything again, as a rebuild does."""
    publish(Record.objects.values_list("pk", flat=True))
