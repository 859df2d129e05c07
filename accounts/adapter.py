"""How allauth speaks here: letters through the outbox in the receiver's language, and our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.letters import language_of
from accounts.models import User
from exchange.notices.services import queue_letter

CAME_INVITED = "invitation"
"""Name in a session of the invitation somebody came with; companies.invited keeps it."""


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Says of two-step login what the pages say."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("With two-step login on, you cannot add an e-mail address."),
        "cannot_delete_authenticator": _("You cannot switch off two-step login."),
        "cannot_generate_recovery_codes": _("Recovery codes are for those with two-step login on."),
        "unverified_email": _(
            "You cannot switch on two-step login until your e-mail address is confirmed."
        ),
    }


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Plain text only; a page never waits for the post office, whether the address is known or not.

    Whoever has no login reads the language of the page that asked for the letter.
    """

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = allauth_context.request
        reader = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = language_of(reader) if reader else translation.get_language()
        with translation.override(language):
            message = self.render_mail(
                template_prefix, email, {"request": request, "email": email, **context}
            )
        queue_letter(
            to=email, subject=message.subject, body=str(message.body) + "\n", kind="account"
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """As our proxies tell it; where they tell nonsense, that of whoever asked us."""
        try:
            return str(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return str(request.META.get("REMOTE_ADDR") or "unknown")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the invitation that somebody came with, where the way was not said."""
        if CAME_INVITED in request.session:
            return reverse("invitation")
        return str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)
