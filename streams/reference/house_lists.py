"""The lists we ship, read from fixtures/reference/streams as unsaved models.

Only services.load_reference saves them. Substances are those of streams.chemistry, which knows
their formulas; here are added their order in lists and how they are written beside a number.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from django.conf import settings

from streams.chemistry.species import Species, listed_species
from streams.reference.formula_text import written_formula
from streams.reference.models import CriticalRawMaterial, MaterialClass, Substance, WasteCode
from streams.vocabulary import Kind

SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C reads ten times as fast, where PyYAML was built with it."""

LESS_COMMON = 1000
"""Where in the order those substances begin that few analyses name."""


def read_list(name: str) -> Any:
    """The content of one file, e.g. "substances.yaml". Raises OSError or yaml.YAMLError."""
    path = settings.BASE_DIR / "fixtures" / "reference" / "streams" / name
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=SAFE_LOADER)  # noqa: S506 - both are safe loaders


def material_classes() -> list[MaterialClass]:
    """Groups first, each followed by its classes, in the order of the files."""
    found = [one for kind in Kind for one in _classes_of(kind)]
    for position, one in enumerate(found, start=1):
        one.ordering = position
    return found


def substances() -> list[Substance]:
    written = read_list("substances.yaml")
    places = {key: place for place, key in enumerate(written["common"], start=1)}
    return [
        _substance(one, places.get(one.key, LESS_COMMON), written["symbols"])
        for one in listed_species()
    ]


def waste_codes() -> list[WasteCode]:
    return [
        WasteCode(
            code=row["code"],
            hazardous=row.get("hazardous", False),
            title_nb=row["nb"],
            title_nn=row["nn"],
            title_en=row["en"],
            source=WasteCode.Source.HOUSE,
        )
        for row in read_list("waste_codes.yaml")
    ]


def critical_raw_materials() -> list[CriticalRawMaterial]:
    return [
        CriticalRawMaterial(
            code=row["code"],
            **_names(row),
            elements=row.get("elements", []),
            strategic=row.get("strategic", False),
            nato=row.get("nato", False),
        )
        for row in read_list("critical_raw_materials.yaml")
    ]


def _classes_of(kind: Kind) -> Iterator[MaterialClass]:
    for group in read_list(f"material_classes/{kind.value}.yaml"):
        yield _material_class(group, kind, None)
        for row in group.get("classes", []):
            yield _material_class(row, kind, group["code"])


def _material_class(row: Mapping[str, Any], kind: Kind, parent: str | None) -> MaterialClass:
    return MaterialClass(
        code=row["code"],
        kind=kind.value,
        parent_id=parent,
        **_names(row),
        synonyms=row.get("synonyms", []),
    )


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    return {f"name_{language}": row[language] for language in ("nb", "nn", "en")}


def _substance(species: Species, ordering: int, symbols: Mapping[str, str]) -> Substance:
    return Substance(
        key=species.key,
        formula=species.formula,
        symbol=symbols.get(species.key) or _symbol(species),
        name_nb=species.names["nb"],
        name_nn=species.names["nn"],
        name_en=species.names["en"],
        synonyms=list(species.synonyms),
        is_trace_by_default=species.usual_unit == "mg/kg",
        unit_default=species.usual_unit,
        ordering=ordering,
    )


def _symbol(species: Species) -> str:
    return written_formula(species.formula) if species.formula else species.names["en"]
