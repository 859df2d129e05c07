"""manage.py rebuild_catalogue [--check] [--processes N]: recompute all entries, report drift."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from streams.catalogue.rebuild import rebuild, usual_processes
from streams.register.models import Record


class Command(BaseCommand):
    """Drift means that register and catalogue differed, which is a bug worth a report."""

    help = "Recompute the catalogue from the register and report drift."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on drift")
        parser.add_argument(
            "--processes",
            type=positive,
            default=usual_processes(),
            help="how many work at once (as many as there are processors, at most 4)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check, processes = bool(options["check"]), int(options["processes"])
        with tqdm(total=Record.objects.count(), unit="rec", disable=None) as bar:
            drift = rebuild(dry_run=check, processes=processes, progress=bar.update)
        self.stdout.write(f"{drift.written} entries differed, {drift.removed} were left over.")
        if check and drift:
            raise CommandError("The catalogue has drifted from the register.", returncode=1)


def positive(text: str) -> int:
    """Raises ArgumentTypeError, which says what is wrong."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is no number of processes.")
    return int(text)
