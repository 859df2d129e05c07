"""What two people have made of the same field, in the reader's words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from streams.disclosure import Field
from streams.owners.editing import steps_of
from streams.owners.steps.base import Step
from streams.owners.steps.visibility import band_name
from streams.register.models import Record
from streams.register.working_copies import ANY_ROW, Disagreement, Texts, parted

BANDS = {band_name(field): field for field in Field}


def key_of(one: Disagreement) -> str:
    return f"{one.step}:{one.unit}"


def question(record: Record, one: Disagreement) -> dict[str, Any]:
    """Context of one question of owners/merge.html."""
    step = next(step for step in steps_of(record) if step.slug == one.step)(record)
    return {
        "name": key_of(one),
        "page": step.title,
        "label": label_of(step, one.unit),
        "mine": lines(step, one.mine),
        "theirs": lines(step, one.theirs),
    }


def label_of(step: Step, unit: str) -> str:
    if unit in BANDS:
        return gettext("%s: band for everyone") % BANDS[unit].label
    field = step.fields.get(unit)
    return str(field.label) if field and field.label else unit.partition(":")[2] or str(step.title)


def lines(step: Step, texts: Texts) -> list[str]:
    """A field as one line, a table row by row."""
    fields = fields_of(step)
    rows: dict[str, list[str]] = {}
    for name, values in texts.items():
        if not name.endswith("_FORMS"):
            said = said_of(fields.get(plain_name(name)), values)
            rows.setdefault(row_of(name), []).extend(said)
    return [", ".join(row) for row in rows.values() if row]


def row_of(name: str) -> str:
    return "" if ANY_ROW in name else parted(name)[1]


def plain_name(name: str) -> str:
    table, row, field = parted(name)
    return f"{table}-{field}" if row else table


def fields_of(step: Step) -> Mapping[str, forms.Field]:
    """By name; those of rows by table and name."""
    return {**step.fields, **dict(fields_of_rows(step))}


def fields_of_rows(step: Step) -> Iterator[tuple[str, forms.Field]]:
    for rows in step.tables():
        for name, field in rows.form.base_fields.items():
            yield f"{rows.prefix}-{name}", field


def said_of(field: forms.Field | None, values: Sequence[str]) -> list[str]:
    """Choices by their words; what is blank says nothing."""
    if isinstance(field, forms.BooleanField):
        return [gettext("Yes") if any(values) else gettext("No")]
    words = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    return [words.get(text, text) for text in values if text.strip()]
