"""What the page on privacy says: each kind of data about people, why it is kept, and how long.

It tells what the program does; who changes one changes the other (tests/streams/web/test_privacy).
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS_A_DAY = 86_400


def privacy_page() -> dict[str, Any]:
    """Context of web/privacy.html."""
    labels = [_("What"), _("Why"), _("For how long")]
    kinds = [*about_people(), *about_traces(), *about_work()]
    return {
        "contact_email": settings.CONTACT_EMAIL,
        "operator": settings.OPERATOR,
        "columns": [{"label": label} for label in labels],
        "rows": [[{"text": text} for text in row] for row in kinds],
    }


def about_people() -> list[tuple[str, str, str]]:
    """Who somebody is, and for whom they act."""
    return [
        (
            _("Your e-mail address, name, language, when you registered and last logged in"),
            _("To know who acts for a company, and to write to you."),
            _("As long as you have the account. Write to us to have it deleted."),
        ),
        (
            _("Password and two-step login"),
            _("So that nobody else gets in as you. The password itself is not kept."),
            _("Until you change or remove them."),
        ),
        (
            _("Which companies you act for, asked to act for or are invited to, and who answered"),
            _("So that companies decide who acts for them, and can see later who did."),
            _("Nothing deletes it by itself, also when it has ended."),
        ),
        (
            _("Contact persons that a listing names"),
            _("So that those who may see it can call. The company decides who may."),
            _("Until the company removes it; in the listing's history until that is deleted."),
        ),
    ]


def about_traces() -> list[tuple[str, str, str]]:
    """What is left by being here."""
    days = {"days": settings.SESSION_COOKIE_AGE // SECONDS_A_DAY}
    return [
        (
            _("Sessions: network (IP) address, browser, and when you logged in"),
            _("So that you can find and end a session that is not yours."),
            _("Until you log out, at most %(days)s days after the last use; then until the night.")
            % days,
        ),
        (
            _("Network address of attempts to log in and of programs without a key"),
            _("Against guessing of passwords and overload."),
            _("A few minutes, in memory. Pages that you read are not logged."),
        ),
        (
            _("Keys for programs: name, first characters, when made and revoked"),
            _("So that you can tell them apart. The key itself is not kept, nor when it is used."),
            _("Nothing deletes it by itself: one can see later what had access."),
        ),
        (
            _(
                "Access log: which listings you saw more of than everyone sees, when, for which "
                "company and with what right; and notices of unusually much reading"
            ),
            _("So that the owner knows who has seen his secrets. He and the cluster read it."),
            _("Never deleted, nor with the listing or account: secrets can leak years later."),
        ),
        (
            _("Change log: who did what, and when"),
            _("So that mistakes and misuse can be found. Only the operator reads all of it."),
            _("Never deleted: a log from which lines can go proves nothing."),
        ),
    ]


def about_work() -> list[tuple[str, str, str]]:
    """What somebody writes or gets here."""
    return [
        (
            _("Earlier states of a listing, and who saved them"),
            _("So that the company can see what was changed, and undo it."),
            _("Until the listing is deleted, 30 days after its owner asked for it."),
        ),
        (
            _("What you typed and have not published, and spreadsheets that you sent"),
            _("So that you can go on where you were."),
            _(
                "Until you publish or discard it. What a spreadsheet holds at most %(wait)s days, "
                "and that you sent it %(kept)s days."
            )
            % {"wait": settings.UPLOADS_WAIT_DAYS, "kept": settings.JOBS_KEPT_DAYS},
        ),
        (
            _("Letters to you: address, subject and when"),
            _("So that none is lost or sent twice."),
            _(
                "The text is deleted when the letter has left, or 14 days after your mail server "
                "refused it. Nothing deletes the rest by itself."
            ),
        ),
        (
            _("Notices to you: what they say, and when you read them; what you get letters about"),
            _("So that you find again what you were told, and get the letters you want."),
            _("Notices %(days)s days. Your choices as long as you have the account.")
            % {"days": settings.NOTICES_KEPT_DAYS},
        ),
        (
            _("Addresses that a mail server refused, when and with which code"),
            _("So that we stop writing in vain, and the cluster can help."),
            _("Until a letter gets through, or the cluster has it tried again."),
        ),
    ]
