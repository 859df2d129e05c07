"""How allauth writes letters here: through the outbox, in the language of the receiver."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.utils import translation

from accounts.letters import language_of
from accounts.models import User
from exchange.notices.services import queue_letter


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
        queue_letter(to=email, subject=message.subject, body=str(message.body) + "\n")
