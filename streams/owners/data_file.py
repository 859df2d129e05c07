"""Everything a company has registered, as one JSON file that the interface takes back."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from companies.models import Company
from streams.owners.access import company_acted_for, note_company_seen, person
from streams.owners.api.base import WHOLE
from streams.register.plain import SCHEMA_VERSION, plain_company, plain_record, plain_site

NAME = "oppforinger.json"


@login_required
@never_cache
@require_safe
def data_file(request: HttpRequest, public_id: str) -> JsonResponse:
    """The file to keep; equal data give equal files. Working copies are no part of it."""
    company = company_acted_for(request, public_id)
    data = data_of(company)
    note_company_seen(person(request), company)
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{NAME}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def data_of(company: Company) -> Mapping[str, Any]:
    """The form that own/companies/{id}/listings/bulk/ takes."""
    records = WHOLE.filter(site__company=company).order_by("title", "pk")
    return {
        "schema": SCHEMA_VERSION,
        "company": plain_company(company),
        "sites": [plain_site(site) for site in company.sites.order_by("name", "pk")],
        "listings": [plain_record(record) for record in records],
    }
