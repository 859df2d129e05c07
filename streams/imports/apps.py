"""Django's registration of this package."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Listings that come from files."""

    name = "streams.imports"
    label = "imports"
