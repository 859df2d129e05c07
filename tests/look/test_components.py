"""Every component renders, says all it is given, and holds nothing that the CSP would stop."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Engine, RequestContext
from django.test import RequestFactory, override_settings
from django.utils import translation

from tests.look.samples import samples

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FOLDERS = [str(TEMPLATES)]
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
HOLE = "⟦hole⟧"


@pytest.fixture(autouse=True)
def look_urls() -> Any:
    with override_settings(ROOT_URLCONF="tests.look.urls"), translation.override("nb"):
        yield


def strict_engine() -> Engine:
    """An engine that marks each variable that is asked for and not there."""
    libraries = {
        "i18n": "django.templatetags.i18n",
        "l10n": "django.templatetags.l10n",
        "static": "django.templatetags.static",
    }
    return Engine(dirs=FOLDERS, libraries=libraries, string_if_invalid=HOLE)


def rendered(engine: Engine, name: str, context: dict[str, Any]) -> str:
    request = RequestFactory().get("/sok/?q=slag")
    request.resolver_match = None
    user = {"is_authenticated": False}
    frame = {"request": request, "user": user, "csrf_token": "x" * 32}
    template = engine.get_template(f"components/{name}.html")
    return template.render(RequestContext(request, {**frame, **context}))


def test_each_component_has_a_sample() -> None:
    assert sorted(samples()) == COMPONENTS


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_has_no_holes_when_it_is_given_everything(name: str) -> None:
    html = rendered(strict_engine(), name, samples()[name][0])
    assert html.strip()
    assert HOLE not in html


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_leaves_out_what_it_is_not_given(name: str) -> None:
    engine = Engine(dirs=FOLDERS, libraries=strict_engine().libraries)
    for context in samples()[name][1:]:
        html = rendered(engine, name, context)
        assert "None" not in html
        assert 'href=""' not in html.replace('<noscript><p><a href="">', "")


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_says_what_its_context_is(name: str) -> None:
    text = (TEMPLATES / "components" / f"{name}.html").read_text()
    assert "{% comment %}" in text


def test_hidden_and_unknown_facts_look_the_same() -> None:
    engine = strict_engine()
    absent = rendered(engine, "fact", {"label": "Owner", "visibility": None})
    empty = rendered(engine, "fact", {"label": "Owner", "fact": None, "visibility": None})
    assert absent == empty
    assert "icon" in absent


def test_numbers_in_drawings_keep_their_points_in_norwegian() -> None:
    html = rendered(strict_engine(), "bar", samples()["bar"][0])
    assert 'd="M0.1 5H0.9"' in html


def test_a_hit_of_which_there_is_no_more_to_say_has_no_empty_foot() -> None:
    hit = samples()["hit_card"][0]["hit"]
    bare = {**hit, "crm": [], "undisclosed": None, "opened_until": None, "confirmed": ""}
    assert "hit__foot" in rendered(strict_engine(), "hit_card", {"hit": hit})
    assert "hit__foot" not in rendered(strict_engine(), "hit_card", {"hit": bare})


def test_untrusted_text_is_escaped() -> None:
    hit = {**samples()["hit_card"][0]["hit"], "title": "<script>alert(1)</script>"}
    html = rendered(strict_engine(), "hit_card", {"hit": hit})
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_page_for_failures_needs_no_context() -> None:
    html = Engine.get_default().get_template("500.html").render(Context())
    assert "<h1>" in html
    assert HOLE not in html


TEMPLATE_FILES = [
    path
    for folder in (TEMPLATES, *Path(settings.BASE_DIR).glob("streams/*/templates"))
    for path in sorted(folder.rglob("*.html"))
]


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=str)
def test_template_has_nothing_inline(path: Path) -> None:
    html = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", html)
    assert "<style" not in html
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", html)
    assert "javascript:" not in html
    for script in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in script or 'type="application/json"' in script


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=str)
def test_template_fetches_nothing_from_elsewhere(path: Path) -> None:
    assert not re.search(r"(src|href|action)=[\"'](https?:)?//", path.read_text())
