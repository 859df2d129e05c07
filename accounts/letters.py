"""Letters to people, in the language each of them reads."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from exchange.notices.services import queue_letter


def language_of(user: User | None) -> str:
    """The language somebody has chosen; the site's own for those who have not."""
    return user.language if user and user.language else settings.LANGUAGE_CODE


def write_letter(user: User, name: str, context: Mapping[str, Any], dedupe_key: str = "") -> None:
    """Queue templates/letters/<name>.txt, whose first line is the subject.

    Context must hold only what the receiver may see at the moment of writing.
    """
    with translation.override(language_of(user)):
        text = render_to_string(
            f"letters/{name}.txt", {**context, "reader": user, "site": settings.SITE_URL}
        )
    subject, _, body = text.strip().partition("\n")
    queue_letter(to=user.email, subject=subject, body=body.strip() + "\n", dedupe_key=dedupe_key)
