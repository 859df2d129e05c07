"""Django's registration of this package."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """What each tier may see."""

    name = "streams.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from streams.catalogue import follow

        follow.connect()
