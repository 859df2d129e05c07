"""A record's plain form holds everything of it, and reads back as the same record."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from companies.models import Site
from streams.disclosure import HAS_COARSE_FORM
from streams.measures import fields_of, measures_of
from streams.quantities.intervals import Interval
from streams.register.altering import only_changes
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Record
from streams.register.plain import VALUES, plain_record
from streams.register.plain_reading import KNOWN, ONLY_OF, read_plain
from streams.register.services import save_record
from streams.vocabulary import Basis, Form, Handling, Kind, Method, Profile, Setting, State
from tests import worlds

pytestmark = pytest.mark.django_db
SUBSTANCES = ("SiO2", "MnO", "Pb", "CaO", "Fe")
words = st.text(st.characters(exclude_categories=("C",)), max_size=30).map(str.strip)
days = st.none() | st.dates(date(1950, 1, 1), date(2026, 1, 1))


def intervals(low: float, high: float, *, is_open: bool = True) -> st.SearchStrategy[Interval]:
    ends = st.tuples(st.floats(low, high), st.floats(low, high)).map(sorted)
    bounded = ends.map(lambda pair: Interval(*pair))
    upwards = st.floats(low, high).map(lambda end: Interval(end, float("inf")))
    return bounded | upwards if is_open else bounded


def quantities_of(kind: Kind) -> st.SearchStrategy[dict[str, Interval]]:
    limits = {one.key: (max(one.minimum, -1e6), min(one.maximum, 1e6)) for one in measures_of(kind)}
    return st.fixed_dictionaries(
        {}, optional={key: intervals(*ends, is_open=False) for key, ends in limits.items()}
    ).filter(lambda found: sum(one.low for key, one in found.items() if "share" in key) <= 100)


def policies(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    def rule(name: str) -> st.SearchStrategy[Any]:
        pairs = [(exact, coarse) for exact in range(3) for coarse in range(exact + 1)]
        if name not in HAS_COARSE_FORM:
            pairs = [(exact, exact) for exact in range(3)]
        return st.sampled_from([{"exact": one, "coarse": two} for one, two in pairs])

    rules = {field.value: rule(field.value) for field in fields_of(kind)}
    return st.fixed_dictionaries({}, optional={**rules, "listed": st.integers(0, 2)})


years = st.dictionaries(
    st.integers(1950, 2025),
    st.tuples(intervals(0, 1e9), st.sampled_from(Method.values), days),
    max_size=4,
).map(lambda found: [YearDraft(year, *rest) for year, rest in sorted(found.items())])
constituents = st.dictionaries(
    st.sampled_from(SUBSTANCES),
    st.tuples(
        intervals(0, 15, is_open=False),
        st.sampled_from(["wt%", "mg/kg"]),
        st.none() | st.booleans(),
    ),
    min_size=1,
).map(lambda found: [ConstituentDraft(name, *rest) for name, rest in found.items()])
analyses = st.lists(
    st.builds(
        AnalysisDraft,
        constituents,
        analysed_on=days,
        method=words,
        basis=st.sampled_from(Basis.values),
        is_typical=st.booleans(),
        source=words,
    ),
    max_size=3,
)
SOME: dict[str, st.SearchStrategy[Any]] = {
    "own_reference": words,
    "process": words,
    "description": words,
    "form": st.sampled_from(["", *Form.values]),
    "hazardous": st.none() | st.booleans(),
    "handling": st.lists(st.sampled_from(Handling.values), unique=True),
    "profile": st.sampled_from(["", *Profile.values]),
    "setting": st.sampled_from(["", *Setting.values]),
    "opened_year": st.none() | st.integers(1600, 1900),
    "closed_year": st.none() | st.integers(1900, 2200),
    "confirmed_on": days,
    "state": st.sampled_from(State.values),
}


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Kind, RecordDraft]:
    kind = draw(st.sampled_from(Kind))
    chosen = {name: one for name, one in SOME.items() if kind in ONLY_OF.get(name, Kind)}
    solid = kind in (Kind.MATERIAL, Kind.DEPOSIT)
    return kind, RecordDraft(
        values={"title": draw(words.filter(bool)), **draw(st.fixed_dictionaries(chosen))},
        quantities=draw(quantities_of(kind)),
        years=draw(years),
        analyses=draw(analyses) if solid else [],
        policy=draw(policies(kind)),
    )


@pytest.fixture
def place() -> Site:
    worlds.load_lists()
    return worlds.site(worlds.company(1, "Verk"))


def whole(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=drafts())
def test_a_record_read_back_from_its_own_form_is_unchanged(
    place: Site, made: tuple[Kind, RecordDraft]
) -> None:
    kind, draft = made
    Record.objects.all().delete()
    values = {**draft.values, "material": worlds.material_of(kind)}
    full = RecordDraft(values, draft.quantities, draft.years, draft.analyses, draft.policy)
    record = whole(save_record(actor=None, site=place, kind=kind, draft=full))
    told = json.loads(json.dumps(plain_record(record), allow_nan=False))
    sites = {place.public_id: place}
    for as_whole in (True, False):
        read = read_plain(told, kind=kind, sites=sites, record=record, whole=as_whole)
        assert read.problems == {}
        assert read.site is not None
        assert only_changes(record, read.site, read.draft)[1] == []
    copied = copy_of(told, kind, place)
    ours = {"id", "version", "created_at", "own_reference"}
    assert {key: copied[key] for key in copied.keys() - ours} == {
        key: told[key] for key in told.keys() - ours
    }


def copy_of(told: dict[str, Any], kind: Kind, place: Site) -> dict[str, Any]:
    """The same as a new record; only a discontinued one cannot begin as such."""
    sent = {**told, "own_reference": ""}
    if told["state"] == State.DISCONTINUED:
        del sent["state"]
    read = read_plain(sent, kind=kind, sites={place.public_id: place})
    assert read.problems == {}
    record = save_record(actor=None, site=place, kind=kind, draft=read.draft)
    copied: dict[str, Any] = json.loads(json.dumps(plain_record(whole(record))))
    if told["state"] == State.DISCONTINUED or told["confirmed_on"] is None:
        copied |= {"state": told["state"], "confirmed_on": told["confirmed_on"]}
    return copied


def test_every_field_of_the_register_has_its_place_in_the_form(place: Site) -> None:
    """A new field of the model joins by itself; this fails where its type is not read back."""
    told = plain_record(whole(worlds.listing(place)))
    kept_back = {"created_at", "delete_at", "version", "id"}
    fields = {field.name for field in Record._meta.concrete_fields}
    assert fields <= told.keys()
    assert told.keys() == KNOWN
    assert fields - {*VALUES, "site", "kind", "policy"} == kept_back


def test_amounts_close_to_one_another_are_told_apart(place: Site) -> None:
    record = whole(worlds.listing(place, tonnes=0.1 + 0.2))
    told = json.loads(json.dumps(plain_record(record)))
    told["years"][1]["amount"] = 0.3
    read = read_plain(told, kind=Kind.MATERIAL, sites={}, record=record)
    assert only_changes(record, record.site, read.draft)[1] == ["years"]
