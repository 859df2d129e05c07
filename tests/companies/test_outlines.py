"""Outlines are small, whole, and the same each time they are built."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.management import call_command
from pytest_django import Settings
from shapely.geometry import shape

from companies.outlines import (
    VIEW_HEIGHT,
    VIEW_WIDTH,
    built_outlines,
    county_features,
    county_paths,
    municipality_features,
    outlines_are_built,
)
from companies.reference import rows


@pytest.fixture(scope="module")
def counties() -> list[dict[str, Any]]:
    return county_features()


def test_the_command_writes_two_files_of_bearable_size(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fixtures").symlink_to(Path(settings.BASE_DIR) / "fixtures")
    settings.BASE_DIR = tmp_path
    call_command("build_outlines")
    small, large = built_outlines()
    assert small.is_relative_to(tmp_path)
    assert small.stat().st_size < 300_000
    assert large.stat().st_size < 1_500_000
    assert json.loads(small.read_text())["type"] == "FeatureCollection"
    assert len(json.loads(large.read_text())["features"]) == 356
    assert "counties.json" in capsys.readouterr().out
    assert not list(small.parent.glob("*.tmp"))


def test_outlines_are_built_again_when_what_they_are_made_of_is_younger(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "fixtures").symlink_to(Path(settings.BASE_DIR) / "fixtures")
    settings.BASE_DIR = tmp_path
    assert not outlines_are_built()
    call_command("build_outlines", verbosity=0)
    assert outlines_are_built()
    counties, municipalities = built_outlines()
    untouched = municipalities.stat().st_mtime_ns
    call_command("build_outlines", if_older=True, verbosity=0)
    assert municipalities.stat().st_mtime_ns == untouched
    os.utime(counties, (0, 0))
    assert not outlines_are_built()
    call_command("build_outlines", if_older=True, verbosity=0)
    assert outlines_are_built()


def test_every_county_is_drawn_once_with_number_and_name(counties: list[dict[str, Any]]) -> None:
    drawn = [feature["properties"] for feature in counties]
    assert drawn == [dict(row) for row in rows("counties")]


def test_outlines_are_valid_and_neighbours_do_not_overlap(counties: list[dict[str, Any]]) -> None:
    areas = [shape(feature["geometry"]) for feature in counties]
    assert all(area.is_valid and not area.is_empty for area in areas)
    overlaps = shapely.union_all(areas).area - sum(area.area for area in areas)
    assert abs(overlaps) < 0.02


def test_municipalities_are_valid_and_say_their_county() -> None:
    features = municipality_features()
    assert all(shape(feature["geometry"]).is_valid for feature in features)
    for properties in (feature["properties"] for feature in features):
        assert properties["county"] == properties["number"][:2]


def test_building_again_gives_the_same(counties: list[dict[str, Any]]) -> None:
    assert county_features() == counties


def test_paths_stay_inside_the_picture_and_fill_it() -> None:
    corners = [corner for county in county_paths() for corner in _corners(county.path)]
    across, down = {x for x, _ in corners}, {y for _, y in corners}
    assert min(across) >= 0
    assert max(across) <= VIEW_WIDTH
    assert min(down) >= 0
    assert max(down) <= VIEW_HEIGHT
    assert max(across) - min(across) > 0.95 * VIEW_WIDTH
    assert max(down) - min(down) > 0.95 * VIEW_HEIGHT


def test_north_is_up_and_east_is_right_on_the_picture() -> None:
    middles = {}
    for county in county_paths():
        corners = _corners(county.path)
        middles[county.name] = [sum(part) / len(corners) for part in zip(*corners, strict=True)]
    assert middles["Finnmark"][1] < middles["Nordland"][1] < middles["Agder"][1]
    assert middles["Vestland"][0] < middles["Innlandet"][0] < middles["Finnmark"][0]


def test_all_paths_together_are_light_enough_to_stand_in_a_page() -> None:
    assert [county.number for county in county_paths()] == [
        row["number"] for row in rows("counties")
    ]
    assert sum(len(county.path) for county in county_paths()) < 30_000


def _corners(path: str) -> list[tuple[int, int]]:
    """Absolute corners of a path of whole-numbered moves and relative steps."""
    corners = []
    x = y = 0
    for letter, right, down in re.findall(r"([Ml])(-?\d+) (-?\d+)", path):
        x, y = (int(right), int(down)) if letter == "M" else (x + int(right), y + int(down))
        corners.append((x, y))
    return corners
