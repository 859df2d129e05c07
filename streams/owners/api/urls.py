"""Addresses under /api/v1/own/."""

from django.urls import path

from streams.owners.api import documents, views

urlpatterns = [
    path("companies/", views.OwnCompanies.as_view(), name="own-companies"),
    path("companies/<slug:company_id>/", views.OwnCompany.as_view(), name="own-company"),
    path("companies/<slug:company_id>/listings/", views.OwnListings.as_view(), name="own-listings"),
    path("companies/<slug:company_id>/listings/bulk/", views.OwnBulk.as_view(), name="own-bulk"),
    path("listings/<slug:listing_id>/", views.OwnListing.as_view(), name="own-listing"),
    path(
        "listings/<slug:listing_id>/documents/",
        documents.OwnDocuments.as_view(),
        name="own-documents",
    ),
    path(
        "listings/<slug:listing_id>/documents/<slug:document_id>/",
        documents.OwnDocument.as_view(),
        name="own-document",
    ),
]
