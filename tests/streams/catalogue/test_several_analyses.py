"""Of several analyses the newest counts; the others show as spread, beside exact values only."""

from datetime import date

import pytest

from accounts.tiers import Tier
from streams.catalogue.audiences import entry_as
from streams.disclosure import Field
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft
from streams.register.models import Record
from tests import worlds

pytestmark = pytest.mark.django_db
OPEN = {Field.COMPOSITION.value: {"exact": Tier.PUBLIC, "coarse": Tier.PUBLIC}}


def analysis(
    year: int, low: float, high: float, *, other: str = "", **more: object
) -> AnalysisDraft:
    rows = [ConstituentDraft("MnO", Interval(low, high))]
    if other:
        rows.append(ConstituentDraft(other, Interval.point(9)))
    return AnalysisDraft(rows, date(year, 3, 1), **more)  # type: ignore[arg-type]


@pytest.fixture
def record() -> Record:
    worlds.load_lists()
    return worlds.listing(worlds.site(worlds.company(1, "Verket AS")), policy=OPEN)


def parts(record: Record, tier: Tier = Tier.PUBLIC) -> dict[str, dict[str, object]]:
    entry = entry_as(record.pk, tier)
    assert entry
    return {row["substance"]: row for row in entry.facts["composition"]["parts"]}


def test_the_newest_value_is_shown_with_the_spread_of_all(record: Record) -> None:
    worlds.change(
        record, analyses=[analysis(2022, 9, 10), analysis(2024, 6, 7), analysis(2023, 3, 4)]
    )
    shown = parts(record)["MnO"]
    assert (shown["low"], shown["high"]) == (6, 7)
    assert shown["spread"] == {"analyses": 3, "low": 3, "high": 10, "mean": {"low": 6, "high": 7}}


def test_a_substance_that_only_an_older_analysis_has_is_still_there(record: Record) -> None:
    worlds.change(record, analyses=[analysis(2024, 6, 7), analysis(2022, 9, 10, other="CaO")])
    assert parts(record)["CaO"]["low"] == 9
    assert "spread" not in parts(record)["CaO"]


def test_older_analyses_move_no_band(record: Record) -> None:
    worlds.change(record, policy={}, analyses=[analysis(2024, 6, 7), analysis(2022, 0.2, 60)])
    shown = parts(record)["MnO"]
    assert (shown["low"], shown["high"], "spread" in shown) == (5, 20, False)


def test_what_is_taken_over_or_typical_gives_way_to_an_own_analysis(record: Record) -> None:
    copied, typical = analysis(2025, 1, 2, is_copied=True), analysis(2025, 3, 4, is_typical=True)
    worlds.change(record, analyses=[copied, typical])
    entry = entry_as(record.pk, Tier.PUBLIC)
    assert entry
    assert entry.facts["composition"]["copied"] is True
    assert parts(record)["MnO"]["low"] == 1
    worlds.change(record, analyses=[copied, typical, analysis(2020, 6, 7)])
    assert parts(record)["MnO"]["low"] == 6
    assert "spread" not in parts(record)["MnO"]
