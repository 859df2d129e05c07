"""Addresses of contact and access under NDA."""

from django.urls import path

from exchange.access.contacts import views as contacts

urlpatterns = [
    path("oppforing/<str:entry_id>/kontakt/", contacts.ask, name="ask_contact"),
    path("henvendelser/", contacts.requests, name="contact_requests"),
    path("henvendelser/<str:public_id>/", contacts.request_page, name="contact_request"),
    path("henvendelser/<str:public_id>/fil/<str:message_id>/", contacts.file, name="contact_file"),
]
