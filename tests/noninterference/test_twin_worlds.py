"""What a viewer may not see changes nothing in what he gets, anywhere."""

from copy import deepcopy
from datetime import timedelta
from random import Random

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import StandIn, User
from accounts.services import end_membership
from accounts.tiers import Tier
from companies.absence import appoint_stand_in, ask_for_stand_in
from companies.inviting import invite, revoke_invitation
from companies.joining import confirm_request
from companies.services import save_company, save_site
from companies.tasks import announce_requests, announce_run_out
from exchange.access.contacts.services import agree, end_contact, remind_quiet
from exchange.access.models import ContactRequest
from exchange.access.nda.services import (
    approve,
    choose_consent,
    decide_rule,
    refuse,
    remind_of_ends,
)
from exchange.jobs.models import Job
from exchange.jobs.tasks import remove_finished_jobs
from streams.catalogue import publish
from streams.catalogue.models import RecordGrant
from streams.catalogue.past import published_states
from streams.imports.models import SheetUpload
from streams.imports.tasks import remove_old_uploads
from streams.owners.past import mark
from streams.owners.tasks import notice_unusual_reading
from streams.quantities.intervals import Interval
from streams.register.documents import remove_document
from streams.register.drafts import AnalysisDraft, ConstituentDraft, YearDraft
from streams.register.ending import ask_deletion, discontinue_record, resume_record
from streams.register.history import history_of
from streams.register.models import Record
from streams.register.services import set_policy, set_state
from streams.register.tasks import delete_listings
from streams.register.undoing import undo_save
from streams.vocabulary import EndReason, State
from tests import worlds
from tests.noninterference.crawl import (
    Asked,
    client_for,
    crawled,
    differences,
    routes_without_recipe,
)
from tests.noninterference.pairs import VIEWERS, compared, rolled_back

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]
UNREGISTERED = 77


class World:
    """Two owners, a recycler with access to one listing, and everybody who looks.

    In the upper park the only company that everybody finds hides its place; in the lower one lies
    what the recycler was let in to.
    """

    def __init__(self) -> None:
        worlds.load_lists()
        self.owner = worlds.company(1, "Hemmelig Smelteverk")
        self.other = worlds.company(2, "Annet Verk")
        self.recycler = worlds.company(3, "Gjenvinner")
        upper, lower = worlds.PARKS
        place = worlds.site(self.owner, park=upper)
        elsewhere = worlds.site(self.other, "Der borte", park=lower)
        self.secret = worlds.listing(place)
        self.heat = worlds.listing(place, "heat", 52)
        self.unlisted = worlds.listing(place, policy={"listed": 2}, title="Unlisted")
        self.granted = worlds.listing(elsewhere, "material", 7_000)
        self.gas = worlds.listing(elsewhere, "gas", 60_000)
        worlds.let_see(self.granted, self.recycler)
        worlds.document(self.secret, "Recipe of the furnace", Tier.OWNER)
        worlds.document(self.granted, "Data sheet", Tier.PUBLIC)
        worlds.document(self.granted, "Analysis", Tier.NDA)
        outside = worlds.company(4, "Utenfor")
        self.theirs = worlds.listing(
            worlds.site(outside, "Hos oss"), "material", 900, process="Own"
        )
        self.insider = worlds.person("owner@demo.example", self.owner)
        self.viewers: dict[str, User | None] = {
            "anonymous": None,
            "outsider": worlds.person("out@demo.example", outside),
            "nda elsewhere": worlds.person("nda@demo.example", self.recycler),
            "pending": worlds.person("wait@demo.example", self.owner, active=False),
        }
        self.converse()
        self.sheet = worlds.spreadsheet(self.insider, self.owner)
        worlds.admin("admin@demo.example", self.owner)
        for number in (1, UNREGISTERED):
            worlds.asks_to_join(self.viewers["pending"], number)

    def converse(self) -> None:
        """The recycler asks owners that he does not know; one answers without a name."""
        asker = self.viewers["nda elsewhere"]
        assert asker
        self.contact = worlds.asks_contact(asker, self.recycler, self.secret)
        worlds.says(self.insider, self.contact, "Which amount?")
        worlds.asks_contact(asker, self.recycler, self.gas)
        self.access = worlds.asks_access(asker, self.recycler, self.secret)

    @property
    def ids(self) -> list[str]:
        return list(Record.objects.order_by("pk").values_list("pk", flat=True))

    @property
    def asked(self) -> Asked:
        """Addresses as they are now, to be asked again when the world has become another."""
        return Asked(
            self.ids,
            documents=worlds.documents_of(self.ids),
            sheets=worlds.spreadsheets(),
            moments=[mark(state.at) for state in published_states(self.secret.pk)[:1]],
            parks=worlds.park_addresses(),
            saves=[save.name for save in history_of(self.unlisted).saves[:1]],
            **worlds.companies_and_people(),
            **worlds.conversations(),
        )


@pytest.fixture
def lists() -> None:
    worlds.load_lists()


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
        longitude=6.97, county=world.secret.site.county, park=worlds.park_named([*worlds.PARKS][1]),
    )  # fmt: skip


def unlisted_changes(world: World) -> None:
    worlds.change(world.unlisted, values={"title": "Secret listing of furnace"})
    worlds.listing(world.secret.site, policy={"listed": 2}, title="Another unlisted")
    worlds.listing(world.secret.site, state=State.DRAFT, title="A draft listing")


def policy_above(world: World) -> None:
    """What only the owner saw opens under NDA, and the other way."""
    policy = {"process": {"exact": 1, "coarse": 1}, "traces": {"exact": 2, "coarse": 2}}
    set_policy(actor=None, record=world.secret, policy=policy)


def documents_change(world: World) -> None:
    """Files for nobody but the owner come and go."""
    remove_document(actor=None, document=world.secret.documents.get())
    worlds.document(world.secret, "Another recipe", Tier.OWNER)
    worlds.document(world.heat, "Drawing", Tier.OWNER)


def sheets_change(world: World) -> None:
    """A spreadsheet is confirmed and written, one waits too long and one leaves the list, with the
    work on them; and others come in: one good, one wrong."""
    worlds.carry_out(world.insider, world.sheet)
    long_ago = timezone.now() - timedelta(days=99)
    SheetUpload.objects.update(created_at=long_ago, written_at=long_ago)
    late = worlds.spreadsheet(world.insider, world.owner, title="Hemmelig sent")
    SheetUpload.objects.filter(pk=late.pk).update(created_at=timezone.now() - timedelta(days=8))
    Job.objects.update(ended_at=long_ago)
    assert (remove_old_uploads(), remove_finished_jobs()) == (2, 3)
    worlds.spreadsheet(world.insider, world.owner, title="Hemmelig slagg")
    worlds.spreadsheet(world.insider, world.owner, title="")


def people_change(world: World) -> None:
    """Others ask for the same company and are answered; the number nobody knew becomes known."""
    staff = worlds.person("staff@demo.example", is_cluster_staff=True)
    people_come_and_stand_in(world, staff)
    reading_is_noticed(world)
    for name in ("new", "more"):
        request = worlds.asks_to_join(worlds.person(f"{name}@demo.example"), 1)
        confirm_request(actor=staff, request=request, role="admin")
    worlds.asks_to_join(worlds.person("third@demo.example"), 2)
    worlds.company(UNREGISTERED, "Now known")
    announce_requests()
    end_membership(actor=staff, membership=world.insider.memberships.get())


def people_come_and_stand_in(world: World, staff: User) -> None:
    """Others are invited, and somebody stands in for an administrator who is away: once until
    the time is over, which is told to those concerned, and once more."""
    for name in ("invited", "taken-back"):
        made = invite(actor=staff, company=world.owner, email=f"{name}@x.example", role="member")
    revoke_invitation(actor=staff, invitation=made)
    stands_in(world, staff)
    StandIn.objects.update(until=timezone.now())
    assert announce_run_out() == 1
    stands_in(world, staff)


def stands_in(world: World, staff: User) -> None:
    ask_for_stand_in(actor=world.insider, company=world.owner, text="Away")
    appoint_stand_in(
        actor=staff, membership=world.insider.memberships.get(), how_known="Phone",
        last_day=timezone.localdate(),
    )  # fmt: skip


def reading_is_noticed(world: World) -> None:
    """The owner is told of what one of the viewers has read; he must not be."""
    reader = client_for(world.viewers["nda elsewhere"])
    for pk in world.ids:
        reader.get(f"/oppforing/{pk}/")
    with override_settings(UNUSUAL_LISTINGS=1):
        assert notice_unusual_reading() > 0


def others_converse(world: World) -> None:
    """Another company asks the same owner and others, is answered, agrees and gives up."""
    asking = worlds.company(8, "Hemmelig Spør")
    asker = worlds.person("asks@demo.example", asking)
    first = worlds.asks_contact(asker, asking, world.secret)
    worlds.says(world.insider, first, "Hemmelig furnace", name_us=True)
    agree(actor=asker, request=first)
    agree(actor=world.insider, request=first)
    second = worlds.asks_contact(asker, asking, world.heat)
    end_contact(actor=world.insider, request=second, reason="price", text="Secret furnace")
    ContactRequest.objects.exclude(asker_company=world.recycler).update(
        moved_at=timezone.now() - timedelta(days=20)
    )
    worlds.asks_contact(asker, asking, world.gas)
    remind_quiet()


def others_ask_for_access(world: World) -> None:
    """Another company is let in by the same owner; others are turned down; and the owner decides
    once and for all on whoever looks, before the cluster has answered him."""
    staff = worlds.person("staff@demo.example", is_cluster_staff=True)
    asking = worlds.company(8, "Hemmelig Spør")
    asker = worlds.person("asks@demo.example", asking)
    boss = worlds.admin("boss@demo.example", world.owner)
    for word, company in (("never", world.recycler), ("yes", asking)):
        decide_rule(
            actor=boss, owner=world.owner, country="NO", number=company.organisation_number,
            name="Secret furnace", word=word,
        )  # fmt: skip
    last_day = timezone.localdate() + timedelta(days=20)
    first = worlds.asks_access(asker, asking, world.secret)
    approve(actor=staff, request=first, last_day=last_day)
    worlds.signs(asker, first)
    second = worlds.asks_access(asker, asking, world.heat)
    refuse(actor=staff, request=second, text="Secret furnace")
    remind_of_ends()
    choose_consent(actor=boss, owner=world.owner, itself=False)


def unlisted_ends(world: World) -> None:
    set_state(actor=None, record=world.unlisted, state=State.DISCONTINUED)
    worlds.let_see(world.secret, worlds.company(9, "Tredje"))


def unlisted_goes(world: World) -> None:
    """Gone from the database altogether, entries and all."""
    set_state(actor=None, record=world.unlisted, state=State.DRAFT)
    RecordGrant.objects.filter(content_object=world.unlisted).delete()
    ids = [world.unlisted.pk]
    world.unlisted.delete()
    publish.publish(ids)


def unlisted_leaves(world: World) -> None:
    """Through the services: discontinued, taken up, undone, and deleted when its time is over."""
    discontinue_record(
        actor=None, record=world.unlisted, reason=EndReason.OTHER, note="Secret furnace", year=2024
    )
    resume_record(actor=None, record=world.unlisted)
    saves = history_of(world.unlisted).saves
    undo_save(
        actor=world.insider,
        record=world.unlisted,
        name=saves[0].name,
        version=fresh(world.unlisted).version,
    )
    ask_deletion(actor=None, record=world.unlisted)
    Record.objects.filter(pk=world.unlisted.pk).update(delete_at=timezone.now())
    assert delete_listings() == 1


CHANGES = (
    unlisted_goes,
    unlisted_leaves,
    hidden_values,
    hidden_owner,
    unlisted_changes,
    policy_above,
    documents_change,
    sheets_change,
    people_change,
    others_converse,
    others_ask_for_access,
    unlisted_ends,
)


def test_every_route_has_a_recipe() -> None:
    assert routes_without_recipe() == set()


@pytest.mark.parametrize("turn", range(4))
def test_hidden_changes_show_nowhere(world: World, turn: int) -> None:
    """One viewer looks at every second change, each undone before the next; random worlds are
    crawled by every one."""
    name, user = list(world.viewers.items())[turn]
    asked = world.asked
    before = crawled(user, asked)
    for change in CHANGES[turn % 2 :: 2]:
        with rolled_back():
            change(deepcopy(world))
            assert differences(before, crawled(user, asked)) == [], (name, change.__name__)


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
    asked = world.asked
    before = crawled(None, asked)
    hidden_values(world, tonnes, mno, lead, silica)
    assert differences(before, crawled(None, asked)) == []


@pytest.mark.parametrize("viewer", VIEWERS)
@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(random=st.randoms(use_true_random=False))
def test_no_viewer_can_tell_worlds_apart_by_what_he_may_not_see(
    lists: None, viewer: str, random: Random
) -> None:
    assert compared(random, viewer) is None


def test_expired_access_is_no_access(world: World) -> None:
    RecordGrant.objects.update(expires_at=timezone.now())
    user = world.viewers["nda elsewhere"]
    asked = world.asked
    before = crawled(user, asked)
    worlds.change(world.granted, years=[YearDraft(2024, Interval.point(5_555))])
    assert differences(before, crawled(user, asked)) == []
    assert fresh(world.granted).version > 1
