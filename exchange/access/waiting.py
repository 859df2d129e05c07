"""What waits for a company's people, for the top of its own page."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.viewers import Viewer
from companies.models import Company
from exchange.access.contacts.queries import requests_to_answer
from exchange.access.models import AccessRequest, ContactRequest, Side
from exchange.access.nda.queries import accesses_to_answer
from exchange.access.nda.showing import title_of

MOST = 5


def what_waits(company: Company, viewer: Viewer) -> Sequence[dict[str, Any]]:
    """For the company's own people: the cluster answers from a list of its own."""
    if company.pk not in viewer.company_ids:
        return []
    accesses = [access_task(one) for one in accesses_to_answer(company.pk)[:MOST]]
    return accesses + [contact_task(one) for one in requests_to_answer(company.pk)[:MOST]]


def access_task(request: AccessRequest) -> dict[str, Any]:
    asker = request.asker_company.name
    texts = {
        AccessRequest.State.CONSENT: _("%(company)s asks for access to “%(title)s”."),
        AccessRequest.State.OPEN: _("The cluster proposes longer access for %(company)s."),
        AccessRequest.State.SIGNING: _("An agreement about “%(title)s” is to be signed."),
        AccessRequest.State.ASKED_BACK: _("The cluster asks about access to “%(title)s”."),
    }
    text = texts[AccessRequest.State(request.state)]
    return {
        "text": text % {"company": asker, "title": title_of(request)},
        "url": reverse("access_request", args=[request.public_id]),
        "action": _("Answer"),
    }


def contact_task(request: ContactRequest) -> dict[str, Any]:
    if request.waits_for == Side.OWNER and request.state == ContactRequest.State.SENT:
        text = _("%(company)s asks for contact about “%(title)s”.")
    else:
        text = _("It is your turn in the conversation about “%(title)s”.")
    named = {"company": request.asker_company.name, "title": request.listing_title}
    address = reverse("contact_request", args=[request.public_id])
    return {"text": text % named, "url": address, "action": _("Answer")}
