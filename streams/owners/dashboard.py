"""A company's own page: what to do first, its listings, totals, who has seen them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.queries import viewer_for
from accounts.tiers import Tier
from accounts.viewers import Viewer
from companies.models import Company
from companies.queries import company_with_members, requests_to_answer
from exchange.audit.models import AccessLine
from streams.catalogue.models import OwnerEntry
from streams.owners.access import companies_acted_for, company_acted_for, person
from streams.owners.completeness import Completeness, completeness_of
from streams.owners.ended import ending_shown
from streams.quantities.intervals import Interval
from streams.register.models import Record, WorkingCopy
from streams.vocabulary import Kind, State
from streams.web.cards import quantities, volume
from streams.web.names import current_names
from streams.web.numbers import at_least_text, day_text, interval_text, with_unit, written

CONFIRM_AFTER_DAYS = 365
LAST_VIEWS = 5
MOST_LINES = 200
MOST_TASKS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One listing of the company: the register's state beside the owner's own entry."""

    record: Record
    entry: OwnerEntry
    complete: Completeness
    has_typed: bool

    @property
    def is_old(self) -> bool:
        confirmed = self.record.confirmed_on
        if self.record.state != State.PUBLISHED:
            return False
        return confirmed is None or (localdate() - confirmed).days > CONFIRM_AFTER_DAYS


@login_required
@never_cache
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """To the one company, or a choice of several."""
    companies = companies_acted_for(person(request))
    if len(companies) == 1:
        return HttpResponseRedirect(reverse("company_page", args=[companies[0].public_id]))
    return render(request, "owners/companies.html", {"companies": companies})


@login_required
@never_cache
@require_safe
def company_page(request: HttpRequest, public_id: str) -> HttpResponse:
    company = company_acted_for(request, public_id)
    rows = rows_of(company, person(request).pk)
    live = [row for row in rows if row.record.state == State.PUBLISHED]
    viewer = viewer_for(request.user)
    waiting = requests_to_answer(viewer).count()
    context = {
        "company": company,
        "tasks": [*people_tasks(waiting), *tasks(rows)][:MOST_TASKS],
        "members_url": members_url(viewer, company),
        "groups": groups(rows),
        "figures": figures(live),
        "critical": critical(live),
        "views": views(company),
        "new_url": reverse("new_listing", args=[company.public_id]),
        "crumbs": [{"label": _("Our page")}],
    }
    return render(request, "owners/dashboard.html", context)


def rows_of(company: Company, user_id: int) -> list[Row]:
    """Three queries, however many listings."""
    records = Record.objects.filter(site__company=company).order_by("title", "pk")
    entries = OwnerEntry.objects.in_bulk([record.pk for record in records])
    typed = set(
        WorkingCopy.objects.filter(author_id=user_id, record__site__company=company).values_list(
            "record_id", flat=True
        )
    )
    return [
        Row(
            record,
            entries[record.pk],
            completeness_of(Kind(record.kind), entries[record.pk].facts),
            record.pk in typed,
        )
        for record in records
        if record.pk in entries
    ]


def people_tasks(waiting: int) -> list[dict[str, Any]]:
    """Those who ask to act for the company wait for somebody: they come first."""
    if not waiting:
        return []
    text = ngettext("%s person waits to be confirmed.", "%s people wait to be confirmed.", waiting)
    return [{"text": text % waiting, "url": reverse("waiting_requests"), "action": _("See who")}]


def members_url(viewer: Viewer, company: Company) -> str:
    """Only for those who decide who else acts for it."""
    if company_with_members(viewer, company.public_id) is None:
        return ""
    return reverse("members", args=[company.public_id])


def tasks(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What to do next, most urgent first."""
    listed = list(rows)
    found = [
        {
            "text": _("You have changed “%s” and not published it.") % row.record.title,
            "url": reverse("review", args=[row.record.pk]),
            "action": _("Look over and publish"),
        }
        for row in listed
        if row.has_typed
    ]
    found += [
        {
            "text": _("“%s” is a draft that nobody else sees.") % row.record.title,
            "url": reverse("edit_record", args=[row.record.pk]),
            "action": _("Go on with it"),
        }
        for row in listed
        if group_of(row.record) == State.DRAFT and not row.has_typed
    ]
    return found + [
        {
            "text": _("“%s” has not been confirmed for a year.") % row.record.title,
            "url": reverse("confirm_listing", args=[row.record.pk]),
            "action": _("Confirm"),
        }
        for row in listed
        if row.is_old
    ]


LEAVING = "leaving"
STATES = {
    **{state.value: state.label for state in (State.PUBLISHED, State.DRAFT, State.DISCONTINUED)},
    LEAVING: gettext_lazy("To be deleted"),
}


def groups(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Tables by state; those without a listing are left out."""
    listed = list(rows)
    return [
        {"title": title, "state": state, "count": len(own), "rows": [shown(row) for row in own]}
        for state, title in STATES.items()
        if (own := [row for row in listed if group_of(row.record) == state])
    ]


def group_of(record: Record) -> str:
    return LEAVING if record.delete_at is not None else record.state


def shown(row: Row) -> dict[str, Any]:
    record, complete = row.record, row.complete
    amount = volume(row.entry)
    others = quantities(row.entry.facts)
    edit = reverse("edit_record", args=[record.pk])
    advice = reverse("edit_step", args=[record.pk, complete.slug]) if complete.slug else ""
    return {
        "title": record.title,
        "kind": record.kind,
        "kind_label": Kind(record.kind).label,
        "url": reverse("record", args=[record.pk]),
        "amount": amount["text"] if amount else next(iter(others), ""),
        "confirmed": str(record.confirmed_on.year) if record.confirmed_on else "",
        "old": row.is_old,
        "percent": str(complete.percent),
        "missing": complete.missing.label if complete.missing else "",
        "advice_url": advice,
        "edit_url": edit,
        "withdraw_url": reverse("withdraw", args=[record.pk]),
        "discard_url": reverse("discard", args=[record.pk]) if row.has_typed else "",
        "has_typed": row.has_typed,
        "is_published": record.state == State.PUBLISHED,
        **ending_shown(record),
    }


def figures(rows: list[Row]) -> list[dict[str, str]]:
    """Context of components/key_figures.html."""
    materials = [row.entry for row in rows if row.entry.kind == Kind.MATERIAL]
    total = summed(
        Interval(entry.volume_low or 0.0, entry.volume_high or entry.volume_low or 0.0)
        for entry in materials
        if entry.volume_low is not None
    )
    return [
        {"value": written(len(rows)), "text": _("published listings")},
        {
            "value": with_unit(interval_text(total.low, total.high), "t") if total else "–",
            "text": _("of side-streams a year"),
        },
    ]


def critical(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Tonnes a year of each critical raw material in everything published, largest first."""
    found: dict[str, Interval] = {}
    for row in rows:
        for fact in row.entry.facts.get("crm", []):
            if "tonnes" in fact:
                amount = Interval.from_json(fact["tonnes"])
                found[fact["code"]] = (
                    found[fact["code"]] + amount if fact["code"] in found else amount
                )
    names = current_names()
    ordered = sorted(found.items(), key=lambda one: -one[1].low)
    return [
        {
            "symbol": names.critical_symbol(code),
            "name": names.critical_name(code),
            "text": at_least_text({**amount.rounded_outwards(3).as_json(), "unit": "t"}),
        }
        for code, amount in ordered
    ]


def summed(amounts: Iterable[Interval]) -> Interval | None:
    total: Interval | None = None
    for amount in amounts:
        total = amount if total is None else total + amount
    return total


def views(company: Company) -> list[Mapping[str, str]]:
    """The last who saw more than everyone sees, each person once a day and audience."""
    lines = AccessLine.objects.filter(owner_id=company.pk).select_related("user")
    found: dict[tuple[str, str, str], Mapping[str, str]] = {}
    for line in lines.order_by("-at", "-pk")[:MOST_LINES]:
        key = (day_text(line.at), who(line), str(Tier(line.tier).label))
        found.setdefault(key, {"day": key[0], "who": key[1], "tier": key[2]})
    return list(found.values())[:LAST_VIEWS]


def who(line: AccessLine) -> str:
    """The company somebody reads for, or the cluster."""
    user = line.user
    if not isinstance(user, User):
        return _("somebody who has left")
    if user.is_cluster_staff:
        return _("The cluster, %s") % (user.name or user.email)
    names = [company.name for company in companies_acted_for(user)]
    return ", ".join(names) or user.email
