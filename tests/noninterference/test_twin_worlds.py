"""What a viewer may not see changes nothing in what he gets, anywhere."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.tiers import Tier
from accounts.viewers import Viewer
from companies.services import save_company, save_site
from streams.catalogue import facts, filters, numbers, publish, search
from streams.catalogue.models import OwnerEntry, RecordGrant
from streams.disclosure import Policy
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft, YearDraft
from streams.register.models import Record
from streams.register.services import set_policy, set_state
from streams.vocabulary import State
from tests import worlds
from tests.noninterference.crawl import crawled, differences, routes_without_recipe

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]


class World:
    """Two owners, a recycler with access to one listing, and everybody who looks."""

    def __init__(self) -> None:
        worlds.load_lists()
        self.owner = worlds.company(1, "Hemmelig Smelteverk")
        self.other = worlds.company(2, "Annet Verk")
        self.recycler = worlds.company(3, "Gjenvinner")
        place, elsewhere = worlds.site(self.owner), worlds.site(self.other, "Der borte")
        self.secret = worlds.listing(place)
        self.heat = worlds.listing(place, "heat", 52)
        self.unlisted = worlds.listing(place, policy={"listed": 2}, title="Unlisted")
        self.granted = worlds.listing(elsewhere, "material", 7_000)
        self.gas = worlds.listing(elsewhere, "gas", 60_000)
        worlds.let_see(self.granted, self.recycler)
        self.viewers: dict[str, User | None] = {
            "anonymous": None,
            "outsider": worlds.person("out@demo.example", worlds.company(4, "Utenfor")),
            "nda elsewhere": worlds.person("nda@demo.example", self.recycler),
            "pending": worlds.person("wait@demo.example", self.owner, active=False),
        }

    @property
    def ids(self) -> list[str]:
        return list(Record.objects.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def world() -> World:
    return World()


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def composition(mno: float, lead: float, silica: float = 42) -> AnalysisDraft:
    return AnalysisDraft(
        [
            ConstituentDraft("SiO2", Interval(silica, silica + 2)),
            ConstituentDraft("MnO", Interval(mno, mno + 0.3)),
            ConstituentDraft("Pb", Interval.point(lead), "mg/kg", True),
        ]
    )


def hidden_values(
    world: World, tonnes: float = 8_765, mno: float = 11, lead: float = 77, silica: float = 35
) -> None:
    """Other values inside the same bands, and other words where nobody may read."""
    worlds.change(
        world.secret,
        values={"process": "Furnace of another kind", "description": "Secret", "contact_name": "X"},
        quantities={"moisture": Interval(9, 11), "handling_cost": Interval.point(99)},
        years=[
            YearDraft(2021, Interval.point(2)),
            YearDraft(2022, Interval.point(1)),
            YearDraft(2024, Interval.point(tonnes)),
        ],
        analyses=[composition(mno, lead, silica)],
    )
    worlds.change(
        world.heat,
        quantities={"temperature": Interval.point(199), "capacity": Interval.point(9)},
    )


def hidden_owner(world: World) -> None:
    """The company behind bands takes another name, another place in the county."""
    save_company(actor=None, company=world.owner, changes={"name": "Aaa Verk"})
    save_site(
        actor=None, company=world.owner, site=world.secret.site, name="Q", latitude=58.3,
        longitude=6.97, county=world.secret.site.county,
    )  # fmt: skip


def unlisted_changes(world: World) -> None:
    worlds.change(world.unlisted, values={"title": "Secret listing of furnace"})
    worlds.listing(world.secret.site, policy={"listed": 2}, title="Another unlisted")
    worlds.listing(world.secret.site, state=State.DRAFT, title="A draft listing")


def policy_above(world: World) -> None:
    """What only the owner saw opens under NDA, and the other way."""
    policy = {"process": {"exact": 1, "coarse": 1}, "traces": {"exact": 2, "coarse": 2}}
    set_policy(actor=None, record=world.secret, policy=policy)


def unlisted_ends(world: World) -> None:
    set_state(actor=None, record=world.unlisted, state=State.DISCONTINUED)
    worlds.let_see(world.secret, worlds.company(9, "Tredje"))


CHANGES = (hidden_values, hidden_owner, unlisted_changes, policy_above, unlisted_ends)


def test_every_route_has_a_recipe() -> None:
    assert routes_without_recipe() == set()


@pytest.mark.parametrize("change", CHANGES)
def test_hidden_changes_show_nowhere(world: World, change: Callable[[World], None]) -> None:
    ids = world.ids
    before = {name: crawled(user, ids) for name, user in world.viewers.items()}
    change(world)
    for name, user in world.viewers.items():
        assert differences(before[name], crawled(user, ids)) == [], name


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    tonnes=st.floats(1_000, 9_999),
    mno=st.floats(5, 19),
    lead=st.floats(0, 5_000),
    silica=st.floats(20, 47),
)
def test_any_value_of_the_same_bands_shows_the_same(
    world: World, tonnes: float, mno: float, lead: float, silica: float
) -> None:
    before = crawled(None, world.ids)
    hidden_values(world, tonnes, mno, lead, silica)
    assert differences(before, crawled(None, world.ids)) == []


def exact_for_all(self: Policy, field: object, tier: Tier) -> str:
    return "exact"


def own_tables(granted: Any) -> list[Any]:
    return [OwnerEntry.objects.all()]


def sharp(interval: Interval, scale: Any, precision: str) -> dict[str, Any]:
    return {**interval.as_json(), "unit": scale.unit, "precision": "band"}


def in_exact_order(parts: Any, precision: str) -> list[Any]:
    ordered = sorted(parts, key=lambda part: part.share.low % 10)
    return [
        {"substance": p.substance, **numbers.number(p.share, numbers.WEIGHT_PERCENT, precision)}
        for p in ordered
    ]


def always_moved(model: Any, ids: Any, sources: Any, *, dry_run: bool) -> publish.Drift:
    rows = publish.rows_of(model, sources)
    publish.write(model, rows, ())
    return publish.Drift(len(rows), 0)


def secret_words(self: Any, title: str, shown: Any) -> str:
    return title + " ".join(Record.objects.values_list("process", flat=True).order_by("pk"))


def by_owner_volume(criteria: Any) -> list[Any]:
    owner = OwnerEntry.objects.filter(pk=search.OuterRef("pk")).values("volume_high")[:1]
    return [search.Subquery(owner).desc(), F("id").asc()]


def owner_conditions(model: Any, criteria: Any) -> list[Any]:
    owner = filters.Q(pk__in=OwnerEntry.objects.filter(volume_high__gte=criteria.volume_min or 0))
    return [owner]


def listed_for_all(self: Any, tier: Tier) -> bool:
    return True


def documents_of_owner(shown: Any, source: Any, tier: Tier) -> None:
    shown["years"] = len(source.years)


def exact_place(source: Any, precision: str) -> Any:
    return real_place(source, "exact")


def owner_name(source: Any, precision: str) -> Any:
    return real_owner(source, "exact")


def leaking(field: facts.Field, builder: Any) -> Any:
    return patch.dict(facts.BUILDERS, {field: builder})  # type: ignore[arg-type]


def pending_counts(user: Any) -> Any:
    if not isinstance(user, User):
        return Viewer()
    return Viewer(user.pk, frozenset(user.memberships.values_list("company_id", flat=True)))


real_place, real_owner = facts.BUILDERS[facts.Field.PLACE], facts.BUILDERS[facts.Field.OWNER]
LEAKS: dict[str, Callable[[], Any]] = {
    "policy ignored": lambda: patch.object(Policy, "precision", exact_for_all),
    "everybody reads the owner table": lambda: patch.object(search, "arms", own_tables),
    "exact numbers called bands": lambda: patch.object(facts, "number", sharp),
    "exact shares called bands": lambda: patch.object(numbers, "number", sharp),
    "order inside a band": lambda: patch.object(facts, "constituents", in_exact_order),
    "every publication moves the entry": lambda: patch.object(
        publish, "publish_tier", always_moved
    ),
    "hidden words in the search text": lambda: patch.object(
        publish.current_names().__class__, "search_text", secret_words
    ),
    "unlisted listed": lambda: patch.object(publish.Source, "is_listed_at", listed_for_all),
    "filter on the owner's volume": lambda: patch.object(filters, "conditions", owner_conditions),
    "number of hidden years": lambda: patch.object(facts, "add_documents", documents_of_owner),
    "point instead of county": lambda: leaking(facts.Field.PLACE, exact_place),
    "name instead of industry": lambda: leaking(facts.Field.OWNER, owner_name),
    "pending members count": lambda: patch("streams.web.views.viewer_for", pending_counts),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_crawl_catches(leak: str) -> None:
    """The crawl has teeth: with a leak switched on, some answer differs."""
    with ExitStack() as stack:
        stack.enter_context(LEAKS[leak]())
        found = leaked()
    assert found, leak


def leaked() -> bool:
    world = World()
    ids = world.ids
    before = {name: crawled(user, ids) for name, user in world.viewers.items()}
    for change in (hidden_values, hidden_owner, unlisted_changes):
        change(world)
    return any(differences(before[n], crawled(u, ids)) for n, u in world.viewers.items())


def test_expired_access_is_no_access(world: World) -> None:
    RecordGrant.objects.update(expires_at=timezone.now())
    user = world.viewers["nda elsewhere"]
    before = crawled(user, world.ids)
    worlds.change(world.granted, years=[YearDraft(2024, Interval.point(5_555))])
    assert differences(before, crawled(user, world.ids)) == []
    assert fresh(world.granted).version > 1
