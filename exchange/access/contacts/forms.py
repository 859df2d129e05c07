"""Forms about contact: ask, write, end, and what became of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from exchange.access.models import ContactRequest
from streams.catalogue.plain_numbers import PlainNumber
from streams.web.number_fields import number_for_programs


class AmountField(PlainNumber):
    """A number as people write it: "5 000" or "12,5"."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        return super().to_python(number_for_programs(str(value)) if value else value)


class AskForm(forms.Form):
    """What the owner and the cluster get to read."""

    company = forms.ChoiceField(label=_("You ask for"))
    purpose = forms.CharField(
        label=_("What do you want?"),
        max_length=200,
        help_text=_("For example: a sample of 50 kg, a meeting, or a price for 5,000 t a year."),
    )
    use = forms.CharField(
        label=_("What would you use it for?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The more the owner understands, the sooner you get an answer."),
    )
    volume = forms.CharField(
        label=_("Volume wanted"),
        max_length=80,
        required=False,
        help_text=_("For example: 5,000–20,000 t a year, or one batch of 200 t."),
    )

    def __init__(self, companies: Sequence[Company], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.companies = {one.public_id: one for one in companies}
        field = self.fields["company"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, one.name) for key, one in self.companies.items()]
        if len(self.companies) == 1:
            field.initial = next(iter(self.companies))
            field.widget = forms.HiddenInput()


class MessageForm(forms.Form):
    """A message, a file, or both."""

    text = forms.CharField(
        label=_("Message"), max_length=5_000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("File"), required=False,
        help_text=_("PDF, picture, Excel or Word, at most 20 MB. Names and places inside the file "
                    "are taken away first."),
    )  # fmt: skip
    file_title = forms.CharField(label=_("What the file is"), max_length=120, required=False)


class AnswerForm(MessageForm):
    """The owner's, as long as the asker does not know who he is."""

    name_us = forms.TypedChoiceField(
        label=_("Who the other side hears from"),
        choices=[
            ("yes", _("Show our company’s name from now on")),
            ("no", _("Answer without a name for now")),
        ],
        coerce=lambda text: text == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


class EndForm(forms.Form):
    """Why it comes to nothing; both sides and the cluster learn from it."""

    reason = forms.ChoiceField(
        label=_("What stood in the way?"), choices=[("", "–"), *ContactRequest.Reason.choices]
    )
    text = forms.CharField(label=_("In your own words"), max_length=500, required=False)


class OutcomeForm(forms.Form):
    """What became of an agreement."""

    tonnes = AmountField(label=_("Tonnes a year"), required=False, min_value=0)
    starts_on = forms.DateField(
        label=_("From when"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    replaces = forms.CharField(
        label=_("What it replaces"), max_length=200, required=False,
        help_text=_("For example: quarried limestone, or fuel oil."),
    )  # fmt: skip


class DeliveryForm(forms.Form):
    """How much was delivered in a year."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    delivered = AmountField(label=_("Tonnes delivered"), min_value=0)

    def __init__(self, first_year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, today = self.fields["year"], timezone.localdate().year
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(year, str(year)) for year in range(today, first_year - 1, -1)]
