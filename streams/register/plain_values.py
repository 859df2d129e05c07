"""Single values of the plain form: fields of the models, intervals, objects and lists.

Each raises ValidationError that says what is wrong, in the reader's language.
"""

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeAlias

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from streams.quantities.intervals import Interval
from streams.quantities.reading import in_unit, interval, read_interval, tidied
from streams.reference.models import MaterialClass, WasteCode
from streams.reference.queries import resolve_material, resolve_waste_code
from streams.vocabulary import Kind

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_IN_LIST = 200
ModelField: TypeAlias = "models.Field[Any, Any]"


def refused(text: str) -> ValidationError:
    return ValidationError(text)


def value_from(field: ModelField, given: Any, *, kind: Kind) -> Any:
    """What a model's field takes, from a JSON value; null is the field's own "nothing"."""
    if isinstance(given, str):
        given = text_from(given, several_lines=isinstance(field, models.TextField))
    if given in (None, ""):
        return empty_of(field)
    if isinstance(field, models.ForeignKey):
        return named_from(field, given, kind)
    if isinstance(field, ArrayField):
        found = [value_from(field.base_field, one, kind=kind) for one in list_from(given)]
        return list(dict.fromkeys(found)) if field.base_field.choices else found
    if field.choices:
        return choice_from(field, given)
    return field.clean(plain_from(field, given), None)


def empty_of(field: ModelField) -> Any:
    """Raises ValidationError for a field that cannot be empty."""
    if isinstance(field, models.JSONField | ArrayField) and not field.null:
        return field.get_default()
    if field.null:
        return None
    if field.blank and field.empty_strings_allowed:
        return ""
    if field.has_default():
        return field.get_default()
    raise refused(gettext("This field is required."))


def text_from(given: str, *, several_lines: bool) -> str:
    """Trimmed. Control characters would break letters and files."""
    allowed = "\n\r\t" if several_lines else ""
    if any(unicodedata.category(one) == "Cc" and one not in allowed for one in given.strip()):
        raise refused(gettext("Line breaks and control characters cannot stand here."))
    return given.strip()


def named_from(field: ModelField, given: Any, kind: Kind) -> Any:
    """A material or a waste code by its code, or as people write it."""
    found: MaterialClass | WasteCode | None = None
    if isinstance(given, str) and field.related_model is MaterialClass:
        found = resolve_material(given, kind)
    elif isinstance(given, str) and field.related_model is WasteCode:
        found = resolve_waste_code(given)
    if found is None:
        raise refused(gettext("There is no “%s” in the list.") % shown(given))
    return found


def choice_from(field: ModelField, given: Any) -> Any:
    values = [value for value, _label in field.flatchoices]
    if isinstance(given, list | dict) or given not in values:
        params = {"value": shown(given), "choices": ", ".join(str(one) for one in values)}
        raise refused(gettext("“%(value)s” is none of: %(choices)s.") % params)
    return values[values.index(given)]


def plain_from(field: ModelField, given: Any) -> Any:
    """A value of the JSON type that a field has; numbers are never read from texts here."""
    if isinstance(field, models.JSONField):
        return given
    if isinstance(field, models.DateField):
        return day_from(given)
    if isinstance(field, models.BooleanField):
        return typed_from(given, bool, gettext("This must be true or false."))
    if isinstance(field, models.IntegerField):
        return typed_from(given, int, gettext("This must be a whole number."))
    if isinstance(field, models.FloatField):
        number = typed_from(given, int | float, gettext("This must be a number."))
        return float(number)
    return typed_from(given, str, gettext("This must be text."))


def typed_from(given: Any, wanted: Any, text: str) -> Any:
    """In Python true is a number, too; here it is none."""
    if not isinstance(given, wanted) or (isinstance(given, bool) and wanted is not bool):
        raise refused(text)
    return given


def day_from(given: Any) -> date:
    if isinstance(given, str) and DAY.fullmatch(given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise refused(gettext("Write the day as 2026-03-02."))


def interval_from(given: Any, unit: str, *, floor: float = 0.0) -> Interval:
    """From 12.5, {"low": 8, "high": 12, "unit": "kt"} or "8–12 kt", all in `unit` afterwards.

    A low end of null is `floor`, a high end of null has no limit; the unit may be left out.
    """
    if isinstance(given, str):
        found = read_interval(given, unit, floor=floor)
        if found is not None:
            return found
    if isinstance(given, Mapping):
        return from_ends(given, unit, floor)
    if isinstance(given, int | float) and not isinstance(given, bool):
        return Interval.point(float(given))
    raise refused(gettext('Write a number, {"low", "high"}, or text such as 8–12.'))


def from_ends(given: Mapping[str, Any], unit: str, floor: float) -> Interval:
    object_from(given, known=("low", "high", "unit"), needed=("low", "high"))
    low, high = end_from(given["low"], floor), end_from(given["high"], math.inf)
    named = given.get("unit")
    if named is None or named == unit:
        return interval(low, high)
    if not isinstance(named, str):
        raise refused(gettext("The unit must be text."))
    return in_unit(interval(low, high), 1.0, tidied(named), unit, floor)


def end_from(given: Any, open_end: float) -> float:
    if given is None:
        return open_end
    return float(typed_from(given, int | float, gettext("This must be a number.")))


def object_from(
    given: Any, *, known: Collection[str] = (), needed: Collection[str] = ()
) -> Mapping[str, Any]:
    """An object; null is an empty one. With `known`, no other names may stand in it."""
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        raise refused(gettext("This must be an object."))
    unknown = [name for name in given if known and name not in known]
    missing = [name for name in needed if name not in given]
    if unknown or missing:
        raise ValidationError(
            [gettext("There is no field “%s” here.") % shown(name) for name in unknown]
            + [gettext("“%s” is missing.") % name for name in missing]
        )
    return given


def list_from(given: Any, most: int = MOST_IN_LIST) -> list[Any]:
    """A list; null is an empty one."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise refused(gettext("This must be a list."))
    if len(given) > most:
        raise refused(gettext("At most %d can stand in this list.") % most)
    return given


def shown(given: Any) -> str:
    """As much of a value as fits into a sentence."""
    text = given if isinstance(given, str) else type(given).__name__
    return text if len(text) <= 60 else text[:59] + "…"
