"""Pages about access under NDA, for whoever asks, the owner and the cluster."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, second_step_just_proven
from accounts.letters import language_of
from accounts.models import User
from accounts.queries import acts_as_staff, has_second_step, viewer_for
from accounts.services import NotAllowedError
from accounts.viewers import Viewer
from exchange.access.contacts.queries import asking_companies
from exchange.access.contacts.views import add_errors, is_own
from exchange.access.models import AccessRequest, Side
from exchange.access.nda import services, showing
from exchange.access.nda.agreement import digest_of
from exchange.access.nda.documents import unsigned_document
from exchange.access.nda.forms import (
    ApproveForm,
    AskAccessForm,
    EndForm,
    ExtendForm,
    SignedFileForm,
    WordsForm,
    day_after,
)
from exchange.access.nda.queries import (
    access_seen,
    accesses_asked,
    decides_for,
    known_requests,
)
from exchange.paging import pages_of
from streams.catalogue.criteria import Criteria
from streams.catalogue.search import Hit, everything, opened
from streams.web.cards import card

PAGE = 25
MOST_OTHERS = 30
State = AccessRequest.State
Done = Callable[[HttpRequest, AccessRequest, forms.Form], str]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Ask to see a listing under NDA."""
    person = person_of(request)
    viewer = viewer_for(person)
    hit = opened(viewer, entry_id)
    if hit is None or is_own(viewer.company_ids, entry_id):
        raise Http404
    companies = asking_companies(person)
    data = request.POST if request.method == "POST" else None
    form = AskAccessForm(companies, same_owner(viewer, hit), data)
    if data is not None and form.is_valid():
        made = asked(person, hit, form)
        if made is not None:
            messages.success(request, _("Your request is with the cluster."))
            return redirect("access_request", made.public_id)
    context = {"form": form, "hit": hit, "card": card(hit), "can_ask": bool(companies)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "access/ask_access.html", context, status=status)


def same_owner(viewer: Viewer, hit: Hit) -> list[Hit]:
    """Others of the same owner, where the viewer can see that they are."""
    owner = services.owner_named(hit)
    if not owner:
        return []
    name = hit.facts["owner"]["name"]
    found = everything(viewer, Criteria(q=f'"{name}"'), MOST_OTHERS)
    return [one for one in found if one.id != hit.id and services.owner_named(one) == owner]


def asked(person: User, hit: Hit, form: AskAccessForm) -> AccessRequest | None:
    data = form.cleaned_data
    try:
        return services.ask_access(
            actor=person, company=form.companies[data["company"]],
            listing_ids=[hit.id, *data.get("others", [])], purpose=data["purpose"],
            months=data["months"], whole_company=data.get("whole", False),
        )  # fmt: skip
    except (services.UnknownListingError, NotAllowedError, KeyError):
        raise Http404 from None
    except ValidationError as error:
        add_errors(form, error)
        return None


@login_required
@never_cache
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What one's companies have asked to see; staff see all requests."""
    person = person_of(request)
    is_staff = acts_as_staff(person)
    every = is_staff and request.GET.get("vis") != "vare"
    found = known_requests().order_by("-moved_at", "pk") if every else None
    if found is None:
        found = accesses_asked(viewer_for(person))
    side = Side.STAFF if every else Side.ASKER
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [showing.row(one, side) for one in page.object_list],
        "side": side,
        "pages": pages_of(page, request.GET) if page.paginator.num_pages > 1 else None,
    }
    return render(request, "access/access_requests.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: what is asked, what was done, and what one can do."""
    found, side = seen_by(request, public_id)
    bound: dict[str, forms.Form] = {}
    if request.method == "POST":
        name = request.POST.get("do", "")
        if name not in DOINGS:
            raise Http404
        if name == "sign" and (elsewhere := second_step_first(request)):
            return elsewhere
        form = forms_of(found, request, name)[name]
        try:
            if form.is_valid():
                messages.success(request, DOINGS[name](request, found, form))
                return redirect(request.get_full_path())
        except ValidationError as error:
            add_errors(form, error)
        except services.MovedError:
            messages.error(request, _("The request has moved on meanwhile. Look again."))
            return redirect(request.get_full_path())
        except NotAllowedError:
            raise Http404 from None
        bound[name] = form
    context = page_context(request, found, side, bound)
    return render(request, "access/access_request.html", context, status=422 if bound else 200)


def seen_by(request: HttpRequest, public_id: str) -> tuple[AccessRequest, Side]:
    seen = access_seen(person_of(request), public_id)
    if seen is None:
        raise Http404
    return seen


def second_step_first(request: HttpRequest) -> HttpResponse | None:
    """To where the second step is given or set up, and back here to accept."""
    if second_step_just_proven(request):
        return None
    if not has_second_step(person_of(request)):
        messages.error(request, _("Set up a second step at login first, or send a signed file."))
        return redirect("mfa_index")
    messages.info(request, _("Show that it is you, then accept once more."))
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")


def forms_of(
    found: AccessRequest, request: HttpRequest | None = None, sent: str = ""
) -> dict[str, forms.Form]:
    """Every form of the page by what it does; the one that was sent is filled in."""

    def data(name: str) -> dict[str, Any]:
        if request is None or sent != name:
            return {}
        return {"data": request.POST, "files": request.FILES}

    proposed = {"last_day": found.until or day_after(found.months)}
    return {
        "ask_back": WordsForm(prefix="ask", **data("ask_back")),
        "answer": WordsForm(prefix="answer", **data("answer")),
        "approve": ApproveForm(initial=proposed, **data("approve")),
        "refuse": WordsForm(prefix="refuse", **data("refuse")),
        "undo": forms.Form(**data("undo")),
        "consent": forms.Form(**data("consent")),
        "consent_longer": forms.Form(**data("consent_longer")),
        "withdraw": forms.Form(**data("withdraw")),
        "sign": forms.Form(**data("sign")),
        "sign_file": SignedFileForm(prefix="file", **data("sign_file")),
        "extend": ExtendForm(prefix="longer", initial=proposed, **data("extend")),
        "end": EndForm(prefix="end", **data("end")),
    }


def page_context(
    request: HttpRequest, found: AccessRequest, side: Side, bound: dict[str, forms.Form]
) -> dict[str, Any]:
    person = person_of(request)
    signing = found.state == State.SIGNING and side == Side.ASKER
    document = unsigned_document(found, language_of(person)) if signing else b""
    return {
        "found": found,
        "side": side,
        "title": showing.title_of(found),
        "owner": showing.owner_text(found, side),
        "asker": showing.about(found),
        "events": showing.events(found, side),
        "checks": showing.checks(found) if side == Side.STAFF else [],
        "turn": showing.is_turn(found, side),
        "decides": side == Side.OWNER and decides_for(person, found.owner_id),
        "can_undo": side == Side.STAFF and showing.can_undo(found, services.UNDO_WINDOW),
        "digest": digest_of(document) if document else "",
        "has_second_step": has_second_step(person),
        "forms": forms_of(found) | bound,
        "errors_in": next(iter(bound), ""),
        "crumbs": [
            {"label": _("Access (NDA)"), "url": reverse("access_requests")},
            {"label": showing.title_of(found)},
        ],
    }


def did_ask_back(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.ask_back(actor=person_of(request), request=found, **form.cleaned_data)
    return _("Your question is sent.")


def did_answer(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.answer_back(actor=person_of(request), request=found, **form.cleaned_data)
    return _("Your answer is sent.")


def did_approve(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    if services.approve(actor=person_of(request), request=found, **form.cleaned_data):
        return _("Approved. You can take it back for a quarter of an hour.")
    return _("Noted. Somebody else of the cluster must approve it, too.")


def did_refuse(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.refuse(actor=person_of(request), request=found, **form.cleaned_data)
    return _("Turned down. The seeker reads why.")


def did_undo(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.undo_approval(actor=person_of(request), request=found)
    return _("The approval is taken back.")


def did_consent(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.consent(actor=person_of(request), request=found)
    return _("Thank you. Access opens when the agreement is signed.")


def did_consent_longer(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.consent_to_extension(actor=person_of(request), request=found)
    return _("The time is made longer.")


def did_withdraw(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.withdraw(actor=person_of(request), request=found)
    return _("The request is withdrawn.")


def did_sign(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.sign_here(
        actor=person_of(request), request=found, digest=request.POST.get("digest", "")
    )
    return _("Signed. The listings are open to you now.")


def did_sign_file(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.sign_by_file(
        actor=person_of(request), request=found, upload=form.cleaned_data["upload"]
    )
    return _("Signed. The listings are open to you now.")


def did_extend(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    if services.extend(actor=person_of(request), request=found, **form.cleaned_data):
        return _("The time is made longer.")
    return _("The owner is asked.")


def did_end(request: HttpRequest, found: AccessRequest, form: forms.Form) -> str:
    services.end(actor=person_of(request), request=found, **form.cleaned_data)
    return _("Access has ended.")


DOINGS: dict[str, Done] = {
    "ask_back": did_ask_back,
    "answer": did_answer,
    "approve": did_approve,
    "refuse": did_refuse,
    "undo": did_undo,
    "consent": did_consent,
    "consent_longer": did_consent_longer,
    "withdraw": did_withdraw,
    "sign": did_sign,
    "sign_file": did_sign_file,
    "extend": did_extend,
    "end": did_end,
}


@login_required
@never_cache
@require_safe
def agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    """The agreement as a PDF: as it is offered, or as it was signed."""
    found, side = seen_by(request, public_id)
    if found.file:
        with found.file.open("rb") as stream:
            content = stream.read()
    elif found.until and side != Side.OWNER:
        content = unsigned_document(found, language_of(person_of(request)))
    else:
        raise Http404
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="NDA-{found.public_id}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
