"""Brings every list that we ship up to date; safe to run at any time."""

from typing import Any

from django.core.management.base import BaseCommand

from companies.reference import load_companies_reference
from streams.reference.services import load_reference


class Command(BaseCommand):
    """`manage.py load_reference`"""

    help = (
        "Loads counties, municipalities, industries, parks, material classes, substances, "
        "waste codes and critical raw materials. Running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        load_companies_reference()
        for name, changed in load_reference().items():
            if options["verbosity"]:
                self.stdout.write(f"{name.replace('_', ' ')}: {changed} new or changed")
