"""Substances as an analysis names them: by formula, or by name in three languages.

Anybody may call `resolve`; the lists are data/formulas.csv and data/named.csv.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from streams.chemistry.formulas import (
    FormulaError,
    atoms,
    element_mass_fractions,
    normalised,
    refuse_long,
)

DATA = Path(__file__).parent / "data"

LOST_ON_IGNITION = frozenset({"C", "H", "N", "S", "F", "Cl", "Br", "I", "Hg"})
"""A compound of any of these may be part of what a sample loses at 950-1000 °C."""

ROCK, MINERAL, COMPOUND, OXIDE = "rock", "mineral", "compound", "oxide"
LEVELS = ROCK, MINERAL, COMPOUND
"""What an analysis may tell of beside its oxides and elements, though it consists of them."""


class AmbiguousSpecies(FormulaError):  # noqa: N818 - read as one word with FormulaError
    """Written so that it could be several substances; `candidates` are their formulas."""

    def __init__(self, text: str, candidates: tuple[str, ...]) -> None:
        message = _("%(formula)s could mean %(choices)s. Write it with capital letters as one.")
        super().__init__(text, message, choices=" / ".join(candidates))
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Species:
    """One substance.

    `gives` is the share of weight, 0 to 1, of each element, as far as the substance tells.
    `overlaps` names the element that other rows of the same analysis may tell of once more, as
    total sulphur does beside gypsum. `counts_in_sum` is False for what consists of others: loss
    on ignition, ash, total organic carbon. `on_ignition`: loss on ignition may include it.
    `level` is one of LEVELS, OXIDE, or empty for all else; see `level_of`.
    """

    key: str
    formula: str | None
    names: Mapping[str, str] = field(compare=False)
    synonyms: tuple[str, ...] = field(compare=False)
    gives: Mapping[str, float] = field(compare=False)
    overlaps: str | None
    counts_in_sum: bool
    on_ignition: bool
    usual_unit: str
    level: str

    @property
    def name(self) -> str:
        """In the reader's language."""
        language = (get_language() or "en").split("-")[0]
        return self.names.get(language, self.names["en"])


@lru_cache(maxsize=4096)
def resolve(text: str) -> Species:
    """The substance that a text means.

    A formula spelled right wins, then names and synonyms, then formulas in the wrong case
    ("mno", "SIO2"). Raises AmbiguousSpecies where case alone tells substances apart ("co"), and
    FormulaError for anything else that is none.
    """
    refuse_long(text)
    wanted = _expressed_as(text)
    listed = _listed(wanted) or _by_name().get(_folded(wanted)) or _by_name().get(_folded(text))
    return listed or _recased(wanted) or _unlisted(wanted)


@cache
def listed_species() -> tuple[Species, ...]:
    """Every substance of the lists: what a form offers and a reference table holds."""
    return (*map(_from_formula_row, _rows("formulas.csv")), *map(_named, _rows("named.csv")))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _from_formula_row(row: dict[str, str]) -> Species:
    return _of_formula(row["formula"], _names(row), _synonyms(row), row["unit"])


def _of_formula(
    formula: str, names: Mapping[str, str], synonyms: tuple[str, ...], unit: str
) -> Species:
    gives = element_mass_fractions(formula)
    return Species(
        key=formula,
        formula=formula,
        names=names,
        synonyms=synonyms,
        gives=gives,
        overlaps=next(iter(gives)) if len(gives) == 1 else None,
        counts_in_sum=True,
        on_ignition=not LOST_ON_IGNITION.isdisjoint(gives),
        usual_unit=unit,
        level=level_of(formula),
    )


def level_of(formula: str) -> str:
    """Where a formula stands between minerals and elements.

    OXIDE: of one element, such as SiO2 and SO3. COMPOUND: of two or more such oxides that stay
    behind on ignition, hence with oxygen and two elements beside it that are not in
    LOST_ON_IGNITION, or with one element of two valences, three atoms to four of oxygen: albite,
    spinel, ilmenite, dolomite, phosphates, clinker minerals, Fe3O4. Anything else is on no level:
    elements, and salts of one metal, such as carbonates, sulphates, hydroxides and halides.
    """
    counted = atoms(formula)
    others = counted.keys() - {"O"}
    if "O" not in counted or not others:
        return ""
    if len(others) == 1:
        (element,) = others
        return COMPOUND if 4 * counted[element] == 3 * counted["O"] else OXIDE
    return COMPOUND if len(others - LOST_ON_IGNITION) > 1 else ""


def _named(row: dict[str, str]) -> Species:
    expressed_as = row["expressed_as"]
    return Species(
        key=row["key"],
        formula=None,
        names=_names(row),
        synonyms=_synonyms(row),
        gives=element_mass_fractions(expressed_as) if expressed_as else MappingProxyType({}),
        overlaps=row["overlaps"] or None,
        counts_in_sum=row["in_sum"] == "yes",
        on_ignition=row["on_ignition"] == "yes",
        usual_unit=row["unit"],
        level=row["level"],
    )


def _names(row: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType({language: row[language] for language in ("nb", "nn", "en")})


def _synonyms(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(part for part in row["synonyms"].split("|") if part)


@cache
def _by_formula() -> Mapping[str, Species]:
    return {one.formula: one for one in listed_species() if one.formula}


@cache
def _by_atoms() -> Mapping[frozenset[tuple[str, float]], Species]:
    return {_signature(formula): one for formula, one in _by_formula().items()}


@cache
def _by_name() -> Mapping[str, Species]:
    return {
        _folded(word): one
        for one in listed_species()
        for word in (one.key, *one.names.values(), *one.synonyms)
        if word != one.formula
    }


def _folded(text: str) -> str:
    """Without case, punctuation and repeated spaces, so that "C-fix" and "c  FIX" are one."""
    words = re.findall(r"[\w+]+", unicodedata.normalize("NFKC", text).casefold().replace("_", " "))
    return " ".join(words)


_AS = re.compile(r"(.+?)[\s,(]+(?:as|som)\s+([A-Z][A-Za-z0-9()·.]*?)\)?", re.DOTALL)
_TOTAL = re.compile(
    r"^(?:total|totalt|sum)\s+|[\s,(-]+(?:tot|total|totalt|sum)\.?\)?$", re.IGNORECASE
)


def _expressed_as(text: str) -> str:
    """What the number counts: "P (as P2O5)" is an amount of P2O5, "Cd, tot." one of Cd."""
    plain = _TOTAL.sub("", text.strip())
    if _folded(plain) in _by_name():
        return plain
    match = _AS.fullmatch(plain)
    return match.group(2) if match else plain


def _signature(formula: str) -> frozenset[tuple[str, float]]:
    return frozenset(atoms(formula).items())


def _listed(text: str) -> Species | None:
    spelled = normalised(text)
    return _by_formula().get(spelled)


def _recased(text: str) -> Species | None:
    """The only listed formula that differs from the text in nothing but case.

    Someone who mixes cases and still writes a possible formula ("CaCo3") is asked.
    """
    spelled = normalised(text)
    found = [one for formula, one in _by_formula().items() if formula.lower() == spelled.lower()]
    as_written = (spelled,) if found and _is_mixed(spelled) and _parses(spelled) else ()
    candidates = (*(one.key for one in found), *as_written)
    if len(candidates) > 1:
        raise AmbiguousSpecies(text, candidates)
    return found[0] if found else None


def _is_mixed(text: str) -> bool:
    return text not in {text.upper(), text.lower()}


def _parses(text: str) -> bool:
    try:
        return bool(atoms(text))
    except FormulaError:
        return False


def _unlisted(text: str) -> Species:
    """A formula that is on no list, or one on the list with its parts in another order."""
    if not _parses(text) and not _looks_like_formula(text):
        message = _("%(formula)s is neither a formula nor the name of a substance we know.")
        raise FormulaError(text, message)
    same = _by_atoms().get(_signature(text))
    if same is not None:
        return same
    formula = normalised(text)
    names = MappingProxyType(dict.fromkeys(("nb", "nn", "en"), formula))
    return _of_formula(formula, names, (), "wt%")


def _looks_like_formula(text: str) -> bool:
    """Capitals and digits rather than a word: its own error says more than "unknown name"."""
    return not text.strip() or re.match(r"[0-9(\[{]|[A-Z](?![a-z]{2})", text.strip()) is not None
