"""What waits for a company's people, the most urgent first."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.viewers import Viewer
from companies.models import Company
from streams.owners.listing_table import ATTENTION, Row, Wanted, in_state
from streams.vocabulary import State

MOST_TASKS = 4
Task = dict[str, Any]
Asking = Callable[[Company, Viewer], Sequence[Task]]
_askings: list[Asking] = []


def say_what_waits(asking: Asking) -> None:
    """Called once when Django starts, by packages above that have work for a company's people."""
    if asking not in _askings:
        _askings.append(asking)


def first_tasks(
    rows: Sequence[Row], waiting: int, company: Company, viewer: Viewer
) -> dict[str, Any]:
    """The first few, and how many more there are with where they stand."""
    asked = [task for asking in _askings for task in asking(company, viewer)]
    found = [*people_tasks(waiting), *asked, *urgent_tasks(rows), *draft_tasks(rows)]
    shown = (found or improving_tasks(rows))[:MOST_TASKS]
    return {"tasks": shown, "more_tasks": more(rows, len(found) - len(shown))}


def more(rows: Sequence[Row], count: int) -> Task | None:
    """To where the rest stands: among what needs attention, or among the drafts."""
    if count < 1:
        return None
    state = ATTENTION if any(row.needs_attention for row in rows) else State.DRAFT.value
    return {"text": _("and %s more") % count, "url": Wanted(state=state).address()}


def people_tasks(waiting: int) -> list[Task]:
    """Those who ask to act for the company wait for somebody: they come first."""
    if not waiting:
        return []
    text = ngettext("%s person waits to be confirmed.", "%s people wait to be confirmed.", waiting)
    return [{"text": text % waiting, "url": reverse("waiting_requests"), "action": _("See who")}]


def urgent_tasks(rows: Sequence[Row]) -> list[Task]:
    """What was typed and nobody else sees, then what may no longer be true."""
    typed = [
        {
            "text": _("You have changed “%s” and not published it.") % row.record.title,
            "url": reverse("review", args=[row.record.pk]),
            "action": _("Look over and publish"),
        }
        for row in rows
        if row.has_typed
    ]
    return typed + [
        {
            "text": _("“%s” has not been confirmed for a year.") % row.record.title,
            "url": reverse("confirm_listing", args=[row.record.pk]),
            "action": _("Confirm"),
        }
        for row in rows
        if row.is_old and not row.has_typed
    ]


def draft_tasks(rows: Sequence[Row]) -> list[Task]:
    return [
        {
            "text": _("“%s” is a draft that nobody else sees.") % row.record.title,
            "url": reverse("edit_record", args=[row.record.pk]),
            "action": _("Go on with it"),
        }
        for row in in_state(rows, State.DRAFT)
        if not row.has_typed
    ]


def improving_tasks(rows: Sequence[Row]) -> list[Task]:
    """When nothing waits: what would help finders most, in the listing that has least."""
    lacking = [row for row in in_state(rows, State.PUBLISHED) if row.complete.missing]
    lacking.sort(key=lambda row: row.complete.percent)
    return [
        {
            "text": _("“%(title)s” would be found more easily with this filled in: %(field)s.")
            % {"title": row.record.title, "field": row.complete.missing.label},
            "url": reverse("edit_step", args=[row.record.pk, row.complete.slug]),
            "action": _("Fill in"),
        }
        for row in lacking[:1]
        if row.complete.missing
    ]
