"""Words kept in three languages, and which of them a reader gets. Used by the lists here."""

from collections.abc import Mapping

from django.utils.translation import get_language

LANGUAGES = ("nb", "nn", "en")
NEXT_BEST: Mapping[str, tuple[str, ...]] = {
    "nb": ("nb", "nn", "en"),
    "nn": ("nn", "nb", "en"),
    "en": ("en", "nb", "nn"),
}


def active_language() -> str:
    """ "nb", "nn" or "en": the reader's, and bokmål outside of any request."""
    language = (get_language() or "nb").split("-")[0]
    return language if language in NEXT_BEST else "nb"


def best_of(words: Mapping[str, str], language: str) -> str:
    """The word in the language, else in the language its readers read best, else ""."""
    wanted = NEXT_BEST.get(language, NEXT_BEST["en"])
    return next((words[one] for one in wanted if words.get(one)), "")
