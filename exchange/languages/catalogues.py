"""Reads and writes the catalogues in locale/: one file per language, sorted, without dates.

A message is one block of unwrapped lines without the place it stands at, so that files differ
between branches only where their texts do.
"""

from collections.abc import Iterable
from pathlib import Path

import polib
from django.conf import settings

from exchange.languages.extraction import Message
from exchange.languages.placeholders import placeholders

SOURCE_LANGUAGE = "en"
"""What the code is written in; it needs no catalogue."""
METADATA = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def translated_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


def catalogue_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path) -> polib.POFile:
    """The catalogue, empty where there is none yet. Raises OSError when it cannot be understood."""
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)


def renewed(old: polib.POFile, language: str, messages: Iterable[Message]) -> polib.POFile:
    """The same translations for just these messages, in their order; new ones are empty."""
    known: dict[tuple[str, str], polib.POEntry] = {}
    for entry in old:
        key = (entry.msgid, entry.msgctxt or "")
        if not entry.obsolete and (key not in known or not known[key].translated()):
            known[key] = entry
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {"Language": language, **METADATA}
    catalogue.extend(entry_for(one, known.get(one[:2])) for one in messages)
    return catalogue


def entry_for(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    """An entry with the old translation, as far as it still has the same forms."""
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = (old.msgstr_plural if old else None) or {0: "", 1: ""}
    elif old:
        entry.msgstr = old.msgstr
    if old:
        entry.tcomment = old.tcomment
    entry.flags = ["fuzzy"] if old and old.fuzzy else []
    if placeholders(message.text + message.plural):
        entry.flags.append("python-format")
    return entry


def write_catalogue(path: Path, catalogue: polib.POFile) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalogue_text(catalogue), encoding="utf-8")


def catalogue_text(catalogue: polib.POFile) -> str:
    return str(catalogue).rstrip("\n") + "\n"
