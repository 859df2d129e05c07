"""Django's registration of this package."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Files of other systems."""

    name = "streams.imports"
    label = "imports"
