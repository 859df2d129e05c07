"""A language that was chosen is remembered, and letters are in the reader's."""

import pytest
from django.test import Client

from accounts.models import User
from exchange.notices.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("kari@smelter.example", "slagg og silikastøv 7")


def shown(client: Client) -> str:
    answer = client.get("/om/", headers={"accept-language": "nb"})
    html = answer.content.decode()
    assert answer.headers["Content-Language"] in html[:200]
    return str(answer.headers["Content-Language"])


def test_whoever_has_not_chosen_reads_the_browsers_language(client: Client, person: User) -> None:
    assert shown(client) == "nb"
    client.force_login(person)
    assert client.get("/om/", headers={"accept-language": "en"}).headers["Content-Language"] == "en"


def test_visitors_are_remembered_by_cookie(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/om/"})
    assert shown(client) == "en"


def test_a_choice_follows_the_person_to_another_machine(person: User) -> None:
    here, elsewhere = Client(), Client()
    here.force_login(person)
    here.post("/i18n/setlang/", {"language": "nn"})
    elsewhere.force_login(person)
    assert shown(elsewhere) == "nn"
    person.refresh_from_db()
    assert person.language == "nn"


def test_languages_that_are_not_offered_change_nothing(client: Client, person: User) -> None:
    client.force_login(person)
    client.post("/i18n/setlang/", {"language": "xx"})
    person.refresh_from_db()
    assert person.language == ""


def test_only_a_post_chooses(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get("/i18n/setlang/?language=en").status_code == 405


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Choose a new password"), ("", None), ("nn", None)]
)
def test_letter_is_in_the_language_of_its_reader_not_of_the_browser(
    client: Client, person: User, language: str, subject: str | None
) -> None:
    User.objects.filter(pk=person.pk).update(language=language)
    asking = "nb" if language == "en" else "en"
    client.post(
        "/konto/password/reset/", {"email": person.email}, headers={"accept-language": asking}
    )
    letter = Letter.objects.get()
    assert letter.to == person.email
    assert "/konto/password/reset/key/" in letter.body
    if subject:
        assert letter.subject == subject
