"""The words around what is told: where a letter leads, why it comes, and how to get fewer."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from exchange.notices.kinds import DIGEST, label_of
from exchange.notices.models import Letter, Notice


def one_line(text: str, longest: int) -> str:
    """Neither a header of its own nor longer than its column."""
    return " ".join(text.split())[:longest]


def address(path: str) -> str:
    """Where a link in a letter leads."""
    return f"{settings.SITE_URL}{path}"


def letter_text(notice: Notice, *, lead: str, why: str) -> str:
    """What happened, one link, and why one gets it."""
    lead = lead or _("See it here:")
    why = why or _("You get this letter because you are told of this: %s.") % label_of(notice.kind)
    way = f"{lead}\n{address(notice.path)}" if notice.path else ""
    return "\n\n".join(part for part in (notice.body, way, why) if part) + "\n"


def with_ways_out(letter: Letter, link: str) -> str:
    """The letter's text, and below it how to get fewer. Put together when it is sent: the link
    opens a door, and is not kept."""
    with translation.override(letter.language or settings.LANGUAGE_CODE):
        none = _("No more letters of this kind:")
        if letter.kind == DIGEST.code:
            none = _("No more daily letters:")
        choose = _("Choose what you get letters about, and how often:")
        choices = address(reverse("notice_choices"))
    return f"{letter.body.rstrip()}\n\n-- \n{none}\n{link}\n{choose}\n{choices}\n"
