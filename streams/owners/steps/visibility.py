"""Who sees what: one control for each field of the kind, and for the listing itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.tiers import Tier
from streams.disclosure import HAS_COARSE_FORM, PRESETS, Field, Policy, Rule, effective_policy
from streams.measures import fields_of
from streams.owners.steps.base import Step
from streams.register.drafts import RecordDraft
from streams.register.models import Record

LISTED = "listed"


class VisibilityStep(Step):
    slug = "synlighet"
    title = _("Who sees what")
    lead = _("Chosen beforehand is what your company has decided for all its listings.")
    template = "owners/step_visibility.html"

    def prepare(self) -> None:
        add_controls(self, self.fields_decided())

    def fields_decided(self) -> list[Field]:
        return fields_of(self.kind)

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        company = record.site.company
        return controls_of(effective_policy(company.disclosure_defaults, record.policy))

    def noted(self) -> list[BoundField]:
        """None: its controls have no place for notes."""
        return []

    def policy(self) -> dict[str, Any]:
        """Only what differs from what the company has decided for all its listings."""
        default = effective_policy(self.record.site.company.disclosure_defaults)
        return policy_from(self.cleaned_data, self.fields_decided(), default)

    def draft(self) -> RecordDraft:
        return RecordDraft(policy=self.policy())


def add_controls(form: forms.Form, fields: Iterable[Field]) -> None:
    """The control of each field, and of who may know that the listing exists."""
    for field in fields:
        form.fields[exact_name(field)] = forms.TypedChoiceField(
            choices=Tier.choices, coerce=int, label=field.label
        )
        if field in HAS_COARSE_FORM:
            form.fields[band_name(field)] = forms.BooleanField(required=False)
    form.fields[LISTED] = forms.TypedChoiceField(
        choices=Tier.choices, coerce=int, label=_("Who may know that the listing exists")
    )


def policy_from(
    data: Mapping[str, Any], fields: Iterable[Field], default: Policy
) -> dict[str, Any]:
    """The stored form of what was chosen, as far as it differs from the default."""
    found: dict[str, Any] = {
        field.value: {"exact": int(rule.exact), "coarse": int(rule.coarse)}
        for field in fields
        if (rule := rule_from(data, field)) != default.rules[field]
    }
    return found if data[LISTED] == default.listed else {**found, LISTED: data[LISTED]}


def rule_from(data: Mapping[str, Any], field: Field) -> Rule:
    exact = Tier(data[exact_name(field)])
    return Rule(exact, Tier.PUBLIC if data.get(band_name(field)) else exact)


def exact_name(field: Field) -> str:
    return f"see_{field.value}"


def band_name(field: Field) -> str:
    return f"band_{field.value}"


def controls_of(policy: Policy) -> dict[str, Any]:
    """What each control shows: audience of the value, and whether everyone gets the band."""
    found: dict[str, Any] = {LISTED: int(policy.listed)}
    for field, rule in policy.rules.items():
        found[exact_name(field)] = int(rule.exact)
        found[band_name(field)] = rule.coarse < rule.exact and rule.coarse == Tier.PUBLIC
    return found


def preset_query(name: str) -> QueryDict:
    """The page as one of the presets fills it in. Raises KeyError for an unknown one."""
    data = QueryDict(mutable=True)
    for key, value in controls_of(PRESETS[name]).items():
        if value is True:
            data[key] = "on"
        elif value is not False:
            data[key] = str(value)
    return data
