"""Addresses of the pages everybody reads."""

from django.urls import path

from streams.web import views

urlpatterns = [
    path("", views.front, name="front"),
    path("om/", views.about, name="about"),
    path("sok/", views.results, name="search"),
    path("oppforing/<str:entry_id>/", views.record, name="record"),
]
