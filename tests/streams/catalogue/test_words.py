"""Searching by words: inflected, as parts of others, in three languages, and spelt wrongly."""

import pytest
from django.db import connection

from accounts.queries import viewer_for
from accounts.viewers import ANONYMOUS, Viewer
from streams.catalogue.criteria import Criteria
from streams.catalogue.filters import filtered
from streams.catalogue.models import PublicEntry
from streams.catalogue.names import forget_names
from streams.catalogue.search import search
from streams.catalogue.small_words import NORWEGIAN
from streams.catalogue.words import near_words, words_meant
from streams.reference.models import MaterialClass
from streams.register.models import Record
from tests import worlds

pytestmark = pytest.mark.django_db
OPEN = {"owner": {"exact": 0, "coarse": 0}, "place": {"exact": 0, "coarse": 0}}


def material(code: str, bokmaal: str, nynorsk: str, english: str, *synonyms: str) -> MaterialClass:
    return MaterialClass.objects.create(
        code=code, kind="material", name_nb=bokmaal, name_nn=nynorsk, name_en=english,
        synonyms=list(synonyms),
    )  # fmt: skip


@pytest.fixture
def shelf() -> dict[str, Record]:
    """Three listings of other materials, one of which names its owner and place to everyone."""
    worlds.load_lists()
    slag = material("simn", "Silikomanganslagg", "Silikomanganslagg", "Silicomanganese slag")
    smoke = material("sot", "Kjønrøk og sot", "Kjønrøyk og sot", "Carbon black and soot")
    gypsum = material("gips", "Gips fra gjødsel", "Gips frå gjødsel", "Phosphogypsum", "fosfogips")
    forget_names()
    hidden = worlds.site(worlds.company(1, "Hemmelig Smelteverk"))
    shown = worlds.site(worlds.company(2, "Eramet Kvinesdal"), "Tinfosanlegget")
    return {
        "slag": worlds.listing(hidden, title="Grønn stein", material=slag),
        "smoke": worlds.listing(shown, title="Fint pulver", material=smoke, policy=OPEN),
        "gypsum": worlds.listing(hidden, title="Gipsen vår", material=gypsum, description=""),
    }


def found(shelf: dict[str, Record], text: str, viewer: Viewer = ANONYMOUS) -> list[str]:
    """Names on the shelf, best match first."""
    names = {record.pk: name for name, record in shelf.items()}
    page = search(viewer, Criteria(q=text, ordering="relevance"))
    assert page.total == len(page.hits)
    return [names[hit.id] for hit in page.hits]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("silikomanganslagg", "slag"),
        ("Silicomanganese", "slag"),
        ("slagg", "slag"),
        ("mangan slagg", "slag"),
        ("silikomanganslaggen", "slag"),
        ("silikoman", "slag"),
        ("kjønrøyk", "smoke"),
        ("kjønrøk", "smoke"),
        ("carbon black", "smoke"),
        ("soot from the carbon", "smoke"),
        ("gips", "gypsum"),
        ("phosphogypsum", "gypsum"),
        ("fosfogips", "gypsum"),
        ("FOSFOGIPS, gips!", "gypsum"),
        ("pulvere", "smoke"),
        ("Eramet", "smoke"),
        ("tinfos", "smoke"),
    ],
)
def test_words_are_found_inflected_as_parts_and_in_three_languages(
    shelf: dict[str, Record], text: str, name: str
) -> None:
    assert found(shelf, text) == [name]
    assert near_words(text) == []


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("silkomanganslagg", "slag", "silikomanganslagg"),
        ("kjønrkø", "smoke", "kjønrøk"),
        ("fosfogibs", "gypsum", "fosfogips"),
        ("gibs", "gypsum", "gips"),
        ("phosphogipsum gips", "gypsum", "phosphogypsum"),
        ("Erammet", "smoke", ""),
        ("tinfossanlegget", "smoke", ""),
        ("pulvver", "smoke", ""),
        ("erammet kjønrøk", "smoke", ""),
        ("det som er av erammet", "smoke", ""),
    ],
)
def test_words_spelt_wrongly_find_what_was_meant(
    shelf: dict[str, Record], text: str, name: str, meant: str
) -> None:
    """By the lists' words, or by the listing's own names, which no list holds."""
    assert found(shelf, text) == [name]
    assert near_words(text)[:1] == ([meant] if meant else [])


@pytest.mark.parametrize(
    "text", ["!!", "-", "og", "xyzzyq", "gips slagg", "1,5", "'", "a:* & b", "\\"]
)
def test_what_means_nothing_here_finds_nothing(shelf: dict[str, Record], text: str) -> None:
    assert found(shelf, text) == []


def test_quotation_marks_and_minus_mean_what_they_do_elsewhere(shelf: dict[str, Record]) -> None:
    assert found(shelf, '"carbon black"') == ["smoke"]
    assert found(shelf, '"black carbon"') == []
    assert found(shelf, "gips -gjødsel") == []
    assert found(shelf, "gips -slagg") == ["gypsum"]


def test_the_word_in_the_title_comes_first(shelf: dict[str, Record]) -> None:
    place = shelf["slag"].site
    shelf["other"] = worlds.listing(place, title="Rest", description="Inneholder litt gips")
    worlds.change(shelf["other"], policy={"description": {"exact": 0, "coarse": 0}})
    assert found(shelf, "gips") == ["gypsum", "other"]


@pytest.mark.parametrize("text", ["Hemmelig", "Hemelig", "Hemmeligg Smeltverk"])
def test_a_hidden_name_is_found_by_those_it_is_shown_to_and_nobody_else(
    shelf: dict[str, Record], text: str
) -> None:
    guest = worlds.person("guest@other.example", worlds.company(3, "Gjesten"))
    stranger = worlds.person("stranger@third.example", worlds.company(4, "Fremmed"))
    worlds.let_see(shelf["slag"], guest.memberships.get().company)
    owner = worlds.person("kari@verket.example", shelf["slag"].site.company)
    assert found(shelf, text) == []
    assert found(shelf, text, viewer_for(stranger)) == []
    assert found(shelf, text, viewer_for(guest)) == ["slag"]
    assert sorted(found(shelf, text, viewer_for(owner))) == ["gypsum", "slag"]


def test_what_is_meant_does_not_depend_on_what_is_listed(shelf: dict[str, Record]) -> None:
    before = words_meant("Hemelig Erammet silkomanganslagg")
    Record.objects.all().delete()
    forget_names()
    assert words_meant("Hemelig Erammet silkomanganslagg") == before


def test_small_words_are_those_that_the_database_leaves_out(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS word"
            " WHERE to_tsvector('norwegian', word) <> ''::tsvector",
            [NORWEGIAN.split()],
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("text", "indexes"),
    [
        ("slagg", {"search"}),
        ("erammet", {"search", "own_names"}),
    ],
)
def test_indexes_answer(shelf: dict[str, Record], text: str, indexes: set[str]) -> None:
    rows = filtered(PublicEntry.objects.order_by(), Criteria(q=text))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.explain()
    assert "Seq Scan" not in plan
    assert all(f"on publicentry_{index} " in plan for index in indexes), plan
