"""Names of places, industries, materials and substances in the reader's language.

Kept in each process for five minutes; reference data, nobody's secret. For streams.web only.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from companies.models import Industry, Municipality
from companies.queries import counties, industries
from streams.reference.languages import LANGUAGES, active_language, best_of
from streams.reference.models import CriticalRawMaterial, MaterialClass, Substance, WasteCode
from streams.reference.queries import (
    critical_materials,
    forget_reference,
    materials_by_kind,
    substances,
    waste_codes,
)
from streams.vocabulary import Kind

KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Names:
    """Everything by its code."""

    counties: Mapping[str, str]
    municipalities: Mapping[str, Municipality]
    industries: Mapping[str, Industry]
    materials: Mapping[str, MaterialClass]
    substances: Mapping[str, Substance]
    critical: Mapping[str, CriticalRawMaterial]
    waste_codes: Mapping[str, WasteCode]

    def county(self, number: str | None) -> str:
        return self.counties.get(number or "", number or "")

    def municipality(self, number: str | None) -> str:
        found = self.municipalities.get(number or "")
        return found.name if found else number or ""

    def industry(self, code: str | None) -> str:
        found = self.industries.get(code or "")
        if found is None:
            return code or ""
        words = {one: str(getattr(found, f"name_{one}")) for one in LANGUAGES}
        return best_of(words, active_language())

    def material(self, code: str | None) -> str:
        found = self.materials.get(code or "")
        return found.name if found else code or ""

    def material_group(self, code: str | None) -> str:
        found = self.materials.get(code or "")
        return found.parent.name if found and found.parent else self.material(code)

    def substance(self, key: str) -> str:
        """As it is written beside a number."""
        found = self.substances.get(key)
        return found.symbol if found else key

    def substance_name(self, key: str) -> str:
        found = self.substances.get(key)
        return found.name if found else key

    def critical_name(self, code: str) -> str:
        found = self.critical.get(code)
        return found.name if found else code

    def critical_symbol(self, code: str) -> str:
        """The element, initials for a group of them, else the first letters of the name."""
        found = self.critical.get(code)
        elements = found.elements if found else []
        if len(elements) == 1:
            return str(elements[0])
        return code.upper() if elements else self.critical_name(code)[:2]

    def waste_code(self, code: str | None) -> WasteCode | None:
        return self.waste_codes.get(code or "")


def current_names() -> Names:
    return _loaded(int(time.monotonic() // KEPT_SECONDS))


def forget_names() -> None:
    """Read the lists again at the next question."""
    _loaded.cache_clear()
    forget_reference()


@lru_cache(maxsize=1)
def _loaded(slot: int) -> Names:
    return Names(
        counties={row.number: row.name for row in counties()},
        municipalities={row.number: row for row in Municipality.objects.all()},
        industries={row.code: row for row in industries()},
        materials={row.code: row for kind in Kind for row in materials_by_kind(kind)},
        substances={row.key: row for row in substances()},
        critical={row.code: row for row in critical_materials()},
        waste_codes={row.code: row for row in waste_codes()},
    )
