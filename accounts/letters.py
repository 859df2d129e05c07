"""Letters to people, in the language each of them reads."""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from exchange.notices.kinds import kind_of_letter
from exchange.notices.services import notify, queue_letter


def language_of(user: User | None) -> str:
    """The language somebody has chosen; the site's own for those who have not."""
    return user.language if user and user.language else settings.LANGUAGE_CODE


def in_language_of(user: User) -> AbstractContextManager[None]:
    """For words of a letter that are put together before it is written."""
    return translation.override(language_of(user))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a letter is made of; see `parts_of`."""

    subject: str
    body: str
    lead: str
    path: str
    why: str


def write_letter(user: User, name: str, context: Mapping[str, Any], dedupe_key: str = "") -> None:
    """Tell somebody what templates/letters/<name>.txt says: a notice, and a letter as chosen.

    Context must hold only what the receiver may see at the moment of writing.
    """
    with in_language_of(user):
        parts = parts_of(rendered(name, {**context, "reader": user}))
        kind = kind_of_letter(name).code
        notify(person_id=user.pk, kind=kind, dedupe_key=dedupe_key, **asdict(parts))


def write_to(
    address: str, language: str, name: str, context: Mapping[str, Any], dedupe_key: str = ""
) -> None:
    """The letter alone to an address, whether or not somebody here has it."""
    with translation.override(language):
        subject, _, body = rendered(name, context).partition("\n")
        queue_letter(
            to=address,
            subject=subject,
            body=body.strip() + "\n",
            dedupe_key=dedupe_key,
            kind=kind_of_letter(name).code,
        )


def rendered(name: str, context: Mapping[str, Any]) -> str:
    text = render_to_string(f"letters/{name}.txt", {**context, "site": settings.SITE_URL})
    return text.strip()


def parts_of(text: str) -> Parts:
    """Every letter has the same build, with empty lines between: subject, what happened, the words
    that lead to one address with that address under them, and why one gets it.

    Raises ValueError for a template that is built in another way.
    """
    subject, *body, way, why = re.split(r"\n\s*\n", text)
    lead, found, address = way.rpartition("\n")
    if not (body and found and address.startswith(settings.SITE_URL)):
        raise ValueError("A letter must lead to one address of this site.")
    path = address.removeprefix(settings.SITE_URL)
    return Parts(subject, "\n\n".join(body), lead, path, why)
