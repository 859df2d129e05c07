"""Django's registration of this package."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Contact requests and access under NDA."""

    name = "exchange.access"
    label = "access"

    def ready(self) -> None:
        from exchange.access.waiting import what_waits
        from streams.owners.company_tasks import say_what_waits

        say_what_waits(what_waits)
