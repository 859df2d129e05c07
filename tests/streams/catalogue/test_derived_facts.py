"""What is calculated for an entry stays behind what the entry shows, and right where it can be."""

from collections.abc import Mapping
from typing import Any

import pytest

from accounts.tiers import Tier
from companies.models import Site
from streams.catalogue.models import ENTRIES
from streams.chemistry.formulas import element_mass_fractions
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft
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
