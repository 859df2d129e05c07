"""Hits as GeoJSON (RFC 7946): a point only where the place shows exactly, else the county's number.

For maps of streams.web and streams.api alike.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from companies.queries import counties
from streams.catalogue.search import Hit

Feature = dict[str, Any]


def feature_collection(hits: Iterable[Hit]) -> Feature:
    names = {county.number: county.name for county in counties()}
    return {"type": "FeatureCollection", "features": [feature(hit, names) for hit in hits]}


def feature(hit: Hit, county_names: Mapping[str, str]) -> Feature:
    """One listing; geometry is null where only the county shows, or nothing at all."""
    place = hit.facts.get("place", {})
    county = place.get("county") or ""
    geometry = point_of(place)
    properties = {
        "id": hit.id,
        "title": hit.title,
        "kind": hit.kind,
        "tier": hit.tier.name.lower(),
        "url": reverse("record", args=[hit.id]),
        "summary": hit.facts.get("owner", {}).get("name") or county_names.get(county, ""),
        "precision": "exact" if geometry else "county",
        "county": county,
        "county_name": county_names.get(county, ""),
    }
    return {"type": "Feature", "id": hit.id, "geometry": geometry, "properties": properties}


def areas(hits: Iterable[Hit]) -> list[Feature]:
    """The areas of deposits, for those who see their exact place."""
    return [
        {
            "type": "Feature",
            "id": f"{hit.id}-area",
            "geometry": hit.facts["place"]["outline"],
            "properties": {"id": hit.id, "title": hit.title, "kind": hit.kind},
        }
        for hit in hits
        if "outline" in hit.facts.get("place", {})
    ]


def point_of(place: Mapping[str, Any]) -> Feature | None:
    """Longitude before latitude, WGS 84 degrees."""
    latitude, longitude = place.get("latitude"), place.get("longitude")
    if latitude is None or longitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}
