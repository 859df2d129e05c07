"""What pages show of requests and members: plain data for templates."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, User
from companies.countries import HOME, country_name
from companies.models import Company, MembershipRequest
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


def waiting_rows(requests: Sequence[MembershipRequest]) -> list[dict[str, Any]]:
    """One for each request, for those who may answer it."""
    known = companies_asked_for(requests)
    return [
        {
            "person": full_name(one.user),
            "email": one.user.email,
            "company": one.company_name,
            "number": number_text(one.country, one.organisation_number),
            "waited": waited(one.asked_at),
            "known": known.get((one.country, one.organisation_number)),
            "confirm_url": reverse("request_confirm", args=[one.public_id]),
            "reject_url": reverse("request_reject", args=[one.public_id]),
        }
        for one in requests
    ]


def member_rows(
    company: Company, memberships: Iterable[Membership], reader: User
) -> list[dict[str, Any]]:
    """One for each member, for those who decide who is one."""
    return [
        {
            "person": full_name(one.user),
            "email": one.user.email,
            "is_reader": one.user_id == reader.pk,
            "is_admin": one.role == Membership.Role.ADMIN,
            "role": one.get_role_display(),
            "role_url": reverse("member_role", args=[company.public_id, one.public_id]),
            "remove_url": reverse("member_remove", args=[company.public_id, one.public_id]),
        }
        for one in memberships
    ]


def waited(since: datetime) -> str:
    days = (timezone.localdate() - timezone.localtime(since).date()).days
    return ngettext("%s day", "%s days", days) % days if days else _("Today")


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
