"""Members are invited by letter: one link, for one address, that tells nobody who is here."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.services import change_role
from companies import inviting
from companies.inviting import accept_invitation, invite, link_of, revoke_invitation, send_again
from companies.models import Company, Invitation, MembershipRequest
from exchange.audit.models import AuditLine
from exchange.notices.models import Letter
from tests import worlds
from tests.companies.test_joining_pages import PASSWORD, answer_of, logged_in, registration
from tests.companies.test_two_at_once import is_anybody_waiting

pytestmark = pytest.mark.django_db
NEW = "ny@works.example"
ADMIN, MEMBER = Membership.Role.ADMIN, Membership.Role.MEMBER


@pytest.fixture(autouse=True)
def as_in_production(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    cache.clear()


@pytest.fixture
def admin(company: Company) -> User:
    user = User.objects.create_user("admin@works.example", name="Anne Admin", language="en")
    Membership.objects.create(user=user, company=company, is_active=True, role=ADMIN)
    return user


@pytest.fixture
def invitation(admin: User, company: Company) -> Invitation:
    return invite(actor=admin, company=company, email=NEW, role=MEMBER)


def known(email: str = NEW, *, verified: bool = True) -> User:
    user = User.objects.create_user(email, PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def link(invitation: Invitation) -> str:
    invitation.refresh_from_db()
    return f"/konto/invitasjon/{link_of(invitation)}/"


def members_page(company: Company) -> str:
    return f"/konto/selskap/{company.public_id}/medlemmer/"


def test_the_letters_link_leads_on_and_holds_no_address(invitation: Invitation) -> None:
    letter = Letter.objects.get(to=NEW)
    [address] = re.findall(r"https?://\S+(/konto/invitasjon/\S+)", letter.body)
    assert "works" not in address
    assert "works" not in repr(signing.b64_decode(address.split("/")[-2].split(":")[0].encode()))
    client = Client()
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/konto/invitasjon/")
    assert answer["Referrer-Policy"] == "no-referrer"
    page = client.get("/konto/invitasjon/")
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert "Slaggverket" in page.content.decode()


def test_the_answer_to_who_invites_does_not_depend_on_whether_the_address_is_known(
    admin: User, company: Company
) -> None:
    known("a1@works.example")
    answers = []
    for email in ("a1@works.example", "a2@works.example"):
        client = logged_in(admin)
        sent = answer_of(client, members_page(company), {"email": email, "role": MEMBER})
        answers.append((sent, answer_of(client, members_page(company))))
        Invitation.objects.all().delete()
    again = [repr(one).replace("a2@works", "a1@works") for one in answers]
    assert re.sub(r"invitasjoner/\w+", "", again[0]) == re.sub(r"invitasjoner/\w+", "", again[1])
    assert Letter.objects.count() == 2


def test_somebody_without_a_login_registers_and_accepts(
    invitation: Invitation, company: Company
) -> None:
    client = Client()
    client.get(link(invitation))
    form = client.get("/konto/signup/").content.decode()
    assert NEW in form
    assert "organisation_number" not in form
    sent = {"name": "Ny", "password1": PASSWORD, "password2": PASSWORD, "email": "x@evil.example"}
    client.post("/konto/signup/", sent)
    user = User.objects.get(email=NEW)
    assert not MembershipRequest.objects.exists()
    assert not user.memberships.exists()
    letter = Letter.objects.filter(to=NEW).latest("pk")
    [confirm] = re.findall(r"https?://[^/\s]+(/konto/confirm-email/\S+)", letter.body)
    client.post(confirm)
    answer = client.post("/konto/login/", {"login": NEW, "password": PASSWORD})
    assert answer["Location"] == "/konto/invitasjon/"
    accept = f"/konto/invitasjon/{invitation.public_id}/godta/"
    assert accept in client.get("/konto/invitasjon/").content.decode()
    assert client.get(accept).status_code == 405
    assert client.post(accept)["Location"] == f"/bedrift/{company.public_id}/"
    membership = user.memberships.get()
    assert (membership.company, membership.role, membership.is_active) == (company, MEMBER, True)
    assert client.post(accept).status_code == 404
    assert "admin@works.example" in Letter.objects.latest("pk").to
    actions = AuditLine.objects.filter(subject=f"company:{company.pk}", actor=user)
    assert [line.action for line in actions] == ["invitation.accept"]


def test_who_has_a_login_finds_the_invitation_among_his_companies(invitation: Invitation) -> None:
    user = known()
    page = logged_in(user).get("/konto/selskap/").content.decode()
    assert f"/konto/invitasjon/{invitation.public_id}/godta/" in page
    other = logged_in(known("else@works.example")).get("/konto/selskap/").content.decode()
    assert "/konto/invitasjon/" not in other


@pytest.mark.parametrize("who", ["other", "unconfirmed"])
def test_only_the_invited_address_confirmed_may_accept(invitation: Invitation, who: str) -> None:
    user = known("else@works.example") if who == "other" else known(verified=False)
    client = logged_in(user)
    client.get(link(invitation))
    page = client.get("/konto/invitasjon/").content.decode()
    assert "/godta/" not in page
    assert NEW not in page.replace(user.email, "")
    assert client.post(f"/konto/invitasjon/{invitation.public_id}/godta/").status_code == 404
    assert not user.memberships.exists()


def refused(address: str) -> str:
    """All of an answer but the address itself, which the choice of language repeats."""
    return repr(answer_of(Client(), address)).replace(address, "")


def broken_links(invitation: Invitation, admin: User) -> dict[str, str]:
    good = link(invitation)
    forged = signing.dumps([invitation.public_id, invitation.secret], salt="another")
    secret = signing.dumps([invitation.public_id, "guess"], salt=inviting.SALT)
    return {
        "never": "/konto/invitasjon/neverwasthere/",
        "changed": f"{good[:-3]}x/",
        "salt": f"/konto/invitasjon/{forged}/",
        "secret": f"/konto/invitasjon/{secret}/",
        "shape": f"/konto/invitasjon/{signing.dumps(7, salt=inviting.SALT)}/",
    }


def test_links_that_do_not_hold_all_look_the_same(invitation: Invitation, admin: User) -> None:
    answers = {name: refused(address) for name, address in broken_links(invitation, admin).items()}
    good = link(invitation)
    Invitation.objects.update(expires_at=timezone.now())
    answers["expired"] = refused(good)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    send_again(actor=admin, invitation=invitation)
    answers["replaced"] = refused(good)
    newest = link(invitation)
    assert Client().get(newest).status_code == 302
    revoke_invitation(actor=admin, invitation=invitation)
    answers["revoked"] = refused(newest)
    assert answers["never"].startswith("(404,")
    assert set(answers.values()) == {answers["never"]}


def test_an_invitation_falls_with_the_right_of_who_sent_it(
    invitation: Invitation, admin: User, company: Company
) -> None:
    second = worlds.admin("second@works.example", company)
    change_role(actor=second, membership=admin.memberships.get(), role=MEMBER)
    assert Client().get(link(invitation)).status_code == 404
    assert "does not hold" in logged_in_english(second).get(members_page(company)).content.decode()
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    send_again(actor=second, invitation=invitation)
    assert Client().get(link(invitation)).status_code == 302


def logged_in_english(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    user.refresh_from_db()
    return logged_in(user)


def test_an_administrator_who_accepts_as_member_stays_administrator(
    admin: User, company: Company
) -> None:
    second = worlds.admin("second@works.example", company)
    EmailAddress.objects.create(user=second, email="two@works.example", verified=True)
    made = invite(actor=admin, company=company, email="two@works.example", role=MEMBER)
    assert accept_invitation(actor=second, public_id=made.public_id).role == ADMIN


def test_whoever_asked_as_well_waits_no_longer(invitation: Invitation, company: Company) -> None:
    user = known()
    asked = worlds.asks_to_join(user, 1)
    accept_invitation(actor=user, public_id=invitation.public_id)
    asked.refresh_from_db()
    assert asked.answer == MembershipRequest.Answer.CONFIRMED


@pytest.mark.parametrize(
    ("email", "words"),
    [("nonsense", ""), ("admin@works.example", "acts for the company"), (NEW.upper(), "invited")],
)
def test_wrong_addresses_are_told_at_the_field(
    invitation: Invitation, admin: User, company: Company, email: str, words: str
) -> None:
    answer = logged_in(admin).post(members_page(company), {"email": email, "role": MEMBER})
    assert answer.status_code == 422
    assert "id_email_error" in answer.content.decode() or 'aria-invalid="true"' in (
        answer.content.decode()
    )
    assert words in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_letters_are_few(admin: User, company: Company, invitation: Invitation) -> None:
    with pytest.raises(ValidationError, match="moment"):
        send_again(actor=admin, invitation=invitation)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1), letters=5)
    with pytest.raises(ValidationError, match="enough"):
        send_again(actor=admin, invitation=invitation)
    Invitation.objects.update(letters=inviting.MOST_A_DAY)
    with pytest.raises(ValidationError, match="today"):
        invite(actor=admin, company=company, email="more@works.example", role=MEMBER)


def test_an_old_invitation_is_made_new_and_a_revoked_one_followed(
    invitation: Invitation, admin: User, company: Company
) -> None:
    Invitation.objects.update(expires_at=timezone.now())
    again = invite(actor=admin, company=company, email=NEW, role=ADMIN)
    assert (again.pk, again.role) == (invitation.pk, ADMIN)
    client = logged_in(admin)
    base = f"/konto/selskap/{company.public_id}/invitasjoner/{invitation.public_id}"
    assert client.get(f"{base}/trekk-tilbake/").status_code == 200
    assert client.post(f"{base}/trekk-tilbake/").status_code == 302
    assert client.post(f"{base}/trekk-tilbake/").status_code == 404
    assert client.post(f"{base}/send/").status_code == 404
    assert invite(actor=admin, company=company, email=NEW, role=MEMBER).pk != invitation.pk


def test_members_and_outsiders_neither_invite_nor_see_invitations(
    invitation: Invitation, member: User, company: Company
) -> None:
    base = f"/konto/selskap/{company.public_id}"
    for user in (member, known("else@works.example")):
        client = logged_in(user)
        sent = {"email": "x@works.example", "role": MEMBER}
        assert client.post(members_page(company), sent).status_code == 404
        for end in ("send", "trekk-tilbake"):
            address = f"{base}/invitasjoner/{invitation.public_id}/{end}/"
            assert client.post(address).status_code == 404
    assert Invitation.objects.get().outcome == ""


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_invitations_costs_the_same(
    admin: User, company: Company, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        invite(actor=admin, company=company, email=f"k{number}@works.example", role=MEMBER)
    client = logged_in(admin)
    with django_assert_num_queries(10):
        client.get(members_page(company))


def test_registering_without_an_invitation_asks_for_the_company_as_before(company: Company) -> None:
    number = company.organisation_number
    Client().post("/konto/signup/", registration("plain@works.example", number))
    assert MembershipRequest.objects.get().user.email == "plain@works.example"


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_the_same_at_once_make_one_invitation(admin: User, company: Company) -> None:
    second = worlds.admin("second@works.example", company)

    def other() -> str:
        try:
            invite(actor=second, company=company, email=NEW, role=MEMBER)
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            invite(actor=admin, company=company, email=NEW, role=MEMBER)
            late = pool.submit(other)
            patience = time.monotonic() + 20
            while not is_anybody_waiting() and not late.done():
                assert time.monotonic() < patience
                time.sleep(0.01)
        assert "invited already" in late.result(20) or "invitert" in late.result(20)
    assert Invitation.objects.count() == 1
    assert Letter.objects.filter(to=NEW).count() == 1
