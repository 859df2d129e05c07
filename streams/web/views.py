"""Front page, search and listing: parse, ask the catalogue, render."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.queries import viewer_for
from streams.catalogue.criteria import ORDERINGS, Criteria, CriteriaForm
from streams.catalogue.search import Page, opened, search
from streams.disclosure import Field
from streams.vocabulary import Form, Kind
from streams.web import words
from streams.web.presentation import card, lines

FACETS = ("kind", "material", "county", "crm", "industry", "form")
NEWEST = 6


def front(request: HttpRequest) -> HttpResponse:
    """What this is, search, ways in, and what is new."""
    page = search(viewer_for(request.user), Criteria(page_size=NEWEST), facets=("county",))
    context = {"newest": [card(hit) for hit in page.hits], "total": page.total}
    return render(request, "web/front.html", context)


def about(request: HttpRequest) -> HttpResponse:
    """What the exchange is and how secrets are kept."""
    return render(request, "web/about.html")


def results(request: HttpRequest) -> HttpResponse:
    """Search with filters; a parameter that makes no sense is told at its field and left out."""
    form = CriteriaForm(request.GET)
    form.is_valid()
    criteria = form.criteria()
    page = search(viewer_for(request.user), criteria, facets=FACETS)
    context = {
        "form": form,
        "criteria": criteria,
        "hits": [card(hit) for hit in page.hits],
        "total": page.total,
        "groups": groups(page, criteria),
        "orderings": ORDERINGS.items(),
        "pages": pages(request, criteria, page.total),
        "chips": chips(request, criteria),
    }
    return render(request, "web/search.html", context)


def record(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One listing as this viewer may see it; 404 alike for hidden and never existing."""
    hit = opened(viewer_for(request.user), entry_id)
    if hit is None:
        raise Http404
    shown = lines(hit)
    context = {"hit": hit, "card": card(hit), "lines": shown, "kind": Kind(hit.kind).label}
    context["locked"] = any(line["fact"] is None for line in shown)
    response = render(request, "web/record.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


def groups(page: Page, criteria: Criteria) -> list[dict[str, object]]:
    """Filter groups with counts, each as if it were not chosen itself."""
    titles = {
        "kind": _("Kind"), "material": _("Material"), "county": _("County"),
        "crm": Field.CRM.label, "industry": _("Industry"), "form": _("Form"),
    }  # fmt: skip
    return [
        {"title": titles[name], "name": name, "choices": choices(page, criteria, name)}
        for name in FACETS
        if page.facets.counts[name] or getattr(criteria, name)
    ]


def choices(page: Page, criteria: Criteria, name: str) -> list[dict[str, object]]:
    chosen, counts = getattr(criteria, name), page.facets.counts[name]
    found = [
        {"value": code, "label": label_of(name, code), "count": counts.get(code, 0),
         "checked": code in chosen}
        for code in {*counts, *chosen}
    ]  # fmt: skip
    return sorted(found, key=lambda choice: str(choice["label"]))


def label_of(name: str, code: str) -> str:
    labels = {
        "kind": lambda: str(Kind(code).label),
        "form": lambda: str(Form(code).label),
        "material": lambda: words.material_name(code),
        "county": lambda: words.county_name(code),
        "crm": lambda: words.critical_name(code),
        "industry": lambda: words.industry_name(code),
    }
    return labels[name]()


def chips(request: HttpRequest, criteria: Criteria) -> list[dict[str, str]]:
    """One for each chosen filter, with the address of the same search without it."""
    found = []
    for name in FACETS:
        for code in sorted(getattr(criteria, name)):
            params = request.GET.copy()
            params.setlist(name, [v for v in params.getlist(name) if v != code])
            params.pop("page", None)
            found.append({"label": label_of(name, code), "remove_url": f"?{params.urlencode()}"})
    return found


def pages(request: HttpRequest, criteria: Criteria, total: int) -> dict[str, object]:
    last = min(criteria.offset + criteria.page_size, total)
    return {
        "first": criteria.offset + 1,
        "last": last,
        "previous_url": page_address(request, criteria.page - 1) if criteria.page > 1 else "",
        "next_url": page_address(request, criteria.page + 1) if last < total else "",
    }


def page_address(request: HttpRequest, number: int) -> str:
    params = request.GET.copy()
    params["page"] = str(number)
    return f"?{params.urlencode()}"
