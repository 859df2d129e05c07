"""Pages of keys for programs: shown once, revoked for good, and only one's own."""

import re

import pytest
from django.test import Client

from accounts.models import ApiToken, User
from accounts.services import create_token

pytestmark = pytest.mark.django_db
PASSWORD = "slagg og silikastøv 7"
KEY = re.compile(r"mb_[\w-]{30,}")


@pytest.fixture
def person() -> User:
    return User.objects.create_user("kari@smelter.example", PASSWORD, language="en")


@pytest.fixture
def proven(client: Client, person: User) -> Client:
    """Logged in, with the password given a moment ago."""
    form = {"login": person.email, "password": PASSWORD}
    client.post("/konto/login/", form)
    client.post("/konto/reauthenticate/", form)
    return client


def make(client: Client, name: str = "Spreadsheet") -> str:
    answer = client.post("/konto/nokler/ny/", {"name": name, "scope": "read"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_key_is_shown_once_and_kept_in_no_cache_nor_session(proven: Client) -> None:
    answer = proven.post("/konto/nokler/ny/", {"name": "Spreadsheet", "scope": "write"})
    (key,) = KEY.findall(answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    assert ApiToken.objects.get().digest == ApiToken.digest_of(key)
    assert ApiToken.objects.get().scope == "write"
    assert "reads and writes as you" in answer.content.decode()
    assert key not in str(dict(proven.session))
    page = proven.get("/konto/nokler/")
    assert "Spreadsheet" in page.content.decode()
    assert not KEY.search(page.content.decode())
    assert "no-store" in page.headers["Cache-Control"]


def test_a_key_that_only_reads_says_no_more_than_that(proven: Client) -> None:
    assert "Whoever has it, reads as you." in make(proven)


def test_sending_the_form_again_makes_no_second_key(proven: Client) -> None:
    make(proven)
    again = make(proven)
    assert not KEY.search(again)
    assert "already" in again
    assert ApiToken.objects.count() == 1


def test_the_password_is_asked_for_again_before_a_key_is_made(client: Client, person: User) -> None:
    client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    client.force_login(person)
    answer = client.post("/konto/nokler/ny/", {"name": "Spreadsheet", "scope": "read"})
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]
    assert not ApiToken.objects.exists()


def test_revoking_asks_first_and_cannot_be_undone(proven: Client, person: User) -> None:
    token, _key = create_token(actor=person, name="lab", scope="read")
    address = f"/konto/nokler/{token.prefix}/trekk-tilbake/"
    assert "cannot be undone" in proven.get(address).content.decode()
    token.refresh_from_db()
    assert token.revoked_at is None
    assert proven.post(address).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at
    assert "Revoked" in proven.get("/konto/nokler/").content.decode()
    assert proven.post(address).status_code == 404


def test_keys_of_others_do_not_exist(proven: Client) -> None:
    other = User.objects.create_user("ola@other.example")
    token, _key = create_token(actor=other, name="secret purpose", scope="read")
    for prefix in (token.prefix, "mb_never"):
        assert proven.get(f"/konto/nokler/{prefix}/trekk-tilbake/").status_code == 404
        assert proven.post(f"/konto/nokler/{prefix}/trekk-tilbake/").status_code == 404
    assert "secret purpose" not in proven.get("/konto/nokler/").content.decode()
    token.refresh_from_db()
    assert token.revoked_at is None


@pytest.mark.parametrize("sent", [{}, {"name": "x"}, {"name": "", "scope": "read"},
                                  {"name": "x" * 81, "scope": "read"},
                                  {"name": "x\0", "scope": "read"},
                                  {"name": "x", "scope": "everything"}])  # fmt: skip
def test_bad_input_makes_no_key(proven: Client, sent: dict[str, str]) -> None:
    assert "ds-error-summary" in proven.post("/konto/nokler/ny/", sent).content.decode()
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("address", ["", "nokler/", "nokler/ny/", "selskap/", "venter/"])
def test_visitors_are_asked_to_log_in(client: Client, address: str) -> None:
    answer = client.get(f"/konto/{address}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/konto/login/")


def test_overview_leads_to_every_part(proven: Client) -> None:
    page = proven.get("/konto/").content.decode()
    for part in ("email/", "password/change/", "2fa/", "sessions/", "selskap/", "nokler/"):
        assert f'href="/konto/{part}"' in page
