"""Django's registration of this package."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Programming interface."""

    name = "streams.api"
    label = "api"
