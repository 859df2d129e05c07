"""Addresses about who acts for which company; under konto/."""

from django.urls import path

from companies import views

urlpatterns = [
    path("selskap/", views.my_companies, name="my_companies"),
    path("selskap/<str:company_id>/forlat/", views.leave, name="leave_company"),
    path("selskap/<str:company_id>/medlemmer/", views.members, name="members"),
    path(
        "selskap/<str:company_id>/medlemmer/<str:membership_id>/rolle/",
        views.member_role,
        name="member_role",
    ),
    path(
        "selskap/<str:company_id>/medlemmer/<str:membership_id>/fjern/",
        views.member_remove,
        name="member_remove",
    ),
    path("venter/", views.waiting, name="waiting_requests"),
    path("venter/<str:request_id>/bekreft/", views.confirm, name="request_confirm"),
    path("venter/<str:request_id>/avvis/", views.reject, name="request_reject"),
]
