"""Addresses under /api/v1/."""

from django.urls import path

from streams.api.views import CatalogueDetail, CatalogueList

urlpatterns = [
    path("catalogue/", CatalogueList.as_view(), name="api-catalogue"),
    path("catalogue/<slug:entry_id>/", CatalogueDetail.as_view(), name="api-entry"),
]
