"""Looking a record over as each audience will see it, publishing, and agreeing with colleagues."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.tiers import Tier
from streams.owners.access import person, record_written
from streams.owners.beside import fit_of
from streams.owners.disagreeing import key_of, question
from streams.owners.editing import shown_now, typed_pages, write_typed
from streams.owners.previewing import seen_by_each
from streams.owners.steps.base import Step
from streams.owners.wording import REVIEW, crumbs, steps_context
from streams.register.models import Record, WorkingCopy
from streams.register.services import ChangedMeanwhileError
from streams.register.working_copies import (
    disagreements,
    merged,
    settle,
    working_copy_of,
)
from streams.vocabulary import State
from streams.web.cards import card
from streams.web.records import AUDIENCES, ICONS
from streams.web.sections import sections

CHOICES = ("mine", "theirs")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, entry_id: str) -> HttpResponse:
    """As everyone, those under NDA and we will see it; POST publishes."""
    record = record_written(request, entry_id)
    user = person(request)
    copy = working_copy_of(user, record)
    pages = typed_pages(record, copy)
    wrong = [page for page in pages if not page.is_valid()]
    if request.method == "POST" and not wrong:
        return publish(request, user, record, copy or WorkingCopy(based_on=record.version), pages)
    context = {
        **steps_context(record, REVIEW),
        "record": record,
        "is_draft": record.state == State.DRAFT,
        "has_changes": bool(pages) or record.state != State.PUBLISHED,
        "wrong": [{"title": page.title, "url": address(record, page)} for page in wrong],
        **previewed(request, user, record, [page for page in pages if page not in wrong]),
    }
    return render(request, "owners/review.html", context)


def address(record: Record, page: Step) -> str:
    return reverse("edit_step", args=[record.pk, page.slug])


def previewed(
    request: HttpRequest, user: User, record: Record, pages: list[Step]
) -> dict[str, Any]:
    """The listing as one of the audiences will see it, by the real code of the catalogue."""
    audience = AUDIENCES.get(request.GET.get("som", ""), Tier.PUBLIC)
    here = reverse("review", args=[record.pk])
    tabs = [
        {
            "label": tier.label,
            "icon": ICONS[tier],
            "url": f"{here}?som={name}",
            "current": tier is audience,
        }
        for name, tier in AUDIENCES.items()
    ]
    try:
        seen = seen_by_each(user, record, pages)
    except ValidationError as error:
        return {"tabs": tabs, "problems": error.messages}
    hit = seen[audience]
    return {
        "tabs": tabs,
        "hit": hit,
        "card": card(hit) if hit else None,
        "sections": sections(hit) if hit else [],
        "fit": fit_of(seen[Tier.PUBLIC]),
        "warnings": [text for page in pages for text in page.warnings()],
    }


def publish(
    request: HttpRequest, user: User, record: Record, copy: WorkingCopy, pages: list[Step]
) -> HttpResponse:
    try:
        write_typed(actor=user, copy=copy, record=record, pages=pages, publish=True)
    except ChangedMeanwhileError:
        return bring_together(request, record)
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
        return HttpResponseRedirect(reverse("review", args=[record.pk]))
    messages.success(request, _("Published. This is how it looks."))
    return HttpResponseRedirect(reverse("record", args=[record.pk]))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Two have changed the same fields: which of the two counts is asked, one by one."""
    record = record_written(request, entry_id)
    copy = working_copy_of(person(request), record)
    current = shown_now(record)
    questions = disagreements(copy, current) if copy else []
    if copy is None or (request.method != "POST" and not questions):
        return HttpResponseRedirect(reverse("review", args=[record.pk]))
    answers = [(one, request.POST.get(key_of(one), "")) for one in questions]
    if request.method == "POST" and all(answer in CHOICES for _one, answer in answers):
        theirs = ((one.step, one.unit) for one, answer in answers if answer == "theirs")
        return settled(request, copy, current, frozenset(theirs))
    context = {
        "record": record,
        "crumbs": crumbs(record, _("Changed by two")),
        "questions": [{**question(record, one), "chosen": answer} for one, answer in answers],
        "is_incomplete": request.method == "POST",
    }
    return render(
        request, "owners/merge.html", context, status=422 if request.method == "POST" else 200
    )


def bring_together(request: HttpRequest, record: Record) -> HttpResponse:
    """After somebody else has saved: at once where no field was changed by both, else by asking."""
    copy, current = working_copy_of(person(request), record), shown_now(record)
    if copy is None or disagreements(copy, current):
        return HttpResponseRedirect(reverse("merge", args=[record.pk]))
    return settled(request, copy, current, frozenset())


def settled(
    request: HttpRequest,
    copy: WorkingCopy,
    current: Mapping[str, Mapping[str, list[str]]],
    theirs: frozenset[tuple[str, str]],
) -> HttpResponse:
    typed = merged(copy, current, theirs)
    settle(actor=person(request), copy=copy, typed=typed, current=current)
    messages.success(request, _("Both sets of changes are now together. Look them over."))
    return HttpResponseRedirect(reverse("review", args=[copy.record_id]))
