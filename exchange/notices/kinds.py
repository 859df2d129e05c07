"""Every kind of thing that people are told: a new kind is a line here.

A kind's label is what the page of choices calls it, and what a letter says it is about. `letters`
names the templates under templates/letters/ that tell of it.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """When a letter about a notice is sent. The notice itself is always written."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    NONE = "none", _("No letter")


@dataclass(frozen=True, slots=True)
class Kind:
    """`pace` holds for those who have not chosen; what may not be chosen comes at once."""

    code: str
    label: Promise
    letters: tuple[str, ...] = ()
    pace: Pace = Pace.NOW
    may_be_chosen: bool = True


DIGEST = Kind("digest", _("The daily letter"))
"""The letter that gathers a day's notices; chosen kind by kind, turned off as a whole."""
KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "waiting",
            _("Somebody asks to act for a company, or for a stand-in"),
            ("request_waiting", "absence_asked"),
        ),
        Kind("accepted", _("Somebody accepts your invitation"), ("invitation_accepted",)),
        Kind("unusual", _("Many of your listings are read in a short time"), ("unusual_reading",)),
        Kind(
            "contact",
            _("Conversations about listings"),
            (
                "contact_asked", "contact_message", "contact_wants", "contact_agreed",
                "contact_ended", "contact_quiet",
            ),
        ),
        Kind(
            "access",
            _("Access under NDA: requests, answers, and when it ends"),
            (
                "access_asked", "access_asked_back", "access_consent", "access_sign",
                "access_refused", "access_withdrawn", "access_opened", "access_open",
                "access_ended", "access_ends",
            ),
        ),
        Kind(
            "membership",
            _("Which companies you act for, and who decides there"),
            (
                "request_confirmed", "request_rejected", "membership_ended", "absence_turned_down",
                "stand_in_appointed", "stand_in_ended", "stand_in_run_out",
            ),
            may_be_chosen=False,
        ),
        Kind("invitation", _("Invitations to a company"), ("invitation",), may_be_chosen=False),
        Kind("account", _("Your login, password and e-mail address"), may_be_chosen=False),
    )
}  # fmt: skip


def chosen_kinds() -> list[Kind]:
    """Those about which people choose."""
    return [kind for kind in KINDS.values() if kind.may_be_chosen]


def fixed_kinds() -> list[Kind]:
    """Those that always come: about security, and about who acts for whom."""
    return [kind for kind in KINDS.values() if not kind.may_be_chosen]


def can_be_turned_off(code: str) -> bool:
    return code == DIGEST.code or (code in KINDS and KINDS[code].may_be_chosen)


def label_of(code: str) -> str:
    return str(DIGEST.label if code == DIGEST.code else KINDS[code].label)


def kind_of_letter(template: str) -> Kind:
    """The kind that a template under templates/letters/ tells of. Raises KeyError."""
    for kind in KINDS.values():
        if template in kind.letters:
            return kind
    raise KeyError(template)
