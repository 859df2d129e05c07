"""Pages about what is no solid: the heat with its profile month by month, and the gas."""

import math
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.owners.fields import NumberField, said_interval
from streams.owners.steps.base import Remark
from streams.owners.steps.measured import MeasuredStep
from streams.quantities.intervals import Interval
from streams.quantities.units import HOURS_OF_A_YEAR
from streams.register.checks import WHOLE
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.vocabulary import MonthlyUnit, Profile

GIGA = 1000
OFF_BY = 0.1
"""How far twelve months may be from the year before we ask: our own rule."""


def month_name(month: int) -> str:
    """The name of an HTML field; what belongs together has the same word before the dash."""
    return f"months-{month}"


class HeatStep(MeasuredStep):
    slug = "varmen"
    title = _("The heat")
    lead = _("Heat does not travel far: temperature and capacity decide who can use it.")
    template = "owners/step_heat.html"
    template_follows = "owners/months_picture.html"
    keys: ClassVar[tuple[str, ...]] = ("temperature", "return_temperature", "capacity")
    plain: ClassVar[tuple[str, ...]] = ("profile", "monthly_unit")

    profile = forms.ChoiceField(
        label=_("Profile over the year"),
        required=False,
        choices=[("", ""), *Profile.choices],
        help_text=_(
            "In one word, such as “mostly winter”. More people can be shown this than the months."
        ),
    )
    monthly_unit = forms.ChoiceField(
        label=_("Figures are"),
        required=False,
        choices=MonthlyUnit.choices,
        help_text=_("Such as 8.5 a month of 100 GWh, or 8.5 % of the year."),
    )

    def prepare(self) -> None:
        super().prepare()
        unit = self["monthly_unit"].value() or MonthlyUnit.ENERGY
        unit = unit if unit in MonthlyUnit.values else MonthlyUnit.ENERGY
        for month in MONTHS:
            self.fields[month_name(month)] = NumberField(unit, label=MONTHS[month])

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        months = {month_name(n): amount for n, amount in enumerate(record.monthly, start=1)}
        return {**super().shown_of(record), **months}

    def own_fields(self) -> list[BoundField]:
        """All but the twelve months and their unit, which have a table of their own."""
        return [field for field in self.visible_fields() if not is_of_months(field.name)]

    def month_fields(self) -> list[BoundField]:
        return [self[month_name(month)] for month in MONTHS]

    def amounts(self) -> list[float | None]:
        """The twelve months as far as they can be read, typed or from the register."""
        if not self.is_bound:
            known: list[float | None] = list(self.record.monthly)
            return known or [None] * len(MONTHS)
        self.is_valid()
        return [self.cleaned_data.get(month_name(month)) for month in MONTHS]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        missing = [m for m in MONTHS if data.get(month_name(m)) is None]
        wrong = [m for m in MONTHS if month_name(m) in self.errors]
        if 0 < len(missing) < len(MONTHS) and not wrong:
            text = _("Fill in all twelve months, 0 where there is no heat, or none of them.")
            self.add_error(month_name(missing[0]), text)
        elif not missing and not wrong and not any(data[month_name(m)] for m in MONTHS):
            self.add_error(month_name(1), _("There must be heat in some month."))
        self.check_return(data)
        return data

    def check_return(self, data: dict[str, Any]) -> None:
        supply, back = data.get("temperature"), data.get("return_temperature")
        if supply and back and back.low > supply.high:
            self.add_error("return_temperature", _("It cannot come back hotter than it leaves."))

    def draft(self) -> RecordDraft:
        draft, amounts = super().draft(), self.amounts()
        whole = [amount for amount in amounts if amount is not None]
        unit = draft.values["monthly_unit"] or MonthlyUnit.ENERGY
        values = {**draft.values, "monthly": whole, "monthly_unit": unit if whole else ""}
        return RecordDraft(values=values, quantities=draft.quantities)

    def remarks(self) -> list[Remark]:
        return [*self.remarks_on_sum(), *self.remarks_on_capacity()]

    def remarks_on_sum(self) -> Iterator[Remark]:
        amounts = [amount for amount in self.amounts() if amount is not None]
        whole, year = math.fsum(amounts), newest_year(self.record)
        if amounts and self.cleaned_data["monthly_unit"] == MonthlyUnit.SHARE:
            if abs(whole - WHOLE) > 1:
                text = gettext("The months add up to %s, not to 100 %%.")
                yield Remark(text % said_interval(Interval.point(whole), "%"), "monthly_unit")
        elif amounts and year and not is_near(whole, year):
            text = gettext("The months add up to %(sum)s, but the year's figure is %(year)s.")
            shown = {"sum": said_interval(Interval.point(whole), "GWh"),
                     "year": said_interval(year, "GWh")}  # fmt: skip
            yield Remark(text % shown, "monthly_unit")

    def remarks_on_capacity(self) -> Iterator[Remark]:
        capacity, year = self.cleaned_data["capacity"], newest_year(self.record)
        if capacity and year and year.low > capacity.high * HOURS_OF_A_YEAR / GIGA:
            most = Interval.point(round(capacity.high * HOURS_OF_A_YEAR / GIGA, 1))
            text = gettext(
                "At full load all year this gives %(most)s, less than the year's %(year)s."
            )
            shown = {"most": said_interval(most, "GWh"), "year": said_interval(year, "GWh")}
            yield Remark(text % shown, "capacity")


def is_of_months(name: str) -> bool:
    return name == "monthly_unit" or name.startswith("months-")


def newest_year(record: Record) -> Interval | None:
    """The newest year's figure in GWh, as the register has it."""
    years = list(record.years.all())
    return years[-1].interval if years else None


def is_near(whole: float, year: Interval) -> bool:
    return year.low * (1 - OFF_BY) <= whole <= year.high * (1 + OFF_BY)


class GasStep(MeasuredStep):
    slug = "gassen"
    title = _("The gas")
    lead = _("How much carbon is in it and where that comes from decides who can use it.")
    keys: ClassVar[tuple[str, ...]] = (
        "concentration",
        "fossil_share",
        "biogenic_share",
        "pressure",
        "gas_temperature",
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        fossil, biogenic = data.get("fossil_share"), data.get("biogenic_share")
        if fossil and biogenic and fossil.low + biogenic.low > WHOLE:
            text = gettext("Fossil and biogenic together are more than 100 %.")
            self.add_error("biogenic_share", text)
        return data

    def remarks(self) -> list[Remark]:
        fossil, biogenic = self.cleaned_data["fossil_share"], self.cleaned_data["biogenic_share"]
        if fossil is None or biogenic is None or fossil.high + biogenic.high >= WHOLE:
            return []
        rest = Interval.point(WHOLE - fossil.high - biogenic.high)
        text = gettext("Fossil and biogenic do not add up: at least %s is missing.")
        return [Remark(text % said_interval(rest, "%"), "biogenic_share")]
