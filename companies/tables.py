"""What pages show of requests and members: plain data for templates."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, StandIn, User
from accounts.queries import administrators, lastingly_administered
from accounts.viewers import Viewer
from companies.absence import last_day
from companies.countries import HOME, country_name
from companies.models import AbsenceReport, Company, Invitation, MembershipRequest
from companies.queries import companies_asked_for


def full_name(user: User) -> str:
    """A person's name; the address of those who gave none."""
    return user.name or user.email


def number_text(country: str, number: str) -> str:
    """ "912 345 678" at home, with the country's name elsewhere."""
    if country != HOME:
        return f"{number} ({country_name(country)})"
    return "\N{NO-BREAK SPACE}".join((number[:3], number[3:6], number[6:]))


def asked_table(requests: Iterable[MembershipRequest]) -> dict[str, Any]:
    """Somebody's own requests, as columns and rows of components/table.html.

    Says what was written and answered, and nothing that depends on the company.
    """
    labels = [_("Company"), _("Organisation number"), _("Asked"), _("State")]
    return {
        "columns": [{"label": label} for label in labels],
        "rows": [
            [
                one.company_name,
                number_text(one.country, one.organisation_number),
                day(one.asked_at),
                one.get_answer_display(),
            ]
            for one in requests
        ],
    }


def waiting_rows(viewer: Viewer, requests: Sequence[MembershipRequest]) -> list[dict[str, Any]]:
    """One for each request, for those who may answer it."""
    known = companies_asked_for(requests)
    lasting = set() if viewer.is_staff else lastingly_administered(viewer)
    return [
        {
            "person": full_name(one.user),
            "email": one.user.email,
            "company": one.company_name,
            "number": number_text(one.country, one.organisation_number),
            "waited": waited(one.asked_at),
            "known": (company := known.get((one.country, one.organisation_number))),
            "may_make_administrators": viewer.is_staff
            or (company is not None and company.pk in lasting),
            "confirm_url": reverse("request_confirm", args=[one.public_id]),
            "reject_url": reverse("request_reject", args=[one.public_id]),
        }
        for one in requests
    ]


def member_rows(
    company: Company,
    memberships: Iterable[Membership],
    reader: User,
    *,
    may_make_administrators: bool,
) -> list[dict[str, Any]]:
    """One for each member, for those who decide who is one."""
    return [
        {
            "person": full_name(one.user),
            "email": one.user.email,
            "is_reader": one.user_id == reader.pk,
            "is_admin": one.role == Membership.Role.ADMIN,
            "role": one.get_role_display(),
            "may_change_role": may_make_administrators,
            "may_remove": may_make_administrators or one.role != Membership.Role.ADMIN,
            "role_url": reverse("member_role", args=[company.public_id, one.public_id]),
            "remove_url": reverse("member_remove", args=[company.public_id, one.public_id]),
        }
        for one in memberships
    ]


def invitation_rows(company: Company, invitations: Iterable[Invitation]) -> list[dict[str, Any]]:
    """Those without an answer, for those who decide who is a member.

    Says of each whether it has run out, or its sender decides no longer. One query.
    """
    now = timezone.now()
    roles = dict(administrators(company.pk).values_list("user_id", "role"))
    return [
        {
            "email": one.email,
            "role": one.get_role_display(),
            "by": full_name(one.invited_by),
            "sent": day(one.sent_at),
            "until": day(one.expires_at),
            "is_over": one.expires_at <= now,
            "is_void": not one.invited_by.is_cluster_staff
            and (
                one.invited_by_id not in roles
                or one.role == Membership.Role.ADMIN != roles[one.invited_by_id]
            ),
            "again_url": reverse("invitation_again", args=[company.public_id, one.public_id]),
            "revoke_url": reverse("invitation_revoke", args=[company.public_id, one.public_id]),
        }
        for one in invitations
    ]


def report_rows(reports: Iterable[AbsenceReport]) -> list[dict[str, str]]:
    """Companies that ask for a stand-in, for staff."""
    return [
        {
            "company": one.company.name,
            "person": full_name(one.asked_by),
            "email": one.asked_by.email,
            "text": one.text,
            "waited": waited(one.asked_at),
            "url": reverse("stand_in", args=[one.company.public_id]),
        }
        for one in reports
    ]


def stand_in_text(stand_in: StandIn | None) -> str:
    """Who decides for whom and how long; "" where nobody stands in."""
    if stand_in is None:
        return ""
    words = {
        "person": full_name(stand_in.membership.user),
        "absent": full_name(stand_in.instead_of) if stand_in.instead_of else "",
        "day": date_format(last_day(stand_in), "DATE_FORMAT"),
    }
    if not words["absent"]:
        return _("%(person)s decides who acts for the company until %(day)s inclusive.") % words
    return (
        _(
            "%(person)s decides who acts for the company until %(day)s inclusive, "
            "while %(absent)s is away."
        )
        % words
    )


def waited(since: datetime) -> str:
    days = (timezone.localdate() - timezone.localtime(since).date()).days
    return ngettext("%s day", "%s days", days) % days if days else _("Today")


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
