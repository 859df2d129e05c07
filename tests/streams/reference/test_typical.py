"""Typical compositions are possible ones, of classes and substances we know, with a source."""

import pytest

from streams.chemistry.composition import to_percent
from streams.chemistry.species import resolve
from streams.quantities.intervals import Interval
from streams.reference import house_lists
from streams.reference.typical import TypicalComposition, typical_compositions

CASES = sorted(typical_compositions().items())
MATERIALS = {one.code for one in house_lists.material_classes() if one.kind == "material"}


def shares(composition: TypicalComposition) -> list[Interval]:
    """In wt%, without what consists of others, such as loss on ignition."""
    return [
        to_percent(Interval(one.low, one.high), one.unit)
        for one in composition.constituents
        if resolve(one.substance).counts_in_sum
    ]


def test_at_least_25_material_classes_have_one() -> None:
    assert len(CASES) >= 25
    assert {code for code, _composition in CASES} <= MATERIALS


@pytest.mark.parametrize(("code", "composition"), CASES, ids=[code for code, _one in CASES])
class TestTypicalComposition:
    def test_substances_are_known_by_these_keys_and_named_once(
        self, code: str, composition: TypicalComposition
    ) -> None:
        keys = [one.substance for one in composition.constituents]
        assert keys == [resolve(key).key for key in keys]
        assert len(set(keys)) == len(keys)

    def test_intervals_are_ordered_and_units_are_ours(
        self, code: str, composition: TypicalComposition
    ) -> None:
        for one in composition.constituents:
            assert 0 <= one.low < one.high <= (100 if one.unit == "wt%" else 1_000_000)
            assert one.unit in {"wt%", "mg/kg"}

    def test_sum_is_possible(self, code: str, composition: TypicalComposition) -> None:
        found = shares(composition)
        assert sum(one.low for one in found) <= 100
        assert sum((one.low + one.high) / 2 for one in found) <= 101

    def test_source_is_named(self, code: str, composition: TypicalComposition) -> None:
        assert len(composition.source) > 30
