"""Whoever asks to act for a company waits, and only the right people answer, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import Membership, User
from accounts.queries import viewer_for
from accounts.services import (
    LastAdministratorError,
    NotAllowedError,
    change_role,
    end_membership,
)
from companies.joining import (
    MOST_WAITING,
    AnsweredAlreadyError,
    ask_to_join,
    confirm_request,
    reject_request,
)
from companies.models import Company, MembershipRequest
from companies.organisation_numbers import synthetic_number
from companies.queries import requests_to_answer
from companies.reference import load_companies_reference
from companies.services import register_company
from companies.tasks import announce_requests
from exchange.audit.models import AuditLine
from exchange.notices.models import Letter

ADMIN, MEMBER = Membership.Role.ADMIN, Membership.Role.MEMBER


@pytest.fixture
def admin(company: Company) -> User:
    user = User.objects.create_user("admin@works.example", name="Anne Admin", language="en")
    Membership.objects.create(user=user, company=company, is_active=True, role=ADMIN)
    return user


@pytest.fixture
def stranger(db: None) -> User:
    return User.objects.create_user("kari@works.example", name="Kari", language="en")


def ask(user: User, number: int = 1, name: str = "As Kari calls it") -> MembershipRequest:
    return ask_to_join(
        actor=user,
        country="NO",
        number=synthetic_number(number),
        company_name=name,
        industry=None,
    )


def test_asking_gives_nothing(company: Company, stranger: User) -> None:
    ask(stranger)
    assert not viewer_for(stranger).company_ids
    assert not Membership.objects.filter(user=stranger).exists()


def test_asking_registers_no_company(stranger: User) -> None:
    ask(stranger, 99)
    assert not Company.objects.exists()


def test_admin_of_the_company_confirms(admin: User, company: Company, stranger: User) -> None:
    request = ask(stranger)
    membership = confirm_request(actor=admin, request=request, role=MEMBER)
    assert viewer_for(stranger).company_ids == {company.pk}
    assert membership.confirmed_by == admin
    company.refresh_from_db()
    assert company.name == "Slaggverket"
    actions = AuditLine.objects.filter(action__startswith="membership").order_by("pk")
    assert [line.action for line in actions] == ["membership.ask", "membership.confirm"]


def test_staff_confirms_and_the_company_is_registered(staff: User, stranger: User) -> None:
    request = ask(stranger, 77)
    confirm_request(actor=staff, request=request, role=ADMIN)
    company = Company.objects.get()
    assert company.name == "As Kari calls it"
    assert viewer_for(stranger).company_ids == {company.pk}


def test_nobody_else_answers(
    admin: User, member: User, pending: User, stranger: User, staff: User
) -> None:
    other = register_company(actor=None, name="Other", organisation_number=synthetic_number(2))
    elsewhere = User.objects.create_user("admin@other.example")
    Membership.objects.create(user=elsewhere, company=other, is_active=True, role=ADMIN)
    request = ask(stranger)
    for actor in (member, pending, stranger, elsewhere):
        assert not requests_to_answer(viewer_for(actor)).exists()
        with pytest.raises(NotAllowedError):
            confirm_request(actor=actor, request=request, role=ADMIN)
        with pytest.raises(NotAllowedError):
            reject_request(actor=actor, request=request)
    request.refresh_from_db()
    assert request.answer == ""


def test_admin_may_not_answer_for_a_company_that_is_not_registered(
    admin: User, stranger: User
) -> None:
    with pytest.raises(NotAllowedError):
        confirm_request(actor=admin, request=ask(stranger, 50), role=MEMBER)
    assert not Company.objects.exclude(name="Slaggverket").exists()


def test_a_request_is_answered_once(admin: User, staff: User, stranger: User) -> None:
    request = ask(stranger)
    reject_request(actor=staff, request=request)
    with pytest.raises(AnsweredAlreadyError):
        confirm_request(actor=admin, request=request, role=MEMBER)
    assert not viewer_for(stranger).company_ids


def test_who_was_turned_down_may_ask_again(staff: User, stranger: User) -> None:
    reject_request(actor=staff, request=ask(stranger))
    ask(stranger)
    assert requests_to_answer(viewer_for(staff)).count() == 1


def test_oldest_come_first(staff: User, stranger: User) -> None:
    first, second = ask(stranger, 5), ask(stranger, 6)
    MembershipRequest.objects.filter(pk=second.pk).update(
        asked_at=timezone.now() - timedelta(days=2)
    )
    assert list(requests_to_answer(viewer_for(staff))) == [second, first]


def test_asking_twice_for_a_company_is_refused(stranger: User) -> None:
    ask(stranger)
    with pytest.raises(ValidationError, match=r"already|allerede"):
        ask(stranger)


def test_members_need_not_ask(member: User) -> None:
    with pytest.raises(ValidationError, match=r"already|allerede"):
        ask(member)


def test_nobody_floods_those_who_answer(stranger: User) -> None:
    for number in range(MOST_WAITING):
        ask(stranger, number + 10)
    with pytest.raises(ValidationError):
        ask(stranger, 30)


def test_wrong_numbers_are_refused(stranger: User) -> None:
    right = synthetic_number(1)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    for number in ("123", wrong, ""):
        with pytest.raises(ValidationError) as refusal:
            ask_to_join(
                actor=stranger, country="NO", number=number, company_name="X", industry=None
            )
        assert list(refusal.value.message_dict) == ["organisation_number"]


def test_foreign_numbers_are_asked_for_like_ours(staff: User, stranger: User) -> None:
    request = ask_to_join(
        actor=stranger, country="se", number="556036-0793", company_name="Å", industry=None
    )
    confirm_request(actor=staff, request=request, role=MEMBER)
    assert Company.objects.get().country == "SE"


def test_an_address_is_confirmed_before_anybody_is_told(
    settings: pytest.FixtureRequest, staff: User, stranger: User
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # type: ignore[attr-defined]
    request = ask(stranger)
    assert announce_requests() == 0
    with pytest.raises(AnsweredAlreadyError):
        confirm_request(actor=staff, request=request, role=MEMBER)
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    assert announce_requests() == 1


def test_staff_and_admins_get_one_letter_each(
    staff: User, admin: User, member: User, stranger: User
) -> None:
    ask(stranger, name="As Kari\ncalls it")
    assert announce_requests() == 1
    assert announce_requests() == 0
    assert set(Letter.objects.values_list("to", flat=True)) == {staff.email, admin.email}
    letter = Letter.objects.get(to=admin.email)
    assert letter.subject == "Kari wants to act for As Kari calls it"
    assert "/konto/venter/" in letter.body
    assert "Slaggverket" not in letter.body


def test_turning_down_says_what_was_written_and_not_who_answered(
    admin: User, staff: User, stranger: User
) -> None:
    unknown = ask(stranger, 60)
    known = ask(stranger)
    reject_request(actor=staff, request=unknown)
    reject_request(actor=admin, request=known)
    bodies = [
        letter.body.replace(synthetic_number(60), "N").replace(synthetic_number(1), "N")
        for letter in Letter.objects.all()
    ]
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    assert "Slaggverket" not in bodies[0]


def test_letters_are_in_the_language_of_the_reader(staff: User, admin: User) -> None:
    reader = User.objects.create_user("per@works.example", language="en")
    confirm_request(actor=admin, request=ask(reader), role=MEMBER)
    assert Letter.objects.get().subject == "You can act for Slaggverket now"


def test_roles_change_both_ways(admin: User, member: User, company: Company) -> None:
    membership = member.memberships.get()
    change_role(actor=admin, membership=membership, role=ADMIN)
    change_role(actor=admin, membership=admin.memberships.get(), role=MEMBER)
    assert requests_to_answer(viewer_for(admin)).count() == 0
    with pytest.raises(NotAllowedError):
        change_role(actor=admin, membership=membership, role=MEMBER)


def test_members_change_no_roles(member: User, admin: User, stranger: User) -> None:
    for actor in (member, stranger):
        with pytest.raises(NotAllowedError):
            change_role(actor=actor, membership=member.memberships.get(), role=ADMIN)
        with pytest.raises(NotAllowedError):
            end_membership(actor=actor, membership=admin.memberships.get())


def test_the_last_admin_stays_while_others_are_left(admin: User, member: User) -> None:
    own = admin.memberships.get()
    with pytest.raises(LastAdministratorError):
        end_membership(actor=admin, membership=own)
    with pytest.raises(LastAdministratorError):
        change_role(actor=admin, membership=own, role=MEMBER)
    end_membership(actor=member, membership=member.memberships.get())
    end_membership(actor=admin, membership=own)
    assert not viewer_for(admin).company_ids


def test_who_is_removed_gets_a_letter_and_may_be_confirmed_anew(
    admin: User, member: User, company: Company
) -> None:
    end_membership(actor=admin, membership=member.memberships.get())
    assert not viewer_for(member).company_ids
    assert Letter.objects.get().to == member.email
    confirm_request(actor=admin, request=ask(member), role=MEMBER)
    assert viewer_for(member).company_ids == {company.pk}


def test_who_has_left_cannot_be_changed(admin: User, member: User) -> None:
    membership = member.memberships.get()
    end_membership(actor=member, membership=membership)
    for call in (change_role, end_membership):
        with pytest.raises(NotAllowedError):
            call(
                actor=admin,
                membership=membership,
                **({"role": ADMIN} if call is change_role else {}),
            )


@pytest.mark.django_db(transaction=True)
def test_two_admins_answer_in_the_same_moment() -> None:
    load_companies_reference()
    company = register_company(actor=None, name="V", organisation_number=synthetic_number(1))
    admins = [User.objects.create_user(f"{name}@works.example") for name in ("a", "b")]
    for user in admins:
        Membership.objects.create(user=user, company=company, is_active=True, role=ADMIN)
    request = ask(User.objects.create_user("kari@works.example"))

    def answer(actor: User) -> str:
        try:
            confirm_request(actor=actor, request=request, role=MEMBER)
        except AnsweredAlreadyError:
            return "late"
        finally:
            connection.close()
        return "first"

    with ThreadPoolExecutor(2) as threads:
        told = [job.result(30) for job in [threads.submit(answer, user) for user in admins]]
    assert sorted(told) == ["first", "late"]
    assert Letter.objects.count() == 1
    assert AuditLine.objects.filter(action="membership.confirm").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_of_a_new_company_are_confirmed_in_the_same_moment() -> None:
    staff = User.objects.create_user("staff@cluster.example", is_cluster_staff=True)
    requests = [ask(User.objects.create_user(f"{n}@works.example"), 8) for n in range(2)]

    def confirm(request: MembershipRequest) -> int:
        try:
            return confirm_request(actor=staff, request=request, role=MEMBER).company_id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        joined = {job.result(30) for job in [threads.submit(confirm, one) for one in requests]}
    assert joined == {Company.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_two_last_admins_cannot_both_leave() -> None:
    company = register_company(actor=None, name="V", organisation_number=synthetic_number(1))
    people = [User.objects.create_user(f"{name}@works.example") for name in ("a", "b", "c")]
    for user, role in zip(people, (ADMIN, ADMIN, MEMBER), strict=True):
        Membership.objects.create(user=user, company=company, is_active=True, role=role)

    def leave(user: User) -> str:
        try:
            end_membership(actor=user, membership=user.memberships.get())
        except LastAdministratorError:
            return "stays"
        finally:
            connection.close()
        return "leaves"

    with ThreadPoolExecutor(2) as threads:
        told = [job.result(30) for job in [threads.submit(leave, user) for user in people[:2]]]
    assert sorted(told) == ["leaves", "stays"]
