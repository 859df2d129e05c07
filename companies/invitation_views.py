"""Pages about invitations: sent and taken back by those who decide, opened by who is invited."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from accounts.models import User
from accounts.queries import viewer_for
from accounts.services import NotAllowedError
from companies.invited import forget_invitation, invitation_brought, remember_invitation
from companies.inviting import (
    accept_invitation,
    invitation_of_link,
    revoke_invitation,
    send_again,
)
from companies.models import Invitation
from companies.queries import company_with_members, has_address, invitations_of


@require_safe
@never_cache
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Where the letter's link leads: on to a page whose address opens nothing."""
    invitation = invitation_of_link(token)
    answer = gone(request)
    if invitation is not None:
        remember_invitation(request, invitation)
        answer = redirect("invitation")
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
@never_cache
def invitation_page(request: HttpRequest) -> HttpResponse:
    """What one is invited to, and what to do about it."""
    invitation = invitation_brought(request)
    if invitation is None:
        forget_invitation(request)
        return gone(request)
    answer = render(
        request,
        "companies/invitation.html",
        {"invitation": invitation, "state": state_of(request, invitation)},
    )
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def state_of(request: HttpRequest, invitation: Invitation) -> str:
    """ "stranger", "other" (logged in as somebody else), "unconfirmed", or "ready"."""
    user = request.user
    if not isinstance(user, User):
        return "stranger"
    if has_address(user, invitation.email):
        return "ready"
    return "unconfirmed" if user.email == invitation.email else "other"


def gone(request: HttpRequest) -> HttpResponse:
    """The same for every link that opens nothing, whatever the reason."""
    return render(request, "companies/invitation_gone.html", status=404)


@require_POST
@login_required
def accept(request: HttpRequest, invitation_id: str) -> HttpResponse:
    """Begin to act for the company."""
    try:
        membership = accept_invitation(actor=person_of(request), public_id=invitation_id)
    except NotAllowedError:
        raise Http404 from None
    forget_invitation(request)
    messages.success(request, _("You act for %s now.") % membership.company.name)
    return redirect("company_page", membership.company.public_id)


@require_POST
@login_required
def again(request: HttpRequest, company_id: str, invitation_id: str) -> HttpResponse:
    """Another letter with a new link."""
    invitation = found_invitation(request, company_id, invitation_id)
    try:
        send_again(actor=person_of(request), invitation=invitation)
    except NotAllowedError:
        raise Http404 from None
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, sent_text(invitation.email))
    return redirect("members", company_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def revoke(request: HttpRequest, company_id: str, invitation_id: str) -> HttpResponse:
    """Asks, then takes an invitation back."""
    invitation = found_invitation(request, company_id, invitation_id)
    if request.method == "POST":
        try:
            revoke_invitation(actor=person_of(request), invitation=invitation)
        except NotAllowedError:
            raise Http404 from None
        messages.success(request, _("The invitation is taken back."))
        return redirect("members", company_id)
    context = {
        "title": _("Take the invitation back"),
        "question": _("Take back the invitation to %(email)s?") % {"email": invitation.email},
        "consequences": [
            _("The link in the letter opens nothing any more."),
            _("No letter is sent about it. You can invite the same person again."),
        ],
        "submit_label": _("Take it back"),
        "danger": True,
        "cancel_url": reverse("members", args=[company_id]),
    }
    return render(request, "confirm.html", context)


def found_invitation(request: HttpRequest, company_id: str, invitation_id: str) -> Invitation:
    """An unanswered one of a company that the person decides on. Raises Http404."""
    company = company_with_members(viewer_for(person_of(request)), company_id)
    found = company and invitations_of(company).filter(public_id=invitation_id).first()
    if not found:
        raise Http404
    return found


def sent_text(address: str) -> str:
    return _("A letter with a link is on its way to %s.") % address
