"""Points find the municipalities of 2024, and distances are those of the globe."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companies.borders import municipality_borders
from companies.geography import (
    counties_within,
    county_distances,
    distance_km,
    place_of,
    same_place_as_drawn,
)
from companies.projection import to_degrees, to_plane
from companies.reference import rows

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    ("plant", "latitude", "longitude", "municipality", "county"),
    [
        ("Kvinesdal", 58.29, 6.96, "Kvinesdal", "Agder"),
        ("Herøya", 59.117, 9.632, "Porsgrunn", "Telemark"),
        ("Mo i Rana", 66.313, 14.157, "Rana", "Nordland"),
        ("Odda", 60.07, 6.55, "Ullensvang", "Vestland"),
        ("Svelgen", 61.768, 5.293, "Bremanger", "Vestland"),
        ("Ålvik", 60.433, 6.425, "Kvam", "Vestland"),
        ("Mosjøen", 65.85, 13.19, "Vefsn", "Nordland"),
        ("Sarpsborg", 59.2729, 11.1163, "Sarpsborg", "Østfold"),
        ("Narvik", 68.438, 17.427, "Narvik", "Nordland"),
        ("Sunndalsøra", 62.675, 8.56, "Sunndal", "Møre og Romsdal"),
        ("Årdalstangen", 61.236, 7.706, "Årdal", "Vestland"),
        ("Øvre Årdal", 61.31, 7.80, "Årdal", "Vestland"),
        ("Hønefoss", 60.17, 10.25, "Ringerike", "Buskerud"),
        ("Lillestrøm", 59.956, 11.05, "Lillestrøm", "Akershus"),
        ("Slemmestad", 59.78, 10.49, "Asker", "Akershus"),
        ("Larvik", 59.05, 10.03, "Larvik", "Vestfold"),
        ("Finnfjord", 69.23, 18.08, "Senja", "Troms"),
        ("Kirkenes", 69.727, 30.045, "Sør-Varanger", "Finnmark"),
        ("Salten", 67.26, 15.39, "Fauske", "Nordland"),
        ("Thamshavn", 63.32, 9.88, "Orkland", "Trøndelag"),
        ("Raufoss", 60.73, 10.61, "Vestre Toten", "Innlandet"),
        ("Oslo", 59.9139, 10.7522, "Oslo", "Oslo"),
        ("Haram", 62.60, 6.44, "Ålesund", "Møre og Romsdal"),
    ],
)
def test_a_plant_lies_in_its_municipality_and_county(
    plant: str, latitude: float, longitude: float, municipality: str, county: str
) -> None:
    place = place_of(latitude, longitude)
    assert place is not None, plant
    assert (place.municipality_name, place.county_name) == (municipality, county)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(57.5, 3.0), (59.33, 18.06), (57.7, 11.97), (0.0, 0.0), (-65.0, -164.0), (90.0, 0.0),
     (float("nan"), 6.0), (58.0, float("inf"))],
)  # fmt: skip
def test_points_elsewhere_find_nothing(latitude: float, longitude: float) -> None:
    assert place_of(latitude, longitude) is None


def test_a_quay_in_the_sea_belongs_to_the_shore_but_not_the_open_sea() -> None:
    inside = [place for km in range(60) if (place := place_of(58.0 - km / 111.2, 7.05))]
    snapped = [place for place in inside if place.km_off]
    assert snapped
    assert all(place.km_off <= 2 for place in snapped)
    assert place_of(57.46, 7.05) is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(municipality_borders())))
def test_every_drawn_municipality_is_found_from_a_point_inside_it(number: str) -> None:
    inside = municipality_borders()[number].representative_point()
    longitude, latitude = to_degrees(inside.x, inside.y)
    place = place_of(float(latitude), float(longitude))
    assert place is not None
    assert place.municipality == number
    assert place.county == number[:2]


def test_all_but_haram_are_drawn_and_haram_is_taken_for_ålesund() -> None:
    everything = {row["number"] for row in rows("municipalities")}
    assert everything - set(municipality_borders()) == {"1580"}
    assert same_place_as_drawn("1580", "1508")
    assert same_place_as_drawn("1508", "1508")
    assert not same_place_as_drawn("1507", "1508")


def test_distances_are_great_circles() -> None:
    assert distance_km(59.91, 10.75, 60.39, 5.32) == pytest.approx(305.1, abs=0.2)
    assert distance_km(0, 0, 0, 180) == pytest.approx(20_015.1, abs=0.1)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_the_same_both_ways_and_never_negative(
    a: float, b: float, c: float, d: float
) -> None:
    there, back = distance_km(a, b, c, d), distance_km(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016


@given(st.floats(57, 72), st.floats(4, 32))
def test_the_flat_map_leads_back_to_the_same_point(latitude: float, longitude: float) -> None:
    back = to_degrees(*to_plane(longitude, latitude))
    assert [float(value) for value in back] == pytest.approx([longitude, latitude], abs=1e-9)


@given(st.floats(57.5, 71.5), st.floats(4, 32), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_short_lengths_on_the_flat_map_are_right_to_half_a_percent(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    x, y = to_plane([longitude, longitude + east], [latitude, latitude + north])
    flat = ((x[1] - x[0]) ** 2 + (y[1] - y[0]) ** 2) ** 0.5
    true = distance_km(latitude, longitude, latitude + north, longitude + east)
    assert float(flat) == pytest.approx(true, rel=0.005, abs=1e-3)


def test_a_circle_touches_the_counties_it_reaches() -> None:
    assert counties_within(58.29, 6.96, 1) == {"42"}
    assert counties_within(58.29, 6.96, 50) == {"42", "11"}
    assert counties_within(58.29, 6.96, 3000) == set(county_distances(58.29, 6.96))
    assert counties_within(0, 0, 100) == set()


@settings(deadline=None)
@given(LATITUDES, LONGITUDES)
def test_a_point_anywhere_has_a_distance_to_all_fifteen_counties(
    latitude: float, longitude: float
) -> None:
    distances = county_distances(latitude, longitude)
    assert len(distances) == 15
    assert all(0 <= away <= 20_016 for away in distances.values())
