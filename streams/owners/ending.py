"""Throwing away what was typed, taking a listing out of sight, confirming it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from streams.owners.access import person, record_written
from streams.register.models import Record
from streams.register.services import confirm_record, set_state
from streams.register.working_copies import forget_typed
from streams.vocabulary import State

Change = Callable[[HttpRequest, Record], None]


def asked_first(describe: Callable[[Record], dict[str, Any]], change: Change, done: Any) -> Any:
    """A view that explains on GET and acts on POST."""

    @login_required
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, entry_id: str) -> HttpResponse:
        record = record_written(request, entry_id)
        back = reverse("company_page", args=[record.site.company.public_id])
        if request.method == "POST":
            change(request, record)
            messages.success(request, done())
            return HttpResponseRedirect(back)
        return render(request, "confirm.html", {**describe(record), "cancel_url": back})

    return view


discard = asked_first(
    lambda record: {
        "title": _("Throw away what you have typed?"),
        "question": record.title,
        "consequences": [_("The listing stays as it was before you began.")],
        "submit_label": _("Throw away"),
        "danger": True,
    },
    lambda request, record: forget_typed(actor=person(request), record=record),
    lambda: _("What you had typed is thrown away."),
)
withdraw = asked_first(
    lambda record: {
        "title": _("Take the listing out of sight?"),
        "question": record.title,
        "consequences": [
            _("It is gone at once from search, map and files, for everyone but you."),
            _("You keep everything as a draft and can publish it again."),
            _("What others saw before stays in your access log."),
        ],
        "submit_label": _("Take out of sight"),
        "danger": True,
    },
    lambda request, record: withdraw_record(request, record),
    lambda: _("The listing is out of sight. It lies among your drafts."),
)
confirm = asked_first(
    lambda record: {
        "title": _("Is everything still true?"),
        "question": record.title,
        "consequences": [_("Everyone sees the year of the last confirmation.")],
        "submit_label": _("Yes, confirm"),
    },
    lambda request, record: confirm_kept(request, record),
    lambda: _("Confirmed."),
)


def withdraw_record(request: HttpRequest, record: Record) -> None:
    set_state(actor=person(request), record=record, state=State.DRAFT)


def confirm_kept(request: HttpRequest, record: Record) -> None:
    confirm_record(actor=person(request), record=record)
