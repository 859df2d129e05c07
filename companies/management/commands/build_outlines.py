"""Builds the outlines of counties and municipalities that the maps draw."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from companies.outlines import build_outlines


class Command(BaseCommand):
    """Writes static/built/geo/counties.json and municipalities.json."""

    help = "Build the outlines of counties and municipalities for the maps."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        for path in build_outlines():
            if options["verbosity"]:
                size = path.stat().st_size / 1000
                self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} {size:.0f} kB")
