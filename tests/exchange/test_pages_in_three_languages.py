"""Pages speak one language at a time, write numbers as it does, and remember which was chosen."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from exchange.languages.catalogues import catalogue_path, read_catalogue
from exchange.languages.extraction import Message
from exchange.languages.unwrapped import WORD, html_texts
from streams.register.models import Record
from streams.web.numbers import at_least_text, day_text, number_text, point_text, share_text
from tests.worlds import company, let_see, listing, load_lists, person, site

WORDS_BY_CHANCE = 2
LANGUAGES = ["nb", "nn"]
KINDS = ("material", "heat", "gas", "deposit")
TITLES = {kind: f"Restar frå omn to ved elva ({kind})" for kind in KINDS}
OWN_TEXTS = (
    *TITLES.values(), "Granulert og sikta ved verket", "Verket ved elva AS", "Slag",
    "owner@example.com", "nda@example.com", "Tristan da Cunha",
)  # fmt: skip
"""What people, atlases and the lists of tests.worlds call things, in every language alike."""
SEARCHES = (
    "", "?view=table", "?view=map", "?kind=heat", "?q=finnesikke&county=42&hazardous=true",
    "?substance=MnO&wt_min=6.2&volume_min=5000", "?near=Kvinesdal&radius_km=20&ordering=distance",
    "?volume_min=mange&near=ingensteds&substance=Xx&page=900&ordering=opp", "?page=7",
)  # fmt: skip
PLAIN = ("front", "about", "privacy", "accessibility", "contact")
ENTRANCE = ("account_login", "account_signup", "account_reset_password")
ACCOUNT = ("account_email", "account_change_password", "account_logout", "usersessions_list")


@pytest.fixture
def records() -> list[Record]:
    """One of each kind; the second company may see the first one under NDA."""
    load_lists()
    owner, receiver = company(1, "Verket ved elva AS"), company(2, "Gjenbruk")
    place = site(owner)
    person("owner@example.com", owner, password="slagg")
    person("nda@example.com", receiver, password="slagg")
    found = [
        listing(place, kind, title=TITLES[kind], description="Granulert og sikta ved verket",
                process="Omn", contact_name="Kari")
        for kind in KINDS
    ]  # fmt: skip
    let_see(found[0], receiver)
    return found


def addresses(records: list[Record]) -> Iterator[str]:
    yield from (reverse(name) for name in (*PLAIN, *ENTRANCE))
    yield from (reverse("search") + query for query in SEARCHES)
    yield from (reverse("record", args=[record.pk]) for record in records)
    yield "/finnes-ikke/"


def own_addresses(records: list[Record]) -> Iterator[str]:
    yield from (reverse(name) for name in ACCOUNT)
    for record in records:
        yield from (f"{reverse('record', args=[record.pk])}?som={one}" for one in ("alle", "nda"))
        yield reverse("record", args=[record.pk])


def texts(client: Client, address: str, language: str) -> set[str]:
    """Everything that a page shows or reads out, as separate texts."""
    html = client.get(address, headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in html
    return shown_texts(html)


def shown_texts(html: str) -> set[str]:
    menu = re.sub(r'<form class="menu__sheet".*?</form>', "", html, flags=re.DOTALL)
    return {" ".join(text.split()) for _line, text in html_texts(menu)} - {""}


def english(language: str) -> set[str]:
    """English texts that the language says in other words, and says nowhere itself."""
    catalogue = read_catalogue(catalogue_path(language))
    translated = {one.msgstr for one in catalogue}
    return {one.msgid for one in catalogue if one.msgid != one.msgstr} - translated


def left_in_english(language: str, page: set[str], english_page: set[str]) -> set[str]:
    long = {text for text in page & english_page if len(words(text)) > WORDS_BY_CHANCE}
    return long | (page & english(language)).difference(OWN_TEXTS)


def words(text: str) -> list[str]:
    """Those that do not come from somebody's listing."""
    for own in OWN_TEXTS:
        text = text.replace(own, "")
    return WORD.findall(text)


def assert_all_translated(client: Client, language: str, at: Iterator[str]) -> None:
    found = {
        (address, text)
        for address in at
        for text in left_in_english(
            language, texts(client, address, language), texts(client, address, "en")
        )
    }
    assert found == set()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_shows_to_the_public(
    client: Client, language: str, records: list[Record]
) -> None:
    assert_all_translated(client, language, addresses(records))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("email", ["owner@example.com", "nda@example.com"])
def test_no_english_shows_to_those_who_see_more(
    client: Client, language: str, email: str, records: list[Record]
) -> None:
    client.force_login(User.objects.get(email=email))
    assert_all_translated(client, language, own_addresses(records))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("account_login", {"login": "nobody@example.com", "password": "wrong"}),
        ("account_login", {"login": "no address", "password": ""}),
        ("account_signup", {"email": "me@example.com", "password1": "123", "password2": "124"}),
        ("account_signup", {}),
        ("account_reset_password", {"email": "no address"}),
    ],
)
def test_forms_refuse_in_the_language_of_the_page(
    client: Client, language: str, name: str, form: dict[str, str]
) -> None:
    cache.clear()
    pages = {}
    for one in (language, "en"):
        answer = client.post(reverse(name), form, headers={"accept-language": one})
        assert answer.status_code == 200
        pages[one] = shown_texts(answer.content.decode())
    assert left_in_english(language, pages[language], pages["en"]) == set()
    assert pages[language] - texts(client, reverse(name), language) != set()


def test_a_text_left_in_english_would_be_seen() -> None:
    page = shown_texts("<p>What happens then</p><p title='Owner'>Eier</p><p>Three words here</p>")
    assert left_in_english("nb", page, page) == {"What happens then", "Owner", "Three words here"}
    assert Message("Owner").text in english("nn")


@pytest.mark.django_db
def test_bokmaal_unless_asked(client: Client) -> None:
    assert '<html lang="nb"' in client.get(reverse("about")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "says"),
    [("nb", "Om børsen"), ("nn", "Kven som driv"), ("en", "About the exchange")],
)
def test_the_chosen_language_is_remembered(client: Client, language: str, says: str) -> None:
    chosen = client.post(reverse("set_language"), {"language": language, "next": "/om/"})
    assert chosen.headers["Location"] == "/om/"
    for _visit in range(2):
        html = client.get("/om/", headers={"accept-language": "de"}).content.decode()
        assert f'<html lang="{language}"' in html
        assert says in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_language_is_offered_by_its_own_name(client: Client, language: str) -> None:
    html = client.get("/om/", headers={"accept-language": language}).content.decode()
    offered = re.findall(r'name="language" value="(\w+)" lang="\1"[^>]*>(\w+)', html)
    assert offered == [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]


TONNES = {"low": 3800.0, "high": 12_500.0, "unit": "t/yr", "precision": "exact"}
BAND = {"low": 100_000.0, "high": None, "unit": "t/yr", "precision": "band"}
SHARE = {"low": 0.5, "high": 2.25, "precision": "exact"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", ["3\u202f800–12\u202f500 t per år", "Over 100\u202f000 t per år", "0,5–2,25 %",
                "Minst 3\u202f800 t", "58,29° N  6,96° Ø", "14. mai 2027"]),
        ("nn", ["3\u202f800–12\u202f500 t per år", "Over 100\u202f000 t per år", "0,5–2,25 %",
                "Minst 3\u202f800 t", "58,29° N  6,96° A", "14. mai 2027"]),
        ("en", ["3,800–12,500 t per year", "Over 100,000 t per year", "0.5–2.25 %",
                "At least 3,800 t", "58.29° N  6.96° E", "May 14, 2027"]),
    ],
)  # fmt: skip
def test_numbers_units_and_days_are_written_as_the_language_does(
    language: str, expected: list[str]
) -> None:
    with translation.override(language):
        written = [
            number_text(TONNES),
            number_text(BAND),
            share_text(SHARE),
            at_least_text({**TONNES, "high": None}),
            point_text(58.29, 6.96),
            day_text(date(2027, 5, 14)),
        ]
    assert [text.replace("\u00a0", " ") for text in written] == expected


@pytest.mark.django_db
def test_a_page_shows_dates_and_amounts_in_its_language(
    client: Client, records: list[Record]
) -> None:
    client.force_login(User.objects.get(email="nda@example.com"))
    until = timezone.localdate() + timedelta(days=30)
    for language, amount in (("nb", "4 321"), ("nn", "4 321"), ("en", "4,321")):
        address = reverse("record", args=[records[0].pk])
        page = " ".join(texts(client, address, language))
        with translation.override(language):
            assert day_text(until) in page
        assert amount in page
