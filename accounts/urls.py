"""Addresses of a person's own account, beside those of allauth."""

from django.urls import path

from accounts import notice_views, views

urlpatterns = [
    path("", views.overview, name="my_account"),
    path("innlogginger/<str:code>/logg-ut/", views.login_end, name="login_end"),
    path("varsler/", notice_views.notices, name="notices"),
    path("varsler/lest/", notice_views.notices_read, name="notices_read"),
    path("varsler/valg/", notice_views.notice_choices, name="notice_choices"),
    path("varsler/avviste/", notice_views.refused_letters, name="refused_letters"),
    path(
        "varsler/avviste/<str:public_id>/igjen/", notice_views.refused_again, name="refused_again"
    ),
    path("varsler/av/<str:token>/", notice_views.unsubscribe_page, name="unsubscribe"),
    path("varsler/<str:public_id>/", notice_views.notice_open, name="notice_open"),
    path("nokler/", views.tokens, name="tokens"),
    path("nokler/ny/", views.token_new, name="token_new"),
    path("nokler/<str:prefix>/trekk-tilbake/", views.token_revoke, name="token_revoke"),
]
