"""What each viewer gets from the catalogue, from the service that saves to the search page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership, User
from accounts.queries import viewer_for
from accounts.tiers import Tier
from accounts.viewers import ANONYMOUS, Viewer
from companies.models import Company, County, Industry, Municipality, Site
from companies.services import register_company, save_site
from streams.catalogue.criteria import Criteria, CriteriaForm
from streams.catalogue.grants import end_access, grant_access
from streams.catalogue.models import NdaEntry, OwnerEntry, PublicEntry, RecordGrant
from streams.catalogue.rebuild import rebuild
from streams.catalogue.search import everything, opened, search
from streams.quantities.intervals import Interval
from streams.reference.models import MaterialClass
from streams.reference.queries import forget_reference
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Record
from streams.register.services import save_record, set_policy, set_state
from streams.vocabulary import Kind, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists() -> None:
    forget_reference()
    county = County.objects.create(number="42", name="Agder")
    Municipality.objects.create(number="4227", name="Kvinesdal", county=county)
    Industry.objects.create(
        code="24.10", division="24", name_nb="Jern", name_nn="Jern", name_en="Iron"
    )
    MaterialClass.objects.create(
        code="simn_slag", kind="material", name_nb="Silikomanganslagg", name_nn="x", name_en="slag"
    )


@pytest.fixture
def company() -> Company:
    return register_company(
        actor=None,
        name="Smelteverket Hemmelig",
        organisation_number="911382008",
        industry=Industry.objects.get(),
    )


@pytest.fixture
def site(company: Company) -> Site:
    return save_site(
        actor=None, company=company, name="Verket", latitude=58.29, longitude=6.96,
        municipality=Municipality.objects.get(), county=County.objects.get(),
    )  # fmt: skip


def draft(tonnes: float = 4_321, **values: object) -> RecordDraft:
    return RecordDraft(
        values={
            "title": "Slagg fra ovn",
            "material": MaterialClass.objects.get(),
            "state": State.PUBLISHED,
            "process": "Hemmelig ovn",
            "description": "Granulert",
            **values,
        },
        years=[YearDraft(2024, Interval.point(tonnes)), YearDraft(2023, Interval.point(4_000))],
        analyses=[
            AnalysisDraft(
                [
                    ConstituentDraft("MnO", Interval(6.1, 6.4)),
                    ConstituentDraft("SiO2", Interval(42, 44)),
                    ConstituentDraft("Pb", Interval(12, 20), "mg/kg", True),
                ]
            )
        ],
    )


@pytest.fixture
def listed(site: Site) -> Record:
    return save_record(actor=None, site=site, kind=Kind.MATERIAL, draft=draft())


def member(company: Company, *, active: bool = True) -> Viewer:
    user = User.objects.create_user(email=f"m{User.objects.count()}@demo.example")
    Membership.objects.create(user=user, company=company, is_active=active)
    return viewer_for(user)


@pytest.fixture
def recycler() -> Company:
    return register_company(actor=None, name="Gjenvinneren", organisation_number="974760673")


def test_everyone_sees_bands_and_never_the_value(listed: Record) -> None:
    hit = opened(ANONYMOUS, listed.pk)
    assert hit is not None
    assert hit.tier is Tier.PUBLIC
    assert hit.facts["volume"] == {
        "low": 1000, "high": 10000, "unit": "t/yr", "precision": "band"
    }  # fmt: skip
    assert hit.facts["owner"] == {"precision": "industry", "division": "24"}
    assert hit.facts["place"] == {"precision": "county", "country": "NO", "county": "42"}
    parts = {
        row["substance"]: (row["low"], row["high"]) for row in hit.facts["composition"]["parts"]
    }
    assert parts == {"MnO": (5, 20), "SiO2": (20, 50)}
    assert hit.facts.keys().isdisjoint({"traces", "process", "history", "description"})


def test_critical_content_is_never_sharper_than_the_bands_shown(listed: Record) -> None:
    hit = opened(ANONYMOUS, listed.pk)
    assert hit is not None
    (manganese,) = [row for row in hit.facts["crm"] if row["code"] == "manganese"]
    assert manganese["low"] <= 5 * 0.7745 + 0.001
    assert manganese["high"] >= 20 * 0.7745 - 0.001
    assert manganese["tonnes"]["low"] == 0  # of dry matter, and no moisture shows
    assert manganese["tonnes"]["high"] >= 10_000 * 0.155


def test_nda_opens_values_but_not_process(
    listed: Record, recycler: Company, company: Company
) -> None:
    viewer = member(recycler)
    expires = timezone.now() + timedelta(days=1)
    grant_access(
        actor=None, record_id=listed.pk, company=recycler, expires_at=expires, reason="test"
    )
    hit = opened(viewer, listed.pk)
    assert hit is not None
    assert hit.tier is Tier.NDA
    assert (hit.facts["volume"]["low"], hit.facts["volume"]["year"]) == (4321, 2024)
    assert hit.facts["owner"]["name"] == company.name
    assert "process" not in hit.facts
    end_access(actor=None, record_id=listed.pk, company=recycler)
    again = opened(viewer, listed.pk)
    assert again is not None
    assert again.tier is Tier.PUBLIC


def test_an_expired_grant_opens_nothing(listed: Record, recycler: Company) -> None:
    expires = timezone.now() + timedelta(days=1)
    grant_access(
        actor=None, record_id=listed.pk, company=recycler, expires_at=expires, reason="test"
    )
    RecordGrant.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    hit = opened(member(recycler), listed.pk)
    assert hit is not None
    assert hit.tier is Tier.PUBLIC


def test_owner_sees_everything_and_pending_member_nothing_more(
    listed: Record, company: Company
) -> None:
    own, pending = (
        opened(member(company), listed.pk),
        opened(member(company, active=False), listed.pk),
    )
    assert own is not None
    assert own.facts["process"] == "Hemmelig ovn"
    assert pending is not None
    assert pending.tier is Tier.PUBLIC


def test_unlisted_record_is_not_there(listed: Record) -> None:
    set_policy(actor=None, record=listed, policy={"listed": 2})
    assert opened(ANONYMOUS, listed.pk) is None
    assert search(ANONYMOUS, Criteria()).total == 0
    assert OwnerEntry.objects.count() == 1


def test_hidden_change_does_not_move_the_public_entry(listed: Record, site: Site) -> None:
    before = PublicEntry.objects.values().get()
    save_record(
        actor=None, site=site, kind=Kind.MATERIAL, record=listed, draft=draft(9_876, process="Ny")
    )
    assert PublicEntry.objects.values().get() == before
    assert OwnerEntry.objects.get().volume_low == 9_876


def test_draft_is_only_for_the_owner(listed: Record) -> None:
    set_state(actor=None, record=listed, state=State.DRAFT)
    assert not PublicEntry.objects.exists()
    assert not NdaEntry.objects.exists()
    assert OwnerEntry.objects.exists()


def test_nobody_finds_a_hidden_value_by_filter(listed: Record) -> None:
    for minimum in (1_001, 4_322, 9_999):
        page = search(ANONYMOUS, Criteria(volume_min=minimum))
        assert [hit.certain for hit in page.hits] == [False]
    assert search(ANONYMOUS, Criteria(volume_min=10_001)).total == 0
    assert search(ANONYMOUS, Criteria(substance="Pb")).total == 0
    assert search(ANONYMOUS, Criteria(q="Hemmelig")).total == 0


@pytest.mark.parametrize("ordering", ["relevance", "volume", "tonnes", "distance", "title", "date"])
def test_every_order_works_for_every_viewer(
    listed: Record, recycler: Company, company: Company, ordering: str
) -> None:
    expires = timezone.now() + timedelta(days=1)
    grant_access(
        actor=None, record_id=listed.pk, company=recycler, expires_at=expires, reason="test"
    )
    form = CriteriaForm(
        {"q": "slag", "near": "58.3,6.9", "ordering": ordering, "substance": "Mn"},
        viewer=ANONYMOUS,
    )
    assert form.is_valid(), form.errors
    staff = User.objects.create_user(email="staff@demo.example", is_cluster_staff=True)
    viewers = [ANONYMOUS, member(recycler), member(company), viewer_for(staff)]
    facets = ("kind", "material", "crm", "county", "industry", "form", "hazardous")
    for viewer in viewers:
        page = search(viewer, form.criteria(), facets=facets)
        assert [hit.id for hit in page.hits] == [listed.pk]
        assert page.total == 1
        assert page.facets.counts["kind"] == {"material": 1}
        assert [hit.id for hit in everything(viewer, form.criteria(), 10)] == [listed.pk]


def test_rebuild_finds_no_drift_until_there_is_some(listed: Record) -> None:
    assert not rebuild(dry_run=True)
    Record.objects.update(title="Changed behind the back")
    assert rebuild(dry_run=True).written == 3
    assert rebuild().written == 3
    assert not rebuild(dry_run=True)
