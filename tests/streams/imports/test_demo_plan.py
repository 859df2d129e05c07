"""What the files of the demonstration promise, before anything of it is loaded."""

from collections import Counter, defaultdict
from itertools import product

import pytest

from accounts.tiers import Tier
from companies.geography import place_of
from companies.organisation_numbers import checked_number, is_synthetic_number
from streams.imports.demo.files import company_rows, content_of, streams_of_plants
from streams.imports.demo.loading import planned_companies
from streams.imports.demo.planned import PlannedCompany, PlannedRecord
from streams.imports.demo.policies import Situation, Turns, company_policy
from streams.imports.demo.public import open_policy
from streams.quantities.intervals import Interval
from streams.register.checks import check_draft
from streams.vocabulary import Kind, State

PLANNED = planned_companies()
RECORDS = [(company, record) for company in PLANNED for record in company.records]
INVENTED = [row.key for row in company_rows()]
SIX = {(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)}


def newest(record: PlannedRecord) -> float:
    """The middle of the newest yearly figure; 0 where none is known."""
    amounts: list[Interval] = [year.amount for year in record.draft.years or ()]
    return (amounts[-1].low + amounts[-1].high) / 2 if amounts else 0.0


def tonnes(*kinds: Kind, state: State | None = None) -> float:
    """Millions of tonnes a year."""
    chosen = [
        record
        for _, record in RECORDS
        if record.kind in kinds and state in (None, record.draft.values["state"])
    ]
    return sum(newest(record) for record in chosen) / 1e6


def test_there_are_at_least_250_listings_of_50_companies_and_more() -> None:
    assert len(RECORDS) >= 300
    assert sum(bool(company.records) for company in PLANNED) >= 75


def test_about_ten_million_tonnes_of_material_a_year() -> None:
    assert 8 <= tonnes(Kind.MATERIAL) <= 12
    assert 8 <= tonnes(Kind.MATERIAL, state=State.PUBLISHED) <= 12


def test_gases_and_deposits_do_not_carry_the_total_beyond_twelve_million() -> None:
    assert tonnes(Kind.MATERIAL, Kind.GAS, Kind.DEPOSIT) <= 12


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_there_in_numbers(kind: Kind) -> None:
    assert sum(record.kind is kind for _, record in RECORDS) >= 15


def test_most_have_several_years_of_history_until_2024() -> None:
    histories = [
        [year.year for year in record.draft.years or ()]
        for company, record in RECORDS
        if company.key in INVENTED and record.draft.years
    ]
    assert all(years[-1] == 2024 and len(years) >= 2 for years in histories)
    assert min(years[0] for years in histories) == 2019


@pytest.mark.parametrize("company", PLANNED, ids=lambda company: company.key)
def test_every_draft_passes_the_checks_of_the_register(company: PlannedCompany) -> None:
    for record in company.records:
        check_draft(record.draft, record.kind)


def test_references_and_numbers_are_unique() -> None:
    assert max(Counter(record.reference for _, record in RECORDS).values()) == 1
    assert max(Counter(company.number for company in PLANNED).values()) == 1


def test_made_up_companies_say_so_and_have_numbers_of_the_test_series() -> None:
    for company in PLANNED:
        number = checked_number(company.number)
        assert is_synthetic_number(number, "NO") is company.is_synthetic
        assert company.name.endswith("(oppdiktet)") is (company.key in INVENTED)


def test_what_is_said_of_real_organisations_has_its_source() -> None:
    sources = set(content_of("public.yaml")["sources"].values())
    for company, record in RECORDS:
        if company.key not in INVENTED:
            assert record.draft.values["source"] in sources
            assert all(analysis.source in sources for analysis in record.draft.analyses or ())
            assert record.draft.policy == open_policy()
            assert not company.lets_cluster_act


@pytest.mark.parametrize(
    ("reference", "amount"),
    [
        ("eramet/silica-green-stone", Interval.point(220_000)),
        ("elkem/prosessprodukter", Interval.point(90_000)),
        ("elkem/briqsil", Interval.point(17_000)),
        ("noah/flyveaske", Interval.point(300_000)),
        ("noah/salter", Interval(0, 80_000)),
        ("mo-industripark/co2", Interval.point(300_000)),
        ("mo-industripark/gjenvunnet", Interval.point(400)),
        ("mo-industripark/metanolvarme", Interval.point(120)),
        ("oera/energi", Interval.point(390)),
    ],
)
def test_cited_amounts_are_as_cited(reference: str, amount: Interval) -> None:
    record = next(record for _, record in RECORDS if record.reference == reference)
    assert [year.amount for year in record.draft.years or ()] == [amount]


def test_the_surplus_masses_at_mo_are_a_stock() -> None:
    record = next(one for _, one in RECORDS if one.reference == "mo-industripark/masser")
    assert record.draft.quantities == {"stock": Interval.point(3_300_000)}
    assert not record.draft.years


def test_points_lie_on_land_within_two_kilometres_of_a_municipality() -> None:
    for row in company_rows():
        place = place_of(row.latitude, row.longitude)
        assert place is not None, row.key


def test_every_type_of_plant_is_used_and_known() -> None:
    assert {row.plant for row in company_rows() if row.plant} == set(streams_of_plants())


@pytest.mark.parametrize("kind", Kind)
def test_every_main_field_meets_every_combination_of_tiers(kind: Kind) -> None:
    met = defaultdict(set)
    for company, record in RECORDS:
        if record.kind is kind and company.key in INVENTED:
            for field, rule in (record.draft.policy or {}).items():
                if field != "listed":
                    met[field].add((rule["exact"], rule["coarse"]))
    assert set(met) == set(content_of("policies.yaml")["main_fields"][kind.value])
    assert all(combinations == SIX for combinations in met.values())


def test_every_state_is_met_under_every_policy() -> None:
    met = {
        (
            bool(company.policy),
            bool(set(record.draft.policy or {}) - {"listed"}),
            (record.draft.policy or {}).get("listed", 0),
            record.draft.values["state"],
        )
        for company, record in RECORDS
        if company.key in INVENTED
    }
    assert met == set(product((False, True), (False, True), (0, 1, 2), State))


def test_companies_use_every_policy_that_is_named() -> None:
    named = content_of("policies.yaml")["companies"]
    assert {row.policy for row in company_rows()} == {"", *named}
    assert all(company_policy(name) for name in named)


def test_turns_depend_on_what_came_before_only() -> None:
    first, second = Turns(), Turns()
    given = [first.situation(Kind.HEAT, company_has_default=False) for _ in range(200)]
    assert given == [second.situation(Kind.HEAT, company_has_default=False) for _ in range(200)]
    assert Situation(True, Tier.OWNER, State.DRAFT) in given


def test_planning_twice_gives_the_same() -> None:
    assert planned_companies() == PLANNED


def test_the_first_login_owns_listings_of_every_kind() -> None:
    company = next(one for one in PLANNED if one.key == "soria-moria")
    assert len(company.records) >= 8
    assert {record.kind for record in company.records} == set(Kind)
