"""What stands beside a page while it is typed: saved when, what follows, what everyone will see."""

import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tiers import Tier
from streams.catalogue.search import Hit
from streams.chemistry.checks import TOLERANCE
from streams.chemistry.totals import least_total
from streams.disclosure import Field
from streams.owners.editing import page_of, steps_of
from streams.owners.fields import said_interval
from streams.owners.identifying import companies_that_fit
from streams.owners.previewing import Seen, bands_of, seen_by_each
from streams.owners.saying import band_of, said_of
from streams.owners.steps.base import Step
from streams.owners.steps.composition import CompositionStep
from streams.owners.steps.deposit import DepositStep
from streams.owners.steps.energy import HeatStep
from streams.owners.steps.visibility import VisibilityStep, band_name, exact_name
from streams.quantities.intervals import Interval
from streams.quantities.outlines import area_of
from streams.register.models import Record, WorkingCopy
from streams.vocabulary import Kind, MonthlyUnit
from streams.web.cards import card
from streams.web.facts import bars
from streams.web.months import months_chart
from streams.web.names import current_names
from streams.web.numbers import area_text, interval_text, number_text, with_unit, written
from streams.web.sections import critical


def beside(user: User, record: Record, page: Step, copy: WorkingCopy | None) -> dict[str, Any]:
    """Context of owners/beside.html. Pages that do not hold yet are left out of what is shown."""
    pages = sound_pages(record, page, copy)
    seen = tried(user, record, pages)
    public = seen.get(Tier.PUBLIC)
    context: dict[str, Any] = {
        "saved": localtime(copy.saved_at) if copy and page.slug in copy.typed else None,
        "warnings": unplaced(page) if page.is_bound and page in pages else [],
        "noted": page.noted(),
        "page": page,
        "public": card(public) if public else None,
        "fit": fit_of(public),
    }
    if isinstance(page, CompositionStep):
        own = seen.get(Tier.OWNER)
        context |= {"total": total_of(page), "critical": critical_of(own), "several": several(own)}
    if isinstance(page, HeatStep):
        context["months"] = months_of(page, seen.get(Tier.OWNER))
    if isinstance(page, DepositStep):
        ring = page.ring()
        context["area"] = area_text(area_of(ring)) if ring else ""
    if isinstance(page, VisibilityStep):
        context["controls"] = controls(user, record, page, pages, seen)
        context["listed"] = number(page["listed"].value())
    return context


def unplaced(page: Step) -> list[str]:
    """Warnings about the page as a whole; the others stand at their fields."""
    return [remark.text for remark in page.remarks() if not remark.field]


def months_of(page: HeatStep, own: Hit | None) -> dict[str, Any] | None:
    """The picture of the months as far as they are typed, their sum, and the year's figure."""
    amounts = page.amounts()
    if not any(amounts):
        return None
    unit = str(page["monthly_unit"].value() or MonthlyUnit.ENERGY)
    year = own.facts.get("energy") if own else None
    whole = Interval.point(math.fsum(amount or 0.0 for amount in amounts))
    return {
        **months_chart([amount or 0.0 for amount in amounts], unit),
        "sum": said_interval(whole.rounded_outwards(4), unit),
        "year": number_text(year, short=True) if year else "",
    }


def sound_pages(record: Record, page: Step, copy: WorkingCopy | None) -> list[Step]:
    """The typed pages that hold, with this one as it is now."""
    found: list[Step] = []
    for step in steps_of(record):
        one = page if step.slug == page.slug else page_of(step, record, copy)
        if one.is_bound and one.is_valid():
            found.append(one)
    return found


def tried(user: User, record: Record, pages: list[Step]) -> Seen:
    try:
        return seen_by_each(user, record, pages)
    except ValidationError:
        return {}


def fit_of(public: Hit | None) -> dict[str, Any] | None:
    """A warning where few companies could be meant."""
    fit = companies_that_fit(public)
    if fit is None or not fit.is_few:
        return None
    names = current_names()
    return {
        "count": fit.companies,
        "industry": names.industry(fit.industry),
        "county": names.county(fit.county),
    }


def total_of(page: CompositionStep) -> dict[str, Any] | None:
    """The sum of the rows that make sense: lower ends, and upper ends at most."""
    values = page.sound_values() if page.is_bound else []
    counted = [value for value in values if value.species.counts_in_sum]
    if not counted:
        return None
    low = least_total(values)
    high = max(low, sum(value.percent.high for value in counted))
    return {
        "text": with_unit(interval_text(round(low, 1), round(high, 1)), "%"),
        "bar": {"low": min(low, 100), "high": min(high, 100), "precision": "exact"},
        "holds_hundred": low <= 100 <= high,
        "is_too_much": low > 100 + TOLERANCE,
        "rest": with_unit(written(round(100 - high, 1)), "%") if high < 100 else "",
    }


def several(own: Hit | None) -> list[dict[str, Any]]:
    """Substances that several analyses have found, for components/spread_table.html."""
    facts = own.facts if own else {}
    rows = [*bars(facts.get("composition", {})), *bars(facts.get("traces", {}))]
    return [row for row in rows if row["spread"]]


def critical_of(own: Hit | None) -> list[dict[str, Any]]:
    return list(critical(own.facts)["parts"]) if own else []


def controls(
    user: User, record: Record, page: VisibilityStep, pages: list[Step], seen: Seen
) -> list[dict[str, Any]]:
    """A row for each field: what it says, and the control with the very words of the band."""
    own, bands = seen.get(Tier.OWNER), bands_of(user, record, pages)
    own_facts: Mapping[str, Any] = own.facts if own else {}
    band_facts: Mapping[str, Any] = bands.facts if bands else {}
    kind = Kind(record.kind)
    return [
        {
            **control(page, field, band_of(field, band_facts, kind)),
            "text": said_of(field, own_facts, kind),
        }
        for field in page.fields_decided()
    ]


def control(form: forms.Form, field: Field, band_text: str = "") -> dict[str, Any]:
    """Context of components/visibility.html, with the field's label."""
    labels = {
        "owner": _("Show the industry to everyone"),
        "place": _("Show the county to everyone"),
        "profile": _("Show the word for it to everyone"),
    }
    name = band_name(field)
    band = {
        "name": name,
        "label": labels.get(field.value, ""),
        "text": band_text,
        "checked": name in form.fields and form[name].value() in (True, "on"),
    }
    return {
        "label": field.label,
        "name": exact_name(field),
        "chosen": number(form[exact_name(field)].value()),
        "band": band if name in form.fields else None,
    }


def number(value: Any) -> int | None:
    return int(value) if str(value) in {str(tier.value) for tier in Tier} else None
