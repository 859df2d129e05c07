"""manage.py load_demo: companies, listings and logins for trying the exchange out."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from streams.imports.demo.documents import load_documents
from streams.imports.demo.loading import load_companies, planned_companies
from streams.imports.demo.people import load_people
from streams.imports.demo.views import load_views
from streams.reference.models import MaterialClass


class Command(BaseCommand):
    """Refused on a real exchange: the logins' password is known to everybody."""

    help = "Load demonstration data. Running it again adds what is missing and changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unless_demonstration()
        planned = planned_companies()
        total = sum(len(company.records) for company in planned)
        quiet = None if options["verbosity"] else True
        with tqdm(total=total, unit="listing", disable=quiet) as bar:
            listings = load_companies(planned, bar.update)
        others = load_people() + load_documents() + load_views()
        self.report(listings, others, options["verbosity"])

    def report(self, listings: int, others: int, verbosity: int) -> None:
        if not verbosity:
            return
        if listings or others:
            text = f"{listings} listings and {others} logins, grants, documents and views were new."
            self.stdout.write(text)
        else:
            self.stdout.write("The demonstration data was loaded already.")


def refuse_unless_demonstration() -> None:
    if not (settings.DEMO or settings.TESTING):
        raise CommandError("Demonstration data is loaded only where DEMO=1 is set.")
    if not MaterialClass.objects.exists():
        raise CommandError("The reference lists are missing. Run load_reference first.")
