"""Letters to people, in the language each of them reads."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from exchange.notices.services import queue_letter


def language_of(user: User | None) -> str:
    """The language somebody has chosen; the site's own for those who have not."""
    return user.language if user and user.language else settings.LANGUAGE_CODE


def in_language_of(user: User) -> AbstractContextManager[None]:
    """For words of a letter that are put together before it is written."""
    return translation.override(language_of(user))


def write_letter(user: User, name: str, context: Mapping[str, Any], dedupe_key: str = "") -> None:
    """Queue templates/letters/<name>.txt, whose first line is the subject.

    Context must hold only what the receiver may see at the moment of writing.
    """
    whole = {**context, "reader": user}
    write_to(user.email, language_of(user), name, whole, dedupe_key)


def write_to(
    address: str, language: str, name: str, context: Mapping[str, Any], dedupe_key: str = ""
) -> None:
    """The same to an address, whether or not somebody here has it."""
    with translation.override(language):
        text = render_to_string(f"letters/{name}.txt", {**context, "site": settings.SITE_URL})
    subject, _, body = text.strip().partition("\n")
    queue_letter(to=address, subject=subject, body=body.strip() + "\n", dedupe_key=dedupe_key)
