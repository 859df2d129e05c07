"""Django's registration of this package."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Lists of materials, substances, waste codes and critical raw materials."""

    name = "streams.reference"
    label = "reference"
