"""The pages of a person's own account stand in our frame and hold nothing inline."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "slagg og silikastøv 7"


@pytest.fixture(autouse=True)
def look_urls() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.look.urls"):
        yield


@pytest.fixture
def person(client: Client) -> Client:
    """Somebody who has just logged in with the password."""
    User.objects.create_user("person@example.com", PASSWORD, name="Ingrid Solbakken")
    form = {"login": "person@example.com", "password": PASSWORD}
    assert client.post(reverse("account_login"), form).status_code == 302
    assert "password once more" in page(client, "account_reauthenticate")
    assert client.post(reverse("account_reauthenticate"), form).status_code == 302
    return client


def page(client: Client, name: str, **arguments: Any) -> str:
    answer = client.get(reverse(name, kwargs=arguments), headers={"accept-language": "en"})
    assert answer.status_code == 200, (name, answer.status_code)
    html = answer.content.decode()
    assert 'class="site-header"' in html
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html)
    assert len(re.findall("<h1", html)) == 1
    assert re.search(r"<title>\s*\S.* – Materialbørsen</title>", html, re.DOTALL)
    return html


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"],
)
def test_entrance_pages(client: Client, name: str) -> None:
    assert "Log in" in page(client, name)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("account_email", "person@example.com"),
        ("account_change_password", "Change password"),
        ("account_logout", "Log out"),
        ("mfa_index", "Switch on"),
        ("mfa_activate_totp", "Secret:"),
        ("usersessions_list", "127.0.0.1"),
    ],
)
def test_pages_of_the_account(person: Client, name: str, says: str) -> None:
    assert says in page(person, name)


def test_the_menu_names_the_person(person: Client) -> None:
    assert "Ingrid Solbakken" in page(person, "account_email")


def test_link_that_no_longer_works_says_so(client: Client) -> None:
    html = page(client, "account_reset_password_from_key", uidb36="1", key="wrong-key")
    assert "no longer works" in html


def test_unknown_confirmation_link_says_so(client: Client) -> None:
    assert "no longer works" in page(client, "account_confirm_email", key="wrong")


def test_wrong_password_is_told_on_top(client: Client) -> None:
    answer = client.post(reverse("account_login"), {"login": "a@example.com", "password": "x"})
    html = answer.content.decode()
    assert "ds-error-summary" in html
    assert html.index("ds-error-summary") < html.index('<form class="form"')


def test_two_step_login_from_start_to_recovery_codes(person: Client) -> None:
    page(person, "mfa_activate_totp")
    secret = person.session["mfa.totp.secret"]
    code = hotp_value(secret, next(iter(yield_hotp_counters_from_time())))
    answer = person.post(reverse("mfa_activate_totp"), {"code": f"{code:06}"})
    assert answer.status_code == 302
    assert "Switch off" in page(person, "mfa_index")
    assert "Switch off two-step login" in page(person, "mfa_deactivate_totp")
    assert "Make new" in page(person, "mfa_generate_recovery_codes")
    person.post(reverse("mfa_generate_recovery_codes"), {})
    assert "<code>" in page(person, "mfa_view_recovery_codes")
    person.post(reverse("account_logout"))
    person.post(reverse("account_login"), {"login": "person@example.com", "password": PASSWORD})
    assert "six digits" in page(person, "mfa_authenticate")
