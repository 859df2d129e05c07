"""The pages of one record: typed, kept while typing, checked, and gone on from."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from streams.disclosure import PRESETS
from streams.owners.access import is_quiet, person, record_written, typist_required
from streams.owners.beside import beside
from streams.owners.editing import page_of, steps_of, write_typed
from streams.owners.opened import NAME as OPENED
from streams.owners.opened import Opened, opened_now, opened_then
from streams.owners.pasting import read_pasted
from streams.owners.review import bring_together
from streams.owners.steps import step_named
from streams.owners.steps.amounts import MOST_ROWS
from streams.owners.steps.analyses import MOST_ANALYSES, marked_gone
from streams.owners.steps.base import Step, whole_number
from streams.owners.steps.composition import CompositionStep
from streams.owners.steps.rows import (
    filled_rows,
    typical_rows,
    with_fresh,
    with_opened,
    with_rows,
    without_row,
)
from streams.owners.steps.visibility import preset_query
from streams.owners.wording import steps_context
from streams.owners.wrongs import wrong_fields, wrong_rows
from streams.reference.typical import typical_compositions
from streams.register.models import Record, WorkingCopy
from streams.register.services import ChangedMeanwhileError
from streams.register.working_copies import keep_typed, working_copy_of
from streams.vocabulary import State
from streams.web.names import current_names

BUTTONS = frozenset(
    {
        "csrfmiddlewaretoken",
        "next",
        "leave",
        "more",
        "remove",
        "read",
        "pasted",
        "typical",
        "fresh",
        "open",
        "drop",
        "keep",
        "preset",
        OPENED,
    }
)
"""What is sent along and is no part of the page."""


@never_cache
@typist_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, entry_id: str, slug: str = "") -> HttpResponse:
    """One page of a record; without a name, the first."""
    record = record_written(request, entry_id)
    if not slug:
        return HttpResponseRedirect(address_of(record, steps_of(record)[0]))
    step = step_named(record.kind, slug)  # type: ignore[arg-type]
    if step is None:
        raise Http404
    if request.method == "POST":
        return typed(request, record, step)
    return shown(request, record, page_of(step, record, working_copy_of(person(request), record)))


@transaction.atomic
def typed(request: HttpRequest, seen: Record, step: type[Step]) -> HttpResponse:
    """Keep what was typed whatever it is, then do what the button says.

    One at a time for a listing, so that a press waits for what the page sent while typing.
    """
    if not step.is_kept:
        return HttpResponseRedirect(
            left(seen) if "leave" in request.POST else next_address(seen, step)
        )
    record = Record.objects.select_for_update(no_key=True, of=["self"]).select_related(
        "site__company"
    ).get(pk=seen.pk)  # fmt: skip
    opened = opened_then(request.POST.get(OPENED, ""), record, step)
    if is_quiet(request):
        return typing(request, record, step(record, request.POST), opened)
    if opened.is_pressed_again(request.POST.urlencode()) and record.version > opened.version:
        return HttpResponseRedirect(next_address(record, step))
    data, unread = pressed(request.POST, record)
    page = step(record, data)
    try:
        copy = kept(person(request), record, page, opened)
    except ValidationError as error:
        page.full_clean()
        page.add_error(None, error)
        return shown(request, record, page, status=422)
    if {"next", "leave"} & {*request.POST} and not unread:
        return go_on(request, record, page, copy)
    for line in unread:
        messages.warning(request, _("Not read: “%s”") % line)
    return HttpResponseRedirect(address_of(record, step) + "#rows")


def typing(request: HttpRequest, record: Record, page: Step, opened: Opened) -> HttpResponse:
    """Keep it and answer with what stands beside; what comes after a press of a button is late."""
    user, unkept = person(request), []
    copy = working_copy_of(user, record)
    if not opened.is_left():
        try:
            copy = kept(user, record, page, opened)
        except ValidationError as error:
            unkept = error.messages
    context = {**beside(user, record, page, copy), "unkept": unkept}
    context["still_wrong"] = wrong_fields(page)
    return render(request, "owners/follows.html", context)


def kept(user: User, record: Record, page: Step, opened: Opened) -> WorkingCopy:
    data = page.data
    assert isinstance(data, QueryDict)
    return keep_typed(
        actor=user,
        record=record,
        step=page.slug,
        typed={name: data.getlist(name) for name in data if name not in BUTTONS},
        shown=opened.texts,
        current=type(page)(record).texts(),
        based_on=opened.version,
    )


def pressed(data: QueryDict, record: Record) -> tuple[QueryDict, list[str]]:
    """What was typed, changed as a button of the page asks; and pasted lines that make no sense.

    A pasted table is read in whatever is pressed, so that none is lost. A row that is removed goes
    first, as reading in moves the rows.
    """
    if "remove" in data:
        data = without_row(data, data.get("remove", ""))
    pasted = read_pasted(data.get("pasted", ""))
    if pasted.rows:
        data = with_rows(data, pasted.rows)
    for button, change in CHANGES.items():
        if button in data:
            return change(data, record), pasted.unread
    return data, pasted.unread


def with_more(data: QueryDict) -> QueryDict:
    """The table of the page with more blank rows."""
    if "years-TOTAL_FORMS" not in data:
        return with_rows(data, ())
    changed = data.copy()
    total = whole_number(data.get("years-TOTAL_FORMS", ""), MOST_ROWS)
    changed["years-TOTAL_FORMS"] = str(total + 1)
    return changed


def with_typical(data: QueryDict, record: Record) -> QueryDict:
    """The table filled with what is typical for such a material, and marked so."""
    found = typical_compositions().get(record.material_id)
    if found is None:
        return data
    blank = with_fresh(data) if filled_rows(data) else data
    changed = with_rows(blank, typical_rows(found))
    changed["is_typical"], changed["source"] = "on", found.source
    return changed


def with_preset(data: QueryDict) -> QueryDict:
    preset = data.get("preset", "")
    return preset_query(preset) if preset in PRESETS else data


def numbered(data: QueryDict, button: str) -> int:
    """Which of the analyses a button stands beside."""
    return whole_number(data.get(button, ""), MOST_ANALYSES)


CHANGES: Mapping[str, Callable[[QueryDict, Record], QueryDict]] = {
    "typical": with_typical,
    "more": lambda data, record: with_more(data),
    "fresh": lambda data, record: with_fresh(data),
    "open": lambda data, record: with_opened(data, numbered(data, "open")),
    "drop": lambda data, record: marked_gone(data, numbered(data, "drop"), gone=True),
    "keep": lambda data, record: marked_gone(data, numbered(data, "keep"), gone=False),
    "preset": lambda data, record: with_preset(data),
}
"""How each button of a page changes what was typed."""


def go_on(request: HttpRequest, record: Record, page: Step, copy: WorkingCopy) -> HttpResponse:
    """To the next page when this one holds; a draft is saved to the register on the way."""
    if "leave" in request.POST:
        messages.success(request, _("What you have typed is kept. Nothing of it is published yet."))
        return HttpResponseRedirect(left(record))
    if not page.is_valid():
        return shown(request, record, page, status=422)
    if record.state == State.DRAFT:
        try:
            write_typed(actor=person(request), copy=copy, record=record, pages=[page])
        except ChangedMeanwhileError:
            return bring_together(request, record)
        except ValidationError as error:
            for text in error.messages:
                page.add_error(None, text)
            return shown(request, record, page, status=422)
    return HttpResponseRedirect(next_address(record, page))


def left(record: Record) -> str:
    return reverse("company_page", args=[record.site.company.public_id])


def next_address(record: Record, page: Step | type[Step]) -> str:
    steps = steps_of(record)
    place = [step.slug for step in steps].index(page.slug) + 1
    if place == len(steps):
        return reverse("review", args=[record.pk])
    return address_of(record, steps[place])


def address_of(record: Record, step: type[Step] | Step) -> str:
    return reverse("edit_step", args=[record.pk, step.slug])


def shown(request: HttpRequest, record: Record, page: Step, *, status: int = 200) -> HttpResponse:
    copy = working_copy_of(person(request), record)
    context = {
        **steps_context(record, page.slug),
        **beside(person(request), record, page, copy),
        "page": page,
        "wrong_rows": wrong_rows(page),
        "opened": str(opened_now(record, type(page))),
        "record": record,
        "saved": localtime(copy.saved_at) if copy and page.slug in copy.typed else None,
        "is_draft": record.state == State.DRAFT,
        "has_map": "outline" in page.fields,
        "lists": lists_of(page, record),
    }
    return render(request, "owners/edit.html", context, status=status)


def lists_of(page: Step, record: Record) -> Mapping[str, Any]:
    """What the fields of a page offer to choose from while typing."""
    names = current_names()
    if isinstance(page, CompositionStep):
        typical = typical_compositions().get(record.material_id)
        return {"substances": names.substances.values(), "typical": typical}
    if "waste_code" in page.fields:
        return {"waste_codes": names.waste_codes.values()}
    return {}
