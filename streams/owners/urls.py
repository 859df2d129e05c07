"""Addresses of owners' own pages."""

from django.urls import path

from streams.owners import dashboard, ending, new, pages, review

urlpatterns = [
    path("bedrift/", dashboard.dashboard, name="dashboard"),
    path("bedrift/<str:public_id>/", dashboard.company_page, name="company_page"),
    path("bedrift/<str:public_id>/ny/", new.new, name="new_listing"),
    path("bedrift/<str:public_id>/ny/<str:kind>/", new.new, name="new_listing_of"),
    path("oppforing/<str:entry_id>/endre/", pages.edit, name="edit_record"),
    path("oppforing/<str:entry_id>/se-over/", review.review, name="review"),
    path("oppforing/<str:entry_id>/samle/", review.merge, name="merge"),
    path("oppforing/<str:entry_id>/forkast/", ending.discard, name="discard"),
    path("oppforing/<str:entry_id>/ta-ned/", ending.withdraw, name="withdraw"),
    path("oppforing/<str:entry_id>/bekreft/", ending.confirm, name="confirm_listing"),
    path("oppforing/<str:entry_id>/endre/<str:slug>/", pages.edit, name="edit_step"),
]
