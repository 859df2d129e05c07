"""What is wrong with catalogues: messages missing, unsure, empty or not like the original."""

from collections.abc import Iterable, Iterator

import polib

from exchange.languages.catalogues import (
    catalogue_path,
    catalogue_text,
    read_catalogue,
    renewed,
    translated_languages,
)
from exchange.languages.extraction import Message
from exchange.languages.placeholders import differences, placeholders
from exchange.languages.sources import Places, messages_for, our_messages


def all_faults() -> Iterator[str]:
    """One line for each fault in any language, the English texts included."""
    yield from (fault for one, at in our_messages().items() for fault in source_faults(one, at))
    for language in translated_languages():
        yield from catalogue_faults(language, messages_for(language))


def source_faults(message: Message, place: str) -> Iterator[str]:
    """Both forms of an English text must take the same values, except the number itself."""
    one, many = set(placeholders(message.text)), set(placeholders(message.plural))
    if message.plural and not one <= many:
        yield f"en: {place}: the plural lacks a value of “{message.text}”"
    if message.plural == message.text:
        yield f"en: {place}: the plural is the same as “{message.text}”"


def catalogue_faults(language: str, messages: Places) -> Iterator[str]:
    """Faults of one language; the catalogue must be just what collect_messages makes of it."""
    path = catalogue_path(language)
    try:
        catalogue = read_catalogue(path)
    except (OSError, UnicodeDecodeError) as problem:
        yield f"{language}: the catalogue cannot be read: {problem}"
        return
    entries = {(one.msgid, one.msgctxt or ""): one for one in catalogue if not one.obsolete}
    for message, place in messages.items():
        entry = entries.get(message[:2])
        for fault in entry_faults(message, entry):
            yield f"{language}: {place}: {fault}: “{' '.join(message.text.split())}”"
    if path.exists() and path.read_text("utf-8") != text_renewed(catalogue, language, messages):
        yield f"{language}: the catalogue is out of date or out of order: run collect_messages"


def text_renewed(catalogue: polib.POFile, language: str, messages: Iterable[Message]) -> str:
    return catalogue_text(renewed(catalogue, language, messages))


def entry_faults(message: Message, entry: polib.POEntry | None) -> list[str]:
    """In words, what is wrong with one translation."""
    if entry is None:
        return ["not in the catalogue"]
    if entry.fuzzy:
        return ["marked as unsure (fuzzy)"]
    pairs = form_pairs(message, entry)
    if not pairs:
        return ["plural forms differ"]
    if not all(translation for _text, translation in pairs):
        return ["not translated"]
    return [fault for text, translation in pairs for fault in differences(text, translation)]


def form_pairs(message: Message, entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each form with its translation; nothing where one has plural forms and the other not."""
    if (message.plural or "") != (entry.msgid_plural or ""):
        return []
    if not message.plural:
        return [(message.text, entry.msgstr)]
    if set(entry.msgstr_plural) != {0, 1}:
        return []
    return [(message.text, entry.msgstr_plural[0]), (message.plural, entry.msgstr_plural[1])]
