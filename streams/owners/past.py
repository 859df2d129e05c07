"""What each audience was shown of a listing at a time, for its owner."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.tiers import Tier
from exchange.audit.models import AuditLine
from streams.catalogue.past import PublishedState, entry_then, published_states
from streams.owners.access import record_written
from streams.owners.history import ACTIONS, who_did
from streams.owners.wording import crumbs
from streams.register.models import Record
from streams.web.cards import card
from streams.web.numbers import moment_text
from streams.web.records import AUDIENCES, ICONS
from streams.web.sections import sections


@login_required
@never_cache
@require_safe
def states(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Every published state, newest first."""
    record = record_written(request, entry_id)
    found = published_states(record.pk)
    context = {
        "record": record,
        "states": states_shown(record, found),
        "crumbs": crumbs(record, _("What others have been shown")),
    }
    return render(request, "owners/states.html", context)


def states_shown(record: Record, found: list[PublishedState]) -> list[dict[str, Any]]:
    ids = {state.line for state in found if state.line}
    lines = AuditLine.objects.select_related("actor").in_bulk(ids)
    return [
        {
            "at": moment_text(state.at),
            "who": who_did(line := lines.get(state.line or 0)),
            "why": why(state, line),
            "audiences": ", ".join(str(tier.label) for tier in state.audiences),
            "is_shown": state.is_shown,
            "url": state_url(record, state.at),
        }
        for state in found
    ]


def why(state: PublishedState, line: AuditLine | None) -> str:
    if state.is_shown and not state.was_shown:
        return _("Published")
    return str(ACTIONS.get(line.action, "")) if line else _("Company or site changed")


def state_url(record: Record, at: datetime) -> str:
    return reverse("past_state", args=[record.pk, mark(at)])


def mark(at: datetime) -> int:
    """A moment as it stands in an address: microseconds since 1970."""
    return round(at.timestamp() * 1_000_000)


@login_required
@never_cache
@require_safe
def state(request: HttpRequest, entry_id: str, at: int) -> HttpResponse:
    """One state, as everyone, those under NDA or we were shown it."""
    record = record_written(request, entry_id)
    chosen = next((one for one in published_states(record.pk) if mark(one.at) == at), None)
    if chosen is None:
        raise Http404
    audience = AUDIENCES.get(request.GET.get("som", ""), Tier.PUBLIC)
    hit = entry_then(record.pk, audience, chosen.at)
    context = {
        "record": record,
        "title": _("As it was on %s") % moment_text(chosen.at),
        "hit": hit,
        "card": card(hit) if hit else None,
        "sections": sections(hit) if hit else [],
        "tabs": tabs(record, chosen.at, audience),
        "back_url": reverse("past_states", args=[record.pk]),
        "crumbs": crumbs(record, _("As it was on %s") % moment_text(chosen.at)),
    }
    return render(request, "owners/state.html", context)


def tabs(record: Record, at: datetime, audience: Tier) -> list[dict[str, Any]]:
    """Context of components/tabs.html."""
    here = state_url(record, at)
    return [
        {
            "label": tier.label,
            "icon": ICONS[tier],
            "url": f"{here}?som={name}",
            "current": tier is audience,
        }
        for name, tier in AUDIENCES.items()
    ]
