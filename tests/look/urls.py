"""Addresses that only the tests of the look have: the components on one page, and their data."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import engines
from django.template.backends.base import BaseEngine
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path
from django.utils.safestring import SafeString, mark_safe

from accounts.views import set_language
from tests.look.samples import samples

HERE = Path(__file__).parent
# What base.html shows already, and parts of a form that the whole form shows.
ELSEWHERE = {
    "demo_strip", "error_summary", "field", "field_errors", "form_fields", "language_menu",
    "messages", "search_box", "site_footer", "site_header", "site_links", "user_menu",
}  # fmt: skip


def component(name: str, context: dict[str, Any], request: HttpRequest) -> SafeString:
    return render_to_string(f"components/{name}.html", context, request)


def chosen(name: str, which: str) -> list[dict[str, Any]]:
    """The complete sample, or those that leave something out."""
    return samples()[name][:1] if which == "complete" else samples()[name][1:]


def gallery(request: HttpRequest, which: str) -> HttpResponse:
    shown = [
        (name, mark_safe("\n".join(component(name, one, request) for one in chosen(name, which))))
        for name in samples()
        if name not in ELSEWHERE and chosen(name, which)
    ]
    engine: BaseEngine = engines["django"]
    template = engine.from_string((HERE / "gallery.html").read_text())
    context = {"shown": shown, "ways": samples()["way_in"] * 3, "demo": True}
    return HttpResponse(template.render(context, request))


def confirm(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "Remove the listing",
        "question": "Remove «Silicomanganese slag»?",
        "consequences": ["Nobody finds it any more.", "Its history is kept."],
        "submit_label": "Remove",
        "danger": True,
        "action": "/confirm/",
        "fields": [{"name": "id", "value": "7"}],
        "cancel_url": "/",
    }
    return render(request, "confirm.html", context)


def error_page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"{name}.html")


def points(request: HttpRequest) -> JsonResponse:
    places = [(7.0 + n / 50, 58.2 + n / 60) for n in range(12)]
    exact = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": {
                "title": f"Slag {n}",
                "url": f"/hit/{n}/",
                "kind": ("material", "heat", "gas", "deposit")[n % 4],
                "summary": "1 000–10 000 t a year",
                "precision": "exact",
            },
        }
        for n, (longitude, latitude) in enumerate(places)
    ]
    return JsonResponse({"type": "FeatureCollection", "features": [*exact, *coarse_features()]})


def coarse_features() -> list[dict[str, Any]]:
    nordland = ("18", "Nordland")
    return [
        {
            "type": "Feature",
            "geometry": None,
            "properties": {
                "title": f"Dust {n}",
                "url": f"/hit/c{n}/",
                "kind": "material",
                "precision": "county",
                "county": number,
                "county_name": name,
            },
        }
        for n, (number, name) in enumerate([nordland, nordland, ("50", "Trøndelag")])
    ]


def outlines(request: HttpRequest) -> JsonResponse:
    ring = [[12.0, 65.0], [16.0, 65.0], [17.0, 68.5], [13.0, 67.0], [12.0, 65.0]]
    nordland = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"number": "18", "name": "Nordland"},
    }
    return JsonResponse({"type": "FeatureCollection", "features": [nordland]})


urlpatterns: list[URLPattern | URLResolver] = [
    path("gallery/<slug:which>/", gallery, name="gallery"),
    path("confirm/", confirm),
    path("error/<str:name>/", error_page),
    path("points.geojson", points),
    path("outlines.geojson", outlines),
    path("", confirm, name="front"),
    path("sok/", confirm, name="search"),
    path("om/", confirm, name="about"),
    path("konto/", include("accounts.urls")),
    path("konto/", include("companies.urls")),
    path("konto/", include("allauth.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
]
