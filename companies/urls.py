"""Addresses about who acts for which company; under konto/."""

from django.urls import path

from companies import absence_views, invitation_views, views

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
    path(
        "selskap/<str:company_id>/invitasjoner/<str:invitation_id>/send/",
        invitation_views.again,
        name="invitation_again",
    ),
    path(
        "selskap/<str:company_id>/invitasjoner/<str:invitation_id>/trekk-tilbake/",
        invitation_views.revoke,
        name="invitation_revoke",
    ),
    path("selskap/<str:company_id>/hjelp/", absence_views.ask, name="ask_for_stand_in"),
    path("selskap/<str:company_id>/hjelp/avvis/", absence_views.turn_down, name="absence_no"),
    path("selskap/<str:company_id>/vikar/", absence_views.stand_in, name="stand_in"),
    path(
        "selskap/<str:company_id>/vikar/avslutt/", absence_views.stand_in_end, name="stand_in_end"
    ),
    path("invitasjon/", invitation_views.invitation_page, name="invitation"),
    path("invitasjon/<str:invitation_id>/godta/", invitation_views.accept, name="invitation_yes"),
    path("invitasjon/<str:token>/", invitation_views.open_link, name="invitation_link"),
    path("venter/", views.waiting, name="waiting_requests"),
    path("venter/<str:request_id>/bekreft/", views.confirm, name="request_confirm"),
    path("venter/<str:request_id>/avvis/", views.reject, name="request_reject"),
]
