"""Builds the outlines of counties and municipalities that the maps draw."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from companies.outlines import build_outlines, outlines_are_built


class Command(BaseCommand):
    """Writes static/built/geo/counties.json and municipalities.json."""

    help = "Build the outlines of counties and municipalities for the maps."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-older",
            action="store_true",
            help="leave files that are younger than their sources",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_older"] and outlines_are_built():
            return
        for path in build_outlines():
            if options["verbosity"]:
                size = path.stat().st_size / 1000
                self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} {size:.0f} kB")
