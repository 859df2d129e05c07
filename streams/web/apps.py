"""Django's registration of this package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages everybody reads."""

    name = "streams.web"
    label = "web"

    def ready(self) -> None:
        from streams.web import follow

        follow.connect()
