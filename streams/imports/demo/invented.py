"""Plans the companies that do not exist: every stream of their type of plant, times their size."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from companies.organisation_numbers import SYNTHETIC_COUNT, synthetic_number
from streams.imports.demo.compositions import INVENTED, analyses_of
from streams.imports.demo.files import CompanyRow, Stream, company_rows, streams_of_plants
from streams.imports.demo.planned import PlannedCompany, PlannedRecord, PlannedSite
from streams.imports.demo.policies import Turns, company_policy
from streams.imports.demo.varying import about, around, interval_of, one_of, rounded, whole
from streams.quantities.intervals import Interval
from streams.register.drafts import RecordDraft, YearDraft
from streams.vocabulary import Kind, Method, MonthlyUnit

PLAIN_FIELDS = (
    "title", "material", "form", "process", "description", "availability", "waste_status",
    "waste_code", "handling", "profile", "setting", "opened_year", "closed_year", "accessibility",
)  # fmt: skip
METRES_OF_A_DEGREE = 111_200
GROWING = {"capacity", "stock", "area"}
"""Quantities that are larger at a larger plant."""
ACTIVITY = {2019: 1.0, 2020: 0.93, 2021: 0.98, 2022: 1.02, 2023: 0.95, 2024: 1.0}
"""How much the industry made, against 2019: invented, with the dip that everybody remembers."""
STALE_ONE_IN = 5
DOUBT = {Method.MEASURED: 0.0, Method.CALCULATED: 0.03, Method.ESTIMATED: 0.1}
CONTACTS = ("Kari Nordmann", "Ola Nordmann", "Per Eksempel", "Anne Prøve", "Nils Demo")


def invented_companies() -> list[PlannedCompany]:
    """In the order of companies.csv."""
    turns, plants = Turns(), streams_of_plants()
    return [
        invented_company(row, plants[row.plant] if row.plant else [], turns)
        for row in company_rows()
    ]


def invented_company(row: CompanyRow, streams: list[Stream], turns: Turns) -> PlannedCompany:
    point = {"latitude": row.latitude, "longitude": row.longitude}
    return PlannedCompany(
        key=row.key,
        name=row.name,
        number=made_up_number(row.key),
        industry=row.industry,
        park=row.park,
        lets_cluster_act=row.consent,
        policy=company_policy(row.policy),
        sites=[PlannedSite(row.key, {"name": row.site, "park": row.park, **point})],
        records=[invented_record(row, stream, turns) for stream in streams],
    )


def made_up_number(key: str) -> str:
    """A valid organisation number from the series for test data; the same for the same key."""
    return synthetic_number(whole(SYNTHETIC_COUNT, key, "number"))


def invented_record(row: CompanyRow, stream: Stream, turns: Turns) -> PlannedRecord:
    kind, reference = Kind(stream.get("kind", "material")), f"{row.key}/{stream['key']}"
    situation = turns.situation(kind, company_has_default=bool(row.policy))
    draft = RecordDraft(
        values={
            **{name: stream[name] for name in PLAIN_FIELDS if name in stream},
            **months_of(stream),
            **outline_of(stream, row),
            "state": situation.state,
            "own_reference": reference,
            "source": INVENTED,
            "contact_name": one_of(CONTACTS, row.key),
            "contact_email": f"sidestrommer@{row.key}.example",
            "confirmed_on": confirmed(reference),
        },
        quantities=dict(quantities_of(stream, row.size, reference)),
        years=list(years_of(stream, row.size, reference)),
        analyses=analyses_of(stream, reference) if kind in (Kind.MATERIAL, Kind.DEPOSIT) else [],
        policy=turns.policy(situation, kind),
    )
    return PlannedRecord(reference, row.key, kind, draft)


def confirmed(reference: str) -> date:
    """Within the last ten months for four in five; one in five waits to be confirmed again."""
    is_stale = whole(STALE_ONE_IN, reference, "stale") == 0
    days = 380 + whole(300, reference) if is_stale else whole(300, reference)
    return localdate() - timedelta(days=days)


def months_of(stream: Stream) -> dict[str, Any]:
    """Each month's share of the year, in per cent, where the file has them."""
    shares = stream.get("monthly")
    return {"monthly": shares, "monthly_unit": MonthlyUnit.SHARE} if shares else {}


def outline_of(stream: Stream, row: CompanyRow) -> dict[str, Any]:
    """The area on the map: the file has its corners in metres east and north of the site."""
    corners = stream.get("outline")
    if not corners:
        return {}
    narrower = math.cos(math.radians(row.latitude))
    size = math.sqrt(row.size)
    return {
        "outline": [
            (
                round(row.longitude + east * size / (METRES_OF_A_DEGREE * narrower), 6),
                round(row.latitude + north * size / METRES_OF_A_DEGREE, 6),
            )
            for east, north in corners
        ]
    }


def quantities_of(stream: Stream, size: float, reference: str) -> Iterator[tuple[str, Interval]]:
    for key, written in stream.get("quantities", {}).items():
        value = interval_of(written)
        if key in GROWING:
            factor = size * about(1, 0.15, reference, key)
            value = Interval(rounded(value.low * factor), rounded(value.high * factor))
        yield key, value


def years_of(stream: Stream, size: float, reference: str) -> Iterator[YearDraft]:
    """Two to six years until 2024; the newest are found with more care."""
    amount: Any = stream.get("amount")
    if amount is None:
        return
    usual = about(amount * size, 0.15, reference, "amount")
    for year, activity in ACTIVITY.items():
        if year >= 2019 + whole(5, reference, "first"):
            method = method_of(year, reference)
            value = about(usual * activity, 0.05, reference, year)
            found = date(year + 1, 2, 1 + whole(28, reference, year))
            yield YearDraft(year, around(value, DOUBT[method]), method, found)


def method_of(year: int, reference: str) -> Method:
    if year < 2021:
        return Method.ESTIMATED
    return one_of((Method.MEASURED, Method.CALCULATED, Method.ESTIMATED), reference, "method")
