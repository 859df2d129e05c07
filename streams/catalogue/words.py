"""What somebody means by the words of a search: as written, as parts of longer ones, as spelt.

Which words resemble others is told by the names of reference data alone, which are nobody's secret:
no listing has a say in it, so nothing hidden can change what is searched for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import lru_cache

from streams.catalogue.names import Names, current_names
from streams.catalogue.small_words import SMALL_WORDS

WORD = re.compile(r"\d+\.\d+|\w+")
OPERATORS = re.compile(r'"|(?:^|\s)-\w')
"""Quotation marks and a minus before a word, which PostgreSQL reads as people do elsewhere."""
ENDINGS = ("ene", "ane", "en", "et", "er", "ar", "a", "e", "s")
"""Of inflected words, whose stems PostgreSQL finds by itself."""
LEAST_LETTERS = 4
"""Shorter words are taken as they are: nearly every one resembles many others."""
LEAST_INSIDE = 5
MOST_NEAR = 6
KEPT_WORDS = 512


@dataclass(frozen=True, slots=True)
class Word:
    """One word, longer known words that hold it, and known words that it may be misspelt for.

    `is_guess` is true of a word that no list knows: it may be a name, or spelt wrongly.
    """

    text: str
    longer: Sequence[str] = ()
    near: Sequence[str] = ()
    is_guess: bool = False


class Vocabulary:
    """Every word in the names of materials, substances, codes, industries and places."""

    def __init__(self, names: Names) -> None:
        texts = (text for one in fields(names) for text in getattr(names, one.name).values())
        found = {word for text in texts for word in words_in(text) if is_wordy(word)}
        self.words = sorted(found)
        self.known = frozenset(found)
        self.meant = lru_cache(maxsize=KEPT_WORDS)(self._meant)

    def _meant(self, text: str) -> Word:
        if not is_wordy(text):
            return Word(text)
        longer = [word for word in self.words if word != text and holds(word, text)]
        if longer or self._knows(text):
            return Word(text, longer)
        return Word(text, near=self._near(text), is_guess=True)

    def _knows(self, text: str) -> bool:
        stems = (text.removesuffix(ending) for ending in ENDINGS)
        return text in self.known or any(stem in self.known for stem in stems)

    def _near(self, text: str) -> list[str]:
        """The most alike first; a short one must begin alike, too."""
        if len(text) > LEAST_INSIDE:
            return get_close_matches(text, self.words, MOST_NEAR, 0.8)
        alike = [word for word in self.words if word[0] == text[0]]
        return get_close_matches(text, alike, MOST_NEAR, 0.75)


def is_wordy(text: str) -> bool:
    """Long enough to resemble something, and no number or formula."""
    return len(text) >= LEAST_LETTERS and text.isalpha()


def holds(word: str, part: str) -> bool:
    """Whether a longer word begins or ends with another, or has a long one in its midst."""
    if len(part) >= LEAST_INSIDE:
        return part in word
    return word.startswith(part) or word.endswith(part)


def words_in(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def words_meant(text: str) -> list[Word]:
    """The words of a search, each once; small words are left out where there are others."""
    found = list(dict.fromkeys(words_in(text)))
    telling = [word for word in found if word not in SMALL_WORDS]
    vocabulary = _vocabulary(current_names())
    return [vocabulary.meant(word) for word in telling or found]


def near_words(text: str) -> list[str]:
    """Known words that are searched for beside what was written, since nobody knows the latter."""
    if has_operators(text):
        return []
    return list(dict.fromkeys(near for word in words_meant(text) for near in word.near))


def has_operators(text: str) -> bool:
    return OPERATORS.search(text) is not None


def any_form(word: Word) -> str:
    """As text of a tsquery: the word or what begins with it, or one of those it may mean."""
    start = quoted(word.text) + (":*" if is_wordy(word.text) else "")
    return f"({' | '.join([start, *map(quoted, (*word.longer, *word.near))])})"


def quoted(word: str) -> str:
    """Words hold letters, digits and dots only, so nothing in them ends the quotation."""
    return f"'{word}'"


def all_of(words: Iterable[Word]) -> str:
    return " & ".join(any_form(word) for word in words)


def as_meant(words: Iterable[Word]) -> str:
    """As text of a tsquery: any of the words themselves, or what they may be misspelt for."""
    return " | ".join(quoted(text) for word in words for text in (word.text, *word.near))


@lru_cache(maxsize=1)
def _vocabulary(names: Names) -> Vocabulary:
    return Vocabulary(names)
