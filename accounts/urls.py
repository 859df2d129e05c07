"""Addresses of a person's own account, beside those of allauth."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.overview, name="my_account"),
    path("innlogginger/<str:code>/logg-ut/", views.login_end, name="login_end"),
    path("nokler/", views.tokens, name="tokens"),
    path("nokler/ny/", views.token_new, name="token_new"),
    path("nokler/<str:prefix>/trekk-tilbake/", views.token_revoke, name="token_revoke"),
]
