"""Random worlds as plain values: what owners know, and what they decide that others may see.

The same Random gives the same world, whether hypothesis or a seed is behind it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from accounts.tiers import Tier
from streams.disclosure import HAS_COARSE_FORM, Field, Policy, effective_policy
from streams.measures import YEARLY, Measure, fields_of, measures_of
from streams.quantities.bands import WEIGHT_PERCENT
from streams.quantities.intervals import Interval
from streams.vocabulary import Handling, Kind, MonthlyUnit, Profile, State, WasteStatus

WORDS = ("furnace", "granulated", "sinter", "lagoon", "quench", "pellet", "brine", "cyclone")
PLACES = (
    ("4227", 58.29, 6.96), ("4204", 58.15, 8.0), ("4618", 60.07, 6.55), ("4601", 60.39, 5.32),
)  # fmt: skip
PARKS = ("", "Øvre Industripark", "Nedre Industripark")
CLASSES = ("24.10", "24.45", "20.13")
MAIN, TRACES = ("SiO2", "MnO", "CaO"), ("Pb", "Cr", "Cd")
TEXTS = {
    Field.PROCESS: "process",
    Field.DESCRIPTION: "description",
    Field.CONTACT: "contact_name",
    Field.AVAILABILITY: "availability",
    Field.ACCESSIBILITY: "accessibility",
}
FINITE_SHARE = 0.3
TOGETHER_AT_MOST_ALL = {"fossil_share": slice(1), "biogenic_share": slice(-1)}
"""Bands of two shares of one whole that add up to no more, whatever is drawn from them."""
MONTHS = ("monthly", "monthly_unit")


@dataclass(frozen=True, slots=True)
class Listing:
    """One record: its values by model field, its numbers, and who may see what."""

    kind: Kind
    site: int
    title: str
    values: Mapping[str, Any]
    quantities: Mapping[str, Interval]
    years: Mapping[int, Interval]
    shares: Mapping[str, Interval]
    older: Mapping[str, Interval]
    policy: Mapping[str, Any]
    state: str
    granted: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A site: whose, where (index into PLACES), its name, and its industrial park, if any."""

    company: int
    where: int
    name: str
    park: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A company that lists: its name, industry and own defaults."""

    name: str
    industry: str
    defaults: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole world."""

    owners: Sequence[Owner]
    places: Sequence[Place]
    listings: Sequence[Listing]

    def policy_of(self, listing: Listing) -> Policy:
        owner = self.owners[self.places[listing.site].company]
        return effective_policy(owner.defaults, listing.policy)

    def tier_seen(self, listing: Listing, *, granted: bool) -> Tier | None:
        """The tier of a viewer who holds the world's grants or none; None where it is unlisted."""
        tier = Tier.NDA if granted and listing.granted else Tier.PUBLIC
        listed = listing.state == State.PUBLISHED and self.policy_of(listing).listed <= tier
        return tier if listed else None


def random_plan(random: Random) -> Plan:
    """Two owners, two or three sites, two to six listings."""
    owners = [
        Owner(f"{random.choice(WORDS).title()} Verk {n}", random.choice(CLASSES), defaults(random))
        for n in range(2)
    ]
    places = [
        Place(
            n % 2,
            random.randrange(len(PLACES)),
            f"Site {random.choice(WORDS)} {n}",
            random.choice(PARKS),
        )
        for n in range(random.randint(2, 3))
    ]
    listings = [random_listing(random, len(places)) for _ in range(random.randint(2, 6))]
    return Plan(owners, places, listings)


def defaults(random: Random) -> dict[str, Any]:
    return random_policy(random, 0.1) if random.random() < FINITE_SHARE else {}


def random_listing(random: Random, places: int) -> Listing:
    kind = random.choice(list(Kind))
    solid = kind in (Kind.MATERIAL, Kind.DEPOSIT)
    return Listing(
        kind=kind,
        site=random.randrange(places),
        title=f"{random.choice(WORDS).title()} {kind}",
        values=random_values(random, kind),
        quantities={m.key: random_number(random, m) for m in measures_of(kind)},
        years=random_years(random, kind),
        shares=random_shares(random) if solid else {},
        older=random_shares(random) if solid else {},
        policy=random_policy(random, 0.4),
        state=random.choices([State.PUBLISHED, State.DRAFT, State.DISCONTINUED], [8, 1, 1])[0],
        granted=random.random() < 0.5,
    )


def random_values(random: Random, kind: Kind) -> dict[str, Any]:
    fields = fields_of(kind)
    values: dict[str, Any] = {TEXTS[f]: random_text(random) for f in fields if f in TEXTS}
    if Field.HANDLING in fields:
        values["handling"] = random.sample(Handling.values, 2)
    if Field.PROFILE in fields:
        values |= {"profile": random.choice(Profile.values), **random_months(random)}
    if kind is Kind.DEPOSIT:
        values["outline"] = random_outline(random)
    if Field.CLASSIFICATION in fields:
        values |= random_class(random) | {"hazardous": random.choice([True, False])}
    return values


def random_months(random: Random) -> dict[str, Any]:
    amounts = [float(random.randrange(1, 90)) for _ in range(12)]
    return {"monthly": amounts, "monthly_unit": random.choice(MonthlyUnit.values)}


def random_outline(random: Random) -> list[list[float]]:
    """A square on land near one of the places."""
    _number, latitude, longitude = random.choice(PLACES)
    side = random.randrange(1, 9) / 1000
    ends = ((0, 0), (side, 0), (side, side), (0, side))
    return [[longitude + east, latitude + north] for east, north in ends]


def random_class(random: Random) -> dict[str, Any]:
    codes = ("100202", "100304", None)
    return {
        "waste_status": random.choice(WasteStatus.values),
        "waste_code_id": random.choice(codes),
    }


def random_text(random: Random) -> str:
    return f"{random.choice(WORDS)} {random.choice(WORDS)} {random.randrange(1000)}"


def random_number(random: Random, measure: Measure) -> Interval:
    bands = measure.scale.bands()
    band = random.choice(bands[TOGETHER_AT_MOST_ALL.get(measure.key, slice(None))])
    return number_in(random, band, measure.minimum, measure.maximum)


def number_in(
    random: Random, band: Interval, minimum: float = 0.0, maximum: float = math.inf
) -> Interval:
    """A value, or a short interval, that lies in the band and the physical limits."""
    low = max(band.low, minimum, -200.0)
    high = min(band.high, maximum, max(abs(low) * 4, low + 10))
    start = low + (high - low) * random.randrange(0, 90) / 100
    if random.random() < FINITE_SHARE:
        return Interval(start, start + (high - start) * random.randrange(1, 90) / 100)
    return Interval.point(start)


def random_years(random: Random, kind: Kind) -> dict[int, Interval]:
    latest = random.choice([2023, 2024])
    scale = YEARLY[kind][1]
    years = range(latest - random.randrange(3), latest + 1)
    return {year: number_in(random, random.choice(scale.bands())) for year in years}


def random_shares(random: Random) -> dict[str, Interval]:
    """Main constituents in wt% and traces in mg/kg, together well below the whole."""
    main = {name: random_share(random, 30.0) for name in MAIN}
    return main | {name: Interval.point(random.randrange(1, 900)) for name in TRACES}


def random_share(random: Random, highest: float) -> Interval:
    start = random.randrange(1, int(highest * 10)) / 10
    wide = random.random() < FINITE_SHARE
    return Interval(start, start + random.random() * 2) if wide else Interval.point(start)


def random_policy(random: Random, share: float) -> dict[str, Any]:
    """Own audiences for some fields."""
    policy: dict[str, Any] = {}
    for field in Field:
        if random.random() < share:
            exact = random.randrange(3)
            coarse = random.randrange(exact + 1) if field in HAS_COARSE_FORM else exact
            policy[field.value] = {"exact": exact, "coarse": coarse}
    if random.random() < FINITE_SHARE:
        policy["listed"] = random.randrange(3)
    return policy


def hidden_changed(plan: Plan, random: Random, *, granted: bool) -> Plan:
    """The same world to a viewer who holds the world's grants or none, another to its owners."""
    listings = [
        other_listing(listing, plan, random, plan.tier_seen(listing, granted=granted))
        for listing in plan.listings
    ]
    seen = [
        (listing, plan.policy_of(listing), tier)
        for listing in plan.listings
        if (tier := plan.tier_seen(listing, granted=granted)) is not None
    ]
    owners = [other_owner(owner, at, plan, seen, random) for at, owner in enumerate(plan.owners)]
    places = [other_place(place, at, seen, random) for at, place in enumerate(plan.places)]
    return Plan(owners, places, listings)


Seen = Sequence[tuple[Listing, Policy, Tier]]


def other_owner(owner: Owner, at: int, plan: Plan, seen: Seen, random: Random) -> Owner:
    shown = {
        policy.precision(Field.OWNER, tier)
        for listing, policy, tier in seen
        if plan.places[listing.site].company == at
    }
    if "exact" in shown:
        return owner
    inside = [code for code in CLASSES if code[:2] == owner.industry[:2]]
    classes = inside if "coarse" in shown else CLASSES
    return replace(
        owner, name=f"{owner.name} {random.choice(WORDS)}", industry=random.choice(classes)
    )


def other_place(place: Place, at: int, seen: Seen, random: Random) -> Place:
    shown = {p.precision(Field.PLACE, tier) for listing, p, tier in seen if listing.site == at}
    if "exact" in shown:
        return place
    county = PLACES[place.where][0][:2]
    inside = [n for n, (number, *_) in enumerate(PLACES) if number[:2] == county]
    where = random.choice(inside if "coarse" in shown else range(len(PLACES)))
    name, park = f"{place.name} {random.choice(WORDS)}", random.choice(PARKS)
    return replace(place, where=where, name=name, park=park)


def other_listing(listing: Listing, plan: Plan, random: Random, tier: Tier | None) -> Listing:
    """Everything that the tier does not see is drawn anew; all of it when nothing is seen."""
    if tier is None:
        new = random_listing(random, len(plan.places))
        kept = {"kind": listing.kind, "site": listing.site, "policy": listing.policy}
        anew = _same_kind(new, listing.kind, random)
        return replace(anew, **kept, state=listing.state, granted=listing.granted)  # type: ignore[arg-type]
    policy = plan.policy_of(listing)

    def shown(field: Field) -> str | None:
        return policy.precision(field, tier)

    return replace(
        listing,
        values=other_values(listing, random, shown),
        quantities=other_quantities(listing, random, shown),
        years=other_years(listing, random, shown),
        shares=other_shares(listing, random, shown),
        older=other_older(listing, random, shown),
    )


def _same_kind(new: Listing, kind: Kind, random: Random) -> Listing:
    while new.kind != kind:
        new = random_listing(random, 1)
    return new


def other_values(listing: Listing, random: Random, shown: Any) -> dict[str, Any]:
    values, fresh = dict(listing.values), random_values(random, listing.kind)
    for field in fields_of(listing.kind):
        names = names_of(field, shown(field))
        values |= {name: fresh[name] for name in names if name in fresh}
    if listing.kind is Kind.HEAT and not shown(Field.ENERGY) and shown(Field.PROFILE) == "exact":
        values["monthly"] = [2 * amount for amount in values["monthly"]]
    return values


def names_of(field: Field, precision: str | None) -> tuple[str, ...]:
    """The model fields that a field's audience hides."""
    if field == Field.CLASSIFICATION and precision == "coarse":
        return ("waste_status", "waste_code_id")
    if precision == "coarse":
        return {Field.PLACE: ("outline",), Field.PROFILE: MONTHS}.get(field, ())
    if precision is not None:
        return ()
    plain = {
        Field.HANDLING: ("handling",),
        Field.PROFILE: ("profile", *MONTHS),
        Field.PLACE: ("outline",),
    }
    whole = {**plain, Field.CLASSIFICATION: ("waste_status", "waste_code_id", "hazardous")}
    return whole.get(field, (TEXTS[field],) if field in TEXTS else ())


def other_quantities(listing: Listing, random: Random, shown: Any) -> dict[str, Interval]:
    found = {}
    for measure in measures_of(listing.kind):
        known, precision = listing.quantities[measure.key], shown(measure.field)
        band = measure.scale.band_of(known)
        if precision is None:
            known = random_number(random, measure)
        elif precision == "coarse" and band in measure.scale.bands():
            known = number_in(random, band, measure.minimum, measure.maximum)
        found[measure.key] = known
    return found


def other_years(listing: Listing, random: Random, shown: Any) -> dict[int, Interval]:
    field, scale = YEARLY[listing.kind]
    if shown(Field.HISTORY) and shown(field) == "exact":
        return dict(listing.years)
    if shown(field) is None:
        return random_years(random, listing.kind)
    latest = max(listing.years)
    known = listing.years[latest]
    if shown(field) == "coarse" and scale.band_of(known) in scale.bands():
        known = number_in(random, scale.band_of(known))
    older = {year: row for year, row in random_years(random, listing.kind).items() if year < latest}
    return {**older, latest: known}


def other_older(listing: Listing, random: Random, shown: Any) -> dict[str, Interval]:
    """An older analysis shows only beside exact values, as their spread."""
    fresh = random_shares(random) if listing.older else {}
    hidden = {
        *(MAIN if shown(Field.COMPOSITION) != "exact" else ()),
        *(TRACES if shown(Field.TRACES) != "exact" else ()),
    }
    return {name: fresh[name] if name in hidden else old for name, old in listing.older.items()}


def other_shares(listing: Listing, random: Random, shown: Any) -> dict[str, Interval]:
    """Constituents anew where their audience hides them and no critical raw material tells."""
    found = dict(listing.shares)
    if not found:
        return found
    if shown(Field.TRACES) is None:
        found |= {name: Interval.point(random.randrange(1, 900)) for name in TRACES}
    telling = shown(Field.CRM) == "exact" or (
        shown(Field.CRM) and not shown(Field.COMPOSITION) and not shown(Field.TRACES)
    )
    if telling or shown(Field.COMPOSITION) == "exact":
        return found
    for name in MAIN:
        band = WEIGHT_PERCENT.band_of(found[name])
        if shown(Field.COMPOSITION) is None:
            found[name] = random_share(random, 30.0)
        elif band in WEIGHT_PERCENT.bands():
            found[name] = number_in(random, Interval(band.low, min(band.high, 30.0)))
    return found
