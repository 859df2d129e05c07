"""What waits for the cluster, as one list over several kinds: two queries, however long it is.

Each arm says only what staff may know: whose a listing is stands in none of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from accounts.models import Membership
from companies.models import Company
from companies.queries import open_absence_reports, waiting_requests
from exchange.access.contacts.queries import quiet_requests
from exchange.access.models import AccessListing
from exchange.access.nda.queries import waiting_accesses
from streams.imports.models import SheetUpload

COLUMNS = ("kind", "ref", "at", "who", "about", "note")
Arm = QuerySet[Any, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: its kind, its name in addresses, since when, and who wants what."""

    kind: str
    ref: str
    at: datetime
    who: str
    about: str
    note: str


def arms() -> dict[str, Arm]:
    """By kind, each with the same columns."""
    return {
        "access": access_arm(),
        "contact": contact_arm(),
        "membership": membership_arm(),
        "absence": absence_arm(),
        "ownerless": ownerless_arm(),
        "sheet": sheet_arm(),
    }


def access_arm() -> Arm:
    first = AccessListing.objects.filter(request=OuterRef("pk")).order_by("pk").values("title")[:1]
    return columns(
        waiting_accesses().select_related(None).prefetch_related(None).order_by(),
        "access", ref=F("public_id"), at=F("moved_at"), who=F("asker_company__name"),
        about=Subquery(first), note=F("purpose"),
    )  # fmt: skip


def contact_arm() -> Arm:
    return columns(
        quiet_requests().select_related(None).order_by(),
        "contact", ref=F("public_id"), at=F("moved_at"), who=F("asker_company__name"),
        about=F("listing_title"), note=F("purpose"),
    )  # fmt: skip


def membership_arm() -> Arm:
    person = Coalesce(NullIf(F("user__name"), Value("")), F("user__email"))
    return columns(
        waiting_requests().select_related(None).order_by(),
        "membership", ref=F("public_id"), at=F("asked_at"), who=person,
        about=F("company_name"), note=F("organisation_number"),
    )  # fmt: skip


def absence_arm() -> Arm:
    person = Coalesce(NullIf(F("asked_by__name"), Value("")), F("asked_by__email"))
    return columns(
        open_absence_reports().select_related(None).order_by(),
        "absence", ref=F("company__public_id"), at=F("asked_at"), who=person,
        about=F("company__name"), note=F("text"),
    )  # fmt: skip


def ownerless_arm() -> Arm:
    """Companies that people act for, none of whom decides who else does."""
    members = Membership.objects.filter(company=OuterRef("pk"), is_active=True)
    admins = members.filter(role=Membership.Role.ADMIN, user__is_active=True)
    since = members.values("company").annotate(first=Min("asked_at")).values("first")
    found = Company.objects.filter(Exists(members), ~Exists(admins)).order_by()
    return columns(
        found, "ownerless", ref=F("public_id"), at=Subquery(since), who=F("name"),
        about=Value(""), note=F("organisation_number"),
    )  # fmt: skip


def sheet_arm() -> Arm:
    """Spreadsheets that were wrong, of companies that let the cluster help them."""
    wrong = Q(state__in=[SheetUpload.State.WRONG, SheetUpload.State.REFUSED])
    found = SheetUpload.objects.filter(wrong, company__cluster_may_act=True).order_by()
    return columns(
        found, "sheet", ref=F("pk"), at=F("created_at"), who=F("company__name"),
        about=F("name"), note=F("company__public_id"),
    )  # fmt: skip


def columns(found: QuerySet[Any], kind: str, *, at: Any, **texts: Any) -> Arm:
    """Under names of their own, since a model may have columns called the same."""
    named = {f"q_{name}": Cast(text, TextField()) for name, text in texts.items()}
    arm: Arm = found.annotate(
        q_kind=Value(kind, CharField()), q_at=Cast(at, DateTimeField()), **named
    ).values(*(f"q_{name}" for name in COLUMNS))
    return arm


def waiting(kind: str, offset: int, limit: int) -> Sequence[Waiting]:
    """A page of one kind, or of all, oldest first. One query."""
    known = arms()
    chosen = [known[kind]] if kind in known else list(known.values())
    first, *others = chosen
    rows = (first.union(*others, all=True) if others else first).order_by("q_at", "q_ref")
    return [
        Waiting(**{name: row[f"q_{name}"] for name in COLUMNS})
        for row in rows[offset : offset + limit]
    ]


def counted() -> Mapping[str, int]:
    """How many of each kind wait. One query."""
    parts: list[str] = []
    parameters: list[Any] = []
    for kind, arm in arms().items():
        sql, values = arm.query.sql_with_params()
        parts.append(f"SELECT '{kind}', count(*) FROM ({sql}) AS arm")  # noqa: S608 - our own
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return dict(cursor.fetchall())
