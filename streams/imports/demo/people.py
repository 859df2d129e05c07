"""The logins of the demonstration, and what one of them sees under NDA."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.tiers import Tier
from companies.joining import ask_to_join, confirm_request
from companies.models import Company
from companies.queries import company_by_number
from streams.catalogue.grants import grant_access
from streams.catalogue.models import RecordGrant
from streams.disclosure import effective_policy
from streams.imports.demo.files import content_of
from streams.imports.demo.invented import made_up_number
from streams.register.models import Record
from streams.vocabulary import State


@transaction.atomic
def load_people() -> int:
    """Whoever is missing, and grants that are missing or over. Returns how many were new."""
    written = content_of("people.yaml")
    missing = [one for one in written["people"] if not is_known(one["email"])]
    for one in missing:
        add_person(one, written["password"])
    return len(missing) + give_grants(written["grants"])


def is_known(email: str) -> bool:
    return User.objects.filter(email=email).exists()


def add_person(written: Mapping[str, Any], password: str) -> None:
    """Staff come first in the file: they confirm the others."""
    user = User.objects.create_user(
        written["email"],
        password,
        name=written["name"],
        is_cluster_staff=written.get("staff", False),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if "company" in written:
        add_membership(user, written)


def add_membership(user: User, written: Mapping[str, Any]) -> None:
    company = company_named(written["company"])
    request = ask_to_join(
        actor=user,
        country=company.country,
        number=company.organisation_number,
        company_name=company.name,
        industry=company.industry,
    )
    if written.get("active", True):
        staff = User.objects.get(email="staff@demo.example")
        confirm_request(actor=staff, request=request, role=written["role"])


def company_named(key: str) -> Company:
    """A made-up company by its key in companies.csv."""
    company = company_by_number("NO", made_up_number(key))
    if company is None:
        raise LookupError(key)
    return company


def give_grants(written: Mapping[str, Any]) -> int:
    receiver = company_named(written["company"])
    live = RecordGrant.objects.filter(group=receiver.group, expires_at__gt=timezone.now())
    known = set(live.values_list("content_object_id", flat=True))
    missing = [record for record in records_to_grant(written["owners"]) if record.pk not in known]
    expires_at = timezone.now() + timedelta(days=written["days"])
    for record in missing:
        grant_access(
            actor=User.objects.get(email="staff@demo.example"),
            record_id=record.pk,
            company=receiver,
            expires_at=expires_at,
            reason=written["reason"],
        )
    return len(missing)


def records_to_grant(owners: Mapping[str, int]) -> Iterator[Record]:
    """Some listings of each owner; first those that nobody sees without NDA."""
    for key, count in owners.items():
        company = company_named(key)
        records = Record.objects.filter(site__company=company, state=State.PUBLISHED)
        listed = [(listed_at(one, company), one) for one in records.order_by("own_reference")]
        shown = [one for one in listed if one[0] <= Tier.NDA]
        yield from (record for _, record in sorted(shown, key=lambda one: -one[0])[:count])


def listed_at(record: Record, company: Company) -> Tier:
    return effective_policy(company.disclosure_defaults, record.policy).listed
