"""manage.py rebuild_catalogue [--check]: recompute what everybody sees, and report drift."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from streams.catalogue.rebuild import rebuild
from streams.register.models import Record


class Command(BaseCommand):
    """Drift means that register and catalogue differed, which is a bug worth a report."""

    help = "Recompute the catalogue from the register and report drift."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on drift")

    def handle(self, *args: Any, **options: Any) -> None:
        check = bool(options["check"])
        with tqdm(total=Record.objects.count(), unit="rec", disable=None) as bar:
            drift = rebuild(dry_run=check, progress=bar.update)
        self.stdout.write(f"{drift.written} entries differed, {drift.removed} were left over.")
        if check and drift:
            raise CommandError("The catalogue has drifted from the register.", returncode=1)
