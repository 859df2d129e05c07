"""Throwing away what was typed, taking a listing out of sight for a while or for good, confirming
it.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from streams.owners.access import person, record_written
from streams.owners.wording import crumbs
from streams.register.ending import (
    DAYS_OF_GRACE,
    ask_deletion,
    discontinue_record,
    keep_record,
    resume_record,
)
from streams.register.models import Record
from streams.register.services import confirm_record, set_state
from streams.register.working_copies import forget_typed
from streams.vocabulary import EndReason, State

FIRST_YEAR = 1900
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


resume = asked_first(
    lambda record: {
        "title": _("Take the listing up again?"),
        "question": record.title,
        "consequences": [
            _("It becomes a draft that only you see."),
            _("Look it over and publish it when it is true again."),
        ],
        "submit_label": _("Take up again"),
    },
    lambda request, record: resume_listing(request, record),
    lambda: _("The listing lies among your drafts."),
)
delete = asked_first(
    lambda record: {
        "title": _("Delete the listing?"),
        "question": record.title,
        "consequences": [
            _("It is gone at once from search, map and files, for everyone but you."),
            ngettext(
                "After %s day it is deleted with its files and its history. Until then you can "
                "change your mind on your company's page.",
                "After %s days it is deleted with its files and its history. Until then you can "
                "change your mind on your company's page.",
                DAYS_OF_GRACE,
            )
            % DAYS_OF_GRACE,
            _("Those whom you gave access lose it."),
            _("What others saw before stays in your access log, with the title."),
        ],
        "offers": [
            {
                "url": reverse("listing_sheet", args=[record.pk]),
                "label": _("Save the listing as a spreadsheet first (.xlsx)"),
            },
            {
                "url": reverse("own-listing", args=[record.pk]),
                "label": _("Save everything the listing says as a file first (JSON)"),
            },
        ],
        "submit_label": _("Delete"),
        "danger": True,
    },
    lambda request, record: ask_for_deletion(request, record),
    lambda: _("The listing is out of sight. You can still change your mind."),
)
keep = asked_first(
    lambda record: {
        "title": _("Keep the listing after all?"),
        "question": record.title,
        "consequences": [
            _("It is not deleted. It stays out of sight until you publish it."),
        ],
        "submit_label": _("Keep it"),
    },
    lambda request, record: keep_listing(request, record),
    lambda: _("The listing is kept."),
)


class DiscontinueForm(forms.Form):
    """Why, since when, and in the owner's own words."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=EndReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("In your own words"), required=False, max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    year = forms.IntegerField(label=gettext_lazy("The last year there was any"), required=False)

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and not FIRST_YEAR <= year <= localdate().year:
            raise ValidationError(_("Write a year that has begun, such as 2024."))
        return year


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discontinue(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Asks why; there is no more of it from then on, and others see nothing."""
    record = record_written(request, entry_id)
    back = reverse("company_page", args=[record.site.company.public_id])
    form = DiscontinueForm(request.POST or None, initial={"year": localdate().year})
    if request.method == "POST" and form.is_valid():
        discontinue_record(
            actor=person(request),
            record=record,
            reason=EndReason(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"],
            year=form.cleaned_data["year"],
        )
        messages.success(request, _("The listing is discontinued. You can take it up again."))
        return HttpResponseRedirect(back)
    context = {
        "record": record,
        "form": form,
        "cancel_url": back,
        "crumbs": crumbs(record, _("Discontinue")),
    }
    return render(request, "owners/discontinue.html", context, status=422 if form.errors else 200)


def resume_listing(request: HttpRequest, record: Record) -> None:
    resume_record(actor=person(request), record=record)


def ask_for_deletion(request: HttpRequest, record: Record) -> None:
    ask_deletion(actor=person(request), record=record)


def keep_listing(request: HttpRequest, record: Record) -> None:
    keep_record(actor=person(request), record=record)


def withdraw_record(request: HttpRequest, record: Record) -> None:
    set_state(actor=person(request), record=record, state=State.DRAFT)


def confirm_kept(request: HttpRequest, record: Record) -> None:
    confirm_record(actor=person(request), record=record)
