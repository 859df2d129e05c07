"""Addresses of the pages everybody reads."""

from django.urls import path

from streams.web import comparing, downloads, pages, records, searching, together

urlpatterns = [
    path("", pages.front, name="front"),
    path("om/", pages.about, name="about"),
    path("personvern/", pages.privacy, name="privacy"),
    path("tilgjengelighet/", pages.accessibility, name="accessibility"),
    path("kontakt/", pages.contact, name="contact"),
    path("sok/", searching.results, name="search"),
    path("sok/kart.geojson", searching.points, name="map_points"),
    path("sammenlign/", comparing.compare, name="compare"),
    path("sammenlign/sammenligning.csv", comparing.compare_csv, name="compare_csv"),
    path("sammenlign/sammenligning.xlsx", comparing.compare_xlsx, name="compare_xlsx"),
    path("industripark/", together.parks, name="parks"),
    path("industripark/<slug:slug>/", together.park, name="park"),
    path("industripark/<slug:slug>/kart.geojson", together.park_points, name="park_points"),
    path("oppforing/<str:entry_id>/", records.record, name="record"),
    path("oppforing/<str:entry_id>/kart.geojson", records.record_point, name="record_point"),
    path("oppforing/<str:entry_id>/sted/", together.site_listings, name="site_listings"),
    path("oppforing/<str:entry_id>/sted/kart.geojson", together.site_points, name="site_points"),
    path(
        "oppforing/<str:entry_id>/dokument/<str:document_id>/",
        downloads.document,
        name="document",
    ),
]
