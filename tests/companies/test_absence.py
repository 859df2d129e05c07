"""While the only administrator is away somebody else decides on members, by the cluster's word."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, StandIn, User
from accounts.queries import is_administrator
from accounts.services import NotAllowedError, change_role, end_membership
from companies.absence import appoint_stand_in, ask_for_stand_in, end_stand_in
from companies.inviting import invite
from companies.joining import confirm_request
from companies.models import AbsenceReport, Company
from exchange.audit.models import AuditLine
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
