"""Plants of the Hotmaps database: what is listed, merged, left alone, and not written again."""

import math
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils.translation import override

from accounts.models import Membership, User
from accounts.tiers import Tier
from companies.models import Company, Site
from companies.services import register_company, save_company, save_site
from exchange.audit.models import AuditLine
from streams.catalogue.models import ENTRIES, PublicEntry
from streams.imports.sites.loading import load_sites
from streams.imports.sites.report import Outcome
from streams.register.models import Record
from streams.register.services import set_policy, set_state
from streams.vocabulary import Kind, State
from tests.streams.imports.hotmaps_files import (
    RANA,
    TRONDHEIM,
    flagged_fields,
    imported,
    outcomes,
    plant,
    row,
    written,
)

pytestmark = pytest.mark.usefixtures("reference_lists")
ELSEWHERE = {"CityCode": "8626", "City": "Mo i Rana", "geom": RANA}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plants.csv"


def traces() -> dict[str, Any]:
    """Everything that a write would leave behind: rows, versions, history, audit, catalogue."""
    models = [Company, Site, Record, AuditLine]
    models += [model for model in apps.get_models() if model.__name__.endswith("Event")]
    return {
        "counts": {model.__name__: model._default_manager.count() for model in models},
        "versions": list(Record.objects.order_by("pk").values_list("pk", "version")),
        "catalogue": [
            list(model._default_manager.order_by("pk").values_list("pk", "updated_at"))
            for model in ENTRIES
        ],
    }


def test_a_plant_becomes_a_company_a_site_and_a_public_listing(file: Path) -> None:
    imported(written(file, plant(7)))
    entry = PublicEntry.objects.get()
    assert (entry.kind, entry.county, entry.municipality) == ("gas", "42", "4227")
    assert (entry.latitude, entry.longitude) == (58.2768, 6.8913)
    assert entry.facts["owner"]["name"] == "Verk 7 AS"
    assert entry.facts["owner"]["organisation_number"] is None
    assert entry.facts["owner"]["division"] == "24"
    assert "Hotmaps" in entry.facts["description"]["source"]
    assert "synthetic" not in entry.facts["listing"]
    assert Site.objects.get().own_reference == "hotmaps:7"


def test_the_registers_of_one_year_make_one_interval(file: Path) -> None:
    imported(written(file, plant(7, Emissions_ETS_2014=900.5, Emissions_EPRTR_2014="1000")))
    year = Record.objects.get().years.get()
    assert (year.year, year.low, year.high) == (2014, 900.5, 1000)


def test_registers_far_apart_are_flagged(file: Path) -> None:
    report = load_sites(written(file, plant(7, Emissions_EPRTR_2014="2000")))
    assert flagged_fields(report, 2) == {"Emissions_ETS_2014, Emissions_EPRTR_2014"}


def test_heat_has_a_listing_for_each_class_and_zero_is_unknown(file: Path) -> None:
    heat = {"Excess_Heat_100-200C": "4.5", "Excess_Heat_500C": "2", "Excess_Heat_Total": "6.5"}
    imported(written(file, plant(7, Emissions_ETS_2014="", **heat)))
    found = {
        (record.quantities.get().low, record.quantities.get().high): record.years.get().low
        for record in Record.objects.filter(kind=Kind.HEAT)
    }
    assert found == {(100, 200): 4.5, (500, math.inf): 2}
    assert Record.objects.count() == 2
    shown = PublicEntry.objects.get(title__contains="over 500").facts["temperature"]["temperature"]
    assert (shown["low"], shown["high"]) == (500, None)


def test_heat_of_no_known_class_has_no_temperature(file: Path) -> None:
    imported(written(file, plant(7, Emissions_ETS_2014="", Excess_Heat_Total="12")))
    record = Record.objects.get()
    assert record.years.get().low == 12
    assert not record.quantities.exists()


def test_classes_that_do_not_make_the_total_are_flagged(file: Path) -> None:
    heat = {"Excess_Heat_100-200C": "4.5", "Excess_Heat_Total": "9"}
    report = load_sites(written(file, plant(7, **heat)))
    assert flagged_fields(report, 2) == {"Excess_Heat_Total"}


def test_a_plant_of_which_no_amount_is_known_is_a_site_without_listing(file: Path) -> None:
    report = load_sites(written(file, plant(7, Emissions_ETS_2014="")))
    assert outcomes(report) == [Outcome.CREATED]
    assert Site.objects.count() == 1
    assert not Record.objects.exists()


def test_an_emission_of_zero_is_unknown_and_flagged(file: Path) -> None:
    report = load_sites(written(file, plant(7, Emissions_ETS_2014="0.0")))
    assert flagged_fields(report, 2) == {"Emissions_ETS_2014"}
    assert not Record.objects.exists()


def test_everything_the_source_says_is_open_and_nothing_else(file: Path) -> None:
    imported(written(file, plant(7, **{"Excess_Heat_100-200C": "4"})))
    for record in Record.objects.all():
        assert set(record.policy) == {
            "owner", "place", "amount", "energy", "temperature", "description",
        }  # fmt: skip
        assert {rule["exact"] for rule in record.policy.values()} == {Tier.PUBLIC}


def test_the_second_run_changes_nothing(file: Path) -> None:
    heat = {"Excess_Heat_200-500C": "3", "Excess_Heat_Total": "3"}
    doubtful = plant(9, Address="Postboks 3", CompanyName="Verk 7 AS", SiteName="Verk 9 Kvinesdal")
    written(file, plant(7, **heat), plant(8, geom=""), doubtful)
    imported(file)
    before = traces()
    report = load_sites(file)
    assert outcomes(report) == [Outcome.UNCHANGED] * 3
    assert traces() == before


def test_a_run_in_another_language_changes_nothing_either(file: Path) -> None:
    written(file, plant(7, geom=TRONDHEIM))
    with override("nb"):
        imported(file)
    before = traces()
    with override("en"):
        imported(file)
    assert traces() == before


def test_a_changed_file_changes_only_what_differs(file: Path) -> None:
    imported(written(file, plant(7), plant(8)))
    versions = dict(Record.objects.values_list("site__own_reference", "version"))
    report = load_sites(written(file, plant(7, Emissions_ETS_2014="1500"), plant(8)))
    assert outcomes(report) == [Outcome.CHANGED, Outcome.UNCHANGED]
    now = dict(Record.objects.values_list("site__own_reference", "version"))
    assert now == {**versions, "hotmaps:7": versions["hotmaps:7"] + 1}
    assert PublicEntry.objects.filter(volume_low=1500).count() == 1


def test_a_later_run_leaves_state_and_policy_as_they_were_decided(file: Path) -> None:
    imported(written(file, plant(7)))
    record = Record.objects.get()
    set_policy(actor=None, record=record, policy={"listed": int(Tier.OWNER)})
    set_state(actor=None, record=record, state=State.DISCONTINUED)
    imported(written(file, plant(7, Emissions_ETS_2014="1500")))
    record.refresh_from_db()
    assert (record.policy, record.state) == ({"listed": Tier.OWNER}, State.DISCONTINUED)


def test_an_amount_that_is_gone_from_the_file_leaves_its_listing_and_is_flagged(file: Path) -> None:
    imported(written(file, plant(7)))
    report = load_sites(written(file, plant(7, Emissions_ETS_2014="")))
    assert outcomes(report) == [Outcome.UNCHANGED]
    assert row(report, 2).is_flagged
    assert Record.objects.count() == 1


def test_rows_of_one_plant_are_merged(file: Path) -> None:
    twice = [
        plant(7, SiteName="SMELT Kvina AS", Emissions_ETS_2014="", Emissions_EPRTR_2014="236000"),
        plant(8, SiteName="Smelt Kvina", Emissions_ETS_2014="238082", CompanyName="VERK 7 AS"),
    ]
    report = load_sites(written(file, *twice))
    assert outcomes(report) == [Outcome.CREATED, Outcome.MERGED]
    assert not row(report, 3).is_flagged
    year = Record.objects.get().years.get()
    assert (year.low, year.high) == (236000, 238082)


def test_a_row_that_joins_a_plant_later_or_comes_first_next_time_finds_its_site(file: Path) -> None:
    one = plant(7, SiteName="Smelt Kvina")
    other = plant(3, SiteName="Smelt Kvina AS", CompanyName="Verk 7 AS")
    imported(written(file, one))
    report = load_sites(written(file, other, one))
    assert outcomes(report) == [Outcome.CHANGED, Outcome.MERGED]
    assert Site.objects.get().own_reference == "hotmaps:7"


def test_namesakes_whose_amounts_differ_are_listed_and_not_merged(file: Path) -> None:
    twice = [plant(7, SiteName="Kvina"), plant(8, SiteName="Kvina", Emissions_ETS_2014="1200")]
    report = load_sites(written(file, *twice))
    assert outcomes(report) == [Outcome.CREATED, Outcome.CREATED]
    assert flagged_fields(report, 2) == flagged_fields(report, 3) == {"SiteName"}
    assert set(Record.objects.values_list("state", flat=True)) == {State.PUBLISHED, State.DRAFT}
    assert PublicEntry.objects.count() == 1


def test_what_cannot_be_the_same_emission_is_listed_and_published(file: Path) -> None:
    shared = {"Address": "Bryggevegen 1"}
    one = plant(7, CompanyName="Kjemi AS avd. Nes/andel Etylen", **shared)
    other = plant(8, CompanyName="ETYLEN AS", Emissions_ETS_2014="472000", **shared)
    report = load_sites(written(file, one, other))
    assert "SiteName" in flagged_fields(report, 2) & flagged_fields(report, 3)
    assert PublicEntry.objects.count() == 2


def test_neighbours_of_different_names_are_not_taken_for_one(file: Path) -> None:
    one, other = plant(7, SiteName="Alfa"), plant(8, SiteName="Beta")
    names = {"CompanyName": "Alfa AS"}, {"CompanyName": "Beta AS"}
    report = load_sites(written(file, one | names[0], other | names[1]))
    assert not row(report, 2).is_flagged
    assert not row(report, 3).is_flagged


def test_branches_of_a_company_are_its_sites(file: Path) -> None:
    branches = [
        plant(7, CompanyName="SMELT AS AVD KVINA VERK", SiteName="Smelt Kvina"),
        plant(8, CompanyName="Smelt AS", SiteName="Smelt Rana", **ELSEWHERE),
    ]
    imported(written(file, *branches))
    company = Company.objects.get()
    assert (company.name, company.sites.count()) == ("Smelt AS", 2)


def test_a_company_whose_rows_disagree_has_no_industry_and_is_told_of_once(file: Path) -> None:
    rows = [
        plant(7, CompanyName="Smelt AS"),
        plant(8, CompanyName="Smelt AS", Subsector="Refineries", **ELSEWHERE),
    ]
    report = load_sites(written(file, *rows))
    assert Company.objects.get().industry is None
    assert flagged_fields(report, 2) == {"Subsector"}
    assert not row(report, 3).is_flagged


def test_a_site_that_bears_a_companys_name_stands_in_for_a_missing_company(file: Path) -> None:
    report = load_sites(written(file, plant(7, CompanyName="", SiteName="Follapapp AS")))
    assert flagged_fields(report, 2) == {"CompanyName"}
    assert Company.objects.get().name == "Follapapp AS"


def test_a_registered_company_of_the_same_name_is_left_alone_and_told_of(file: Path) -> None:
    registered = register_company(actor=None, name="VERK 7 AS", organisation_number="980518647")
    for _ in range(2):
        report = load_sites(written(file, plant(7)))
        assert flagged_fields(report, 2) == {"CompanyName"}
    assert not registered.sites.exists()
    assert Company.objects.count() == 2


def test_a_company_that_somebody_acts_for_is_left_alone(file: Path) -> None:
    imported(written(file, plant(7)))
    company = Company.objects.get()
    save_company(actor=None, company=company, changes={"organisation_number": "980518647"})
    person = User.objects.create_user("kari@verk.example")
    Membership.objects.create(user=person, company=company, is_active=True)
    before = traces()
    new = plant(8, CompanyName="VERK 7 AS", **ELSEWHERE)
    changed = plant(7, Emissions_ETS_2014="9999"), new
    report = load_sites(written(file, *changed))
    assert outcomes(report) == [Outcome.UNCHANGED] * 2
    assert flagged_fields(report, 2) == {"CompanyName"}
    assert traces() == before


def test_an_owner_who_uses_our_reference_for_a_site_of_his_own_keeps_it(file: Path) -> None:
    imported(written(file, plant(7)))
    owner = register_company(actor=None, name="Annen AS", organisation_number="980518647")
    person = User.objects.create_user("kari@annen.example")
    Membership.objects.create(user=person, company=owner, is_active=True)
    theirs = save_site(actor=person, company=owner, name="Vårt verk", own_reference="hotmaps:7")
    report = load_sites(written(file, plant(7, SiteName="Verk 7 sør")))
    assert outcomes(report) == [Outcome.CHANGED]
    theirs.refresh_from_db()
    assert theirs.name == "Vårt verk"
