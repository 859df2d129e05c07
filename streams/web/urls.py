"""Addresses of the pages everybody reads."""

from django.urls import path

from streams.web import downloads, pages, records, searching

urlpatterns = [
    path("", pages.front, name="front"),
    path("om/", pages.about, name="about"),
    path("personvern/", pages.privacy, name="privacy"),
    path("tilgjengelighet/", pages.accessibility, name="accessibility"),
    path("kontakt/", pages.contact, name="contact"),
    path("sok/", searching.results, name="search"),
    path("sok/kart.geojson", searching.points, name="map_points"),
    path("oppforing/<str:entry_id>/", records.record, name="record"),
    path("oppforing/<str:entry_id>/kart.geojson", records.record_point, name="record_point"),
    path(
        "oppforing/<str:entry_id>/dokument/<str:document_id>/",
        downloads.document,
        name="document",
    ),
]
