"""The page of one listing, as its reader may see it; its owner can look as each audience does."""

import re
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.queries import viewer_for
from accounts.tiers import Tier
from accounts.viewers import ANONYMOUS, Viewer
from companies.outlines import VIEW_BOX, county_paths
from streams.catalogue.access_ends import access_ends
from streams.catalogue.audiences import entry_as, is_own
from streams.catalogue.criteria import Criteria
from streams.catalogue.points import areas, feature_collection
from streams.catalogue.search import Hit, everything, opened
from streams.quantities.outlines import area_of
from streams.vocabulary import Kind
from streams.web.cards import card, news
from streams.web.names import current_names
from streams.web.numbers import area_text, day_text, point_text
from streams.web.owner_side import owner_side
from streams.web.reading import only_read
from streams.web.sections import sections

AUDIENCES = {"alle": Tier.PUBLIC, "nda": Tier.NDA, "oss": Tier.OWNER}
ICONS = {Tier.PUBLIC: "eye", Tier.NDA: "key", Tier.OWNER: "lock"}
MOST_SIMILAR = 3
NEARBY_KM = 30
CSRF_FIELD = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@only_read
def record(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One listing as this viewer may see it; 404 alike for hidden and never existing."""
    viewer = viewer_for(request.user)
    hit = opened(viewer, entry_id)
    if hit is None:
        raise Http404
    audience = asked_audience(request, hit)
    shown = hit if audience is hit.tier else entry_as(entry_id, audience)
    context = {**about(viewer, hit), **seen(hit, shown, audience, request)}
    return tagged(request, render(request, "web/record.html", context))


@only_read
def record_point(request: HttpRequest, entry_id: str) -> JsonResponse:
    """Where one listing is, for its map: a point only where the viewer sees the exact place."""
    hit = opened(viewer_for(request.user), entry_id)
    if hit is None:
        raise Http404
    found = feature_collection([hit])
    found["features"] += areas([hit])
    return JsonResponse(found, content_type="application/geo+json")


def asked_audience(request: HttpRequest, hit: Hit) -> Tier:
    """The audience whose view an owner wants; everybody else has his own and no other."""
    if hit.tier is not Tier.OWNER:
        return hit.tier
    return AUDIENCES.get(request.GET.get("som", ""), Tier.OWNER)


def about(viewer: Viewer, hit: Hit) -> dict[str, Any]:
    """What is the same whichever audience is looked as."""
    until = access_ends(viewer, [hit]).get(hit.id)
    company = hit.facts.get("owner", {}).get("name")
    return {
        "hit": hit,
        "kind": Kind(hit.kind).label,
        "until": day_text(until) if until else "",
        "as_staff": hit.tier is Tier.OWNER and viewer.is_staff and not is_own(viewer, hit.id),
        "company": company,
        "is_owner": hit.tier is Tier.OWNER,
        "side": owner_side(hit.id) if hit.tier is Tier.OWNER else {},
        "crumbs": [
            {"label": _("Front page"), "url": reverse("front")},
            {"label": _("Search"), "url": reverse("search")},
            {"label": hit.title},
        ],
        "contact_email": settings.CONTACT_EMAIL,
        "similar": similar(hit),
    }


def seen(hit: Hit, shown: Hit | None, audience: Tier, request: HttpRequest) -> dict[str, Any]:
    """The listing as one audience sees it; shown is None where it is not listed for them."""
    found: dict[str, Any] = {
        "tier": audience.name.lower(),
        "tabs": tabs(hit, audience) if hit.tier is Tier.OWNER else [],
        "shown": shown,
    }
    if shown is None:
        return found
    return {
        **found,
        "card": card(shown),
        "own_view": audience is Tier.OWNER,
        "sections": sections(shown),
        "where": where(shown),
        "own_map": audience is hit.tier,
        "source": shown.facts.get("description", {}).get("source"),
        "synthetic": shown.facts["listing"].get("synthetic"),
        "updated": day_text(shown.updated_at),
        "contact": shown.facts.get("contact"),
        "address": request.build_absolute_uri(request.path),
    }


def tabs(hit: Hit, audience: Tier) -> list[dict[str, Any]]:
    """The three audiences, in order; context of components/tabs.html."""
    address = reverse("record", args=[hit.id])
    return [
        {
            "label": tier.label,
            "icon": ICONS[tier],
            "url": address if tier is Tier.OWNER else f"{address}?som={name}",
            "current": tier is audience,
        }
        for name, tier in AUDIENCES.items()
    ]


def where(hit: Hit) -> dict[str, Any]:
    """The county on a small map; the point's numbers where the exact place shows."""
    place, names = hit.facts.get("place", {}), current_names()
    number = place.get("county") or ""
    latitude, longitude = place.get("latitude"), place.get("longitude")
    exact = latitude is not None and longitude is not None
    return {
        "county": names.county(number),
        "municipality": names.municipality(place.get("municipality")),
        "county_url": f"{reverse('search')}?county={number}",
        "view_box": VIEW_BOX,
        "counties": [
            {
                "number": county.number,
                "name": county.name,
                "path": county.path,
                "step": "chosen" if county.number == number else "0",
                "text": _("here") if county.number == number else _("not here"),
            }
            for county in county_paths()
        ],
        "point": point_text(latitude, longitude) if exact else "",
        "nearby_url": nearby_url(hit) if exact else "",
        "area": area_text(area_of(place["outline"]["coordinates"][0]))
        if "outline" in place
        else "",
        "points_url": reverse("record_point", args=[hit.id]) if exact else "",
    }


def nearby_url(hit: Hit) -> str:
    """What else is nearby. It names the listing and not its point, which thus stays with those
    who may see it, wherever the address is sent."""
    asked = {"near_listing": hit.id, "radius_km": NEARBY_KM, "ordering": "distance"}
    return f"{reverse('search')}?{urlencode(asked)}"


def similar(hit: Hit) -> list[dict[str, Any]]:
    """Others of the same material, as everybody sees them, so that nobody's access is spent."""
    criteria = Criteria(material=frozenset({hit.facts["listing"]["material"]}))
    found = [one for one in everything(ANONYMOUS, criteria, MOST_SIMILAR + 1) if one.id != hit.id]
    return [news(one) for one in found[:MOST_SIMILAR]]


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With an ETag of the very page, so that nothing hidden can move it.

    The second part names the CSRF secret: a page kept from before a login has forms that no
    longer work.
    """
    page = CSRF_FIELD.sub(b"", response.content)
    digest = blake2b(page, digest_size=16).hexdigest()
    secret = blake2b(request.META.get("CSRF_COOKIE", "").encode(), digest_size=4).hexdigest()
    etag = f'W/"{digest}~{secret}"'
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
