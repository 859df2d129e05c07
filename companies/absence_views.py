"""Pages about a company whose only administrator is away."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import person_of, turned_away
from accounts.queries import (
    active_memberships,
    lasting_administrators,
    memberships_of,
    stand_in_of,
    viewer_for,
)
from accounts.services import NotAllowedError, may_decide_administrators
from companies.absence import (
    MOST_DAYS,
    appoint_stand_in,
    ask_for_stand_in,
    end_stand_in,
    turn_down_absence,
)
from companies.forms import AbsenceForm, StandInForm
from companies.models import Company
from companies.queries import company_with_members, open_absence_reports
from companies.tables import full_name, stand_in_text


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ask(request: HttpRequest, company_id: str) -> HttpResponse:
    """A member tells the cluster that the only administrator is away."""
    person = person_of(request)
    own = memberships_of(viewer_for(person)).filter(company__public_id=company_id).first()
    if own is None:
        raise Http404
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_stand_in(actor=person, company=own.company, text=form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The cluster has got your message, and will answer you."))
            return redirect("my_companies")
    admins = lasting_administrators(own.company_id)
    context = {
        "form": form,
        "company": own.company,
        "administrators": [full_name(one.user) for one in admins],
        "stands_in": stand_in_text(stand_in_of(own.company_id)),
    }
    return render(request, "companies/absence.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def stand_in(request: HttpRequest, company_id: str) -> HttpResponse:
    """Staff choose who decides meanwhile."""
    company = company_of_staff(request, company_id)
    if company is None:
        return turned_away(request)
    members = active_memberships(company.pk).filter(role="member")
    form = StandInForm(members, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = members.get(public_id=form.cleaned_data["member"])
        try:
            appoint_stand_in(
                actor=person_of(request),
                membership=chosen,
                last_day=form.cleaned_data["last_day"],
                how_known=form.cleaned_data["how_known"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("%s decides meanwhile. Everybody in the company gets a letter.")
            messages.success(request, text % full_name(chosen.user))
            return redirect("members", company_id)
    context = stand_in_context(company, form)
    return render(request, "companies/stand_in.html", context, status=422 if form.errors else 200)


def stand_in_context(company: Company, form: forms.Form) -> dict[str, Any]:
    report = open_absence_reports().filter(company=company).first()
    return {
        "company": company,
        "form": form,
        "report": report,
        "asked_by": full_name(report.asked_by) if report else "",
        "administrators": [full_name(one.user) for one in lasting_administrators(company.pk)],
        "stands_in": stand_in_text(stand_in_of(company.pk)),
        "latest": timezone.localdate() + timedelta(days=MOST_DAYS),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stand_in_end(request: HttpRequest, company_id: str) -> HttpResponse:
    """Asks, then ends it: by staff, or by the administrator who is back."""
    company = company_with_members(viewer_for(person_of(request)), company_id)
    if company is None or not may_decide_administrators(person_of(request), company.pk):
        return turned_away(request)
    current = stand_in_of(company.pk)
    if current is None:
        raise Http404
    if request.method == "POST":
        end_stand_in(actor=person_of(request), company=company)
        messages.success(request, _("It is ended. Everybody in the company gets a letter."))
        return redirect("members", company_id)
    context = {
        "title": _("End standing in"),
        "question": stand_in_text(current),
        "consequences": [_("It ends at once. Everybody in the company gets a letter.")],
        "submit_label": _("End it"),
        "danger": True,
        "cancel_url": reverse("members", args=[company_id]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def turn_down(request: HttpRequest, company_id: str) -> HttpResponse:
    """Asks, then answers a member that nobody is appointed."""
    company = company_of_staff(request, company_id)
    if company is None:
        return turned_away(request)
    if not open_absence_reports().filter(company=company).exists():
        raise Http404
    if request.method == "POST":
        try:
            turn_down_absence(actor=person_of(request), company=company)
        except NotAllowedError:
            raise Http404 from None
        messages.success(request, _("The member gets a letter."))
        return redirect("waiting_requests")
    context = {
        "title": _("Appoint nobody"),
        "question": _("Answer %s that nobody is appointed?") % company.name,
        "consequences": [_("Whoever asked gets a letter, and can ask again.")],
        "submit_label": _("Appoint nobody"),
        "danger": True,
        "cancel_url": reverse("stand_in", args=[company_id]),
    }
    return render(request, "confirm.html", context)


def company_of_staff(request: HttpRequest, company_id: str) -> Company | None:
    """Any company, for staff with a second step; None for everybody else."""
    viewer = viewer_for(person_of(request))
    return company_with_members(viewer, company_id) if viewer.is_staff else None
