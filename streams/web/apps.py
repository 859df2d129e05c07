"""Django's registration of this package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages."""

    name = "streams.web"
    label = "web"
