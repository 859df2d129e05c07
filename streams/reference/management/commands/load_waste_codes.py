"""Takes over a complete official list of waste from a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from streams.reference.languages import LANGUAGES
from streams.reference.services import load_waste_codes


class Command(BaseCommand):
    """`manage.py load_waste_codes FILE --language nb`"""

    help = (
        "Loads an official European List of Waste from a CSV file with the columns code, title "
        "(or description) and hazardous. With any error nothing is saved."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--language", choices=LANGUAGES, default="en", help="language of the titles"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_waste_codes(options["file"], actor=None, language=options["language"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        if report.errors:
            lines = "\n".join(f"row {one}" if one.row else str(one) for one in report.errors)
            raise CommandError(f"Nothing was saved.\n{lines}")
        for name, number in report.counts().items():
            self.stdout.write(f"{name}: {number}")
