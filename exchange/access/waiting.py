"""What waits for a company's people, for the top of its own page."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.viewers import Viewer
from companies.models import Company
from exchange.access.contacts.queries import requests_to_answer
from exchange.access.models import ContactRequest, Side

MOST = 5


def what_waits(company: Company, viewer: Viewer) -> Sequence[dict[str, Any]]:
    """For the company's own people: the cluster answers from a list of its own."""
    if company.pk not in viewer.company_ids:
        return []
    return [contact_task(one) for one in requests_to_answer(company.pk)[:MOST]]


def contact_task(request: ContactRequest) -> dict[str, Any]:
    if request.waits_for == Side.OWNER and request.state == ContactRequest.State.SENT:
        text = _("%(company)s asks for contact about “%(title)s”.")
    else:
        text = _("It is your turn in the conversation about “%(title)s”.")
    named = {"company": request.asker_company.name, "title": request.listing_title}
    address = reverse("contact_request", args=[request.public_id])
    return {"text": text % named, "url": address, "action": _("Answer")}
