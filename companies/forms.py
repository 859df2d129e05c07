"""Forms about companies: register oneself with one, ask to act for another."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from companies.countries import HOME, country_choices
from companies.joining import ask_to_join
from companies.models import Industry
from companies.organisation_numbers import checked_number
from companies.queries import divisions

COMPANY_FIELDS = ("country", "organisation_number", "company_name", "industry")


if TYPE_CHECKING:
    ChoiceOfIndustry = forms.ModelChoiceField[Industry]
else:
    ChoiceOfIndustry = forms.ModelChoiceField  # takes no parameter when it runs


class IndustryField(ChoiceOfIndustry):
    """A division of NACE, by name in the reader's language."""

    def label_from_instance(self, obj: Industry) -> str:
        return str(getattr(obj, f"name_{get_language()}", obj.name_nb))


class OneLineField(forms.CharField):
    """Text that may end in the subject of a letter: line breaks become spaces."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class CompanyForm(forms.Form):
    """Which company somebody asks to act for.

    Everything is asked for and checked alike, whether the company is registered here or not.
    """

    country = forms.ChoiceField(
        label=_("Country of the company"), choices=lazy(country_choices, list), initial=HOME
    )
    organisation_number = forms.CharField(
        label=_("Organisation number"),
        max_length=40,
        help_text=_("Nine digits for a Norwegian company."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    company_name = OneLineField(
        label=_("Name of the company"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    industry = IndustryField(
        label=_("Industry"), queryset=Industry.objects.none(), empty_label=_("Choose an industry")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        industry = self.fields["industry"]
        if isinstance(industry, IndustryField):
            industry.queryset = divisions()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "country" in cleaned and "organisation_number" in cleaned:
            try:
                checked_number(cleaned["organisation_number"], cleaned["country"])
            except ValidationError as error:
                self.add_error("organisation_number", error)
        return cleaned

    def ask(self, actor: User) -> None:
        """Raises ValidationError as ask_to_join does."""
        ask_to_join(
            actor=actor,
            country=self.cleaned_data["country"],
            number=self.cleaned_data["organisation_number"],
            company_name=self.cleaned_data["company_name"],
            industry=self.cleaned_data["industry"],
        )


class SignupForm(CompanyForm, AllauthSignupForm):  # type: ignore[misc]
    """A login for a person, and the company that they ask to act for."""

    name = OneLineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("email", "name", "password1", "password2", *COMPANY_FIELDS)

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """The person and the request, or neither."""
        user: User = super().save(request)
        return user

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the user has a row."""
        user.name = self.cleaned_data["name"]
        user.language = get_language() or ""
        user.save(update_fields=["name", "language"])
        self.ask(user)


class RoleForm(forms.Form):
    """Which role somebody gets."""

    role = forms.ChoiceField(choices=Membership.Role.choices)
