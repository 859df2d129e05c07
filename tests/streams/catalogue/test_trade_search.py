"""Several substances at once, order by contained tonnes, and near a listing: by the entry alone."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.queries import viewer_for
from accounts.tiers import Tier
from accounts.viewers import ANONYMOUS, Viewer
from companies.models import Company, Site
from exchange.audit.models import AccessLine
from streams.catalogue.contents import Content, content_from
from streams.catalogue.criteria import ORDERINGS, Criteria, criteria_from
from streams.catalogue.search import everything, search
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft, YearDraft
from streams.register.models import Record
from tests import worlds

pytestmark = pytest.mark.django_db
OPEN = {"exact": 0, "coarse": 0}
ALL_OPEN = dict.fromkeys(("volume", "composition", "traces", "properties", "crm", "place"), OPEN)


@pytest.fixture
def owner() -> Company:
    worlds.load_lists()
    return worlds.company(1, "Verk")


@pytest.fixture
def place(owner: Company) -> Site:
    return worlds.site(owner)


def asked(text: str, viewer: Viewer = ANONYMOUS) -> Criteria:
    return criteria_from(viewer, QueryDict(text))


def titles(text: str, viewer: Viewer = ANONYMOUS) -> list[str]:
    return [hit.title for hit in search(viewer, asked(text, viewer)).hits]


def wrong(text: str, viewer: Viewer = ANONYMOUS) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        asked(text, viewer)
    found: dict[str, list[str]] = caught.value.message_dict
    return found


def slag(
    place: Site, title: str, tonnes: Interval, moisture: Interval | None = None,
    basis: str = "dry", **shares: Interval,
) -> Record:  # fmt: skip
    record = worlds.listing(place, title=title)
    return worlds.change(
        record,
        quantities={"moisture": moisture} if moisture else {},
        years=[YearDraft(2024, tonnes)],
        analyses=[AnalysisDraft([ConstituentDraft(*one) for one in shares.items()], basis=basis)],
        policy=ALL_OPEN,
    )


def exactly(value: float) -> Interval:
    return Interval.point(value)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Mn", Content("Mn")),
        ("Mn:5-", Content("Mn", 5)),
        ("P:-0.1", Content("P", None, 0.1)),
        ("SiO2:20-40.5", Content("SiO2", 20, 40.5)),
        ("Pb:1e-3-2e-2", Content("Pb", 0.001, 0.02)),
        (" MnO : 5 - 20 ".replace(" - ", "-"), Content("MnO", 5, 20)),
    ],
)
def test_a_condition_is_read_and_written_alike(text: str, content: Content) -> None:
    assert content_from(text) == content
    assert content_from(str(content)) == content


@pytest.mark.parametrize(
    "text",
    ["Mn:", "Mn:-", "Mn:x-", "Mn:5", "Mn:9-5", "Mn:-101", ":5-", "Foo9", "Mn:5-6-7", "Mn:nan-"],
)  # fmt: skip
def test_a_condition_that_makes_no_sense_is_named(owner: Company, text: str) -> None:
    assert set(wrong(f"contains={text}")) == {"contains"}


def test_at_most_five_substances_are_asked_for_at_once(owner: Company) -> None:
    five = "&".join(f"contains={name}" for name in ("Mn", "Si", "Fe", "Ca", "Al"))
    assert len(asked(five).contents) == 5
    assert set(wrong(f"{five}&contains=P")) == {"contains"}
    assert set(wrong(f"{five}&substance=P")) == {"contains"}


def test_the_first_of_several_is_the_first_whatever_parameter_gave_it(owner: Company) -> None:
    one = asked("contains=Mn:5-&contains=Pb:-0.1")
    assert one == asked("substance=Mn&wt_min=5&contains=Pb:-0.1")
    assert one.contents == (Content("Mn", 5), Content("Pb", None, 0.1))


def test_every_condition_must_hold_in_the_same_listing(place: Site) -> None:
    slag(place, "Clean", exactly(1_000), MnO=exactly(20), Pb=exactly(0.05))
    slag(place, "Dirty", exactly(1_000), MnO=exactly(20), Pb=exactly(2))
    slag(place, "Poor", exactly(1_000), MnO=exactly(1), Pb=exactly(0.05))
    assert titles("substance=Mn&wt_min=5&contains=Pb:-0.1") == ["Clean"]
    assert titles("contains=Pb:1-&contains=Mn:5-") == ["Dirty"]
    assert titles("contains=Pb&contains=SiO2") == []


def test_a_hit_is_certain_only_when_every_condition_is(place: Site) -> None:
    slag(place, "Slag", exactly(1_000), MnO=Interval(10, 20), Pb=exactly(0.05))

    def certain(text: str) -> list[bool]:
        return [hit.certain for hit in search(ANONYMOUS, asked(text)).hits]

    assert certain("contains=Pb:-0.1&contains=MnO:5-") == [True]
    assert certain("contains=Pb:-0.1&contains=MnO:15-") == [False]
    assert certain("contains=MnO:-15&contains=Pb:-0.1") == [False]


def test_most_tonnes_go_first_by_volume_times_share(place: Site) -> None:
    slag(place, "Much and poor", exactly(10_000), MnO=exactly(1))
    slag(place, "Little and rich", exactly(1_000), MnO=exactly(50))
    slag(place, "Middle", exactly(2_000), MnO=exactly(10))
    expected = ["Little and rich", "Middle", "Much and poor"]
    assert titles("substance=Mn&ordering=tonnes") == expected
    assert titles("contains=MnO&ordering=tonnes") == expected
    assert titles("crm=manganese&ordering=tonnes") == expected[:2]  # 1 % is too little to count


def test_order_and_shown_tonnes_agree_also_on_moisture(place: Site) -> None:
    """The order is by what is shown, unrounded: it never contradicts it."""
    half, third = Interval(50, 60), Interval.point(30)
    slag(place, "Wet sludge", exactly(1_000), half, MnO=exactly(20))
    slag(place, "As delivered", exactly(1_000), half, basis="wet", MnO=exactly(20))
    slag(place, "Dry", exactly(1_000), third, MnO=Interval(15, 20))
    slag(place, "By dry matter", exactly(1_000), MnO=exactly(20), dry_matter=exactly(60))
    slag(place, "By its own water", exactly(1_000), MnO=exactly(20), moisture=exactly(25))
    slag(place, "All water", exactly(1_000), exactly(100), MnO=exactly(18))
    for text in ("substance=MnO", "substance=Mn", "crm=manganese"):
        hits = search(ANONYMOUS, asked(f"{text}&ordering=tonnes")).hits
        shown = [(hit.contained or {})["high"] for hit in hits]
        assert len(shown) == 6
        assert all(one >= other for one, other in pairwise(shown)), text
        assert hits[0].title == "As delivered"
        assert hits[-1].title == "Wet sludge"


def test_tonnes_without_end_go_first_and_unknown_ones_last(place: Site) -> None:
    slag(place, "Huge", Interval(100_000, float("inf")), MnO=exactly(1))
    slag(place, "Endless and richer", Interval(100_000, float("inf")), MnO=exactly(2))
    slag(place, "Enormous", exactly(1.7e308), MnO=exactly(100))
    slag(place, "Tiny", exactly(1e-300), MnO=exactly(1e-30))
    slag(place, "None of endless", Interval(1, float("inf")), MnO=exactly(0))
    hidden = slag(place, "Hidden", exactly(5), MnO=exactly(9))
    worlds.change(hidden, policy={**ALL_OPEN, "volume": {"exact": 2, "coarse": 2}})
    found = titles("substance=MnO&ordering=tonnes")
    assert found[:4] == ["Endless and richer", "Huge", "Enormous", "Tiny"]
    assert set(found[4:]) == {"Hidden", "None of endless"}


def test_nobody_orders_by_tonnes_that_the_bands_hide(place: Site) -> None:
    """Both show the same bands: the order stays, whatever lies within them."""
    first = worlds.listing(place, title="One", tonnes=1_500)
    worlds.listing(place, title="Other", tonnes=9_000)
    before = titles("substance=MnO&ordering=tonnes")
    worlds.change(first, years=[YearDraft(2024, exactly(9_999))])
    assert titles("substance=MnO&ordering=tonnes") == before
    assert {str(hit.contained) for hit in search(ANONYMOUS, asked("substance=MnO")).hits} == {
        "{'low': 0.0, 'high': 2000.0, 'unit': 't/yr', 'precision': 'calculated'}"
    }


def test_each_tier_weighs_by_its_own_entry(place: Site, owner: Company) -> None:
    record = worlds.listing(place, tonnes=1_000)
    reader = worlds.company(2, "Reader")
    worlds.let_see(record, reader)
    found = {}
    for company in (owner, reader):
        viewer = viewer_for(worlds.person(f"{company.pk}@demo.example", company))
        (hit,) = search(viewer, asked("substance=MnO&ordering=tonnes", viewer)).hits
        found[hit.tier] = hit.contained
    (public,) = search(ANONYMOUS, asked("substance=MnO")).hits
    assert found[Tier.OWNER] == found[Tier.NDA]
    assert found[Tier.NDA] == {"low": 58, "high": 63, "unit": "t/yr", "precision": "calculated"}
    assert public.contained
    assert public.contained["high"] > 63


def test_tonnes_need_one_material(owner: Company) -> None:
    assert "tonnes" in ORDERINGS
    for text in ("ordering=tonnes", "crm=manganese&crm=cobalt&ordering=tonnes"):
        assert "ordering" in wrong(text)
    assert asked("crm=manganese&ordering=tonnes").weighed_critical == "manganese"
    assert asked("crm=manganese&substance=Si&ordering=tonnes").weighed_substance == "Si"


def test_near_a_listing_is_where_it_lies_for_those_who_may_see(place: Site) -> None:
    shown = worlds.listing(place, title="Heat source", policy={"place": OPEN})
    near = asked(f"near_listing={shown.pk}&radius_km=30&ordering=distance").near
    assert near
    assert (near.latitude, near.longitude, near.radius_km) == (58.29, 6.96, 30)


def test_near_a_listing_whose_place_is_hidden_is_near_none(place: Site) -> None:
    hidden = worlds.listing(place)
    unlisted = worlds.listing(place, policy={"listed": 2, "place": OPEN})
    never = wrong("near_listing=neverwasthere")
    assert set(never) == {"near_listing"}
    for text in (hidden.pk, unlisted.pk, "never", "\u0661", "' OR 1=1"):
        assert wrong(f"near_listing={text}") == never
        assert wrong(f"near_listing={text}&radius_km=30&ordering=distance") == never


def test_looking_from_an_opened_listing_leaves_a_line_even_when_it_is_no_hit(
    place: Site,
) -> None:
    record = worlds.listing(place)
    reader = worlds.company(2, "Reader")
    worlds.let_see(record, reader)
    viewer = viewer_for(worlds.person("r@demo.example", reader))
    text = f"near_listing={record.pk}&kind=heat"
    search(viewer, asked(text, viewer))
    line = AccessLine.objects.get()
    assert (line.record_id, line.tier, line.company_name) == (record.pk, Tier.NDA, "Reader")
    assert line.grant_until
    list(everything(viewer, asked(text, viewer), 10))
    assert AccessLine.objects.count() == 2


def test_a_place_and_a_listing_are_not_both_what_it_is_near(place: Site) -> None:
    shown = worlds.listing(place, policy={"place": OPEN})
    assert set(wrong(f"near_listing={shown.pk}&near=58,7")) == {"near_listing"}


def test_only_exact_places_count_as_within_the_radius_of_a_listing(place: Site) -> None:
    shown = worlds.listing(place, title="Shown", policy={"place": OPEN})
    worlds.listing(place, title="In the county")
    hits = search(ANONYMOUS, asked(f"near_listing={shown.pk}&radius_km=1")).hits
    assert {(hit.title, hit.certain) for hit in hits} == {
        ("Shown", True), ("In the county", False)
    }  # fmt: skip
