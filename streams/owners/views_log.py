"""Who has seen more of a company's listings than everyone sees: as a page, and as a file."""

import csv
from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Membership, User
from accounts.tiers import Tier
from companies.models import Company
from exchange.audit.models import AccessLine
from streams.api.exports import harmless
from streams.owners.access import company_acted_for
from streams.owners.company import crumbs
from streams.register.models import Record

PAGE = 100
COLUMNS = ("at", "who", "company", "listing", "id", "audience")
Line = dict[str, str]


@login_required
@never_cache
@require_safe
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    company = company_acted_for(request, public_id)
    shown = Paginator(lines_of(company), PAGE).get_page(request.GET.get("page"))
    context = {
        "company": company,
        "lines": told(shown.object_list),
        "shown": shown,
        "crumbs": crumbs(company, _("Who has seen our listings")),
    }
    return render(request, "owners/views_log.html", context)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every line as CSV for a spreadsheet."""
    company = company_acted_for(request, public_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="innsyn.csv"'
    answer.write("\N{BYTE ORDER MARK}")
    writer = csv.DictWriter(answer, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for line in told(lines_of(company).iterator(chunk_size=1000)):
        writer.writerow({name: harmless(text) for name, text in line.items()})
    return answer


def lines_of(company: Company) -> QuerySet[AccessLine]:
    lines = AccessLine.objects.filter(owner_id=company.pk).select_related("user")
    return lines.order_by("-at", "-pk")


def told(lines: Iterable[AccessLine]) -> Iterator[Line]:
    """With the names of companies as they are today, and of listings too while they last."""
    listed = list(lines)
    titles = dict(
        Record.objects.filter(pk__in={line.record_id for line in listed}).values_list("pk", "title")
    )
    companies = companies_of({line.user_id for line in listed if line.user_id})
    for line in listed:
        user = line.user
        yield {
            "at": localtime(line.at).strftime("%Y-%m-%d %H:%M"),
            "who": (user.name or user.email) if isinstance(user, User) else "",
            "company": companies.get(line.user_id or 0, "")
            or (_("The cluster") if isinstance(user, User) and user.is_cluster_staff else ""),
            "listing": titles.get(line.record_id, line.title),
            "address": reverse("record", args=[line.record_id]) if line.record_id in titles else "",
            "id": line.record_id,
            "audience": str(Tier(line.tier).label),
        }


def companies_of(user_ids: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    members = Membership.objects.filter(user_id__in=list(user_ids), is_active=True)
    for member in members.select_related("company").order_by("company__name"):
        before = found.get(member.user_id)
        found[member.user_id] = f"{before}, {member.company}" if before else str(member.company)
    return found
