"""Pages about contact: ask, the list of what was asked, and the conversation."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of
from accounts.models import User
from accounts.queries import acts_as_staff, viewer_for
from accounts.services import NotAllowedError
from exchange.access.contacts import services, showing
from exchange.access.contacts.forms import (
    AnswerForm,
    AskForm,
    DeliveryForm,
    EndForm,
    MessageForm,
    OutcomeForm,
)
from exchange.access.contacts.queries import (
    asking_companies,
    known_requests,
    request_seen,
    requests_asked,
    requests_received,
)
from exchange.access.models import ContactRequest, Side
from exchange.paging import pages_of
from streams.catalogue.owner_of import owner_of
from streams.catalogue.search import Hit, opened
from streams.web.cards import card
from streams.web.downloads import FILE_KINDS, OCTETS, safe_title

PAGE = 25
Done = Callable[[HttpRequest, ContactRequest, forms.Form], str]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Ask the owner of a listing for contact, whoever he is."""
    person = person_of(request)
    viewer = viewer_for(person)
    hit = opened(viewer, entry_id)
    if hit is None or is_own(viewer.company_ids, entry_id):
        raise Http404
    companies = asking_companies(person)
    form = AskForm(companies, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = asked(person, hit, form)
        if made is not None:
            messages.success(request, _("Your request is sent to the owner."))
            return redirect("contact_request", made.public_id)
    context = {"form": form, "hit": hit, "card": card(hit), "can_ask": bool(companies)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "access/ask_contact.html", context, status=status)


def is_own(company_ids: frozenset[int], entry_id: str) -> bool:
    owner = owner_of(entry_id) if company_ids else None
    return owner is not None and owner.pk in company_ids


def asked(person: User, hit: Hit, form: AskForm) -> ContactRequest | None:
    data = form.cleaned_data
    try:
        return services.ask_contact(
            actor=person, company=form.companies[data["company"]], listing_id=hit.id,
            purpose=data["purpose"], use=data["use"], volume=data["volume"],
        )  # fmt: skip
    except services.UnknownListingError:
        raise Http404 from None
    except (NotAllowedError, KeyError):
        raise Http404 from None
    except ValidationError as error:
        add_errors(form, error)
        return None


@login_required
@never_cache
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What one's companies have asked, or what they were asked; staff see all of them."""
    person = person_of(request)
    viewer = viewer_for(person)
    lists: dict[str, tuple[Side, str, QuerySet[ContactRequest]]] = {
        "spurt": (Side.ASKER, _("We asked"), requests_asked(viewer)),
        "mottatt": (Side.OWNER, _("Others asked us"), requests_received(viewer)),
    }
    if acts_as_staff(person):
        every = known_requests().order_by("-moved_at", "pk")
        lists["alle"] = (Side.STAFF, _("All"), every)
    counts = {key: found.count() for key, (_side, _label, found) in lists.items()}
    chosen = request.GET.get("vis", "")
    if chosen not in lists:
        chosen = next((key for key in (*reversed(lists),) if counts[key]), "spurt")
    side, _label, found = lists[chosen]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": [
            {"label": label, "url": f"?vis={key}", "current": key == chosen, "count": counts[key]}
            for key, (_side, label, _found) in lists.items()
        ],
        "rows": [showing.row(one, side) for one in page.object_list],
        "side": side,
        "pages": pages_of(page, request.GET) if page.paginator.num_pages > 1 else None,
    }
    return render(request, "access/contact_requests.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One conversation, and what one can do about it."""
    found, side = seen_by(request, public_id)
    bound: dict[str, forms.Form] = {}
    if request.method == "POST":
        name = request.POST.get("do", "")
        if name not in DOINGS:
            raise Http404
        form = forms_of(found, side, request, name)[name]
        try:
            if form.is_valid():
                messages.success(request, DOINGS[name](request, found, form))
                return redirect("contact_request", found.public_id)
        except ValidationError as error:
            add_errors(form, error)
        except services.EndedError:
            messages.error(request, _("The conversation has moved on meanwhile. Look again."))
            return redirect("contact_request", found.public_id)
        except NotAllowedError:
            raise Http404 from None
        bound[name] = form
    context = page_context(request, found, side, bound)
    status = 422 if bound else 200
    return render(request, "access/contact_request.html", context, status=status)


def seen_by(request: HttpRequest, public_id: str) -> tuple[ContactRequest, Side]:
    seen = request_seen(person_of(request), public_id)
    if seen is None:
        raise Http404
    return seen


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """At the fields that the form has; all else on top."""
    for name, texts in getattr(error, "message_dict", {None: error.messages}).items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def forms_of(
    found: ContactRequest, side: Side, request: HttpRequest | None = None, sent: str = ""
) -> dict[str, forms.Form]:
    """Every form of the page by what it does; the one that was sent is filled in."""

    def data(name: str) -> dict[str, Any]:
        if request is None or sent != name:
            return {}
        return {"data": request.POST, "files": request.FILES}

    nameless = side == Side.OWNER and found.owner_named_at is None
    writing = AnswerForm if nameless else MessageForm
    own = found.outcomes.filter(side=side).first()
    said = (
        {"tonnes": own.tonnes, "starts_on": own.starts_on, "replaces": own.replaces} if own else {}
    )
    return {
        "write": writing(**data("write")),
        "agree": forms.Form(**data("agree")),
        "end": EndForm(prefix="end", **data("end")),
        "withdraw": forms.Form(**data("withdraw")),
        "outcome": OutcomeForm(prefix="outcome", initial=said, **data("outcome")),
        "deliver": DeliveryForm(found.made_at.year, prefix="deliver", **data("deliver")),
    }


def page_context(
    request: HttpRequest, found: ContactRequest, side: Side, bound: dict[str, forms.Form]
) -> dict[str, Any]:
    spoken = list(found.messages.select_related("author"))
    viewer = viewer_for(request.user)
    return {
        "found": found,
        "side": side,
        "other": showing.other_party(found, side),
        "asker": showing.about_asker(found.asker_company),
        "thread": showing.thread(found, spoken, side),
        "people": showing.people(found, spoken) if side != Side.STAFF else [],
        "outcomes": showing.outcomes(found, side),
        "deliveries": showing.deliveries(found),
        "agreed_by_us": agreed_by(found, side),
        "agreed_by_them": agreed_by(found, services.OTHER.get(side, side)),
        "ended_by": showing.speaker(found, Side(found.ended_by), side) if found.ended_by else "",
        "listing": opened(viewer, found.listing_id),
        "forms": forms_of(found, side) | bound,
        "errors_in": next(iter(bound), ""),
        "crumbs": [
            {"label": _("Contact"), "url": reverse("contact_requests")},
            {"label": found.listing_title},
        ],
    }


def agreed_by(found: ContactRequest, side: Side) -> bool:
    given = {Side.ASKER: found.asker_agreed_at, Side.OWNER: found.owner_agreed_at}
    return bool(given.get(side))


def wrote(request: HttpRequest, found: ContactRequest, form: forms.Form) -> str:
    data = form.cleaned_data
    services.write_message(
        actor=person_of(request), request=found, text=data["text"], upload=data["upload"],
        title=data["file_title"], name_us=data.get("name_us", False),
    )  # fmt: skip
    return _("The message is sent.")


def agreed(request: HttpRequest, found: ContactRequest, form: forms.Form) -> str:
    if services.agree(actor=person_of(request), request=found):
        return _("You both want to go on. Names and e-mail addresses are below.")
    return _("The other side is told that you want to go on.")


def ended(request: HttpRequest, found: ContactRequest, form: forms.Form) -> str:
    services.end_contact(actor=person_of(request), request=found, **form.cleaned_data)
    return _("The conversation is ended. Thank you for saying why.")


def withdrawn(request: HttpRequest, found: ContactRequest, form: forms.Form) -> str:
    services.withdraw(actor=person_of(request), request=found)
    return _("The request is withdrawn.")


def told_outcome(request: HttpRequest, found: ContactRequest, form: forms.Form) -> str:
    services.say_outcome(actor=person_of(request), request=found, **form.cleaned_data)
    return _("Saved. Thank you.")


def delivered(request: HttpRequest, found: ContactRequest, form: forms.Form) -> str:
    data = form.cleaned_data
    services.say_delivered(
        actor=person_of(request), request=found, year=data["year"], tonnes=data["delivered"]
    )
    return _("Saved. Thank you.")


DOINGS: dict[str, Done] = {
    "write": wrote,
    "agree": agreed,
    "end": ended,
    "withdraw": withdrawn,
    "outcome": told_outcome,
    "deliver": delivered,
}


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, public_id: str, message_id: str) -> FileResponse:
    """An attached file, for both sides and the cluster."""
    found, _side = seen_by(request, public_id)
    message = found.messages.filter(public_id=message_id).exclude(file="").first()
    if message is None:
        raise Http404
    known = message.file_type in FILE_KINDS
    response = FileResponse(
        message.file.open("rb"),
        as_attachment=True,
        filename=safe_title(message.file_title, message.file_type),
        content_type=message.file_type if known else OCTETS,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
