"""What lies together: pages of one site, of an industrial park, and of all parks, with their maps.

Each exists only for those who are shown that something lies there.
"""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.queries import viewer_for
from companies.models import IndustrialPark
from companies.parks import park_of_slug, park_slug
from companies.queries import parks as all_parks
from streams.catalogue.search import Hit
from streams.catalogue.together import at_site_of, in_park, parks_seen
from streams.vocabulary import Kind
from streams.web.cards import place_text
from streams.web.gathered import groups, kinds_shown, owners
from streams.web.kinds import kinds_in_words
from streams.web.map_points import points_answer
from streams.web.names import current_names
from streams.web.numbers import written
from streams.web.reading import only_read


@only_read
def site_listings(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Everything at the site of this listing; 404 where the reader is not shown which site."""
    hit, hits = site_found(request, entry_id)
    site = hit.facts["place"]["site"]
    context = {
        **together(hits, with_owner=False),
        "title": f"{site}, {hit.facts['owner']['name']}",
        "over": _("Everything at one site"),
        "place": place_text(hit.facts["place"]),
        "points_url": reverse("site_points", args=[hit.id]),
        "park": park_link(hit.facts["place"].get("park")),
        "crumbs": [
            {"label": _("Front page"), "url": reverse("front")},
            {"label": _("Search"), "url": reverse("search")},
            {"label": hit.title, "url": reverse("record", args=[hit.id])},
            {"label": site},
        ],
    }
    return render(request, "web/together.html", context)


@only_read
def site_points(request: HttpRequest, entry_id: str) -> JsonResponse:
    """The same listings for the map."""
    return points_answer(site_found(request, entry_id)[1], with_areas=True)


def site_found(request: HttpRequest, entry_id: str) -> tuple[Hit, list[Hit]]:
    """The listing, and all at its site. Raises Http404 where that does not show."""
    found = at_site_of(viewer_for(request.user), entry_id)
    if found is None:
        raise Http404
    return found


@only_read
def park(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that shows the reader it lies in this park; 404 when nothing does."""
    found, hits = park_found(request, slug)
    context = {
        **together(hits, with_owner=True),
        "title": found.name,
        "over": _("Industrial park"),
        "place": municipality_text(found),
        "points_url": reverse("park_points", args=[slug]),
        "park": None,
        "owners": owners(hits),
        "crumbs": [*parks_crumbs(), {"label": found.name}],
    }
    return render(request, "web/together.html", context)


@only_read
def park_points(request: HttpRequest, slug: str) -> JsonResponse:
    """The same listings for the map."""
    return points_answer(park_found(request, slug)[1], with_areas=True)


def park_found(request: HttpRequest, slug: str) -> tuple[IndustrialPark, list[Hit]]:
    """Raises Http404 alike for a park that is not there and one where nothing shows."""
    found = park_of_slug(slug)
    hits = in_park(viewer_for(request.user), found.name) if found else []
    if found is None or not hits:
        raise Http404
    return found, hits


@only_read
def parks(request: HttpRequest) -> HttpResponse:
    """Parks with something that this reader is shown to lie there."""
    seen = parks_seen(viewer_for(request.user))
    rows = [park_row(one, seen[one.name]) for one in all_parks() if one.name in seen]
    columns = [
        {"label": _("Industrial park")},
        {"label": _("Place")},
        *({"label": kind.label, "numeric": True} for kind in Kind),
        {"label": _("In all"), "numeric": True},
    ]
    return render(
        request,
        "web/parks.html",
        {
            "crumbs": [*parks_crumbs()[:-1], {"label": _("Industrial parks")}],
            "columns": columns,
            "rows": rows,
            "actions": [{"label": _("Go to the search"), "url": reverse("search")}],
        },
    )


def park_row(one: IndustrialPark, counts: Counter[str]) -> list[Any]:
    return [
        {"text": one.name, "url": reverse("park", args=[park_slug(one.name)])},
        municipality_text(one) or "–",
        *({"text": written(counts[kind]), "numeric": True} for kind in Kind),
        {"text": written(counts.total()), "numeric": True},
    ]


def together(hits: list[Hit], *, with_owner: bool) -> dict[str, Any]:
    """What the pages of a site and of a park have in common."""
    count = ngettext("%s listing", "%s listings", len(hits)) % written(len(hits))
    return {
        "count": count,
        "made_up_of": kinds_in_words(Counter(hit.kind for hit in hits)),
        "groups": groups(hits, with_owner=with_owner),
        "legend": kinds_shown(hits),
        "mapped": any(hit.facts["place"].get("latitude") is not None for hit in hits),
    }


def park_link(name: str | None) -> dict[str, str] | None:
    """The page of a park that a listing shows it lies in."""
    if not name:
        return None
    return {"label": name, "url": reverse("park", args=[park_slug(name)])}


def municipality_text(one: IndustrialPark) -> str:
    """ "Porsgrunn, Telemark"."""
    names = current_names()
    number = one.municipality_id or ""
    return place_text({"municipality": number, "county": number[:2]}) if names and number else ""


def parks_crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Front page"), "url": reverse("front")},
        {"label": _("Industrial parks"), "url": reverse("parks")},
    ]
