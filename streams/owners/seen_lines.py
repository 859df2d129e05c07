"""The access log of one owner, as pages, files and the company's own page tell it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tiers import Tier
from companies.models import Company
from exchange.audit.models import AccessLine
from streams.web.numbers import day_text

CLUSTER = "klyngen"
"""Stands for the cluster where companies are chosen by public id."""
MOST_LINES = 200
Ground = AccessLine.Ground


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines of a log: all of them where nothing is said. The days are both included."""

    company: str = ""
    listing: str = ""
    since: date | None = None
    until: date | None = None


def lines_of(company: Company, wanted: Wanted | None = None) -> QuerySet[AccessLine]:
    """The newest first."""
    lines = AccessLine.objects.filter(owner_id=company.pk).select_related("user")
    wanted = wanted or Wanted()
    if wanted.company == CLUSTER:
        lines = lines.filter(ground=Ground.CONSENT)
    elif wanted.company:
        lines = lines.filter(company_code=wanted.company)
    if wanted.listing:
        lines = lines.filter(record_id=wanted.listing)
    if wanted.since:
        lines = lines.filter(at__gte=midnight(wanted.since))
    if wanted.until and wanted.until < date.max:
        lines = lines.filter(at__lt=midnight(wanted.until + timedelta(days=1)))
    return lines.order_by("-at", "-pk")


def midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def companies_in(company: Company) -> list[tuple[str, str]]:
    """Who has read for which company, by its last known name; the cluster comes first."""
    lines = AccessLine.objects.filter(owner_id=company.pk)
    latest = lines.exclude(company_code="").order_by("company_code", "-at")
    names = latest.distinct("company_code").values_list("company_code", "company_name")
    found = sorted(names, key=lambda one: one[1].casefold())
    if lines.filter(ground=Ground.CONSENT).exists():
        return [(CLUSTER, _("The cluster")), *found]
    return found


def listings_in(company: Company) -> list[tuple[str, str]]:
    """Every listing that was seen, also those that are gone, by the last title that was seen."""
    latest = AccessLine.objects.filter(owner_id=company.pk).order_by("record_id", "-at")
    titles = latest.distinct("record_id").values_list("record_id", "title")
    return sorted(
        ((pk, title or pk) for pk, title in titles), key=lambda one: (one[1].casefold(), one[0])
    )


def told(line: AccessLine) -> dict[str, str]:
    """One line in words, its days as files have them. Nothing is looked up: it says how things
    were when it was left.
    """
    return {
        "at": localtime(line.at).strftime("%Y-%m-%d %H:%M"),
        "company": reader(line),
        "who": person(line),
        "listing": line.title,
        "id": line.record_id,
        "audience": str(Tier(line.tier).label),
        "ground": str(line.get_ground_display()),
        "agreement": line.grant_reason,
        "until": localtime(line.grant_until).strftime("%Y-%m-%d") if line.grant_until else "",
    }


def reader(line: AccessLine) -> str:
    """The company that somebody read for, or the cluster; "" where that was not noted."""
    return line.company_name or (_("The cluster") if line.ground == Ground.CONSENT else "")


def person(line: AccessLine) -> str:
    user = line.user
    return (user.name or user.email) if isinstance(user, User) else ""


def last_seen(company: Company, count: int) -> list[dict[str, str]]:
    """Who came last: each person once a day and audience. One query."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for line in lines_of(company)[:MOST_LINES]:
        name, audience = person(line), str(Tier(line.tier).label)
        who = ", ".join(part for part in (reader(line), name) if part)
        key = (day_text(line.at), who, audience)
        found.setdefault(key, {"day": key[0], "who": who, "tier": audience})
    return list(found.values())[:count]
