"""Django's registration of this package."""

from django.apps import AppConfig


class OwnersConfig(AppConfig):
    """Owners' own pages."""

    name = "streams.owners"
    label = "owners"
