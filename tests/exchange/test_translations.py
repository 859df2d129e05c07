"""Catalogues are complete, and whatever is missing or spoilt in them is found and named."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from exchange.languages.catalogues import catalogue_path, read_catalogue, renewed, write_catalogue
from exchange.languages.extraction import Message, python_messages, template_messages
from exchange.languages.faults import source_faults
from exchange.languages.sources import messages_for, our_messages
from exchange.languages.unwrapped import unwrapped_in

Spoil = Callable[[polib.POFile], None]
LANGUAGES = ["nb", "nn"]
VALUED = "Opened to you until %(until)s"
COUNTED = "%(n)s hit"


@pytest.fixture
def catalogues(tmp_path: Path, settings: Settings) -> Path:
    """A copy that may be spoilt."""
    copy = tmp_path / "locale"
    shutil.copytree(settings.BASE_DIR / "locale", copy)
    settings.LOCALE_PATHS = [copy]
    return copy


def entry(catalogue: polib.POFile, text: str) -> polib.POEntry:
    found = catalogue.find(text)
    assert found is not None
    return found


def faults() -> str:
    """What the command writes; "" when it finds nothing wrong."""
    out = StringIO()
    try:
        call_command("check_translations", stdout=out)
    except CommandError:
        return out.getvalue()
    return ""


def test_every_text_of_the_screen_is_translated() -> None:
    assert faults() == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_every_message_of_the_code(language: str) -> None:
    assert our_messages().keys() <= messages_for(language).keys()
    assert len(our_messages()) > 600


def remove(catalogue: polib.POFile) -> None:
    catalogue.remove(entry(catalogue, VALUED))


def empty(catalogue: polib.POFile) -> None:
    entry(catalogue, VALUED).msgstr = ""


def doubt(catalogue: polib.POFile) -> None:
    entry(catalogue, VALUED).flags.append("fuzzy")


def lose_value(catalogue: polib.POFile) -> None:
    entry(catalogue, VALUED).msgstr = "Åpnet for dere"


def misspell_value(catalogue: polib.POFile) -> None:
    entry(catalogue, VALUED).msgstr = "Åpnet for dere til %(intil)s"


def add_percent(catalogue: polib.POFile) -> None:
    entry(catalogue, VALUED).msgstr = "Åpnet 100 % til %(until)s"


def add_tag(catalogue: polib.POFile) -> None:
    entry(catalogue, VALUED).msgstr = "Åpnet for <b>dere</b> til %(until)s"


def add_space(catalogue: polib.POFile) -> None:
    entry(catalogue, VALUED).msgstr += " "


def drop_plural(catalogue: polib.POFile) -> None:
    one = entry(catalogue, COUNTED)
    one.msgid_plural, one.msgstr_plural, one.msgstr = "", {}, "%(n)s treff"


def empty_plural(catalogue: polib.POFile) -> None:
    entry(catalogue, COUNTED).msgstr_plural[1] = ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (remove, "not in the catalogue"),
        (empty, "not translated"),
        (doubt, "marked as unsure"),
        (lose_value, "placeholders differ"),
        (misspell_value, "placeholders differ"),
        (add_percent, "percent signs differ"),
        (add_tag, "HTML tags differ"),
        (add_space, "spaces at the ends differ"),
        (drop_plural, "plural forms differ"),
        (empty_plural, "not translated"),
    ],
)
def test_a_spoilt_message_is_named(
    catalogues: Path, language: str, spoil: Spoil, says: str
) -> None:
    catalogue = read_catalogue(catalogue_path(language))
    spoil(catalogue)
    write_catalogue(catalogue_path(language), catalogue)
    about = [line for line in faults().splitlines() if VALUED in line or COUNTED in line]
    assert [line for line in about if line.startswith(f"{language}: ") and says in line] == about
    assert len(about) == 1


def test_a_message_that_nothing_uses_any_more_is_found(catalogues: Path) -> None:
    with catalogue_path("nn").open("a") as file:
        file.write('\nmsgid "Gone"\nmsgstr "Borte"\n')
    assert "nn: the catalogue is out of date or out of order: run collect_messages" in faults()


def test_a_catalogue_with_marks_of_a_conflict_is_found(catalogues: Path) -> None:
    path = catalogue_path("nb")
    path.write_text(path.read_text().replace('msgid "Add"', '<<<<<<< ours\nmsgid "Add"'))
    assert "nb: the catalogue cannot be read" in faults()


def test_collecting_changes_nothing_when_nothing_is_new(catalogues: Path) -> None:
    before = [catalogue_path(one).read_bytes() for one in LANGUAGES]
    call_command("collect_messages", stdout=StringIO())
    assert [catalogue_path(one).read_bytes() for one in LANGUAGES] == before


def test_collecting_lists_what_is_to_be_translated(catalogues: Path) -> None:
    catalogue = read_catalogue(catalogue_path("nn"))
    catalogue.remove(entry(catalogue, VALUED))
    write_catalogue(catalogue_path("nn"), catalogue)
    out = StringIO()
    call_command("collect_messages", stdout=out)
    assert f"  templates/components/opened.html: {VALUED}\n" in out.getvalue()
    assert f'msgid "{VALUED}"\nmsgstr ""\n' in catalogue_path("nn").read_text()


def test_collecting_keeps_translations_drops_the_unused_and_sorts() -> None:
    old = polib.POFile(wrapwidth=0)
    old.append(polib.POEntry(msgid="b", msgstr="bokstav", tcomment="a letter"))
    old.append(polib.POEntry(msgid="gone", msgstr="borte"))
    new = renewed(old, "nb", [Message("a"), Message("b"), Message("one", "", "many")])
    assert [(one.msgid, one.msgstr, one.tcomment) for one in new] == [
        ("a", "", ""),
        ("b", "bokstav", "a letter"),
        ("one", "", ""),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_name_neither_lines_nor_days(language: str) -> None:
    text = catalogue_path(language).read_text()
    assert "#:" not in text
    assert "Date" not in text.split("\n\n")[0]


def test_texts_are_found_in_code() -> None:
    source = """
from django.utils.translation import gettext as _, ngettext, pgettext
a = _("one" " text")
b = f"{_('within')} braces"
c = ngettext("%d hit", "%d hits", n)
d = pgettext("compass", "N")
e = _(unknown) or other("no message")
"""
    assert set(python_messages(source)) == {
        Message("one text"),
        Message("within"),
        Message("%d hit", "", "%d hits"),
        Message("N", "compass"),
    }


def test_texts_are_found_in_templates() -> None:
    source = """
{% load i18n %}{% if x %}{% translate "5 % of it" %}{% endif %}
    <p title="{% translate 'North' context 'compass' %}">
  {% blocktranslate trimmed count n=n %}
    {{ n }} hit{% plural %}{{ n }} hits
  {% endblocktranslate %}</p>{{ _("as filter") }}
"""
    assert set(template_messages(source)) == {
        Message("5 %% of it"),
        Message("North", "compass"),
        Message("%(n)s hit", "", "%(n)s hits"),
        Message("as filter"),
    }


@pytest.mark.parametrize(
    "source",
    [
        "<p>Left in English</p>",
        "<p>{{ value }} tonnes</p>",
        '<img alt="A picture">',
        '<button aria-label="Close {{ name }}">x</button>',
        '{% include "x.html" with title="Two words" only %}',
        '{{ value|default:"not given" }}',
        "<p>{% if a %}Yes{% endif %}</p>",
    ],
)
def test_text_that_nobody_can_translate_is_found(source: str) -> None:
    assert len(unwrapped_in(f"\n{source}")) == 1
    assert unwrapped_in(f"\n{source}")[0][0] == 2


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% translate 'Wrapped' %} – 100 %</p>",
        "{% comment %}Not shown{% endcomment %}{# nor this #}",
        "{% blocktranslate %}Wrapped too{% endblocktranslate %}",
        "<a href='{% url 'front' %}' class=\"one two\">Materialbørsen</a>",
        "<code>GET /api/</code><script>let some = words;</script>",
        "{% block width %}width--narrow{% endblock %}",
        '{% include "x.html" with kind="info" title=_("Two words") %}',
    ],
)
def test_what_is_wrapped_or_not_prose_is_let_be(source: str) -> None:
    assert unwrapped_in(source) == []


def test_letters_are_read_line_by_line() -> None:
    assert unwrapped_in("{{ name }}\nDear friend\n", is_html=False) == [(2, "Dear friend")]


def test_an_english_plural_must_take_the_values_of_its_singular() -> None:
    assert list(source_faults(Message("%(n)s of %(m)s", "", "%(n)s"), "x.py")) != []
    assert list(source_faults(Message("one hit", "", "%(n)s hits"), "x.py")) == []


def test_english_needs_no_catalogue() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["nb", "nn", "en"]
    assert not catalogue_path("en").exists()
