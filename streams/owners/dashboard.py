"""A company's own page: what to do first, its listings, totals, who has seen them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.queries import acts_as_staff, stand_in_of, viewer_for
from accounts.viewers import Viewer
from companies.models import Company, MembershipRequest
from companies.queries import company_with_members, requests_of, requests_to_answer
from companies.tables import stand_in_text
from exchange.paging import pages_of
from streams.owners.access import (
    companies_acted_for,
    companies_that_let_act,
    company_acted_for,
    note_company_seen,
    person,
)
from streams.owners.company_tasks import first_tasks
from streams.owners.listing_table import in_state, rows_of, table
from streams.owners.seen_lines import last_seen
from streams.owners.totals import critical, figures
from streams.owners.unusual import open_notices
from streams.vocabulary import State

LAST_VIEWS = 5
PAGE = 25


@login_required
@never_cache
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """To the one company, or a choice of several; staff choose among those that let them act."""
    user = person(request)
    companies, is_staff = companies_acted_for(user), acts_as_staff(user)
    if len(companies) == 1 and not is_staff:
        return HttpResponseRedirect(reverse("company_page", args=[companies[0].public_id]))
    context = {
        "companies": companies,
        "letting": letting(user, request.GET) if is_staff else None,
        **({} if companies else ways_in(viewer_for(user))),
    }
    return render(request, "owners/companies.html", context)


def letting(user: User, params: QueryDict) -> dict[str, Any]:
    """The companies that let the cluster act for them, a page at a time, narrowed by name."""
    text = " ".join(params.get("q", "").replace("\0", " ").split())[:120]
    found = Paginator(companies_that_let_act(user, text), PAGE).get_page(params.get("page"))
    return {
        "text": text,
        "companies": found.object_list,
        "can_search": bool(text) or found.paginator.num_pages > 1,
        "pages": pages_of(found, params) if found.paginator.num_pages > 1 else None,
    }


def ways_in(viewer: Viewer) -> dict[str, Any]:
    """For those who act for nobody yet: the companies they wait for, and where to see or ask."""
    waiting = requests_of(viewer).filter(answer=MembershipRequest.Answer.WAITING)
    names = list(waiting.values_list("company_name", flat=True))
    label = _("What you have asked for") if names else _("Ask to act for a company")
    return {"waits_for": names, "ways": [{"label": label, "url": reverse("my_companies")}]}


@login_required
@never_cache
@require_safe
def company_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """Seventeen queries, however many listings."""
    company = company_acted_for(request, public_id)
    note_company_seen(person(request), company)
    rows = rows_of(company, person(request).pk)
    live = in_state(rows, State.PUBLISHED)
    viewer = viewer_for(request.user)
    context = {
        "company": company,
        "own_side": company.pk in viewer.company_ids,
        "stands_in": stand_in_text(stand_in_of(company.pk)),
        "notices": open_notices(company, viewer),
        **first_tasks(rows, waiting_for(viewer, company), company, viewer),
        "members_url": members_url(viewer, company),
        "table": table(rows, request.GET) if rows else None,
        "figures": figures(live),
        "critical": critical(live),
        "views": last_seen(company, LAST_VIEWS),
        "new_url": reverse("new_listing", args=[company.public_id]),
        "crumbs": [{"label": _("Our page")}],
    }
    return render(request, "owners/dashboard.html", context)


def waiting_for(viewer: Viewer, company: Company) -> int:
    """How many ask to act for this company, for those who decide it."""
    asked = requests_to_answer(viewer).filter(
        country=company.country, organisation_number=company.organisation_number
    )
    return asked.count() if company.organisation_number else 0


def members_url(viewer: Viewer, company: Company) -> str:
    """Only for those who decide who else acts for it."""
    if company_with_members(viewer, company.public_id) is None:
        return ""
    return reverse("members", args=[company.public_id])
