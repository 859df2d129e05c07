"""Chemical formulas: reading them, and what share of weight each element has. Anybody may call."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

import periodictable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST = 40
LONGEST_TEXT = 120
"""Characters of a formula, and of whatever a substance may be written as."""

LARGEST_COUNT = 1_000
LARGEST_OF_ONE_ELEMENT = 8
"""Atoms of a molecule of one element: sulphur comes in rings of eight."""

ATOMIC_MASSES: Mapping[str, float] = MappingProxyType(
    {element.symbol: float(element.mass) for element in periodictable.elements if element.number}
)
"""Standard atomic weight in u by symbol, as the periodictable package carries them (IUPAC)."""

_BRACKETS = str.maketrans("[]{}", "()()")
_HALF = re.compile(r"([0-9]*)\s*½|(?<![0-9])1/2(?=\s*H)")
_SEPARATED_NUMBER = re.compile(r"(?<=[^A-Za-z0-9)])([0-9]+(?:[.,][0-9]+)?)\s+(?=[A-Z(])")
_WATER = r"(?=[0-9.,]*H2O)"
_SEPARATOR = re.compile(rf"\s*[·•∙⋅‧・●*]\s*|\s*\.\s+|\s+\.\s*|\s*[x×]\s*{_WATER}|\s+{_WATER}")
_CHARGE = re.compile(r"[\s^]*[0-9]*[+−–-]+$|\((?:I{1,3}|I?V|VI{1,3})\)")
_LEADING = re.compile(r"(?:[1-9][0-9]{0,2}(?:\.[0-9]+)?|0\.[0-9]*[1-9])\s*(?=[A-Z(])")
_OXYGEN_TWICE = re.compile(r"O[0-9.]+O(?![a-z])")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SYMBOL = re.compile(r"[A-Z][a-z]?")

Atoms = dict[str, float]


class FormulaError(ValueError):
    """A text that is no possible substance. `str()` says why, in the reader's language."""

    def __init__(self, formula: str, message: str | Promise, **params: object) -> None:
        super().__init__(formula)
        self.formula = formula
        self.message = message
        self.params = {"formula": formula, **params}

    def __str__(self) -> str:
        return str(self.message) % self.params


def normalised(text: str) -> str:
    """The formula in one spelling: plain digits, round brackets, `·` before hydrate water.

    A number before the whole of it is left out, since shares of 2SiO2 and of SiO2 are the same.
    Raises FormulaError for a text that is too long to be any.
    """
    refuse_long(text)
    plain = _HALF.sub(lambda found: f"{found.group(1) or 0}.5", text.strip())
    plain = unicodedata.normalize("NFKC", plain).translate(_BRACKETS)
    plain = _SEPARATOR.sub("·", _SEPARATED_NUMBER.sub(r"\1", plain))
    plain = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", plain)
    plain = "".join(_dots_read(plain))
    return plain if "·" in plain else without_leading_number(plain)


def without_leading_number(plain: str) -> str:
    """Without the 2 of 2SiO2; one of zero stays, for whoever reads on to refuse."""
    found = _LEADING.match(plain)
    return plain[found.end() :] if found else plain


def refuse_long(text: str) -> None:
    """Before anything reads it, since reading takes time that grows faster than the text."""
    if len(text) > LONGEST_TEXT:
        message = _("%(formula)s…: the name of a substance has at most %(most)d characters.")
        raise FormulaError(text[:LONGEST], message, most=LONGEST_TEXT)


def _dots_read(text: str) -> Iterator[str]:
    for position, character in enumerate(text):
        is_separator = character == "." and not _is_decimal_point(text, position)
        yield "·" if is_separator else character


def _is_decimal_point(text: str, position: int) -> bool:
    """Tell Fe0.95O and TiO1.5 from CaSO4.2H2O.

    A dot between digits separates only where compounds stand on both sides and the count before
    it is neither 0 nor 1, since nobody writes a count of one.
    """
    before = re.split(r"[.·]", text[:position])[-1]
    after = text[position + 1 :]
    count = re.search(r"[0-9]+$", before)
    if count is None or not after[:1].isdigit():
        return False
    if count.group() in {"0", "1"}:
        return True
    return not (_is_compound(before) and _is_compound(after))


def _is_compound(text: str) -> bool:
    return len(_SYMBOL.findall(text.split("·")[0])) > 1


@lru_cache(maxsize=4096)
def atoms(formula: str) -> Mapping[str, float]:
    """Number of atoms of each element. Raises FormulaError."""
    text = normalised(formula)
    if not text:
        raise FormulaError(formula, _("Write a formula or the name of a substance."))
    if len(text) > LONGEST:
        message = _("%(formula)s…: a formula has at most %(most)d characters.")
        raise FormulaError(formula[:LONGEST], message, most=LONGEST)
    if _CHARGE.search(text):
        raise FormulaError(formula, _("%(formula)s: write it without its charge."))
    total: Atoms = {}
    for part in text.split("·"):
        _add(total, *_Reader(formula, part).part())
    too_many = len(total) == 1 and sum(total.values()) > LARGEST_OF_ONE_ELEMENT
    if too_many or _has_oxygen_twice(text, total):
        message = _("%(formula)s: no substance is made so. Is a zero meant as the letter O?")
        raise FormulaError(formula, message)
    return MappingProxyType(total)


def _has_oxygen_twice(text: str, total: Mapping[str, float]) -> bool:
    """Whether an oxide is written as none is, with a count of oxygen and oxygen again: H2O2O.

    Of two elements only, as three may repeat one without brackets: CaTiSiO4O, KAl2AlSi3O10(OH)2.
    """
    return len(total) == 2 and _OXYGEN_TWICE.search(text) is not None


@lru_cache(maxsize=4096)
def element_mass_fractions(formula: str) -> Mapping[str, float]:
    """Share of weight of each element, 0 to 1, in sum 1. Raises FormulaError.

    Hydrates are added up part by part, each with its own multiplier.
    """
    masses = {symbol: count * ATOMIC_MASSES[symbol] for symbol, count in atoms(formula).items()}
    whole = sum(masses.values())
    return MappingProxyType({symbol: mass / whole for symbol, mass in masses.items()})


def _add(total: Atoms, more: Mapping[str, float], times: float = 1) -> None:
    for symbol, count in more.items():
        total[symbol] = total.get(symbol, 0) + count * times


class _Reader:
    """Reads one part of a formula, such as 2H2O or Ca5(PO4)3F, from left to right."""

    def __init__(self, formula: str, text: str) -> None:
        self.formula = formula
        self.text = text
        self.position = 0

    def part(self) -> tuple[Atoms, float]:
        """The atoms of the part, and how many times it counts."""
        multiplier = self.count()
        if self.at_end:
            raise FormulaError(self.formula, _("%(formula)s: something is missing at the dot."))
        found = self.group()
        if not self.at_end:
            raise self.unbalanced()
        return found, multiplier

    @property
    def at_end(self) -> bool:
        return self.position == len(self.text)

    def group(self) -> Atoms:
        """Everything up to a closing bracket or the end."""
        total: Atoms = {}
        while not self.at_end and self.text[self.position] != ")":
            unit = self.bracketed() if self.text[self.position] == "(" else self.element()
            _add(total, unit, self.count())
        return total

    def bracketed(self) -> Atoms:
        self.position += 1
        found = self.group()
        if self.at_end:
            raise self.unbalanced()
        if not found:
            raise FormulaError(self.formula, _("%(formula)s: there is nothing in the bracket."))
        self.position += 1
        return found

    def element(self) -> Atoms:
        match = _SYMBOL.match(self.text, self.position)
        if match is None:
            stray = self.text[self.position]
            message = _("%(formula)s: cannot read “%(part)s” there.")
            raise FormulaError(self.formula, message, part=stray)
        if match.group() not in ATOMIC_MASSES:
            message = _("%(formula)s: no element is called %(symbol)s.")
            raise FormulaError(self.formula, message, symbol=match.group())
        self.position = match.end()
        return {match.group(): 1}

    def count(self) -> float:
        """The number that stands here, or 1."""
        match = _NUMBER.match(self.text, self.position)
        if match is None:
            return 1
        self.position = match.end()
        if re.match(r"0(?!\.)|0\.0*$", match.group()):
            message = _("%(formula)s: no count begins with zero. Write the letter O for oxygen.")
            raise FormulaError(self.formula, message)
        if float(match.group()) > LARGEST_COUNT:
            message = _("%(formula)s: a count above %(most)d is not possible.")
            raise FormulaError(self.formula, message, most=LARGEST_COUNT)
        return float(match.group())

    def unbalanced(self) -> FormulaError:
        return FormulaError(self.formula, _("%(formula)s: the brackets do not match."))
