"""Loads the lists that we ship, and an administrator's complete official list of waste."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from exchange.audit.services import record
from streams.reference import house_lists
from streams.reference.models import CriticalRawMaterial, MaterialClass, Substance, WasteCode
from streams.reference.official_list import OfficialCode, Report, read_official_list
from streams.reference.queries import forget_reference
from streams.reference.signals import lists_loaded

Row = TypeVar("Row", bound=models.Model)


def load_reference() -> dict[str, int]:
    """Bring the lists that we ship up to date; how many rows of each were new or changed.

    Nothing is removed, and codes of an official list stay as they were loaded. Raises OSError
    or yaml.YAMLError when a file cannot be read, and then nothing is saved.
    """
    with transaction.atomic():
        changed = {
            "material_classes": _save_changed(MaterialClass, house_lists.material_classes()),
            "substances": _save_changed(Substance, house_lists.substances()),
            "waste_codes": _save_changed(WasteCode, _not_official(house_lists.waste_codes())),
            "critical_raw_materials": _save_changed(
                CriticalRawMaterial, house_lists.critical_raw_materials()
            ),
        }
        if any(changed.values()):
            record(actor=None, action="reference_loaded", subject="reference", **changed)
    _forget_everywhere()
    return changed


def load_waste_codes(path: Path, *, actor: AbstractBaseUser | None, language: str = "en") -> Report:
    """Take over a complete official list: a CSV file with titles in one language.

    Titles of that language and hazard flags are replaced; our own titles stay in the others.
    With any error nothing is saved. Codes that the list lacks are kept, since listings may use
    them. actor None is the command line. Raises OSError when there is no such file.
    """
    codes, errors = read_official_list(path)
    if errors:
        return Report(errors=tuple(errors))
    with transaction.atomic():
        known = WasteCode.objects.in_bulk()
        wanted = [_official(known.get(one.code), one, language) for one in codes]
        changed = _changed(WasteCode, wanted)
        _save(WasteCode, changed)
        created = sum(one.code not in known for one in changed)
        report = Report(
            created=created,
            updated=len(changed) - created,
            unchanged=len(wanted) - len(changed),
        )
        record(actor=actor, action="waste_codes_loaded", subject=path.name[:120], **report.counts())
    _forget_everywhere()
    return report


def _official(known: WasteCode | None, given: OfficialCode, language: str) -> WasteCode:
    titles = {f"title_{one}": getattr(known, f"title_{one}", "") for one in ("nb", "nn", "en")}
    titles[f"title_{language}"] = given.title
    return WasteCode(
        code=given.code, hazardous=given.hazardous, source=WasteCode.Source.OFFICIAL, **titles
    )


def _not_official(codes: Sequence[WasteCode]) -> list[WasteCode]:
    official = WasteCode.objects.filter(source=WasteCode.Source.OFFICIAL)
    taken = set(official.values_list("code", flat=True))
    return [one for one in codes if one.code not in taken]


def _save_changed(model: type[Row], wanted: Sequence[Row]) -> int:
    changed = _changed(model, wanted)
    _save(model, changed)
    return len(changed)


def _changed(model: type[Row], wanted: Sequence[Row]) -> list[Row]:
    known = model._default_manager.in_bulk()
    return [
        one for one in wanted if one.pk not in known or _columns(known[one.pk]) != _columns(one)
    ]


def _columns(row: models.Model) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def _save(model: type[Row], rows: Sequence[Row]) -> None:
    key = model._meta.pk.name
    names = [field.name for field in model._meta.concrete_fields if field.name != key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=[key], update_fields=names
    )


def _forget_everywhere() -> None:
    """At once for this process; and after an outer transaction, whose rows others then see."""
    _forget()
    transaction.on_commit(_forget)


def _forget() -> None:
    forget_reference()
    lists_loaded.send(sender=None)
