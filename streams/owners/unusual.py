"""Tells an owner when one company sees many of his listings in a short time.

Found by the clock from lines that are there already, never where somebody reads: who reads must
not notice, by what is answered or by how long it takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.letters import in_language_of, write_letter
from accounts.models import User
from accounts.queries import active_memberships, administrators
from accounts.services import NotAllowedError
from accounts.viewers import Viewer
from companies.models import Company
from exchange.audit.models import AccessLine, UnusualReading
from exchange.audit.services import record
from streams.owners.seen_lines import CLUSTER
from streams.web.numbers import moment_text

LOOK_BACK = timedelta(days=2)
"""How old lines are looked at: longer than anybody lets the clock stand still."""
MOST_NOTICES = 5


@dataclass(frozen=True, slots=True)
class Burst:
    """A stretch of time in which the limit was reached, and how many listings were seen in it."""

    began: datetime
    ended: datetime
    listings: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An owner, and a company that read; or, for the cluster, one person."""

    owner_id: int
    company_code: str
    user_id: int

    @property
    def reader(self) -> str:
        return self.company_code or f"user:{self.user_id}"

    def lines(self) -> QuerySet[AccessLine]:
        found = recent().filter(owner_id=self.owner_id, company_code=self.company_code)
        return found if self.company_code else found.filter(user_id=self.user_id)


def recent() -> QuerySet[AccessLine]:
    return AccessLine.objects.filter(at__gt=timezone.now() - LOOK_BACK).order_by("at", "pk")


def notice_unusual() -> int:
    """Write a notice and letters for every burst that has none. Any number may run at once."""
    return sum(notice(pair) for pair in pairs())


def pairs() -> list[Pair]:
    """Those that could have reached the limit: enough different listings in all. Two queries."""
    different = Count("record_id", distinct=True)
    lines = recent().order_by().filter(user__isnull=False)
    companies = lines.exclude(company_code="").values_list("owner_id", "company_code")
    people = lines.filter(company_code="").values_list("owner_id", "user_id")
    limit = settings.UNUSUAL_LISTINGS
    found = [
        Pair(owner, code, 0)
        for owner, code, _n in companies.annotate(n=different).filter(n__gte=limit)
    ]
    found += [
        Pair(owner, "", user or 0)
        for owner, user, _n in people.annotate(n=different).filter(n__gte=limit)
    ]
    return sorted(found, key=lambda pair: pair.owner_id)


@transaction.atomic
def notice(pair: Pair) -> int:
    """The owner is locked, so that two that run at once write one notice."""
    owner = Company.objects.select_for_update(no_key=True).filter(pk=pair.owner_id).first()
    if owner is None:
        return 0
    seen = list(pair.lines().values_list("at", "record_id"))
    return sum(noted(owner, pair, burst) for burst in bursts(seen))


def bursts(seen: Sequence[tuple[datetime, str]]) -> list[Burst]:
    """Stretches in which at least the limit of different listings was seen within the window.

    Windows that overlap are one stretch: who goes on reading gets into no second one.
    """
    window = timedelta(minutes=settings.UNUSUAL_MINUTES)
    spans: list[tuple[int, int]] = []
    first = 0
    inside: dict[str, int] = {}
    for last, (at, listing) in enumerate(seen):
        inside[listing] = inside.get(listing, 0) + 1
        while at - seen[first][0] > window:
            gone = seen[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) >= settings.UNUSUAL_LISTINGS:
            began = spans.pop()[0] if spans and first <= spans[-1][1] else first
            spans.append((began, last))
    return [burst(seen[began : last + 1]) for began, last in spans]


def burst(seen: Sequence[tuple[datetime, str]]) -> Burst:
    return Burst(seen[0][0], seen[-1][0], len({listing for _, listing in seen}))


def noted(owner: Company, pair: Pair, found: Burst) -> int:
    """1 for a new notice. One that is known already grows with what was read since."""
    known = UnusualReading.objects.filter(
        owner_id=owner.pk, reader=pair.reader, began_at__lte=found.ended, ended_at__gte=found.began
    )
    if known.exists():
        grown = known.filter(listings__lt=found.listings)
        grown.update(listings=found.listings)
        known.filter(ended_at__lt=found.ended).update(ended_at=found.ended)
        return 0
    made = UnusualReading.objects.create(
        owner_id=owner.pk, reader=pair.reader, name=name_of(pair), company_code=pair.company_code,
        listings=found.listings, began_at=found.began, ended_at=found.ended,
    )  # fmt: skip
    record(actor=None, action="reading.unusual", subject=f"company:{owner.pk}", notice=made.pk)
    tell(owner, made)
    return 1


def name_of(pair: Pair) -> str:
    """The company as the last line calls it; of the cluster the person."""
    line = pair.lines().select_related("user").last()
    if line is None or line.company_name:
        return line.company_name if line else ""
    user = line.user
    return (user.name or user.email) if isinstance(user, User) else ""


def tell(owner: Company, made: UnusualReading) -> None:
    """To those who decide in the company; to everybody where nobody does."""
    readers = [one.user for one in administrators(owner.pk)]
    for reader in readers or [one.user for one in active_memberships(owner.pk)]:
        with in_language_of(reader):
            context = {
                "company": owner,
                "notice": made,
                "who": shown_name(made),
                **times_of(made),
            }
            write_letter(reader, "unusual_reading", context, f"unusual:{made.pk}:{reader.pk}")


def times_of(made: UnusualReading) -> dict[str, str]:
    """From when to when: a stretch ends on the day it began, or shortly after midnight."""
    return {
        "began": moment_text(made.began_at),
        "ended": f"{localtime(made.ended_at):%H:%M}",
    }


def shown_name(made: UnusualReading) -> str:
    if made.company_code:
        return made.name
    return _("%s at the cluster") % made.name


def open_notices(company: Company, viewer: Viewer) -> list[dict[str, Any]]:
    """For the company's own people only: the cluster's could be what it is about."""
    if company.pk not in viewer.company_ids:
        return []
    found = UnusualReading.objects.filter(owner_id=company.pk, answered_at=None)
    return [
        {
            "who": shown_name(one),
            "listings": one.listings,
            **times_of(one),
            "day": f"{localtime(one.began_at):%Y-%m-%d}",
            "reader": one.company_code or CLUSTER,
            "seen_url": reverse("unusual_seen", args=[company.public_id, one.public_id]),
        }
        for one in found.order_by("-began_at", "-pk")[:MOST_NOTICES]
    ]


def is_own(company: Company, user: User) -> bool:
    return active_memberships(company.pk).filter(user=user).exists()


@transaction.atomic
def lay_aside(*, actor: User, company: Company, public_id: str) -> bool:
    """Say that the notice is seen; False for one that is not there, or is seen already.

    Raises NotAllowedError for all but the company's own people.
    """
    if not is_own(company, actor):
        raise NotAllowedError
    waiting = UnusualReading.objects.filter(
        owner_id=company.pk, public_id=public_id, answered_at=None
    )
    if not waiting.update(answered_at=timezone.now(), answered_by=actor):
        return False
    record(actor=actor, action="reading.seen", subject=f"company:{company.pk}", notice=public_id)
    return True
