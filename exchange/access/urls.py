"""Addresses of contact and access under NDA."""

from django.urls import path

from exchange.access.contacts import views as contacts
from exchange.access.nda import owner_views
from exchange.access.nda import views as nda
from exchange.access.queue import views as queue

urlpatterns = [
    path("oppforing/<str:entry_id>/kontakt/", contacts.ask, name="ask_contact"),
    path("henvendelser/", contacts.requests, name="contact_requests"),
    path("henvendelser/<str:public_id>/", contacts.request_page, name="contact_request"),
    path("henvendelser/<str:public_id>/fil/<str:message_id>/", contacts.file, name="contact_file"),
    path("oppforing/<str:entry_id>/innsyn/", nda.ask, name="ask_access"),
    path("innsyn/", nda.requests, name="access_requests"),
    path("innsyn/<str:public_id>/", nda.request_page, name="access_request"),
    path("innsyn/<str:public_id>/avtale.pdf", nda.agreement, name="access_agreement"),
    path("bedrift/<str:public_id>/tilgang/", owner_views.owner_access, name="owner_access"),
    path("saker/", queue.queue, name="queue"),
    path("saker/avtaletekst/", queue.agreement_texts, name="agreement_texts"),
]
