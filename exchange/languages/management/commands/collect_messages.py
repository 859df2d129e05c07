"""Brings the catalogues in line with the code: new texts come in empty, unused ones go."""

from typing import Any

from django.core.management.base import BaseCommand

from exchange.languages.catalogues import (
    catalogue_path,
    read_catalogue,
    renewed,
    translated_languages,
    write_catalogue,
)
from exchange.languages.sources import Places, messages_for


class Command(BaseCommand):
    help = "Writes every text of the screen into locale/, and lists those without translation."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for language in translated_languages():
            self.renew(language, messages_for(language))

    def renew(self, language: str, messages: Places) -> None:
        path = catalogue_path(language)
        catalogue = renewed(read_catalogue(path), language, messages)
        write_catalogue(path, catalogue)
        missing = [
            (place, message.text)
            for entry, (message, place) in zip(catalogue, messages.items(), strict=True)
            if not entry.translated()
        ]
        self.stdout.write(f"{path}: {len(catalogue)} messages, {len(missing)} to translate")
        for place, text in missing:
            self.stdout.write(f"  {place}: {' '.join(text.split())}")
