"""A form field for several alternatives of one parameter."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.translation import gettext

Kept = Callable[[], Iterable[str]]
Options = Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]


class Choices(forms.Field):
    """Repeated or comma-separated codes, each of which must exist; cleaned to a frozenset.

    `kept` names codes held in memory; only what is not among them is looked up in `options`.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, options: Options, *, label: Any = None, kept: Kept | None = None) -> None:
        super().__init__(required=False, label=label or lazystr(""))
        self.options = options
        self.kept = kept

    def clean(self, value: Any) -> frozenset[str]:
        given = [part.strip() for text in value or [] for part in str(text).split(",")]
        chosen = frozenset(part for part in given if part)
        new = chosen.difference(self.kept()) if chosen and self.kept else chosen
        if new and (unknown := sorted(new - self.codes())):
            raise ValidationError(gettext("“%s” is not one of the choices.") % unknown[0])
        return chosen

    def codes(self) -> set[str]:
        options = self.options() if callable(self.options) else self.options
        return {str(code) for code, _ in options}
