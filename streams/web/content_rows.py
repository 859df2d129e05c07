"""Further substances in the form of a search: a row for each, and one more to fill in.

The form sends a row as three parameters; addresses of our own carry `contains` alone.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from streams.catalogue.contents import (
    LONGEST_NAME,
    MOST_CONTENTS,
    Content,
    content_from,
    known_substance,
)
from streams.catalogue.plain_numbers import PlainNumber
from streams.web.number_fields import as_read, number_for_programs

FIRST = ("substance", "wt_min", "wt_max")
ROW = ("contains_substance", "contains_min", "contains_max")
LIMITS = ROW[1:]


class ContentRow(forms.Form):
    """One condition as people write it, or a row to fill in; numbered from the first of all."""

    contains_substance = forms.CharField(
        label=_("Contains, too"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Say which substance.")},
    )
    contains_min = PlainNumber(label=_("At least, wt%"), required=False, min_value=0, max_value=100)
    contains_max = PlainNumber(label=_("At most, wt%"), required=False, min_value=0, max_value=100)

    def __init__(self, texts: Sequence[str] | None, number: int) -> None:
        data = None
        if texts:
            name, *limits = texts
            data = dict(zip(ROW, (name, *map(number_for_programs, limits)), strict=True))
        super().__init__(data, auto_id=f"id_%s_{number}")
        self.number, self.texts = number, texts or ("", "", "")

    def clean_contains_substance(self) -> str:
        return known_substance(str(self.cleaned_data["contains_substance"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = (data.get(name) for name in LIMITS)
        if low is not None and high is not None and low > high:
            self.add_error("contains_max", _("The highest is below the lowest."))
        return data

    @property
    def content(self) -> Content:
        """The condition of a row without errors."""
        return Content(*(self.cleaned_data[name] for name in ROW))

    @property
    def written(self) -> Mapping[str, str]:
        """What stands in its fields: numbers as they were read, in the marks of the language."""
        given = dict(zip(ROW, self.texts, strict=True))
        read = {name: self.cleaned_data.get(name) for name in LIMITS} if self.is_valid() else {}
        return given | {name: as_read(value) for name, value in read.items() if value is not None}


def first_and_rows(params: QueryDict) -> tuple[QueryDict, list[ContentRow]]:
    """The same search with its first substance in the first fields, and rows for the others.

    `contains` keeps those without errors, each of them once.
    """
    tidy, given = params.copy(), texts_of_rows(params)
    if given and not any(params.get(name) for name in FIRST):
        for name, text in zip(FIRST, given.pop(0), strict=True):
            tidy[name] = text
    rows = [ContentRow(texts, number) for number, texts in enumerate(given, 2)]
    for name in (*ROW, "contains"):
        tidy.pop(name, None)
    if right := [str(row.content) for row in rows if row.is_valid()]:
        tidy.setlist("contains", [*dict.fromkeys(right)])
    return tidy, rows


def texts_of_rows(params: QueryDict) -> list[tuple[str, ...]]:
    """Substance, least and most of each row that is not empty, and of no more than can be."""
    sent = zip_longest(*(params.getlist(name) for name in ROW), fillvalue="")
    filled = [tuple(text.strip() for text in texts) for texts in sent if any(texts)]
    told = [told_texts(text) for text in params.getlist("contains") if text.strip()]
    return [*dict.fromkeys([*told, *filled])][: MOST_CONTENTS + 1]


def told_texts(text: str) -> tuple[str, ...]:
    """Of one `contains`; what cannot be read stands in the substance's field."""
    try:
        content = content_from(text.strip())
    except ValidationError:
        return text.strip(), "", ""
    limits = (content.low, content.high)
    return content.substance, *("" if one is None else as_read(one) for one in limits)


def rows_shown(rows: Sequence[ContentRow]) -> dict[str, Any]:
    """The rows that are filled in, and an empty one where there may be one more."""
    room = len(rows) + 1 < MOST_CONTENTS
    return {"rows": rows, "empty": ContentRow(None, len(rows) + 2) if room else None}


def row_errors(rows: Sequence[ContentRow]) -> list[dict[str, Any]]:
    """What is wrong in them, each with the id of its field, for components/error_summary.html."""
    return [
        {"id": field.auto_id, "label": field.label, "text": text}
        for row in rows
        for field in row
        for text in field.errors
    ]
