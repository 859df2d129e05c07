"""Names of codes in all three languages, for search texts; reference data, nobody's secret."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from companies.models import County, Industry, Municipality
from streams.reference.models import CriticalRawMaterial, MaterialClass, Substance, WasteCode

KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Words to search by, for each code. Each reading of the lists is another, even when equal."""

    materials: Mapping[str, str]
    substances: Mapping[str, str]
    critical: Mapping[str, str]
    waste_codes: Mapping[str, str]
    industries: Mapping[str, str]
    counties: Mapping[str, str]
    municipalities: Mapping[str, str]

    def search_text(self, title: str, facts: Mapping[str, Any]) -> str:
        """Every word under which an entry with these facts can be found, from nothing else."""
        return " · ".join(dict.fromkeys(word for word in self._words(title, facts) if word))

    def _words(self, title: str, facts: Mapping[str, Any]) -> Iterable[str]:
        yield title
        yield self.materials.get(facts["listing"]["material"], "")
        for key in ("composition", "traces"):
            for row in facts.get(key, {}).get("parts", []):
                yield self.substances.get(row["substance"], row["substance"])
        for row in facts.get("crm", []):
            yield self.critical.get(row["code"], "")
        yield from self._place_words(facts.get("place", {}))
        yield from self._other_words(facts)

    def _place_words(self, place: Mapping[str, Any]) -> Iterable[str]:
        yield self.counties.get(place.get("county") or "", "")
        yield self.municipalities.get(place.get("municipality") or "", "")
        yield from (place.get(key) or "" for key in ("site", "place", "park"))

    def _other_words(self, facts: Mapping[str, Any]) -> Iterable[str]:
        owner, waste = facts.get("owner", {}), facts.get("classification", {})
        yield owner.get("name", "")
        yield self.industries.get(owner.get("industry") or owner.get("division") or "", "")
        yield self.waste_codes.get(waste.get("waste_code") or "", "")
        yield facts.get("description", {}).get("text", "")
        yield from (facts.get(key, "") for key in ("process", "availability"))


def current_names() -> Names:
    """Kept for five minutes, so that reloaded reference data reaches running processes."""
    return _loaded(int(time.monotonic() // KEPT_SECONDS))


def forget_names() -> None:
    _loaded.cache_clear()


@lru_cache(maxsize=1)
def _loaded(slot: int) -> Names:
    return Names(
        materials={row.code: _all_names(row) for row in MaterialClass.objects.all()},
        substances={row.key: f"{row.key} {_all_names(row)}" for row in Substance.objects.all()},
        critical={row.code: _three_names(row) for row in CriticalRawMaterial.objects.all()},
        waste_codes={
            row.code: " ".join((row.code, row.title_nb, row.title_nn, row.title_en))
            for row in WasteCode.objects.all()
        },
        industries={row.code: _three_names(row) for row in Industry.objects.all()},
        counties=dict(County.objects.values_list("number", "name")),
        municipalities=dict(Municipality.objects.values_list("number", "name")),
    )


def _three_names(row: CriticalRawMaterial | Industry | MaterialClass | Substance) -> str:
    return " ".join(dict.fromkeys((row.name_nb, row.name_nn, row.name_en)))


def _all_names(row: MaterialClass | Substance) -> str:
    return " ".join((_three_names(row), *row.synonyms))
