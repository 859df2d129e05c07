"""Forms about access under NDA."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from companies.countries import HOME, country_choices
from companies.models import Company
from streams.catalogue.search import Hit

MONTHS = (3, 6, 12, 24)
USUAL_MONTHS = 6


def months_text(months: int) -> str:
    return ngettext("%s month", "%s months", months) % months


def day_after(months: int) -> date:
    return timezone.localdate() + timedelta(days=round(months * 30.44))


class AskAccessForm(forms.Form):
    """Why, for how long, and what else of the same owner where the owner is shown."""

    company = forms.ChoiceField(label=_("You ask for"))
    purpose = forms.CharField(
        label=_("What do you need to know, and what for?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "For example: we test slag as an additive in cement, and need full analysis and traces "
            "to see whether it meets the standard."
        ),
    )
    months = forms.TypedChoiceField(label=_("For how long?"), coerce=int, initial=USUAL_MONTHS)
    others = forms.MultipleChoiceField(
        label=_("Other listings of the same owner"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    whole = forms.BooleanField(
        label=_("All that the owner shows under NDA, also what it lists until access opens"),
        required=False,
    )

    def __init__(
        self, companies: Sequence[Company], others: Sequence[Hit], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.companies = {one.public_id: one for one in companies}
        choose(self.fields["company"], [(key, one.name) for key, one in self.companies.items()])
        choose(self.fields["months"], [(months, months_text(months)) for months in MONTHS])
        choose(self.fields["others"], [(hit.id, hit.title) for hit in others])
        if len(self.companies) == 1:
            self.fields["company"].initial = next(iter(self.companies))
            self.fields["company"].widget = forms.HiddenInput()
        if not others:
            del self.fields["others"]
            del self.fields["whole"]


def choose(field: forms.Field, choices: Sequence[tuple[Any, str]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class WordsForm(forms.Form):
    """A few words that the other side reads."""

    text = forms.CharField(
        label=_("What you say"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApproveForm(forms.Form):
    """Until when, and a note among the cluster's own."""

    last_day = forms.DateField(
        label=_("Access until"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("Note for the cluster"), max_length=1_000, required=False,
        help_text=_("Neither the seeker nor the owner reads it."),
    )  # fmt: skip


class ExtendForm(forms.Form):
    """Another last day."""

    last_day = forms.DateField(
        label=_("Access until"), widget=forms.DateInput(attrs={"type": "date"})
    )


class EndForm(forms.Form):
    """Why access ends, if one wants to say so."""

    text = forms.CharField(label=_("Why"), max_length=500, required=False)


class SignedFileForm(forms.Form):
    """The agreement, signed outside."""

    upload = forms.FileField(
        label=_("Signed agreement"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf"})
    )


class RuleForm(forms.Form):
    """An owner's standing word on another company, by its number."""

    country = forms.ChoiceField(
        label=_("Country of the company"), choices=lazy(country_choices, list), initial=HOME
    )
    organisation_number = forms.CharField(
        label=_("Organisation number"), max_length=40,
        help_text=_("Works whether or not the company is on the exchange yet."),
    )  # fmt: skip
    name = forms.CharField(label=_("What you call it"), max_length=160, required=False)
    word = forms.ChoiceField(
        label=_("From now on"),
        choices=[
            ("yes", _("Approved beforehand: we need not be asked")),
            ("never", _("Never: nothing of ours opens to it, and it is not told why")),
        ],
        widget=forms.RadioSelect,
    )


class TextsForm(forms.Form):
    """A new version of the agreement in three languages."""

    nb = forms.CharField(label="Bokmål", widget=forms.Textarea(attrs={"rows": 16}))
    nn = forms.CharField(label="Nynorsk", widget=forms.Textarea(attrs={"rows": 16}))
    en = forms.CharField(label="English", widget=forms.Textarea(attrs={"rows": 16}))
