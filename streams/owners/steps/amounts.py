"""Yearly figures: tonnes or GWh, one row a year."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.measures import YEARLY
from streams.owners.fields import UNIT_WORDS, IntervalField
from streams.owners.steps.base import Remark, Step
from streams.register.checks import FIRST_YEAR
from streams.register.drafts import RecordDraft, YearDraft
from streams.register.models import Record
from streams.vocabulary import Kind, Method

SHOWN_YEARS = 3
HINTS: Mapping[str, Any] = {
    "t/yr": _(
        "A number, a range such as 8 000–12 000, “about 10 000” or “over 500”. Other units are "
        "converted: 12 kt, 1.2 mill. t, 30 t/day."
    ),
    "GWh/yr": _(
        "A number, a range such as 8–12, “about 10” or “over 500”. Other units are converted: "
        "500 MWh, 30 TJ, 3 MWh/day."
    ),
}
LARGE_CHANGE = 10.0
"""From which ratio of two years we ask whether a unit was mistaken: our own rule."""
MOST_ROWS = 80


class YearForm(forms.Form):
    """One year's row; a row without an amount says nothing."""

    year = forms.IntegerField(label=_("Year"), required=False, min_value=FIRST_YEAR)
    amount = IntervalField("t/yr", label=_("Amount"))
    method = forms.ChoiceField(
        label=_("How it was found"), choices=Method.choices, required=False,
        initial=Method.ESTIMATED,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if (
            data.get("amount") is not None
            and data.get("year") is None
            and "year" not in self.errors
        ):
            self.add_error("year", _("Which year is this?"))
        return data


YearRows = formset_factory(YearForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 20)


class AmountsStep(Step):
    slug = "mengde"
    title = _("Amount per year")
    lead = _("One figure is enough. Several years show that the stream is there to stay.")
    template = "owners/step_amounts.html"

    def __init__(self, record: Record, data: QueryDict | None = None) -> None:
        super().__init__(record, data)
        self.rows = YearRows(data, prefix="years", initial=year_rows(record))
        for row in self.rows:
            amount = row.fields["amount"]
            assert isinstance(amount, IntervalField)
            amount.unit = self.unit

    @property
    def unit(self) -> str:
        return YEARLY[self.kind][1].unit

    @property
    def unit_words(self) -> str:
        return str(UNIT_WORDS[self.unit])

    @property
    def hint(self) -> Any:
        """How amounts of this kind can be written, with an example of each way."""
        return HINTS[self.unit]

    def prepare(self) -> None:
        if self.kind is Kind.DEPOSIT:
            self.lead = _("What is added each year. Leave it blank for one that has closed.")  # type: ignore[misc]

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        return {}

    def years(self) -> list[YearDraft]:
        assert self.rows is not None
        found = [row.cleaned_data for row in self.rows if row.cleaned_data.get("amount")]
        return [
            YearDraft(row["year"], row["amount"], row["method"] or Method.ESTIMATED)
            for row in sorted(found, key=lambda row: row["year"])
        ]

    def draft(self) -> RecordDraft:
        return RecordDraft(years=self.years())

    def remarks(self) -> list[Remark]:
        years = self.years()
        return [
            Remark(change_text(before, after), self.field_of(after.year))
            for before, after in zip(years, years[1:], strict=False)
            if is_large(before, after)
        ]

    def field_of(self, year: int) -> str:
        """The HTML name of a year's amount."""
        rows = [row for row in self.rows or () if row.cleaned_data.get("year") == year]
        return rows[0]["amount"].html_name if rows else ""


def change_text(before: YearDraft, after: YearDraft) -> str:
    shown = {"year": after.year, "before": before.year}
    if after.amount.low > before.amount.high:
        return gettext("%(year)s is more than ten times %(before)s. Is the unit right?") % shown
    return gettext("%(year)s is less than a tenth of %(before)s. Is the unit right?") % shown


def is_large(before: YearDraft, after: YearDraft) -> bool:
    low, high = sorted((before.amount, after.amount), key=lambda amount: amount.high)
    return low.high > 0 and high.low >= LARGE_CHANGE * low.high


def year_rows(record: Record) -> list[dict[str, Any]]:
    """Every year there is, and the last ones, newest first: only the amount is to fill in."""
    known = {row.year: row for row in record.years.all()}
    last = localdate().year - 1
    wanted = sorted({*known, *range(last - SHOWN_YEARS + 1, last + 1)}, reverse=True)
    return [
        {
            "year": year,
            "amount": known[year].interval if year in known else None,
            "method": known[year].method if year in known else Method.ESTIMATED,
        }
        for year in wanted
    ]
