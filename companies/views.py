"""Pages about who acts for which company: one's own, and those that one decides on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, turned_away
from accounts.models import Membership
from accounts.queries import (
    active_memberships,
    acts_as_staff,
    administered_companies,
    memberships_of,
    stand_in_of,
    viewer_for,
)
from accounts.services import (
    LastAdministratorError,
    NotAllowedError,
    change_role,
    end_membership,
    may_decide_administrators,
)
from companies.forms import CompanyForm, InviteForm, RoleForm
from companies.invitation_views import sent_text
from companies.inviting import holds, invite
from companies.joining import AnsweredAlreadyError, confirm_request, reject_request
from companies.models import Company, MembershipRequest
from companies.queries import (
    company_with_members,
    invitations_of,
    invitations_to,
    open_absence_reports,
    request_to_answer,
    requests_of,
    requests_to_answer,
)
from companies.tables import (
    asked_table,
    full_name,
    invitation_rows,
    member_rows,
    report_rows,
    stand_in_text,
    waiting_rows,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_companies(request: HttpRequest) -> HttpResponse:
    """The companies one acts for, what one waits for, and a form to ask for another."""
    person = person_of(request)
    form = CompanyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            form.ask(person)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("You have asked. You get a letter when it is answered."))
            return redirect("my_companies")
    viewer = viewer_for(person)
    context = {
        "form": form,
        "memberships": memberships_of(viewer),
        "asked": asked_table(requests_of(viewer)),
        "answers": viewer.is_staff or administered_companies(viewer).exists(),
        "invitations": [one for one in invitations_to(person) if holds(one)],
    }
    return render(request, "companies/my_companies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, company_id: str) -> HttpResponse:
    """Asks, then stops acting for a company."""
    person = person_of(request)
    own = memberships_of(viewer_for(person)).filter(company__public_id=company_id)
    membership = own.first()
    if membership is None:
        raise Http404
    if request.method == "POST":
        try:
            end_membership(actor=person, membership=membership)
        except LastAdministratorError:
            messages.error(request, last_administrator())
        else:
            text = _("You no longer act for %s.") % membership.company.name
            messages.success(request, text)
        return redirect("my_companies")
    context = {
        "title": _("Leave the company"),
        "question": _("Stop acting for %s?") % membership.company.name,
        "consequences": [
            _("You see no more than everyone else of its listings, at once."),
            _("To come back you must ask again."),
        ],
        "submit_label": _("Leave"),
        "danger": True,
        "cancel_url": reverse("my_companies"),
    }
    return render(request, "confirm.html", context)


@require_safe
@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """Whoever waits to be confirmed by the reader, the one who has waited longest first."""
    viewer = viewer_for(request.user)
    if not (viewer.is_staff or administered_companies(viewer).exists()):
        return turned_away(request)
    rows = waiting_rows(viewer, list(requests_to_answer(viewer)))
    reports = report_rows(open_absence_reports()) if viewer.is_staff else []
    return render(request, "companies/waiting.html", {"rows": rows, "reports": reports})


@require_POST
@login_required
def confirm(request: HttpRequest, request_id: str) -> HttpResponse:
    """Lets the person act for the company, with the role that was chosen."""
    asked = found_request(request, request_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a role."))
        return redirect("waiting_requests")
    try:
        confirm_request(actor=person_of(request), request=asked, role=form.cleaned_data["role"])
    except NotAllowedError:
        raise Http404 from None
    except AnsweredAlreadyError:
        messages.info(request, _("Somebody else has answered this already."))
    else:
        text = _("%s can act for the company now, and is told by letter.")
        messages.success(request, text % full_name(asked.user))
    return redirect("waiting_requests")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reject(request: HttpRequest, request_id: str) -> HttpResponse:
    """Asks, then turns the person down."""
    asked = found_request(request, request_id)
    if request.method == "POST":
        try:
            reject_request(actor=person_of(request), request=asked)
        except AnsweredAlreadyError:
            messages.info(request, _("Somebody else has answered this already."))
        else:
            text = _("%s is turned down, and is told by letter.")
            messages.success(request, text % full_name(asked.user))
        return redirect("waiting_requests")
    context = {
        "title": _("Turn down"),
        "question": _("Turn down %(person)s, who wants to act for %(company)s?")
        % {"person": full_name(asked.user), "company": asked.company_name},
        "consequences": [
            _("A letter says that the request was turned down, not by whom."),
            _("The answer cannot be changed, but the person can ask again."),
        ],
        "submit_label": _("Turn down"),
        "danger": True,
        "cancel_url": reverse("waiting_requests"),
    }
    return render(request, "confirm.html", context)


def found_request(request: HttpRequest, request_id: str) -> MembershipRequest:
    """One that the person may answer. Raises Http404, also for one that is answered."""
    asked = request_to_answer(viewer_for(person_of(request)), request_id)
    if asked is None:
        raise Http404
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def members(request: HttpRequest, company_id: str) -> HttpResponse:
    """Who acts for a company and who is invited, for those who decide it; POST invites."""
    company = company_with_members(viewer_for(person_of(request)), company_id)
    if company is None:
        return turned_away(request)
    may = may_decide_administrators(person_of(request), company.pk)
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, may_make_administrators=may)
    if request.method == "POST" and form.is_valid() and invited(request, company, form):
        return redirect("members", company_id)
    rows = member_rows(
        company, active_memberships(company.pk), person_of(request), may_make_administrators=may
    )
    context = {
        "company": company,
        "members": rows,
        "form": form,
        "invitations": invitation_rows(company, invitations_of(company)),
        "stands_in": stand_in_text(stand_in_of(company.pk)),
        "may_end_stand_in": may,
        "is_staff": acts_as_staff(person_of(request)),
    }
    return render(request, "companies/members.html", context, status=422 if form.errors else 200)


def invited(request: HttpRequest, company: Company, form: InviteForm) -> bool:
    """Whether a letter goes out; if not, the form says why."""
    try:
        sent = invite(
            actor=person_of(request),
            company=company,
            email=form.cleaned_data["email"],
            role=form.role_chosen(),
        )
    except NotAllowedError:
        raise Http404 from None
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, sent_text(sent.email))
    return True


@require_POST
@login_required
def member_role(request: HttpRequest, company_id: str, membership_id: str) -> HttpResponse:
    """Makes somebody administrator, or the other way."""
    membership = found_member(request, company_id, membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a role."))
        return redirect("members", company_id)
    try:
        change_role(actor=person_of(request), membership=membership, role=form.cleaned_data["role"])
    except NotAllowedError:
        raise Http404 from None
    except LastAdministratorError:
        messages.error(request, last_administrator())
    else:
        messages.success(request, _("The role is changed."))
    return redirect_to_members(request, company_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def member_remove(request: HttpRequest, company_id: str, membership_id: str) -> HttpResponse:
    """Asks, then has somebody stop acting for a company."""
    membership = found_member(request, company_id, membership_id)
    if request.method == "POST":
        try:
            end_membership(actor=person_of(request), membership=membership)
        except NotAllowedError:
            raise Http404 from None
        except LastAdministratorError:
            messages.error(request, last_administrator())
        else:
            text = _("%s no longer acts for the company.")
            messages.success(request, text % full_name(membership.user))
        return redirect_to_members(request, company_id)
    context = {
        "title": _("Remove from the company"),
        "question": _("Have %(person)s stop acting for %(company)s?")
        % {"person": full_name(membership.user), "company": membership.company.name},
        "consequences": [
            _("It takes effect at once, for keys of programs too."),
            _("The person gets a letter."),
        ],
        "submit_label": _("Remove"),
        "danger": True,
        "cancel_url": reverse("members", args=[company_id]),
    }
    return render(request, "confirm.html", context)


def found_member(request: HttpRequest, company_id: str, membership_id: str) -> Membership:
    """Somebody of a company that the person decides on. Raises Http404."""
    company = company_with_members(viewer_for(person_of(request)), company_id)
    if company is None:
        raise Http404
    own = active_memberships(company.pk).select_related("company")
    membership = own.filter(public_id=membership_id).first()
    if membership is None:
        raise Http404
    return membership


def redirect_to_members(request: HttpRequest, company_id: str) -> HttpResponse:
    """Back to the list; to one's own companies for who may no longer see it."""
    viewer = viewer_for(person_of(request))
    if company_with_members(viewer, company_id) is None:
        return redirect("my_companies")
    return redirect("members", company_id)


def last_administrator() -> str:
    return _("Somebody must decide who acts for the company. Make another administrator first.")
