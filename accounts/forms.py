"""Forms of a person's own account."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, User
from exchange.notices.choices import paces_of
from exchange.notices.kinds import Pace, chosen_kinds


class TokenForm(forms.Form):
    """A new key for a program."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("So that you know which key to revoke, such as “Spreadsheet”."),
    )
    scope = forms.ChoiceField(
        label=_("What the program may do"),
        choices=ApiToken.Scope.choices,
        initial=ApiToken.Scope.READ,
        widget=forms.RadioSelect,
        help_text=_("It sees what you see, and never more."),
    )


class PacesForm(forms.Form):
    """When letters come: one choice for each kind about which people choose."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = paces_of(person.pk)
        for kind in chosen_kinds():
            self.fields[kind.code] = forms.ChoiceField(
                label=str(kind.label),
                choices=Pace.choices,
                initial=held[kind.code],
                widget=forms.RadioSelect,
            )

    def paces(self) -> dict[str, Pace]:
        return {kind: Pace(pace) for kind, pace in self.cleaned_data.items()}


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, in our words."""

    name = forms.CharField(label=_("What you call it"), max_length=80, required=False)
    passwordless = forms.BooleanField(
        label=_("Log in with this passkey alone, without a password"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": gettext("My passkey"), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey, in our words."""

    name = forms.CharField(label=_("What you call it"), max_length=80)
