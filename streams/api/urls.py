"""Addresses under /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from streams.api.views import CatalogueCsv, CatalogueDetail, CatalogueGeojson, CatalogueList

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    path("catalogue.geojson", CatalogueGeojson.as_view(), name="api-geojson"),
    path("catalogue.csv", CatalogueCsv.as_view(), name="api-csv"),
    path("catalogue/", CatalogueList.as_view(), name="api-catalogue"),
    path("catalogue/<slug:entry_id>/", CatalogueDetail.as_view(), name="api-entry"),
]
