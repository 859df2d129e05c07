"""Addresses of owners' own pages."""

from django.urls import path

from streams.owners import company, dashboard, ending, history, new, pages, past, review, views_log

urlpatterns = [
    path("bedrift/", dashboard.dashboard, name="dashboard"),
    path("bedrift/<str:public_id>/", dashboard.company_page, name="company_page"),
    path("bedrift/<str:public_id>/ny/", new.new, name="new_listing"),
    path("bedrift/<str:public_id>/ny/<str:kind>/", new.new, name="new_listing_of"),
    path("bedrift/<str:public_id>/valg/", company.settings, name="company_settings"),
    path("bedrift/<str:public_id>/anlegg/", company.site, name="new_site"),
    path("bedrift/<str:public_id>/anlegg/<str:site_id>/", company.site, name="edit_site"),
    path("bedrift/<str:public_id>/innsyn/", views_log.page, name="views_log"),
    path("bedrift/<str:public_id>/innsyn.csv", views_log.file, name="views_log_file"),
    path("oppforing/<str:entry_id>/endre/", pages.edit, name="edit_record"),
    path("oppforing/<str:entry_id>/se-over/", review.review, name="review"),
    path("oppforing/<str:entry_id>/samle/", review.merge, name="merge"),
    path("oppforing/<str:entry_id>/forkast/", ending.discard, name="discard"),
    path("oppforing/<str:entry_id>/ta-ned/", ending.withdraw, name="withdraw"),
    path("oppforing/<str:entry_id>/avslutt/", ending.discontinue, name="discontinue"),
    path("oppforing/<str:entry_id>/ta-opp/", ending.resume, name="resume_listing"),
    path("oppforing/<str:entry_id>/slett/", ending.delete, name="delete_listing"),
    path("oppforing/<str:entry_id>/behold/", ending.keep, name="keep_listing"),
    path("oppforing/<str:entry_id>/historikk/", history.page, name="history"),
    path("oppforing/<str:entry_id>/historikk/vist/", past.states, name="past_states"),
    path("oppforing/<str:entry_id>/historikk/vist/<int:at>/", past.state, name="past_state"),
    path("oppforing/<str:entry_id>/historikk/<str:name>/angre/", history.undo, name="undo_save"),
    path("oppforing/<str:entry_id>/bekreft/", ending.confirm, name="confirm_listing"),
    path("oppforing/<str:entry_id>/endre/<str:slug>/", pages.edit, name="edit_step"),
]
