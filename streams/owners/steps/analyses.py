"""The analyses that a page of composition keeps beside the one that is open: texts, as typed.

All of them lie in the page's own fields, so that opening another one loses nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext

from streams.owners.pasting import PastedRow
from streams.owners.steps.base import whole_number
from streams.register.models import Analysis
from streams.vocabulary import Basis
from streams.web.numbers import day_text

OTHERS = "others"
MOST_ANALYSES = 40
ABOUT = ("analysed_on", "method", "basis", "source", "is_typical", "is_copied")
"""Fields that the page has for the open analysis, and hidden ones for each of the others."""


class OtherForm(forms.Form):
    """An analysis that is not open: everything as text, its rows as lines with tabs."""

    analysed_on = forms.CharField(required=False, widget=forms.HiddenInput)
    method = forms.CharField(required=False, widget=forms.HiddenInput)
    basis = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(required=False, widget=forms.HiddenInput)
    is_typical = forms.CharField(required=False, widget=forms.HiddenInput)
    is_copied = forms.CharField(required=False, widget=forms.HiddenInput)
    rows = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    gone = forms.CharField(required=False, widget=forms.HiddenInput)

    def text(self, name: str) -> str:
        return str(self[name].value() or "")

    @property
    def is_gone(self) -> bool:
        return bool(self.text("gone"))

    def pasted_rows(self) -> list[PastedRow]:
        return rows_of_text(self.text("rows"))


Others = formset_factory(OtherForm, extra=0, max_num=MOST_ANALYSES, absolute_max=MOST_ANALYSES + 10)


def rows_of_text(text: str) -> list[PastedRow]:
    cells = [line.split("\t") for line in text.splitlines() if line.strip()]
    return [PastedRow(*(row + [""] * 4)[:4]) for row in cells]


def text_of_rows(rows: Iterable[PastedRow]) -> str:
    return "\n".join(
        "\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row_cells(row))
        for row in rows
    )


def row_cells(row: PastedRow) -> tuple[str, str, str, str]:
    return row.substance, row.share, row.unit, row.trace


def initial_of(analysis: Analysis, rows: Sequence[PastedRow]) -> dict[str, Any]:
    """What the hidden form of an analysis in the register holds."""
    day = analysis.analysed_on
    return {
        "analysed_on": day.isoformat() if day else "",
        "method": analysis.method,
        "basis": analysis.basis,
        "source": analysis.source,
        "is_typical": "on" if analysis.is_typical else "",
        "is_copied": "on" if analysis.is_copied else "",
        "rows": text_of_rows(rows),
    }


def kept_in(data: QueryDict) -> list[dict[str, str]]:
    """The analyses that are not open, as their hidden fields have them."""
    count = whole_number(data.get(f"{OTHERS}-TOTAL_FORMS", ""), MOST_ANALYSES)
    names = OtherForm.base_fields
    return [{name: data.get(f"{OTHERS}-{n}-{name}", "") for name in names} for n in range(count)]


def with_kept(data: QueryDict, kept: Sequence[dict[str, str]]) -> QueryDict:
    """The page with these analyses beside the open one."""
    changed = data.copy()
    for name in [name for name in changed if name.startswith(f"{OTHERS}-")]:
        del changed[name]
    changed[f"{OTHERS}-INITIAL_FORMS"] = "0"
    changed[f"{OTHERS}-TOTAL_FORMS"] = str(len(kept))
    for number, one in enumerate(kept):
        for name, text in one.items():
            changed[f"{OTHERS}-{number}-{name}"] = text
    return changed


def open_one(data: QueryDict, rows: Iterable[PastedRow]) -> dict[str, str]:
    """The open analysis as a hidden one."""
    return {**{name: data.get(name, "") for name in ABOUT}, "rows": text_of_rows(rows), "gone": ""}


def with_about(data: QueryDict, one: dict[str, str]) -> QueryDict:
    """The page's fields about the open analysis, filled from a kept one."""
    changed = data.copy()
    for name in ABOUT:
        changed.pop(name, None)
        if one.get(name):
            changed[name] = one[name]
    changed.setdefault("basis", str(Basis.DRY))
    return changed


def marked_gone(data: QueryDict, number: int, *, gone: bool) -> QueryDict:
    """One of the kept analyses marked to be left out when saving, or no longer so."""
    kept = kept_in(data)
    if number < len(kept):
        kept[number]["gone"] = "on" if gone else ""
    return with_kept(data, kept)


def said_of_analysis(day: str, method: str) -> str:
    """ "1 May 2024, XRF"."""
    try:
        shown = day_text(day) if day else gettext("without a date")
    except ValueError:
        shown = day
    return ", ".join(part for part in (shown, method) if part)
