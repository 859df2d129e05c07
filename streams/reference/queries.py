"""Looks up materials, substances, waste codes and critical raw materials.

Kept in memory by each process for five minutes, so that lists loaded by one process reach the
others; `forget_reference` drops them at once. These lists are public, so no Viewer is asked for.
"""

import re
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from streams.chemistry.formulas import FormulaError
from streams.chemistry.species import AmbiguousSpecies, Species, resolve
from streams.reference.formula_text import written_formula
from streams.reference.models import CriticalRawMaterial, MaterialClass, Substance, WasteCode
from streams.vocabulary import Kind

KEPT_SECONDS = 300


def resolve_substance(text: str) -> Substance | None:
    """What a text means: key, formula, name or synonym in any language; None when nothing.

    Capitals matter where they tell substances apart: "CO" and "Co" are two, and for "co"
    AmbiguousSpecies (a FormulaError) asks which. A possible formula that is on no list comes
    back as a Substance that is not saved.
    """
    try:
        species = resolve(text)
    except AmbiguousSpecies:
        raise
    except FormulaError:
        return None
    return _lists().substances.get(species.key) or _unlisted(species)


def resolve_material(text: str, kind: Kind | str | None = None) -> MaterialClass | None:
    """The class with this code, name or synonym in any language; None when there is none.

    A word may mean classes of several kinds, as "waste rock" does. Without a kind they are tried
    in the order of Kind, materials first.
    """
    lists, kinds = _lists(), [Kind(kind)] if kind else list(Kind)
    by_code = lists.materials.get(text.strip())
    if by_code and by_code.kind in kinds:
        return by_code
    words = (lists.materials_by_word.get((one, folded(text))) for one in kinds)
    return next((one for one in words if one), None)


def resolve_waste_code(text: str) -> WasteCode | None:
    """The code as people write it: "100308", "10 03 08", "10 03 08*", "10.03.08"."""
    return _lists().waste_codes.get(re.sub(r"[\s.*-]", "", text))


def materials_by_kind(kind: Kind | str) -> tuple[MaterialClass, ...]:
    """Every group of a kind, each followed by its classes."""
    return tuple(one for one in _lists().materials.values() if one.kind == kind)


def substances() -> tuple[Substance, ...]:
    """Those that analyses name most often come first."""
    return tuple(_lists().substances.values())


def critical_materials() -> tuple[CriticalRawMaterial, ...]:
    return tuple(_lists().critical.values())


def waste_codes() -> tuple[WasteCode, ...]:
    """All codes that are loaded, in the order of the European list."""
    return tuple(_lists().waste_codes.values())


def forget_reference() -> None:
    """Read the lists from the database again at the next question."""
    _read.cache_clear()


def folded(text: str) -> str:
    """Without case, punctuation and repeated spaces, so that "SiMn-slagg" is "simn slagg"."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


@dataclass(frozen=True, slots=True)
class _Lists:
    materials: Mapping[str, MaterialClass]
    materials_by_word: Mapping[tuple[str, str], MaterialClass]
    substances: Mapping[str, Substance]
    waste_codes: Mapping[str, WasteCode]
    critical: Mapping[str, CriticalRawMaterial]


def _lists() -> _Lists:
    return _read(int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1)
def _read(slot: int) -> _Lists:
    materials = {one.code: one for one in MaterialClass.objects.select_related("parent")}
    return _Lists(
        materials=materials,
        materials_by_word=_by_word(materials),
        substances={one.key: one for one in Substance.objects.all()},
        waste_codes={one.code: one for one in WasteCode.objects.all()},
        critical={one.code: one for one in CriticalRawMaterial.objects.all()},
    )


def _by_word(materials: Mapping[str, MaterialClass]) -> Mapping[tuple[str, str], MaterialClass]:
    """Within a kind no word means two classes; a test holds the lists to it."""
    return {
        (one.kind, folded(word)): one
        for one in materials.values()
        for word in (one.code, one.name_nb, one.name_nn, one.name_en, *one.synonyms)
    }


def _unlisted(species: Species) -> Substance | None:
    """Something with a formula, kept out of the database: no list knows its names."""
    if species.formula is None:
        return None
    return Substance(
        key=species.key,
        formula=species.formula,
        symbol=written_formula(species.formula),
        **{f"name_{language}": name for language, name in species.names.items()},
        unit_default=species.usual_unit,
    )
