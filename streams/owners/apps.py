"""Django's registration of this package."""

from django.apps import AppConfig


class OwnersConfig(AppConfig):
    """Owners' own pages."""

    name = "streams.owners"
    label = "owners"

    def ready(self) -> None:
        from streams.owners.ended import own_side
        from streams.web.owner_side import say_to_owners

        say_to_owners(own_side)
