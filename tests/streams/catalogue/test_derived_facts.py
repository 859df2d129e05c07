"""What is calculated for an entry stays behind what the entry shows, and right where it can be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from accounts.tiers import Tier
from companies.models import Site
from streams.catalogue.models import CONTENTS, ENTRIES
from streams.chemistry.formulas import element_mass_fractions
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft, YearDraft
from streams.register.models import Record
from tests import worlds

pytestmark = pytest.mark.django_db
MANGANESE = element_mass_fractions("MnO")["Mn"]
CLOSED = {"exact": 2, "coarse": 2}


@pytest.fixture
def place() -> Site:
    worlds.load_lists()
    return worlds.site(worlds.company(1, "Verk"))


def facts(record: Record, tier: Tier) -> Mapping[str, Any]:
    entry = ENTRIES[tier]._default_manager.get(pk=record.pk)
    shown: Mapping[str, Any] = entry.facts
    return shown


def analysis(substance: str, share: Interval, unit: str = "wt%", **more: Any) -> AnalysisDraft:
    return AnalysisDraft([ConstituentDraft(substance, share, unit)], **more)


def manganese(record: Record, tier: Tier) -> Mapping[str, Any]:
    (fact,) = [row for row in facts(record, tier)["crm"] if row["code"] == "manganese"]
    return fact  # type: ignore[no-any-return]


def test_history_never_tells_a_volume_that_is_hidden(place: Site) -> None:
    policy = {"volume": {"exact": 2, "coarse": 0}, "history": {"exact": 0}}
    record = worlds.listing(place, policy=policy)
    assert "history" not in facts(record, Tier.PUBLIC)
    assert "history" not in facts(record, Tier.NDA)
    assert len(facts(record, Tier.OWNER)["history"]) == 2


def test_history_of_heat_follows_its_energy_and_no_volume(place: Site) -> None:
    closed = worlds.listing(place, "heat", policy={"energy": CLOSED, "history": {"exact": 0}})
    other = worlds.listing(place, "heat", policy={"volume": CLOSED})
    assert "history" not in facts(closed, Tier.NDA)
    assert "history" in facts(other, Tier.NDA)


def test_closing_the_composition_closes_the_critical_raw_materials_in_it(place: Site) -> None:
    record = worlds.listing(place, policy={"composition": CLOSED, "traces": CLOSED})
    for tier in (Tier.PUBLIC, Tier.NDA):
        assert "crm" not in facts(record, tier)
    assert manganese(record, Tier.OWNER)["precision"] == "exact"


def test_tonnes_of_dry_matter_are_counted_without_the_moisture_that_the_entry_shows(
    place: Site,
) -> None:
    record = worlds.listing(place, tonnes=1_000)
    worlds.change(
        record,
        quantities={"moisture": Interval.point(50)},
        analyses=[analysis("MnO", Interval.point(20))],
    )
    tonnes = manganese(record, Tier.NDA)["tonnes"]
    assert tonnes["low"] <= 1_000 * 0.5 * 0.2 * MANGANESE <= tonnes["high"]
    assert tonnes["high"] < 100
    worlds.change(record, analyses=[analysis("MnO", Interval.point(20), basis="wet")])
    tonnes = manganese(record, Tier.NDA)["tonnes"]
    assert tonnes["low"] <= 1_000 * 0.2 * MANGANESE <= tonnes["high"]


def test_without_a_moisture_only_the_most_is_told(place: Site) -> None:
    record = worlds.listing(place, tonnes=1_000)
    worlds.change(record, quantities={}, analyses=[analysis("MnO", Interval.point(20))])
    tonnes = manganese(record, Tier.NDA)["tonnes"]
    assert tonnes["low"] == 0
    assert tonnes["high"] == pytest.approx(1_000 * 0.2 * MANGANESE, abs=10)
    worlds.change(record, quantities={"moisture": Interval.point(100)})
    assert manganese(record, Tier.NDA)["tonnes"] == tonnes


def test_tonnes_tell_nobody_whether_hidden_shares_are_of_dry_matter(place: Site) -> None:
    policy = {"composition": {"exact": 2, "coarse": 1}, "crm": {"exact": 1, "coarse": 0}}
    record = worlds.listing(place, policy={**policy, "traces": CLOSED})
    found = []
    for basis in ("dry", "wet"):
        worlds.change(record, analyses=[analysis("MnO", Interval.point(20), basis=basis)])
        assert "composition" not in facts(record, Tier.PUBLIC)
        found.append(facts(record, Tier.PUBLIC).get("crm"))
    assert found[0]
    assert found[0] == found[1]


def test_hidden_moisture_changes_no_tonnes(place: Site) -> None:
    record = worlds.listing(place, tonnes=1_000)
    before = manganese(record, Tier.PUBLIC)
    worlds.change(record, quantities={"moisture": Interval(60, 70)})
    assert manganese(record, Tier.PUBLIC) == before


def test_moisture_among_the_constituents_counts_too(place: Site) -> None:
    record = worlds.listing(place, tonnes=1_000)
    rows = [
        ConstituentDraft("MnO", Interval.point(20)),
        ConstituentDraft("moisture", Interval.point(50)),
    ]
    worlds.change(record, quantities={}, analyses=[AnalysisDraft(rows)])
    assert manganese(record, Tier.NDA)["tonnes"]["high"] < 100


def test_at_least_so_much_ends_at_a_hundred(place: Site) -> None:
    record = worlds.listing(place)
    worlds.change(record, analyses=[analysis("MnO", Interval(60, float("inf")))])
    (row,) = facts(record, Tier.NDA)["composition"]["parts"]
    assert (row["low"], row["high"]) == (60, 100)
    (band,) = facts(record, Tier.PUBLIC)["composition"]["parts"]
    assert (band["low"], band["high"]) == (50, 100)


def test_no_volume_is_too_large_to_be_published(place: Site) -> None:
    record = worlds.listing(place)
    worlds.change(record, years=[YearDraft(2024, Interval.point(1.7e308))])
    tonnes = manganese(record, Tier.NDA)["tonnes"]
    assert tonnes["low"] > 0
    assert tonnes["high"] is None
    assert facts(record, Tier.PUBLIC)["volume"]["high"] is None


def test_mg_per_kg_are_shown_in_wt_percent(place: Site) -> None:
    record = worlds.listing(place)
    worlds.change(record, analyses=[analysis("Ga", Interval(80, 120), "mg/kg", basis="wet")])
    (row,) = facts(record, Tier.NDA)["composition"]["parts"]
    assert (row["low"], row["high"], row["unit"]) == (0.008, 0.012, "wt%")


def test_an_analysis_without_a_date_is_not_the_newest(place: Site) -> None:
    record = worlds.listing(place)
    undated = analysis("MnO", Interval.point(9), basis="wet")
    dated = analysis("MnO", Interval.point(7), analysed_on=date(2023, 5, 1))
    worlds.change(record, analyses=[undated, dated])
    shown = facts(record, Tier.NDA)["composition"]
    assert (shown["basis"], shown["date"]) == ("dry", "2023-05-01")
    assert [row["low"] for row in shown["parts"]] == [7]


@pytest.mark.parametrize("tier", Tier)
def test_elements_are_found_through_oxides_and_never_sharper_than_those(
    place: Site, tier: Tier
) -> None:
    record = worlds.listing(place)
    contents = {
        row.substance: row
        for row in CONTENTS[tier]._default_manager.filter(entry_id=record.pk)  # type: ignore[misc]
    }
    oxide, element = contents["MnO"], contents["Mn"]
    assert element.low <= oxide.low * MANGANESE
    assert element.high >= oxide.high * MANGANESE
