"""Heat, gas and deposits have pages of their own nature: months, origins of carbon, areas."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.tiers import Tier
from streams.catalogue.audiences import entry_as
from streams.disclosure import Field
from streams.owners.steps.amounts import AmountsStep
from streams.quantities.intervals import Interval
from streams.quantities.months import shares_of
from streams.quantities.outlines import area_of, check_outline, read_outline, written_outline
from streams.reference.queries import forget_reference
from streams.register.models import Record
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WINTER = [12, 11, 10, 8, 6, 4, 3, 4, 7, 10, 12, 13]
SQUARE = [(6.96, 58.29), (6.964, 58.29), (6.964, 58.292), (6.96, 58.292)]
FOR_ALL = {"exact": Tier.PUBLIC, "coarse": Tier.PUBLIC}


def months(unit: str, amounts: list[object]) -> dict[str, str]:
    named = {f"months-{n}": str(amount) for n, amount in enumerate(amounts, start=1)}
    return {"monthly_unit": unit, "profile": "winter", **named}


def of_kind(works: Works, kind: str) -> Works:
    record = worlds.listing(worlds.site(works.company, kind), kind)
    return replace(works, record=record)


def publish(client: Client, record: Record) -> None:
    answer = client.post(f"/oppforing/{record.pk}/se-over/")
    assert answer.headers["Location"] == f"/oppforing/{record.pk}/"


def test_twelve_months_are_kept_as_typed_and_shown_as_shares(works: Works) -> None:
    heat = of_kind(works, "heat")
    client = works.client(works.kari)
    answer = client.post(heat.page("varmen"), {**months("GWh", WINTER), "next": "1"})
    assert answer.status_code == 302
    publish(client, heat.record)
    saved = Record.objects.get(pk=heat.record.pk)
    assert saved.monthly == WINTER
    entry = entry_as(saved.pk, Tier.NDA)
    assert entry
    assert entry.facts["profile"] == {
        "precision": "exact", "pattern": "winter", "months": shares_of(WINTER), "unit": "%"
    }  # fmt: skip


def test_whoever_sees_only_the_word_sees_no_month(works: Works) -> None:
    policy = {Field.PROFILE.value: {"exact": Tier.NDA, "coarse": Tier.PUBLIC}}
    values = {"profile": "winter", "monthly": WINTER, "monthly_unit": "GWh"}
    heat = worlds.listing(worlds.site(works.company, "x"), "heat", policy=policy, **values)
    public = entry_as(heat.pk, Tier.PUBLIC)
    assert public
    assert public.facts["profile"] == {"precision": "pattern", "pattern": "winter"}


def test_months_tell_nothing_of_the_energy_of_the_year() -> None:
    assert shares_of(WINTER) == shares_of([7 * amount for amount in WINTER])


def test_typing_months_draws_them_and_compares_their_sum_with_the_year(works: Works) -> None:
    heat = of_kind(works, "heat")
    typed = months("GWh", ["1000 MWh", *WINTER[1:]])
    page = works.client(works.kari).post(heat.page("varmen"), typed, headers=HTMX)
    text = page.content.decode()
    assert text.count('class="months__bar"') == 12
    assert 'id="id_months-1_notes"' in text
    assert "1\xa0GWh" in text
    assert "89" in text  # the sum
    assert "321" in text  # of 4,321 GWh, that year's figure


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ([1, 2, 3], "months-4"),
        ([0] * 12, "months-1"),
        (["2–3", *WINTER[1:]], "months-1"),
        ([-5, *WINTER[1:]], "months-1"),
    ],
)
def test_months_that_make_no_year_are_refused(
    works: Works, amounts: list[object], said: str
) -> None:
    heat = of_kind(works, "heat")
    typed = {**months("GWh", amounts), "next": "1"}
    answer = works.client(works.kari).post(heat.page("varmen"), typed)
    assert answer.status_code == 422
    assert f'id="id_{said}_error"' in answer.content.decode()


def test_heat_cannot_come_back_hotter_than_it_leaves(works: Works) -> None:
    heat = of_kind(works, "heat")
    typed = {"temperature": "60–70", "return_temperature": "80", "next": "1"}
    answer = works.client(works.kari).post(heat.page("varmen"), typed)
    assert answer.status_code == 422


def test_months_show_energy_only_to_those_who_see_the_energy_exactly(works: Works) -> None:
    values = {"profile": "winter", "monthly": WINTER, "monthly_unit": "GWh"}
    policy = {Field.PROFILE.value: FOR_ALL}
    heat = worlds.listing(worlds.site(works.company, "x"), "heat", 100, policy=policy, **values)
    everyone = Client().get(f"/oppforing/{heat.pk}/").content.decode()
    own = works.client(works.kari).get(f"/oppforing/{heat.pk}/").content.decode()
    assert "12\xa0%" in everyone
    assert "GWh, " not in everyone
    assert "GWh, " in own


def test_fossil_and_biogenic_are_at_most_everything(works: Works) -> None:
    gas = of_kind(works, "gas")
    client = works.client(works.kari)
    typed = {"fossil_share": "70–80", "biogenic_share": "40", "next": "1"}
    assert client.post(gas.page("gassen"), typed).status_code == 422
    with pytest.raises(ValidationError, match="100"):
        worlds.change(
            gas.record,
            quantities={"fossil_share": Interval(70, 80), "biogenic_share": Interval.point(40)},
        )
    answer = client.post(
        gas.page("gassen"), {"fossil_share": "60", "biogenic_share": "10-30"}, headers=HTMX
    )
    assert "field__warning" in answer.content.decode()


def test_an_area_is_read_as_lines_and_as_geojson() -> None:
    assert read_outline("58.29, 6.96\n58.29 6.964\n58,292; 6,964\n58.292, 6.96\n") == SQUARE
    ring = [list(point) for point in [*SQUARE, SQUARE[0]]]
    geojson = json.dumps(
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    )
    assert read_outline(geojson) == SQUARE
    assert read_outline(written_outline(SQUARE)) == SQUARE
    assert read_outline("  ") is None


@pytest.mark.parametrize(
    "text",
    ["58.29", "north of the quay", "{", '{"type":"Point","coordinates":[1,2]}', "[1]", "{}"],
)
def test_what_is_no_area_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError):
        read_outline(text)


def test_an_area_is_simple_lies_in_norway_and_is_measured() -> None:
    check_outline(SQUARE)
    assert area_of(SQUARE) == pytest.approx(233.9 * 222.8, rel=0.02)
    a, b, c, d = SQUARE
    for wrong in ([a, b], [a, c, b, d], [(58.29, 6.96), (58.3, 6.96), (58.3, 6.97)],
                  [a, a, a], [a] * 101, [(6.96, 58.29), (12.9, 64.1), (10.4, 63.4)]):  # fmt: skip
        with pytest.raises(ValidationError):
            check_outline(wrong)


@pytest.mark.parametrize(
    "values",
    [
        {"outline": "58,6"}, {"outline": {"type": "Polygon"}}, {"outline": [[6.9]]},
        {"outline": [["a", "b"]] * 3}, {"outline": [[True, 58.2]] * 3},
        {"monthly": "1,2", "monthly_unit": "%"}, {"monthly": [1] * 11, "monthly_unit": "%"},
        {"monthly": ["1"] * 12, "monthly_unit": "%"}, {"monthly": [1] * 12},
        {"monthly": [float("inf")] * 12, "monthly_unit": "GWh"},
    ],
)  # fmt: skip
def test_nothing_but_an_area_and_a_year_can_be_saved(
    works: Works, values: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        worlds.change(works.record, values=values)


def test_the_area_shows_where_the_exact_place_does_and_nowhere_else(works: Works) -> None:
    deposit = of_kind(works, "deposit")
    client = works.client(works.kari)
    typed = {"stock": "2 mill. t", "outline": written_outline(SQUARE), "next": "1"}
    assert client.post(deposit.page("deponiet"), typed).status_code == 302
    publish(client, deposit.record)
    saved = Record.objects.get(pk=deposit.record.pk)
    assert saved.quantities.get(key="area").interval == Interval.point(area_of(SQUARE))
    shown = {tier: entry_as(saved.pk, tier) for tier in Tier}
    assert [bool(hit and "outline" in hit.facts["place"]) for hit in shown.values()] == [
        False, True, True,
    ]  # fmt: skip
    address = f"/oppforing/{saved.pk}/kart.geojson"
    kinds = [one["geometry"]["type"] for one in client.get(address).json()["features"]]
    assert kinds == ["Point", "Polygon"]
    assert Client().get(address).json()["features"][0]["geometry"] is None


def test_a_wrong_area_is_kept_as_typed_and_refused(works: Works) -> None:
    deposit = of_kind(works, "deposit")
    client = works.client(works.kari)
    crossing = written_outline([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]])
    answer = client.post(deposit.page("deponiet"), {"outline": crossing, "next": "1"})
    assert answer.status_code == 422
    assert crossing.splitlines()[1] in client.get(deposit.page("deponiet")).content.decode()


def test_an_amount_with_a_unit_says_how_it_was_read(works: Works) -> None:
    typed = {
        "years-TOTAL_FORMS": "2", "years-INITIAL_FORMS": "0",
        "years-0-year": "2025", "years-0-amount": "120 kt",
        "years-1-year": "2024", "years-1-amount": "30 t/day",
    }  # fmt: skip
    answer = works.client(works.kari).post(works.page("mengde"), typed, headers=HTMX)
    text = answer.content.decode()
    assert "120\u202f000\xa0tonn" in text
    assert "10\u202f950\xa0tonn" in text
    assert 'id="id_years-0-amount_notes"' in text
    assert "field__warning" in text  # more than ten times the year before


def test_a_hazardous_code_called_harmless_is_asked_about_at_the_field(works: Works) -> None:
    worlds.WasteCode.objects.filter(code="100202").update(hazardous=True)
    forget_reference()
    typed = {"waste_code": "10 02 02", "hazardous": "false"}
    answer = works.client(works.kari).post(works.page("egenskaper"), typed, headers=HTMX)
    note = answer.content.decode().split('id="id_hazardous_notes"')[1].split("</div>")[0]
    assert "10 02 02" in note


def test_amounts_of_a_deposit_are_what_is_added_each_year(works: Works) -> None:
    deposit = of_kind(works, "deposit")
    material = AmountsStep(works.record)
    assert AmountsStep(deposit.record).lead != material.lead
