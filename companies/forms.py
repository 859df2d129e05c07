"""Forms about companies: register oneself with one, ask to act for another."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context as allauth_context
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from companies.countries import HOME, country_choices
from companies.invited import invitation_brought
from companies.joining import ask_to_join
from companies.models import Company, IndustrialPark, Industry, Invitation
from companies.organisation_numbers import checked_number
from companies.queries import divisions, parks

COMPANY_FIELDS = ("country", "organisation_number", "company_name", "industry")


if TYPE_CHECKING:
    ChoiceOfIndustry = forms.ModelChoiceField[Industry]
    ChoiceOfPark = forms.ModelChoiceField[IndustrialPark]
else:
    ChoiceOfIndustry = ChoiceOfPark = forms.ModelChoiceField  # takes no parameter when it runs


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


class DetailsForm(forms.Form):
    """What is to be put right about a registered company; its number stays."""

    name = OneLineField(label=_("Name of the company"), max_length=160)
    industry = IndustryField(
        label=_("Industry"),
        queryset=Industry.objects.none(),
        empty_label=_("Choose an industry"),
        help_text=_("Also shown to those who may not know which company it is."),
    )
    park = ChoiceOfPark(
        label=_("Industrial park"),
        queryset=parks(),
        required=False,
        empty_label=_("In no park"),
        help_text=_("Of sites that name no park of their own."),
    )

    def __init__(self, company: Company, data: Any = None) -> None:
        known = {name: getattr(company, name) for name in self.base_fields}
        super().__init__(data, initial=known)
        industry = self.fields["industry"]
        if isinstance(industry, IndustryField):
            industry.queryset = divisions() | Industry.objects.filter(pk=company.industry_id)


class SignupForm(CompanyForm, AllauthSignupForm):  # type: ignore[misc]
    """A login for a person, and the company that they ask to act for."""

    name = OneLineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("email", "name", "password1", "password2", *COMPANY_FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation_brought(allauth_context.request)
        if self.invitation:
            self.expect_invited(self.invitation)

    def expect_invited(self, invitation: Invitation) -> None:
        """Whoever is invited has an address already, and need not say which company."""
        for name in COMPANY_FIELDS:
            del self.fields[name]
        self.fields["email"].initial = invitation.email
        self.fields["email"].disabled = True

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
        if not self.invitation:
            self.ask(user)


class InviteForm(forms.Form):
    """Whom to invite, and as what. A stand-in makes no administrators."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        initial=Membership.Role.MEMBER,
        widget=forms.RadioSelect,
        help_text=_("An administrator also decides who acts for the company."),
    )

    def __init__(self, *args: Any, may_make_administrators: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_make_administrators:
            del self.fields["role"]

    def role_chosen(self) -> str:
        return str(self.cleaned_data.get("role") or Membership.Role.MEMBER)


class AbsenceForm(forms.Form):
    """A member asks the cluster for a stand-in."""

    text = OneLineField(
        label=_("What the cluster should know"),
        required=False,
        max_length=500,
        help_text=_(
            "For how long, and who could decide meanwhile. Leave out why the person is away."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StandInForm(forms.Form):
    """Staff appoint somebody for a while."""

    member = forms.ChoiceField(label=_("Who decides meanwhile"), widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    how_known = OneLineField(
        label=_("How you made sure"),
        max_length=300,
        help_text=_("Such as “Spoke with the manager by phone”. It stays in our own log."),
    )

    def __init__(self, members: Iterable[Membership], data: Any = None) -> None:
        super().__init__(data)
        choices = [(one.public_id, one.user.name or one.user.email) for one in members]
        self.fields["member"].choices = choices  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """Which role somebody gets."""

    role = forms.ChoiceField(choices=Membership.Role.choices)
