"""All addresses of the exchange."""

from django.urls import URLPattern, URLResolver, include, path

from exchange.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("konto/", include("allauth.urls")),
    path("api/v1/", include("streams.api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("streams.owners.urls")),
    path("", include("streams.web.urls")),
]
