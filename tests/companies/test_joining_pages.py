"""Pages about who acts for a company tell outsiders nothing, least of all who is registered."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import Membership, User
from accounts.queries import viewer_for
from companies.joining import ask_to_join
from companies.models import Company, MembershipRequest
from companies.organisation_numbers import synthetic_number
from exchange.notices.models import Letter
from exchange.notices.tasks import send_letters
from tests.noninterference.crawl import TOKEN

pytestmark = pytest.mark.django_db
PASSWORD = "slagg og silikastøv 7"
KNOWN, UNKNOWN = synthetic_number(1), synthetic_number(2)
ADMIN = Membership.Role.ADMIN


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Registering is rate-limited by address, and all tests come from the same one."""
    cache.clear()


@pytest.fixture
def verified(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def admin(company: Company) -> User:
    user = User.objects.create_user("admin@works.example", name="Anne Admin", language="en")
    Membership.objects.create(user=user, company=company, is_active=True, role=ADMIN)
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def company_fields(number: str, name: str = "What I call it") -> dict[str, str]:
    return {
        "country": "NO",
        "organisation_number": number,
        "company_name": name,
        "industry": "24",
    }


def registration(email: str, number: str, **more: str) -> dict[str, str]:
    return {
        "email": email,
        "name": "Kari Nordmann",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **company_fields(number),
        **more,
    }


def answer_of(client: Client, address: str, sent: dict[str, str] | None = None) -> tuple[Any, ...]:
    """Everything of an answer but tokens and the number that was sent."""
    got = client.post(address, sent) if sent else client.get(address)
    headers = sorted(
        (k, v) for k, v in got.headers.items() if k not in ("Expires", "Content-Length")
    )
    content = re.sub(rb"[23]\d{2}(\xc2\xa0)?\d{3}(\xc2\xa0)?\d{3}", b"N", got.content)
    return got.status_code, headers, TOKEN.sub(b"", content), sorted(got.cookies)


def registered(email: str, number: str) -> list[tuple[Any, ...]]:
    """All answers to somebody who registers, confirms the address, logs in and looks."""
    client = Client()
    answers = [answer_of(client, "/konto/signup/", registration(email, number))]
    answers.append(answer_of(client, "/konto/confirm-email/"))
    address = EmailAddress.objects.filter(email=email)
    address.update(verified=True)
    form = {"login": email, "password": PASSWORD}
    answers.append(answer_of(Client(), "/konto/login/", form))
    client = logged_in(User.objects.get(email=email))
    return [*answers, answer_of(client, "/konto/selskap/"), answer_of(client, "/konto/venter/")]


@pytest.mark.usefixtures("verified", "admin")
def test_registering_tells_nothing_of_whether_the_company_is_here() -> None:
    known = registered("a1@works.example", KNOWN)
    unknown = registered("a2@works.example", UNKNOWN)
    for one, two in zip(known, unknown, strict=True):
        assert list(one) == [
            part.replace(b"a2@works", b"a1@works") if isinstance(part, bytes) else part
            for part in two
        ]
    assert known[0][0] == 302
    assert MembershipRequest.objects.count() == 2
    assert Company.objects.count() == 1


@pytest.mark.usefixtures("verified", "admin")
def test_letters_to_who_registers_tell_nothing_either() -> None:
    for email, number in (("a1@works.example", KNOWN), ("a2@works.example", UNKNOWN)):
        Client().post("/konto/signup/", registration(email, number))
    one, two = Letter.objects.order_by("pk")
    link = re.compile(r"http\S+")
    assert (one.subject, link.sub("", one.body)) == (two.subject, link.sub("", two.body))


@pytest.mark.usefixtures("verified", "admin")
def test_the_work_is_the_same_for_known_and_unknown_companies() -> None:
    counts = []
    for email, number in (("a1@works.example", KNOWN), ("a2@works.example", UNKNOWN)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            Client().post("/konto/signup/", registration(email, number))
        counts.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("verified", "reference")
def test_registering_tells_nothing_of_whether_the_address_is_known() -> None:
    User.objects.create_user("old@works.example", PASSWORD)
    answers = [
        answer_of(Client(), "/konto/signup/", registration(email, UNKNOWN))
        for email in ("old@works.example", "new@works.example")
    ]
    assert answers[0] == answers[1]
    assert Letter.objects.filter(to="old@works.example").count() == 1
    assert not MembershipRequest.objects.filter(user__email="old@works.example").exists()


@pytest.mark.usefixtures("verified", "reference")
def test_asking_for_a_password_tells_nothing_of_whether_the_address_is_known() -> None:
    User.objects.create_user("old@works.example", PASSWORD)
    answers = [
        answer_of(Client(), "/konto/password/reset/", {"email": email})
        for email in ("old@works.example", "new@works.example")
    ]
    assert answers[0] == answers[1]
    assert Letter.objects.count() == 2


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation_number": "123456789"},
        {"organisation_number": ""},
        {"country": "XX"},
        {"company_name": " "},
        {"company_name": "x" * 161},
        {"company_name": "x\0"},
        {"industry": "nothing"},
        {"industry": ""},
        {"name": ""},
        {"email": "nobody"},
        {"password2": "another"},
    ],
)
def test_wrong_fields_are_named_and_nothing_is_saved(wrong: dict[str, str]) -> None:
    answer = Client().post("/konto/signup/", registration("kari@works.example", KNOWN) | wrong)
    assert answer.status_code == 200
    (field,) = wrong
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.usefixtures("reference")
def test_registering_remembers_name_and_language(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "nn"})
    client.post("/konto/signup/", registration("Kari@Works.example", KNOWN))
    person = User.objects.get()
    assert (person.email, person.name, person.language) == (
        "kari@works.example", "Kari Nordmann", "nn",
    )  # fmt: skip
    request = MembershipRequest.objects.get()
    assert (request.user, request.organisation_number) == (person, KNOWN)
    assert request.industry_id == "24"


@pytest.mark.usefixtures("verified", "reference")
def test_the_link_in_the_letter_confirms_the_address(client: Client) -> None:
    client.post("/konto/signup/", registration("kari@works.example", KNOWN))
    letter = Letter.objects.get()
    assert send_letters() == 1
    link = re.search(r"/konto/confirm-email/\S+", letter.body)
    assert link
    client.post(link.group())
    assert EmailAddress.objects.get().verified


@pytest.mark.usefixtures("admin")
def test_asking_when_logged_in_tells_nothing_either() -> None:
    answers = []
    for email, number in (("a1@works.example", KNOWN), ("a2@works.example", UNKNOWN)):
        client = logged_in(User.objects.create_user(email, name="Kari"))
        sent = answer_of(client, "/konto/selskap/", company_fields(number))
        answers.append([sent, answer_of(client, "/konto/selskap/")])
    assert answers[0] == answers[1]
    assert b"What I call it" in answers[0][1][2]
    assert b"Slaggverket" not in answers[0][1][2]


PAGES = ("/konto/venter/", "/konto/selskap/{company}/medlemmer/")
ONE_REQUEST = ("/konto/venter/{request}/bekreft/", "/konto/venter/{request}/avvis/")
ONE_MEMBER = (
    "/konto/selskap/{company}/forlat/",
    "/konto/selskap/{company}/medlemmer/{member}/rolle/",
    "/konto/selskap/{company}/medlemmer/{member}/fjern/",
)


def ask(email: str = "kari@works.example", number: str = KNOWN) -> MembershipRequest:
    asking = User.objects.create_user(email, name="Kari Nordmann")
    return ask_to_join(
        actor=asking, country="NO", number=number, company_name="What I call it", industry=None
    )


def without(
    names: dict[str, str], client: Client, address: str, sent: dict[str, str]
) -> tuple[Any, ...]:
    """An answer, but for the address that was asked for, which stands on the page."""
    asked = address.format(**names)
    got = client.post(asked, sent) if sent else client.get(asked)
    headers = sorted((k, v) for k, v in got.headers.items() if k != "Content-Length")
    content = TOKEN.sub(b"", got.content).replace(asked.encode(), b"")
    return got.status_code, headers, content, sorted(got.cookies)


def test_outsiders_and_those_who_wait_get_what_never_was(
    company: Company, admin: User, pending: User
) -> None:
    request = ask()
    outsider = User.objects.create_user("out@works.example")
    there = {
        "company": company.public_id,
        "request": request.public_id,
        "member": admin.memberships.get().public_id,
    }
    never = dict.fromkeys(there, "neverwasthere")
    for person in (outsider, pending, request.user):
        client = logged_in(person)
        for address in (*PAGES, *ONE_REQUEST, *ONE_MEMBER):
            for sent in ({}, {"role": "admin"}):
                got = [without(names, client, address, sent) for names in (there, never)]
                assert got[0] == got[1], address
                assert got[0][0] in (404, 405), address
    request.refresh_from_db()
    assert request.answer == ""
    assert admin.memberships.get().is_active


def test_plain_members_decide_nothing(company: Company, admin: User, member: User) -> None:
    client = logged_in(member)
    request = ask()
    for address in (*PAGES, *ONE_REQUEST):
        filled = address.format(company=company.public_id, request=request.public_id)
        assert client.get(filled).status_code in (404, 405)
        assert client.post(filled, {"role": "admin"}).status_code in (404, 405)


def test_admin_sees_own_requests_only(admin: User) -> None:
    ask()
    ask("ola@other.example", UNKNOWN)
    page = logged_in(admin).get("/konto/venter/").content.decode()
    assert "kari@works.example" in page
    assert "ola@other.example" not in page


def test_staff_sees_all_and_which_are_new(staff: User, company: Company) -> None:
    User.objects.update(language="en")
    ask()
    ask("ola@other.example", UNKNOWN)
    page = logged_in(staff).get("/konto/venter/").content.decode()
    assert "Registered here as Slaggverket" in page
    assert "Not registered here" in page
    assert page.index("kari@works.example") < page.index("ola@other.example")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    staff: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        ask(f"k{number}@works.example", synthetic_number(number + 5))
    client = logged_in(staff)
    with django_assert_num_queries(7):
        client.get("/konto/venter/")


@pytest.mark.parametrize("count", [1, 3])
def test_members_cost_the_same_for_one_and_for_three(
    admin: User, company: Company, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count - 1):
        user = User.objects.create_user(f"k{number}@works.example")
        Membership.objects.create(user=user, company=company, is_active=True)
    client = logged_in(admin)
    with django_assert_num_queries(10):
        client.get(f"/konto/selskap/{company.public_id}/medlemmer/")


def test_admin_confirms_on_the_row(admin: User, company: Company) -> None:
    request = ask()
    client = logged_in(admin)
    address = f"/konto/venter/{request.public_id}/bekreft/"
    assert client.post(address, {"role": "owner"}).status_code == 302
    assert not viewer_for(request.user).company_ids
    assert client.post(address, {"role": "member"}).status_code == 302
    assert viewer_for(request.user).company_ids == {company.pk}
    assert client.post(address, {"role": "admin"}).status_code == 404


def test_turning_down_asks_first(admin: User) -> None:
    request = ask()
    client = logged_in(admin)
    address = f"/konto/venter/{request.public_id}/avvis/"
    assert client.get(address).status_code == 200
    request.refresh_from_db()
    assert request.answer == ""
    client.post(address)
    request.refresh_from_db()
    assert request.answer == "rejected"
    assert client.get(address).status_code == 404


def test_roles_change_and_members_go(admin: User, member: User, company: Company) -> None:
    client = logged_in(admin)
    membership = member.memberships.get()
    base = f"/konto/selskap/{company.public_id}/medlemmer/{membership.public_id}"
    client.post(f"{base}/rolle/", {"role": "admin"})
    membership.refresh_from_db()
    assert membership.role == ADMIN
    assert client.get(f"{base}/fjern/").status_code == 200
    client.post(f"{base}/fjern/")
    assert not viewer_for(member).company_ids
    assert client.post(f"{base}/fjern/").status_code == 404


def test_the_last_admin_is_told_why_not(admin: User, member: User, company: Company) -> None:
    client = logged_in(admin)
    page = client.post(f"/konto/selskap/{company.public_id}/forlat/", follow=True)
    assert "another administrator first" in page.content.decode()
    assert viewer_for(admin).company_ids


def test_member_leaves_after_being_asked(member: User, company: Company) -> None:
    client = logged_in(member)
    address = f"/konto/selskap/{company.public_id}/forlat/"
    assert client.get(address).status_code == 200
    assert viewer_for(member).company_ids
    client.post(address)
    assert not viewer_for(member).company_ids
    assert client.get(address).status_code == 404
