"""While the only administrator is away somebody else decides on members, by the cluster's word."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from accounts.letters import write_letter
from accounts.models import Membership, StandIn, User
from accounts.queries import is_administrator
from accounts.services import NotAllowedError, change_role, end_membership
from companies import absence
from companies.absence import appoint_stand_in, ask_for_stand_in, end_stand_in, last_day
from companies.inviting import invite
from companies.joining import confirm_request
from companies.models import AbsenceReport, Company
from companies.tasks import announce_run_out
from exchange.audit.models import AuditLine
from exchange.celery import app
from exchange.notices.models import Letter
from tests import worlds

pytestmark = pytest.mark.django_db
ADMIN, MEMBER = Membership.Role.ADMIN, Membership.Role.MEMBER


@pytest.fixture
def admin(company: Company) -> User:
    return worlds.admin("admin@works.example", company)


@pytest.fixture
def colleague(company: Company) -> User:
    return worlds.person("colleague@works.example", company)


@pytest.fixture
def standing_in(staff: User, admin: User, member: User, colleague: User) -> StandIn:
    return appointed(staff, member)


def appointed(staff: User, member: User, days: int = 10) -> StandIn:
    return appoint_stand_in(
        actor=staff,
        membership=member.memberships.get(),
        last_day=timezone.localdate() + timedelta(days=days),
        how_known="Phone",
    )


def run_out() -> dict[str, Letter]:
    """The letters of the clock after the last day, by receiver."""
    StandIn.objects.update(until=timezone.now())
    Letter.objects.all().delete()
    assert announce_run_out() == 1
    letters = list(Letter.objects.all())
    assert len({letter.to for letter in letters}) == len(letters)
    return {letter.to: letter for letter in letters}


def browser(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def test_a_member_asks_staff_appoint_and_everybody_gets_a_letter(
    staff: User, admin: User, member: User, colleague: User, company: Company
) -> None:
    base = f"/konto/selskap/{company.public_id}"
    asking = browser(member)
    assert admin.email in asking.get(f"{base}/hjelp/").content.decode()
    assert asking.post(f"{base}/hjelp/", {"text": "Ferie"}).status_code == 302
    assert asking.post(f"{base}/hjelp/", {"text": "Ferie"}).status_code == 422
    assert [letter.to for letter in Letter.objects.all()] == [staff.email]
    client = browser(staff)
    assert f"{base}/vikar/" in client.get("/konto/venter/").content.decode()
    assert "Ferie" in client.get(f"{base}/vikar/").content.decode()
    sent = {
        "member": member.memberships.get().public_id,
        "last_day": str(timezone.localdate() + timedelta(days=10)),
        "how_known": "Spoke with the manager",
    }
    assert client.post(f"{base}/vikar/", sent).status_code == 302
    assert is_administrator(member, company.pk)
    letters = Letter.objects.exclude(to=staff.email)
    assert {letter.to for letter in letters} == {admin.email, member.email, colleague.email}
    assert "Spoke with" not in "".join(letters.values_list("body", flat=True))
    line = AuditLine.objects.get(action="standin.appoint")
    assert (line.actor, line.details["how_known"]) == (staff, "Spoke with the manager")
    assert not AbsenceReport.objects.filter(answered_at=None).exists()
    for user, address in ((member, f"{base}/medlemmer/"), (colleague, f"{base}/hjelp/"),
                          (colleague, f"/bedrift/{company.public_id}/")):  # fmt: skip
        words = f"{member.email} decides who acts for the company until"
        assert words in browser(user).get(address).content.decode(), address


def test_standing_in_runs_out_when_it_is_asked_for(
    standing_in: StandIn, member: User, company: Company
) -> None:
    client = browser(member)
    assert client.get(f"/konto/selskap/{company.public_id}/medlemmer/").status_code == 200
    StandIn.objects.update(until=timezone.now())
    assert client.get(f"/konto/selskap/{company.public_id}/medlemmer/").status_code == 404
    assert not is_administrator(member, company.pk)


def test_a_stand_in_decides_on_members_only(
    standing_in: StandIn, admin: User, member: User, colleague: User, company: Company
) -> None:
    asked = worlds.asks_to_join(worlds.person("new@works.example"), 1)
    with pytest.raises(NotAllowedError):
        confirm_request(actor=member, request=asked, role=ADMIN)
    confirm_request(actor=member, request=asked, role=MEMBER)
    invite(actor=member, company=company, email="more@works.example", role=MEMBER)
    for refused in (
        lambda: invite(actor=member, company=company, email="x@works.example", role=ADMIN),
        lambda: change_role(actor=member, membership=member.memberships.get(), role=ADMIN),
        lambda: change_role(actor=member, membership=admin.memberships.get(), role=MEMBER),
        lambda: end_membership(actor=member, membership=admin.memberships.get()),
        lambda: end_stand_in(actor=member, company=company),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    page = browser(member).get(f"/konto/selskap/{company.public_id}/medlemmer/").content.decode()
    assert "Make administrator" not in page
    assert 'name="role"' not in page
    end_membership(actor=member, membership=colleague.memberships.get())
    assert not colleague.memberships.get().is_active


@pytest.mark.parametrize("who", ["admin", "staff"])
def test_the_administrator_or_staff_end_it(
    standing_in: StandIn, admin: User, staff: User, member: User, company: Company, who: str
) -> None:
    client = browser(admin if who == "admin" else staff)
    address = f"/konto/selskap/{company.public_id}/vikar/avslutt/"
    Letter.objects.all().delete()
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404
    assert not is_administrator(member, company.pk)
    assert {admin.email, member.email} <= set(Letter.objects.values_list("to", flat=True))
    assert AuditLine.objects.filter(action="standin.end").count() == 1


def test_appointing_another_ends_the_first(
    standing_in: StandIn, staff: User, member: User, colleague: User, company: Company
) -> None:
    appointed(staff, colleague)
    assert not is_administrator(member, company.pk)
    assert is_administrator(colleague, company.pk)


def test_it_is_for_companies_whose_only_administrator_is_away(
    staff: User, admin: User, member: User, company: Company
) -> None:
    worlds.admin("second@works.example", company)
    with pytest.raises(ValidationError, match="another administrator"):
        appointed(staff, member)
    with pytest.raises(ValidationError, match="another administrator"):
        ask_for_stand_in(actor=member, company=company, text="")


@pytest.mark.parametrize("days", [-1, 91])
def test_the_last_day_is_near(staff: User, admin: User, member: User, days: int) -> None:
    with pytest.raises(ValidationError):
        appointed(staff, member, days)
    assert not StandIn.objects.exists()


def test_an_administrator_or_a_stranger_does_not_stand_in(
    staff: User, admin: User, member: User
) -> None:
    with pytest.raises(ValidationError):
        appointed(staff, admin)
    member.memberships.update(is_active=False)
    with pytest.raises(ValidationError):
        appointed(staff, member)


def test_only_staff_with_a_second_step_appoint(
    staff: User, admin: User, member: User, company: Company, settings: Any
) -> None:
    address = f"/konto/selskap/{company.public_id}/vikar/"
    for user in (admin, member):
        assert browser(user).get(address).status_code == 404
        with pytest.raises(NotAllowedError):
            appointed(user, member)
    settings.STAFF_NEED_MFA = True
    assert browser(staff).get(address).status_code == 302
    with pytest.raises(NotAllowedError):
        appointed(staff, member)
    Authenticator.objects.create(user=staff, type="totp", data={})
    assert browser(staff).get(address).status_code == 200


def test_staff_turn_down_with_a_letter(
    staff: User, admin: User, member: User, company: Company
) -> None:
    ask_for_stand_in(actor=member, company=company, text="")
    Letter.objects.all().delete()
    client = browser(staff)
    address = f"/konto/selskap/{company.public_id}/hjelp/avvis/"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404
    assert Letter.objects.get().to == member.email


def test_a_stranger_asks_for_no_company(company: Company, admin: User) -> None:
    stranger = worlds.person("stranger@works.example")
    for public_id in (company.public_id, "neverwasthere"):
        answer = browser(stranger).post(f"/konto/selskap/{public_id}/hjelp/", {"text": ""})
        assert answer.status_code == 404
    with pytest.raises(NotAllowedError):
        ask_for_stand_in(actor=stranger, company=company, text="")


WORDS = {
    "nb": "er ikke lenger vikar for administratoren i Slaggverket",
    "nn": "er ikkje lenger vikar for administratoren i Slaggverket",
    "en": "no longer stands in for the administrator of Slaggverket",
}


@pytest.mark.parametrize("language", WORDS)
def test_when_it_runs_out_those_concerned_are_told_each_in_own_language(
    standing_in: StandIn, staff: User, admin: User, member: User, company: Company, language: str
) -> None:
    User.objects.update(language=language)
    told = run_out()
    assert set(told) == {staff.email, admin.email, member.email}
    assert WORDS[language] in told[staff.email].subject
    assert f"/konto/selskap/{company.public_id}/vikar/" in told[staff.email].body
    assert f"/konto/selskap/{company.public_id}/medlemmer/" in told[admin.email].body
    assert "/konto/selskap/\n" in told[member.email].body
    assert AuditLine.objects.get(action="standin.run_out").actor is None


def test_it_is_told_once_and_not_before_it_has_run_out_nor_when_it_was_ended(
    standing_in: StandIn, admin: User, company: Company
) -> None:
    Letter.objects.all().delete()
    assert announce_run_out() == 0
    run_out()
    assert announce_run_out() == 0
    assert Letter.objects.count() == 3
    StandIn.objects.update(until=timezone.now() + timedelta(days=1), told_at=None)
    end_stand_in(actor=admin, company=company)
    StandIn.objects.update(until=timezone.now())
    assert announce_run_out() == 0


def test_a_crash_between_mark_and_letters_leaves_neither(
    standing_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    StandIn.objects.update(until=timezone.now())
    Letter.objects.all().delete()
    written = iter([True])

    def crash(*arguments: Any) -> None:
        if not next(written, False):
            raise RuntimeError
        write_letter(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(absence, "write_letter", crash)
        with pytest.raises(RuntimeError):
            announce_run_out()
    assert not Letter.objects.exists()
    assert announce_run_out() == 1
    assert Letter.objects.count() == 3


def test_who_no_longer_acts_for_the_company_hears_nothing_of_it(
    standing_in: StandIn, staff: User, admin: User, member: User, colleague: User
) -> None:
    """Nor do colleagues, and nobody is told how the cluster knew or what others call themselves."""
    User.objects.filter(pk=admin.pk).update(name="Kari Borte")
    admin.memberships.update(is_active=False)
    told = run_out()
    assert set(told) == {staff.email, member.email}
    assert "Phone" not in "".join(letter.body for letter in told.values())
    assert "Kari Borte" not in told[member.email].subject + told[member.email].body
    StandIn.objects.update(told_at=None)
    member.memberships.update(is_active=False)
    assert set(run_out()) == {staff.email}


def test_one_who_is_staff_and_was_away_gets_one_letter(
    standing_in: StandIn, staff: User, admin: User
) -> None:
    User.objects.filter(pk=admin.pk).update(is_cluster_staff=True, language="en")
    assert "you act for Slaggverket" in run_out()[admin.email].body


def test_the_letter_names_the_last_day(standing_in: StandIn, member: User) -> None:
    User.objects.update(language="nn")
    day = timezone.localdate() - timedelta(days=1)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    StandIn.objects.update(until=midnight)
    standing_in.refresh_from_db()
    assert last_day(standing_in) == day
    Letter.objects.all().delete()
    announce_run_out()
    with override("nn"):
        said = date_format(day, "DATE_FORMAT")
    assert said in Letter.objects.get(to=member.email).body


def test_the_clock_tells_of_it() -> None:
    assert announce_run_out.name in {entry["task"] for entry in app.conf.beat_schedule.values()}
