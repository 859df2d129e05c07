"""The cluster's queue and the agreement's text: pages for staff."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, turned_away
from accounts.queries import acts_as_staff
from exchange.access.contacts.views import add_errors
from exchange.access.models import AgreementText
from exchange.access.nda.forms import TextsForm
from exchange.access.nda.texts import LANGUAGES, add_version, text_in_force
from exchange.access.queue.queries import Waiting, counted, waiting
from exchange.paging import pages_of
from streams.web.numbers import day_text

PAGE = 25
LATE_DAYS = 7
"""Five working days, after which the cluster has kept somebody waiting for too long."""
ICONS = {
    "access": "key",
    "contact": "mail",
    "membership": "user",
    "absence": "user",
    "ownerless": "factory",
    "sheet": "table",
}


@login_required
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the cluster, oldest first."""
    if not acts_as_staff(person_of(request)):
        return turned_away(request)
    counts, labels = counted(), kinds()
    chosen = request.GET.get("slag", "")
    chosen = chosen if chosen in labels else ""
    total = counts[chosen] if chosen else sum(counts.values())
    page = Paginator(range(total), PAGE).get_page(request.GET.get("page"))
    first = (page.number - 1) * PAGE
    context = {
        "tabs": [
            {"label": _("All"), "url": "?", "current": not chosen, "count": sum(counts.values())},
            *(
                {
                    "label": label,
                    "url": f"?slag={kind}",
                    "current": kind == chosen,
                    "count": counts[kind],
                }
                for kind, label in labels.items()
                if counts[kind] or kind == chosen
            ),
        ],
        "rows": [row(one, labels) for one in waiting(chosen, first, PAGE)],
        "pages": pages_of(page, request.GET) if page.paginator.num_pages > 1 else None,
    }
    return render(request, "access/queue.html", context)


def kinds() -> dict[str, str]:
    return {
        "access": _("Access (NDA)"),
        "contact": _("Contact without answer"),
        "membership": _("New people"),
        "absence": _("Stand-ins"),
        "ownerless": _("Companies without administrator"),
        "sheet": _("Spreadsheets with errors"),
    }


def row(one: Waiting, labels: dict[str, str]) -> dict[str, Any]:
    """A line of the queue: since when, who wants what, and the most likely thing to do."""
    days = (timezone.now() - one.at).days
    return {
        "kind": labels[one.kind],
        "icon": ICONS[one.kind],
        "days": ngettext("%s day", "%s days", days) % days if days else _("Today"),
        "since": day_text(one.at),
        "late": days >= LATE_DAYS,
        "text": text_of(one),
        "note": one.note if one.kind in ("access", "contact", "absence") else "",
        "url": address_of(one),
        "action": action_of(one),
        "confirm_url": reverse("request_confirm", args=[one.ref])
        if one.kind == "membership"
        else "",
        "who": one.who,
    }


def text_of(one: Waiting) -> str:
    texts = {
        "access": _("%(who)s wants to see %(about)s"),
        "contact": _("%(who)s waits in a conversation about %(about)s"),
        "membership": _("%(who)s wants to act for %(about)s"),
        "absence": _("%(who)s says that the administrator of %(about)s is away"),
        "ownerless": _("Nobody decides who acts for %(who)s"),
        "sheet": _("%(who)s has sent %(about)s, and it has errors"),
    }
    return texts[one.kind] % {"who": one.who, "about": one.about}


def address_of(one: Waiting) -> str:
    if one.kind == "sheet":
        return reverse("sheet_upload", args=[one.note, one.ref])
    names = {
        "access": "access_request",
        "contact": "contact_request",
        "absence": "stand_in",
        "ownerless": "members",
    }
    if one.kind == "membership":
        return reverse("waiting_requests")
    return reverse(names[one.kind], args=[one.ref])


def action_of(one: Waiting) -> str:
    return {
        "access": _("See and decide"),
        "contact": _("Open"),
        "membership": _("See and decide"),
        "absence": _("Answer"),
        "ownerless": _("Choose an administrator"),
        "sheet": _("Help"),
    }[one.kind]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_texts(request: HttpRequest) -> HttpResponse:
    """The agreement's text in force, and a new version of it."""
    person = person_of(request)
    if not acts_as_staff(person):
        return turned_away(request)
    in_force = {language: text_in_force(language) for language in LANGUAGES}
    initial = {language: text.text for language, text in in_force.items()}
    form = TextsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = add_version(actor=person, texts=form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Version %s is in force from now on.") % version)
            return redirect("agreement_texts")
    versions = AgreementText.objects.filter(language="nb").select_related("made_by")
    context = {
        "form": form,
        "versions": [
            {"number": one.version, "since": day_text(one.made_at)}
            for one in versions.order_by("-version")
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "access/agreement_texts.html", context, status=status)
