"""manage.py import_sites FILE --format hotmaps: plants of a public database and what they emit."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext
from tqdm import tqdm

from streams.imports.sites.loading import FORMATS, load_sites
from streams.imports.sites.plants import Group
from streams.imports.sites.report import Report, printed, write_table
from streams.imports.sites.tables import FileRefusedError


class Command(BaseCommand):
    """Everything or nothing: with a refused row, as with --dry-run, nothing is saved."""

    help = (
        "Load sites, CO2 emissions and excess heat from a public database of industrial sites. "
        "Duplicates are merged or listed, doubtful places are flagged and left out, and loading "
        "the same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", required=True, help=f"one of: {', '.join(FORMATS)}")
        parser.add_argument("--dry-run", action="store_true", help="tell, but save nothing")
        parser.add_argument("--report", type=Path, help="write what became of each row as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unknown_format(options["format"])
        refuse_report_over_input(options["file"], options["report"])
        quiet = None if options["verbosity"] else True

        def progress(groups: Sequence[Group]) -> Iterable[Group]:
            shown: Iterable[Group] = tqdm(groups, unit="plant", disable=quiet)
            return shown

        with transaction.atomic():
            report = self.loaded(options["file"], progress)
            is_saved = not (options["dry_run"] or report.refused)
            transaction.set_rollback(not is_saved)
            write_report(report, options["report"])
        self.tell(report, is_saved=is_saved, verbosity=options["verbosity"])

    def loaded(self, path: Path, progress: Any) -> Report:
        try:
            return load_sites(path, progress)
        except OSError as error:
            message = gettext("%(file)s cannot be read: %(problem)s.")
            raise CommandError(message % {"file": path, "problem": error.strerror}) from error
        except FileRefusedError as error:
            message = gettext("Nothing was saved. %(file)s: %(problem)s")
            raise CommandError(message % {"file": path, "problem": error}) from error

    def tell(self, report: Report, *, is_saved: bool, verbosity: int) -> None:
        """Raises CommandError when rows were refused, after telling which and why."""
        for line in printed(report) if verbosity else ():
            self.stdout.write(line)
        if report.refused:
            message = gettext(
                "Nothing was saved: %s rows were refused. Correct them and try again."
            )
            raise CommandError(message % report.refused)
        if not is_saved and verbosity:
            self.stdout.write(gettext("This was a dry run: nothing was saved."))


def refuse_unknown_format(name: str) -> None:
    if name not in FORMATS:
        message = gettext("“%(format)s” is no format that we know. There is: %(known)s.")
        raise CommandError(message % {"format": name, "known": ", ".join(FORMATS)})


def refuse_report_over_input(file: Path, report: Path | None) -> None:
    if report and report.resolve() == file.resolve():
        raise CommandError(gettext("The report would overwrite the file. Give it another name."))


def write_report(report: Report, path: Path | None) -> None:
    """Before anything is saved for good, so that a report that fails leaves nothing behind."""
    if path is None:
        return
    try:
        write_table(report, path)
    except OSError as error:
        message = gettext("Nothing was saved. The report %(file)s cannot be written: %(problem)s.")
        raise CommandError(message % {"file": path, "problem": error.strerror}) from error
