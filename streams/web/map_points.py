"""Hits for the maps of the pages: points and areas, and what each point says when pressed."""

from collections.abc import Sequence

from django.http import JsonResponse

from streams.catalogue.points import areas, feature_collection
from streams.catalogue.search import Hit
from streams.web.cards import volume


def points_answer(hits: Sequence[Hit], *, with_areas: bool = False) -> JsonResponse:
    """GeoJSON as static/src/map.js reads it; a point's line is its amount per year."""
    collection = feature_collection(hits)
    for hit, feature in zip(hits, collection["features"], strict=True):
        amount = volume(hit)
        feature["properties"]["summary"] = f"{amount['text']} {amount['note']}" if amount else ""
    if with_areas:
        collection["features"] += areas(hits)
    return JsonResponse(collection, content_type="application/geo+json")
