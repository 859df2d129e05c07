"""Conditions on what a listing contains, beside the first one: "Mn:5-", "P:-0.1", "SiO2:20-40"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.catalogue.plain_numbers import PlainNumber
from streams.chemistry.formulas import FormulaError
from streams.reference.queries import resolve_substance

MOST_CONTENTS = 5
"""Conditions on substances in one search, the first among them."""
LONGEST_NAME = 60
NUMBER = r"[0-9]{1,40}\.?[0-9]{0,40}(?:[eE][+-]?[0-9]{1,3})?"
LIMITS = re.compile(rf"({NUMBER})?-({NUMBER})?")


@dataclass(frozen=True, slots=True)
class Content:
    """A substance by its key, and the least and the most of it in wt%; None is no limit."""

    substance: str
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        """As it stands in an address, and is read from there."""
        if self.low is None and self.high is None:
            return self.substance
        return f"{self.substance}:{_plain(self.low)}-{_plain(self.high)}"


class Contents(forms.Field):
    """The same parameter for each condition; cleaned to those conditions, each of them once."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, label: Any = None) -> None:
        super().__init__(required=False, label=label or lazystr(""))

    def clean(self, value: Any) -> tuple[Content, ...]:
        """Raises ValidationError with what is wrong with each."""
        found: list[Content] = []
        wrong: list[ValidationError] = []
        for text in dict.fromkeys(str(one).strip() for one in value or []):
            try:
                found += [content_from(text)] if text else []
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong[:MOST_CONTENTS])
        return checked_number(tuple(dict.fromkeys(found)))


def checked_number(contents: tuple[Content, ...]) -> tuple[Content, ...]:
    """Raises ValidationError for more than a search may have."""
    if len(contents) > MOST_CONTENTS:
        raise ValidationError(gettext("At most %d substances in one search.") % MOST_CONTENTS)
    return contents


def content_from(text: str) -> Content:
    """Reads "Mn", "Mn:5-", "Mn:-20" or "Mn:5-20". Raises ValidationError."""
    name, colon, limits = text.rpartition(":")
    found = LIMITS.fullmatch(limits.strip()) if colon else None
    if colon and (found is None or not any(found.groups())):
        raise ValidationError(_("Write the limits such as Mn:5-20, Mn:5- or Mn:-20."))
    low, high = found.groups() if found else (None, None)
    return content_of(name if found else text, low or "", high or "")


def content_of(name: str, low: str, high: str) -> Content:
    """From the three texts. Raises ValidationError."""
    number = PlainNumber(required=False, min_value=0, max_value=100)
    name = forms.CharField(max_length=LONGEST_NAME, required=False).clean(name)
    if not name:
        raise ValidationError(_("Say which substance."))
    content = Content(known_substance(name), number.clean(low), number.clean(high))
    if content.low is not None and content.high is not None and content.low > content.high:
        raise ValidationError(_("The highest is below the lowest."))
    return content


def known_substance(text: str) -> str:
    """The key of a substance or element. Raises ValidationError when it is neither."""
    try:
        found = resolve_substance(text)
    except FormulaError as error:
        raise ValidationError(str(error)) from error
    if found is None:
        raise ValidationError(gettext("“%s” is no substance that we know.") % text)
    return found.key


def texts_of(contents: Sequence[Content]) -> list[str]:
    return [str(content) for content in contents]


def _plain(value: float | None) -> str:
    return "" if value is None else repr(value).removesuffix(".0")
