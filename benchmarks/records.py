"""Invented records for measuring: written quickly, in the shapes that services would write.

Companies, sites and people come through services; records by the thousand are inserted without
history, for nobody reads it here. The same seed always gives the same records.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Membership, User
from benchmarks.plans import COMPOSITIONS, POLICIES, QUANTITIES, TRACES
from companies.models import Company, Industry, Municipality, Site
from companies.organisation_numbers import synthetic_number
from companies.public_ids import ALPHABET, LENGTH
from companies.services import register_company, save_site
from streams.catalogue.models import RecordGrant
from streams.reference.models import MaterialClass, WasteCode
from streams.register.models import Analysis, Constituent, Quantity, Record, YearlyFigure
from streams.vocabulary import Form, Kind, Method, State

OWNER, GRANTED = "owner@bench.example", "granted@bench.example"
RECORDS_OF_A_COMPANY, RECORDS_OF_THE_OWNER, GRANTS = 50, 300, 300
YEARS = (2021, 2022, 2023, 2024)
KINDS = (Kind.MATERIAL,) * 7 + (Kind.HEAT, Kind.GAS, Kind.DEPOSIT)
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Lists:
    """What records refer to."""

    materials: dict[Kind, list[MaterialClass]]
    waste_codes: list[WasteCode]

    @classmethod
    def read(cls) -> "Lists":
        classes = list(MaterialClass.objects.order_by("pk"))
        by_kind = {kind: [one for one in classes if one.kind == kind] for kind in Kind}
        return cls(by_kind, list(WasteCode.objects.order_by("pk")))


@transaction.atomic
def fill_register(count: int) -> None:
    """`count` records of many companies; one company owns 300, another was granted 300."""
    random = Random(20)  # noqa: S311
    sites = places_for(count, random)
    without_triggers()
    records = []
    for first in range(0, count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        records += insert_records(numbers, sites, random)
    people(sites[0].company, records)


def without_triggers() -> None:
    """No history and no row-by-row checks of references, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def places_for(count: int, random: Random) -> list[Site]:
    """One site for each company; the first is that of the owner who will search."""
    industries = list(Industry.objects.filter(code__contains=".").order_by("code"))
    towns = list(Municipality.objects.select_related("county").order_by("number"))
    return [
        save_site(
            actor=None,
            company=register_company(
                actor=None,
                name=f"Verk {number} AS",
                organisation_number=synthetic_number(number),
                industry=random.choice(industries),
                is_synthetic=True,
            ),
            name=f"Anlegg {number}",
            latitude=random.uniform(58.1, 70.5),
            longitude=random.uniform(5.1, 29.5),
            municipality=(town := random.choice(towns)),
            county=town.county,
        )
        for number in range(2 + count // RECORDS_OF_A_COMPANY)
    ]


def insert_records(numbers: Sequence[int], sites: Sequence[Site], random: Random) -> list[Record]:
    lists = Lists.read()
    records = [record(number, sites, lists, random) for number in numbers]
    Record.objects.bulk_create(records)
    YearlyFigure.objects.bulk_create(row for one in records for row in years(one, random))
    Quantity.objects.bulk_create(row for one in records for row in quantities(one, random))
    solid = [one for one in records if one.kind in (Kind.MATERIAL, Kind.DEPOSIT)]
    analyses = Analysis.objects.bulk_create(analysis(one, random) for one in solid)
    Constituent.objects.bulk_create(row for one in analyses for row in constituents(one, random))
    return records


def record(number: int, sites: Sequence[Site], lists: Lists, random: Random) -> Record:
    kind, owner = random.choice(KINDS), 0
    if number >= RECORDS_OF_THE_OWNER:
        owner = 1 + number // RECORDS_OF_A_COMPANY
    material = random.choice(lists.materials[kind])
    waste: dict[str, Any] = {}
    if kind is Kind.MATERIAL:
        code = random.choice(lists.waste_codes)
        waste = {
            "waste_code": code,
            "hazardous": code.hazardous,
            "form": random.choice(Form.values),
        }
    return Record(
        pk="".join(random.choices(ALPHABET, k=LENGTH)),
        site=sites[owner],
        kind=kind,
        state=State.DRAFT if random.random() < 0.02 else State.PUBLISHED,
        title=f"{material.name_nb} {number}",
        own_reference=f"bench/{number}",
        material=material,
        process=f"Ovn {number % 9}",
        description=f"Parti {number} fra produksjonen, lagret tørt og klart til henting.",
        contact_name="Kari Nordmann",
        policy=random.choice(POLICIES),
        **waste,
    )


def years(of: Record, random: Random) -> Iterator[YearlyFigure]:
    usual = 10 ** random.uniform(1, 5)
    for year in YEARS:
        low = round(usual * random.uniform(0.8, 1.0), 1)
        high = round(low * random.choice((1.0, 1.0, 1.2)), 1)
        yield YearlyFigure(record=of, year=year, low=low, high=high, method=Method.MEASURED)


def quantities(of: Record, random: Random) -> Iterator[Quantity]:
    for key, low, high in QUANTITIES[of.kind]:
        value = round(random.uniform(low, high), 1)
        yield Quantity(record=of, key=key, low=value, high=value)


def analysis(of: Record, random: Random) -> Analysis:
    day = date(2024, 1, 1) + timedelta(days=random.randrange(365))
    return Analysis(record=of, analysed_on=day, method="XRF")


def constituents(of: Analysis, random: Random) -> Iterator[Constituent]:
    """Main constituents of one of a few materials, a little varied, and traces in mg/kg."""
    for substance, share in random.choice(COMPOSITIONS).items():
        low = round(share * random.uniform(0.7, 0.95), 2)
        yield Constituent(analysis=of, substance=substance, low=low, high=round(share, 2))
    for substance in TRACES:
        value = round(10 ** random.uniform(0, 3), 1)
        yield Constituent(
            analysis=of, substance=substance, low=value, high=value, unit="mg/kg", is_trace=True
        )


def people(owner: Company, records: Sequence[Record]) -> None:
    """Somebody of the owner, and somebody whose company may see some of others' under NDA."""
    receiver = register_company(
        actor=None, name="Gjenvinner AS", organisation_number=synthetic_number(900_000)
    )
    for email, company in ((OWNER, owner), (GRANTED, receiver)):
        user = User.objects.create_user(email=email)
        Membership.objects.create(user=user, company=company, is_active=True)
    others = [one for one in records if one.site.company_id != owner.pk] or list(records)
    permission = Permission.objects.get(
        content_type__app_label="register", codename="see_under_nda"
    )
    RecordGrant.objects.bulk_create(
        RecordGrant(
            group=receiver.group,
            permission=permission,
            content_object=one,
            expires_at=timezone.now() + timedelta(days=3_650),
            reason="bench",
        )
        for one in others[:: max(1, len(others) // GRANTS)][:GRANTS]
    )
