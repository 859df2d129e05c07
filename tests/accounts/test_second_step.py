"""Staff without a second step at login have no more rights than anybody else."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import ApiToken, Membership, User
from accounts.queries import acts_as_staff, token_for, viewer_for
from accounts.services import NotAllowedError, create_token
from companies.organisation_numbers import synthetic_number
from companies.rights import may_act_for
from companies.services import register_company, set_cluster_consent
from streams.catalogue.grants import end_access

pytestmark = pytest.mark.django_db
PASSWORD = "slagg og silikastøv 7"


@pytest.fixture(autouse=True)
def second_step_needed(settings: Any) -> None:
    settings.STAFF_NEED_MFA = True


@pytest.fixture
def staff() -> User:
    return User.objects.create_user(
        "staff@cluster.example", PASSWORD, is_cluster_staff=True, language="en"
    )


def add_second_step(user: User, kind: str = Authenticator.Type.TOTP) -> None:
    Authenticator.objects.create(user=user, type=kind, data={"secret": "x"})


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_a_second_step_makes_staff(staff: User, kind: str) -> None:
    assert not viewer_for(staff).is_staff
    add_second_step(staff, kind)
    assert viewer_for(staff).is_staff


def test_recovery_codes_alone_are_no_second_step(staff: User) -> None:
    add_second_step(staff, Authenticator.Type.RECOVERY_CODES)
    assert not viewer_for(staff).is_staff


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_who_has_not_confirmed_an_address_is_told_where_in_the_pages_own_words(
    client: Client, language: str
) -> None:
    person = User.objects.create_user("new@works.example", PASSWORD, language=language)
    address = EmailAddress.objects.create(user=person, email=person.email, primary=True)
    client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    html = client.get("/konto/2fa/totp/activate/", follow=True).content.decode()
    notice = html.split("notice--info")[1]
    assert 'href="/konto/email/"' in notice.split("</section>")[0].split("<section")[0]
    assert "tofaktor" not in html.lower()
    assert "two-factor" not in html.lower()
    address.verified = True
    address.save()
    assert "notice--info" not in client.get("/konto/2fa/").content.decode()


def test_a_second_step_makes_nobody_else_staff() -> None:
    person = User.objects.create_user("kari@works.example")
    add_second_step(person)
    assert not viewer_for(person).is_staff


def test_keys_of_staff_count_no_more_than_their_logins(staff: User) -> None:
    _token, key = create_token(actor=staff, name="lab", scope=ApiToken.Scope.READ)
    token = token_for(key)
    assert token
    assert not viewer_for(token.user).is_staff
    add_second_step(staff)
    assert viewer_for(token.user).is_staff


def test_services_refuse_staff_without_it(staff: User) -> None:
    company = register_company(actor=None, name="V", organisation_number=synthetic_number(1))
    company = set_cluster_consent(actor=None, company=company, may_act=True)
    assert not may_act_for(staff, company)
    with pytest.raises(NotAllowedError):
        end_access(actor=staff, record_id="x", company=company)
    add_second_step(staff)
    assert may_act_for(staff, company)


def test_it_can_be_switched_off_for_the_demonstration(staff: User, settings: Any) -> None:
    settings.STAFF_NEED_MFA = False
    assert acts_as_staff(staff)


def test_members_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    company = register_company(actor=None, name="V", organisation_number=synthetic_number(1))
    person = User.objects.create_user("kari@works.example")
    Membership.objects.create(user=person, company=company, is_active=True)
    with django_assert_num_queries(1):
        viewer_for(person)


def test_staff_cost_two_queries(
    staff: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        viewer_for(staff)


def test_pages_of_staff_lead_to_where_it_is_set_up(staff: User, client: Client) -> None:
    client.force_login(staff)
    answer = client.get("/konto/venter/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/konto/2fa/")
    page = client.get("/konto/2fa/").content.decode()
    assert "two-step login is off" in page
    add_second_step(staff)
    assert client.get("/konto/venter/").status_code == 200


def test_every_page_tells_staff_until_it_is_set_up(staff: User, client: Client) -> None:
    client.force_login(staff)
    assert "two-step login is off" in client.get("/om/").content.decode()
    add_second_step(staff)
    assert "two-step login is off" not in client.get("/om/").content.decode()


def test_others_are_told_nothing_of_it(client: Client) -> None:
    client.force_login(User.objects.create_user("kari@works.example", language="en"))
    assert "two-step login is off" not in client.get("/om/").content.decode()
    assert client.get("/konto/venter/").status_code == 404
