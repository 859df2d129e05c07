"""All addresses of the exchange."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import set_language
from exchange.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("konto/", include("accounts.urls")),
    path("konto/", include("companies.urls")),
    path("konto/", include("allauth.urls")),
    path("api/v1/own/", include("streams.owners.api.urls")),
    path("api/v1/", include("streams.api.urls")),
    path("", include("exchange.access.urls")),
    path("", include("streams.owners.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("", include("streams.web.urls")),
]

handler400 = "exchange.errors.bad_request"
handler403 = "exchange.errors.permission_denied"
handler404 = "exchange.errors.page_not_found"
handler500 = "exchange.errors.server_error"
