"""Pages of notices: one's own only, read when opened; choices; links in letters; staff's list."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from exchange.audit.models import AuditLine
from exchange.notices.choices import choose, pace_of
from exchange.notices.kinds import Pace, chosen_kinds
from exchange.notices.models import Letter, Notice, RefusedAddress
from exchange.notices.services import notify
from exchange.notices.tasks import send_letters
from exchange.notices.unsubscribing import unsubscribe_link

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def kari() -> User:
    return User.objects.create_user("kari@smelter.example", name="Kari Nordmann")


@pytest.fixture
def staff() -> User:
    return User.objects.create_user("staff@cluster.example", is_cluster_staff=True)


def as_person(person: User | None = None) -> Client:
    client = Client(headers=ENGLISH)
    if person:
        client.force_login(person)
    return client


def tell(person: User, subject: str = "Somebody waits", path: str = "/konto/venter/") -> Notice:
    notify(person_id=person.pk, kind="waiting", subject=subject, body="Look at it.", path=path)
    return Notice.objects.latest("pk")


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_the_newest_stands_first_and_unread_ones_are_marked(kari: User) -> None:
    first, last = tell(kari, "The first"), tell(kari, "The last")
    client = as_person(kari)
    client.get(f"/konto/varsler/{first.public_id}/")
    html = text(client, "/konto/varsler/")
    assert html.index("The last") < html.index("The first")
    assert html.count('class="mark mark--nda">Unread') == 1
    assert "Look at it." in html
    assert last.public_id in html


def test_opening_marks_as_read_and_leads_on(kari: User) -> None:
    notice = tell(kari)
    address = f"/konto/varsler/{notice.public_id}/"
    client = as_person(kari)
    client.head(address)
    assert Notice.objects.get().read_at is None
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/konto/venter/")
    assert Notice.objects.get().read_at
    nowhere = tell(kari, path="")
    assert client.get(f"/konto/varsler/{nowhere.public_id}/")["Location"] == "/konto/varsler/"


def test_nobody_opens_or_marks_those_of_another(kari: User) -> None:
    notice = tell(kari)
    other = as_person(User.objects.create_user("ola@other.example"))
    here, never = (f"/konto/varsler/{one}/" for one in (notice.public_id, "neverwasthere"))
    assert other.get(here).status_code == other.get(never).status_code == 404
    other.post("/konto/varsler/lest/", {"notice": notice.public_id})
    other.post("/konto/varsler/lest/")
    assert Notice.objects.get().read_at is None
    assert "Somebody waits" not in text(other, "/konto/varsler/")


def test_one_or_all_can_be_marked_as_read(kari: User) -> None:
    notices = [tell(kari) for _number in range(3)]
    client = as_person(kari)
    client.post("/konto/varsler/lest/", {"notice": notices[0].public_id})
    assert Notice.objects.filter(read_at=None).count() == 2
    client.post("/konto/varsler/lest/")
    assert not Notice.objects.filter(read_at=None).exists()
    assert "Mark all as read" not in text(client, "/konto/varsler/")


def test_the_header_counts_what_is_unread(kari: User) -> None:
    client = as_person(kari)
    assert "menu__count" not in text(client, "/om/")
    tell(kari)
    tell(kari)
    counted = re.findall(r'menu__count">(?:<span[^>]*>[^<]*</span>)?(\d+)', text(client, "/om/"))
    assert counted == ["2", "2"]
    for number in range(100):
        tell(kari, f"Number {number}")
    assert "99+" in text(client, "/om/")


def test_the_count_costs_one_query_and_nobody_logged_in_none(
    kari: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        as_person().get("/tilgjengelighet/")
    client = as_person(kari)
    client.get("/tilgjengelighet/")
    with django_assert_num_queries(3) as asked:
        client.get("/tilgjengelighet/")
    assert sum("notices_notice" in one["sql"] for one in asked.captured_queries) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    kari: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        tell(kari)
    client = as_person(kari)
    with django_assert_num_queries(6):
        client.get("/konto/varsler/")


def test_many_notices_come_in_pages(kari: User) -> None:
    for number in range(30):
        tell(kari, f"Number {number:02}")
    client = as_person(kari)
    assert "Number 29" in text(client, "/konto/varsler/")
    assert "Number 04" not in text(client, "/konto/varsler/")
    assert "Number 04" in text(client, "/konto/varsler/?page=2")
    assert "Number 04" in text(client, "/konto/varsler/?page=999")


def test_choices_are_kept_and_leave_a_line(kari: User) -> None:
    client = as_person(kari)
    html = text(client, "/konto/varsler/valg/")
    for kind in chosen_kinds():
        assert str(kind.label) in html
    assert "Your login, password and e-mail address" in html
    assert 'name="account"' not in html
    sent = {kind.code: "now" for kind in chosen_kinds()}
    assert client.post("/konto/varsler/valg/", {**sent, "waiting": "daily"}).status_code == 302
    assert pace_of(kari.pk, "waiting") == Pace.DAILY
    assert pace_of(kari.pk, "unusual") == Pace.NOW
    assert AuditLine.objects.get().details == {"waiting": "daily"}
    assert re.search(r'value="daily"[^>]*checked', text(client, "/konto/varsler/valg/"))


def test_a_choice_that_is_missing_or_made_up_is_told(kari: User) -> None:
    answer = as_person(kari).post("/konto/varsler/valg/", {"waiting": "hourly", "account": "none"})
    assert answer.status_code == 422
    assert pace_of(kari.pk, "waiting") == Pace.NOW


def test_the_pages_are_for_those_logged_in(kari: User) -> None:
    notice = tell(kari)
    for part in ("", "valg/", "avviste/", f"{notice.public_id}/"):
        assert as_person().get(f"/konto/varsler/{part}").status_code == 302
    for part in ("lest/", "valg/", "avviste/", "avviste/x/igjen/"):
        assert "login" in as_person().post(f"/konto/varsler/{part}")["Location"]


def link(person: User, kind: str = "waiting") -> str:
    return unsubscribe_link(person.pk, kind).partition("//")[2].partition("/")[2].join(("/", ""))


def test_following_a_link_asks_and_the_button_turns_letters_off(kari: User) -> None:
    client = as_person()
    html = text(client, link(kari))
    assert "Somebody asks to act for a company" in html
    assert pace_of(kari.pk, "waiting") == Pace.NOW
    assert "kari" not in html.lower()
    answer = client.post(link(kari))
    assert answer.status_code == 200
    assert "No more of these letters" in answer.content.decode()
    assert pace_of(kari.pk, "waiting") == Pace.NONE
    line = AuditLine.objects.get(action="notices.unsubscribe")
    assert (line.actor, line.details) == (None, {"kind": "waiting"})


def test_a_mail_program_does_it_with_one_click(kari: User) -> None:
    """RFC 8058: without a cookie or a form of ours, and without being sent elsewhere."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(link(kari), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert pace_of(kari.pk, "waiting") == Pace.NONE


def test_links_that_hold_no_more_look_alike_whoever_they_were_for(kari: User) -> None:
    gone_person = User.objects.create_user("gone@smelter.example")
    of_nobody = link(gone_person)
    gone_person.delete()
    client = as_person()
    addresses = [of_nobody, link(kari)[:-2] + "/", "/konto/varsler/av/neverwasthere/"]
    answers = [client.get(one) for one in addresses] + [client.post(one) for one in addresses]
    assert {answer.status_code for answer in answers} == {404}
    pages = {re.sub(rb'name="(csrf|next)[^>]+>', b"", answer.content) for answer in answers}
    assert len(pages) == 1
    assert "Use the link in a newer letter" in answers[0].content.decode()
    assert {answer["Referrer-Policy"] for answer in answers} == {"no-referrer"}


def test_the_link_in_a_letter_that_came_works(kari: User) -> None:
    tell(kari)
    send_letters()
    found = re.search(r"/konto/varsler/av/\S+", str(mail.outbox[0].body))
    assert found
    assert as_person().post(found[0]).status_code == 200
    tell(kari)
    assert send_letters() == 0


def refuse(address: str = "kari@smelter.example", code: str = "550 5.1.1") -> RefusedAddress:
    Letter.objects.create(to=address, body="x", refused_at="2026-11-01T10:00Z", refused_code=code)
    return RefusedAddress.objects.create(address=address, code=code)


def test_staff_see_which_addresses_refuse_and_have_them_tried_again(
    kari: User, staff: User
) -> None:
    refused = refuse()
    refuse("nobody@smelter.example", "554 5.7.1")
    client = as_person(staff)
    html = text(client, "/konto/varsler/avviste/")
    for shown in ("Kari Nordmann", "550 5.1.1", "does not exist", "Nobody here has this address"):
        assert shown in html
    answer = client.post(f"/konto/varsler/avviste/{refused.public_id}/igjen/", follow=True)
    assert "Letters go to 1 address again." in answer.content.decode()
    assert [one.address for one in RefusedAddress.objects.all()] == ["nobody@smelter.example"]
    assert AuditLine.objects.get(action="letters.again").actor_id == staff.pk
    client.post("/konto/varsler/avviste/")
    assert not RefusedAddress.objects.exists()
    assert "No address refuses our letters" in text(client, "/konto/varsler/avviste/")


@pytest.mark.parametrize("count", [1, 3])
def test_staffs_list_costs_the_same_for_one_and_for_three(
    staff: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        refuse(f"p{number}@smelter.example")
    client = as_person(staff)
    with django_assert_num_queries(7):
        client.get("/konto/varsler/avviste/")


def test_for_all_others_the_list_is_not_there(kari: User, settings: Any) -> None:
    refused = refuse()
    client = as_person(kari)
    address = reverse("refused_again", args=[refused.public_id])
    assert client.get("/konto/varsler/avviste/").status_code == 404
    assert client.post("/konto/varsler/avviste/").status_code == 404
    assert client.post(address).status_code == 404
    assert client.get("/konto/").content.count(b"/konto/varsler/avviste/") == 0
    staff = User.objects.create_user("new@cluster.example", is_cluster_staff=True)
    settings.STAFF_NEED_MFA = True
    assert as_person(staff).get("/konto/varsler/avviste/")["Location"] == reverse("mfa_index")
    assert as_person(staff).post(address).status_code == 404
    assert RefusedAddress.objects.exists()


def test_whoever_has_a_refused_address_is_told_on_the_page(kari: User) -> None:
    client = as_person(kari)
    assert "refuses our letters" not in text(client, "/konto/varsler/")
    refuse()
    assert "refuses our letters" in text(client, "/konto/varsler/")


def test_a_choice_of_another_does_not_matter(kari: User, staff: User) -> None:
    choose(person_id=staff.pk, kind="waiting", pace=Pace.NONE)
    assert pace_of(kari.pk, "waiting") == Pace.NOW
