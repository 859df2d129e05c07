"""The page on privacy names who answers for it, and tells of times as the program keeps them."""

import html

import pytest
from django.test import Client, override_settings

from streams.register.ending import DAYS_OF_GRACE

pytestmark = pytest.mark.django_db


def page(client: Client, language: str = "en") -> str:
    answer = client.get("/personvern/", headers={"accept-language": language})
    return html.unescape(answer.content.decode())


def test_controller_basis_and_complaints_are_named(client: Client) -> None:
    with override_settings(OPERATOR="Klyngen AS, org.nr. 912 345 678", CONTACT_EMAIL="p@k.example"):
        shown = page(client)
    assert "The controller is Klyngen AS, org.nr. 912 345 678." in shown
    assert "mailto:p@k.example" in shown
    assert "article 6, no. 1 f" in shown
    assert "Datatilsynet" in shown


def test_a_controller_that_is_not_named_is_said_to_be_missing(client: Client) -> None:
    assert "has not written its name here" in page(client)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Network", "Keys for programs", "Never deleted", "Access log")),
        ("nb", ("IP", "Nøkler for programmer", "Slettes aldri", "Innsynslogg")),
        ("nn", ("IP", "Nøklar for program", "Blir aldri sletta", "Innsynslogg")),
    ],
)
def test_sessions_keys_and_logs_are_told_of(
    client: Client, language: str, words: tuple[str, ...]
) -> None:
    shown = page(client, language)
    assert [word for word in words if word not in shown] == []


def test_times_are_those_of_the_program(client: Client) -> None:
    with override_settings(SESSION_COOKIE_AGE=3 * 86_400):
        assert "at most 3 days after the last use" in page(client)
    assert DAYS_OF_GRACE == 30, "change the page, too"
    assert "30 days after its owner asked" in page(client)
    with override_settings(UPLOADS_WAIT_DAYS=5, JOBS_KEPT_DAYS=44):
        assert "holds at most 5 days, and that you sent it 44 days" in page(client)
