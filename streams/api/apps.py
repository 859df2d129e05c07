"""Django's registration of this package."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The interface for programs."""

    name = "streams.api"
    label = "api"
