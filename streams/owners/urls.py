"""Addresses of owners' own pages."""

from django.urls import path

from streams.owners import (
    company,
    dashboard,
    data_file,
    documents,
    ending,
    history,
    new,
    pages,
    past,
    review,
    sheet_upload,
    sheets,
    views_log,
)

urlpatterns = [
    path("bedrift/", dashboard.dashboard, name="dashboard"),
    path("bedrift/<str:public_id>/", dashboard.company_page, name="company_page"),
    path("bedrift/<str:public_id>/data.json", data_file.data_file, name="data_file"),
    path("bedrift/<str:public_id>/ny/", new.new, name="new_listing"),
    path("bedrift/<str:public_id>/ny/<str:kind>/", new.new, name="new_listing_of"),
    path("bedrift/<str:public_id>/valg/", company.settings, name="company_settings"),
    path("bedrift/<str:public_id>/anlegg/", company.site, name="new_site"),
    path("bedrift/<str:public_id>/anlegg/<str:site_id>/", company.site, name="edit_site"),
    path("bedrift/<str:public_id>/innsyn/", views_log.page, name="views_log"),
    path("bedrift/<str:public_id>/innsyn.csv", views_log.file, name="views_log_file"),
    path(
        "bedrift/<str:public_id>/innsyn/<str:notice_id>/sett/",
        views_log.lay_aside_notice,
        name="unusual_seen",
    ),
    path("bedrift/<str:public_id>/regneark/", sheets.sheets, name="sheets"),
    path(
        "bedrift/<str:public_id>/regneark/mal/<str:kind>.xlsx",
        sheets.template,
        name="sheet_template",
    ),
    path(
        "bedrift/<str:public_id>/regneark/oppforinger.xlsx",
        sheets.everything_xlsx,
        name="sheet_everything_xlsx",
    ),
    path(
        "bedrift/<str:public_id>/regneark/oppforinger.zip",
        sheets.everything_csv,
        name="sheet_everything_csv",
    ),
    path(
        "bedrift/<str:public_id>/regneark/alle/<str:kind>.csv",
        sheets.kind_csv,
        name="sheet_kind_csv",
    ),
    path(
        "bedrift/<str:public_id>/regneark/fil/<str:upload_id>/",
        sheet_upload.page,
        name="sheet_upload",
    ),
    path(
        "bedrift/<str:public_id>/regneark/fil/<str:upload_id>/bekreft/",
        sheet_upload.confirm,
        name="sheet_confirm",
    ),
    path(
        "bedrift/<str:public_id>/regneark/fil/<str:upload_id>/igjen/",
        sheet_upload.retry,
        name="sheet_retry",
    ),
    path(
        "bedrift/<str:public_id>/regneark/fil/<str:upload_id>/forkast/",
        sheet_upload.discard,
        name="sheet_discard",
    ),
    path(
        "bedrift/<str:public_id>/regneark/fil/<str:upload_id>/feil.xlsx",
        sheet_upload.problems,
        name="sheet_problems",
    ),
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
    path("oppforing/<str:entry_id>/dokumenter/ny/", documents.add, name="document_add"),
    path(
        "oppforing/<str:entry_id>/dokumenter/<str:document_id>/endre/",
        documents.change,
        name="document_change",
    ),
    path(
        "oppforing/<str:entry_id>/dokumenter/<str:document_id>/fjern/",
        documents.remove,
        name="document_remove",
    ),
    path("oppforing/<str:entry_id>/endre/<str:slug>/", pages.edit, name="edit_step"),
]
