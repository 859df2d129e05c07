"""Fails unless every text of the screen is translated, and soundly so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.languages.faults import all_faults
from exchange.languages.unwrapped import unwrapped_texts


class Command(BaseCommand):
    help = "Lists what is missing or wrong in the translations; exit status 1 when anything is."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        faults = [*all_faults(), *unwrapped_texts()]
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the translations")
        self.stdout.write("Translations are complete.")
