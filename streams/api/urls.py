"""Addresses under /api/v1/."""

from django.urls import path

from streams.api import views
from streams.api.docs import documentation
from streams.api.reference import LISTS, ReferenceIndex, route_name, view_of
from streams.api.schema import Schema

urlpatterns = [
    path("schema/", Schema.as_view(), name="api-schema"),
    path("docs/", documentation, name="schema-docs"),
    path("catalogue/", views.CatalogueList.as_view(), name="api-catalogue"),
    path("catalogue/<slug:id>/", views.CatalogueDetail.as_view(), name="api-entry"),
    path("catalogue.geojson", views.CatalogueGeojson.as_view(), name="api-geojson"),
    path("catalogue.csv", views.CatalogueCsv.as_view(), name="api-csv"),
    path("catalogue.xlsx", views.CatalogueXlsx.as_view(), name="api-xlsx"),
    path("reference/", ReferenceIndex.as_view(), name="api-reference"),
    *[path(f"reference/{one.name}/", view_of(one), name=route_name(one)) for one in LISTS],
]
