"""What names of companies and plants tell; upper and lower case never matter."""

import re

LEGAL_FORMS = frozenset({"as", "asa", "ans", "da", "sa", "ab", "oy", "gmbh", "ltd"})
BRANCH = frozenset({"avd", "avdeling"})
COUNTRY = frozenset({"norge", "norway", "norsk", "norske", "noreg"})
SHORTEST_SHOUTED = 4
"""Shorter words in capitals are taken for initials: RHI, SMA."""


def folded(text: str) -> str:
    """For comparing whole names."""
    return " ".join(text.split()).casefold()


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def telling_words(text: str) -> frozenset[str]:
    """Without what says nothing of which company or plant it is."""
    return words(text) - LEGAL_FORMS - BRANCH - COUNTRY


def same_name_key(site: str) -> frozenset[str]:
    """Alike for "FESIL Rana Metall" and "Fesil Rana Metall AS"."""
    return words(site) - LEGAL_FORMS - BRANCH


def company_name(written: str) -> str:
    """The company without the branch after it: "ELKEM AS AVD SALTEN VERK" is "ELKEM AS".

    A name ends with its legal form, unless it begins with it; then it ends before the branch.
    """
    parts = written.split()
    for index, part in enumerate(parts):
        word = part.strip(".,").casefold()
        if word in BRANCH and index:
            return " ".join(parts[:index])
        if word in LEGAL_FORMS and index:
            return " ".join(parts[: index + 1]).rstrip(",")
    return " ".join(parts)


def has_legal_form(name: str) -> bool:
    return bool(words(name) & LEGAL_FORMS)


def unshouted(name: str, beside: str) -> str:
    """A name in capitals as people write it: as `beside` writes its words, else capitalised."""
    if name != name.upper():
        return name
    written = {word.casefold(): word for word in re.findall(r"\w+", beside)}
    return re.sub(r"\w+", lambda found: _cased(found[0], written.get(found[0].casefold())), name)


def _cased(word: str, beside: str | None) -> str:
    if beside and beside != word:
        return beside
    keeps = word.casefold() in LEGAL_FORMS or len(word) < SHORTEST_SHOUTED
    return word if keeps else word.capitalize()
