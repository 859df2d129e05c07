"""Where texts of the screen stand: our code, our templates, and what we show of other packages."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.template.engine import Engine

from exchange.languages.extraction import Message, messages_in

Places = Mapping[Message, str]
"""Messages, each with the first file that holds it, sorted by text and context."""
BORROWED_CODE = (
    "allauth/account/adapter.py",
    "allauth/account/fields.py",
    "allauth/account/forms.py",
    "allauth/account/internal/**/*.py",
    "allauth/mfa/**/adapter.py",
    "allauth/mfa/**/forms.py",
    "django/contrib/auth/password_validation.py",
    "django/contrib/postgres/forms/*.py",
    "django/contrib/postgres/validators.py",
    "django/core/validators.py",
    "django/db/models/*.py",
    "django/db/models/fields/*.py",
    "django/forms/*.py",
    "django/utils/dates.py",
    "rest_framework/exceptions.py",
)
"""Whose words people meet: forms, passwords, login, letters, refusals to programs."""
BORROWED_TEMPLATES = ("account", "mfa", "usersessions")
UNUSED = ("phone", "_code.", "_code_", "passkey", "signup_form", "trust")
"""Parts of the names of allauth's templates for ways in that are switched off."""


def our_messages() -> Places:
    """Everything that our own code and templates ask a translation for."""
    return collected([*our_code(), *our_templates()], settings.BASE_DIR)


def our_code() -> Iterator[Path]:
    for package in sorted(settings.BASE_DIR.glob("*/__init__.py")):
        if package.parent.name != "tests":
            yield from sorted(package.parent.rglob("*.py"))


def our_templates() -> list[Path]:
    return [path for path in sorted(template_root().rglob("*")) if path.is_file()]


def template_root() -> Path:
    return Path(Engine.get_default().dirs[0])


@cache
def messages_for(language: str) -> Places:
    """What the catalogue of a language must hold: our messages, and borrowed ones that lack it."""
    ours, own = our_messages(), translated_elsewhere(language)
    lacking = {one: at for one, at in borrowed_messages().items() if one[:2] not in own}
    return dict(sorted({**lacking, **ours}.items()))


@cache
def borrowed_messages() -> Places:
    return collected([*borrowed_code(), *borrowed_templates()], installed("django").parent)


def borrowed_code() -> Iterator[Path]:
    for pattern in BORROWED_CODE:
        yield from sorted(installed("django").parent.glob(pattern))


def borrowed_templates() -> Iterator[Path]:
    """Those of allauth that we neither replace nor have switched off."""
    root = installed("allauth") / "templates"
    for folder in BORROWED_TEMPLATES:
        for path in sorted((root / folder).rglob("*.*")):
            replaced = (template_root() / path.relative_to(root)).exists()
            if not replaced and not any(part in path.name for part in UNUSED):
                yield path


def installed(package: str) -> Path:
    """The folder of an installed package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise LookupError(package)
    return Path(spec.origin).parent


@cache
def translated_elsewhere(language: str) -> frozenset[tuple[str, str]]:
    """Text and context of what Django and the other packages translate themselves."""
    roots = [installed("django") / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    files = [root / "locale" / language / "LC_MESSAGES" / "django.mo" for root in roots]
    return frozenset(
        (entry.msgid, entry.msgctxt or "")
        for file in files
        if file.exists()
        for entry in polib.mofile(str(file))
        if entry.msgstr or entry.msgstr_plural
    )


def collected(files: Iterable[Path], root: Path) -> Places:
    """Messages with a file each, relative to `root`; a plural form wins over the text alone."""
    found: dict[tuple[str, str], tuple[Message, str]] = {}
    for file in files:
        for one in messages_in(file):
            known = found.get(one[:2])
            if known is None or (one.plural and not known[0].plural):
                found[one[:2]] = (one, file.relative_to(root).as_posix())
    return dict(sorted(found.values()))
