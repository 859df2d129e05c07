"""How long a spreadsheet of 10,000 new listings takes from file to catalogue, and how much memory.

`python -m benchmarks.importing DATABASE COUNT` reads, checks, confirms and writes one in a process
of its own, as a worker does, and prints what it found as JSON. All of it is undone at the end.
"""

import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from random import Random

import django

from benchmarks.measures import Measure, say

ROWS = 10_000
KIB_PER_MB = 1_000_000 / 1024
HEAD = (
    "Egen referanse", "Tittel", "Materiale", "Form", "Kornstørrelse (mm)", "Fukt (vekt-%)",
    "Tetthet (kg/m³)", "pH", "Farlig avfall", "Beskrivelse", "Kontaktperson", "E-post",
    "Mengde 2021 (t/år)", "Mengde 2022 (t/år)", "Mengde 2023 (t/år)", "Mengde 2024 (kt/år)",
    "SiO2 (vekt-%)", "Al2O3 (vekt-%)", "CaO (vekt-%)", "MgO (vekt-%)", "Fe2O3 (vekt-%)",
    "MnO (vekt-%)", "TiO2 (vekt-%)", "Pb (mg/kg)", "Zn (mg/kg)", "Cd (mg/kg)",
)  # fmt: skip


class UndoneError(Exception):
    """Ends the measurement and takes all of it back."""


def rows(count: int) -> Iterator[list[object]]:
    """As people write them: numbers, intervals as text, and words of choices."""
    random = Random(7)  # noqa: S311
    for number in range(count):
        usual = round(10 ** random.uniform(2, 5))
        low = round(random.uniform(1, 9), 1)
        yield [
            f"R-{number}", f"Slagg fra ovn {number}", "Slagg", "Granulat", "0,5–5", low,
            "1 600", 9.5, "Nei", f"Parti {number}, lagret tørt og klart til henting.",
            "Kari Nordmann", "kari@bench.example",
            usual, f"ca. {usual}", f"{usual}–{usual * 2}", usual / 1000,
            random.randint(30, 45), "8–12", round(random.uniform(10, 20), 2), low, "<0,5",
            "ca. 9", 0.4, random.randint(1, 400), f"{usual}", "<0,1",
        ]  # fmt: skip


def workbook(count: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sidestrømmer")
    sheet.append(HEAD)
    for row in rows(count):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def main(database: str, count: int) -> int:
    django.setup()
    from django.db import transaction

    from benchmarks.databases import use

    use(database)
    content = workbook(count)
    found: dict[str, float] = {}
    try:
        with transaction.atomic():
            found = imported(content, count)
            raise UndoneError
    except UndoneError:
        pass
    sys.stdout.write(json.dumps({**found, "count": count}))
    return 0


def imported(content: bytes, count: int) -> dict[str, float]:
    """Seconds of checking and writing, and the most memory that the process ever held."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from accounts.models import Membership, User
    from companies.organisation_numbers import synthetic_number
    from companies.services import register_company, save_site
    from streams.imports.models import SheetUpload
    from streams.imports.sheets.uploads import add_upload, confirm_upload
    from streams.imports.tasks import check_sheet, write_sheet
    from streams.register.models import Record

    company = register_company(
        actor=None, name="Import AS", organisation_number=synthetic_number(950_000)
    )
    save_site(actor=None, company=company, name="Verket", latitude=58.29, longitude=6.96)
    user = User.objects.create_user(email=f"import-{date.today():%d%m}@bench.example")
    Membership.objects.create(user=user, company=company, is_active=True)
    began = time.perf_counter()
    upload = add_upload(
        actor=user, company=company, upload=SimpleUploadedFile("bench.xlsx", content)
    )
    check_sheet(str(upload.job_id))
    checked = time.perf_counter()
    upload = SheetUpload.objects.get(pk=upload.pk)
    if upload.state != SheetUpload.State.READY:
        raise RuntimeError(f"{upload.state} {upload.refusal} {upload.plan.get('problems', [])[:3]}")
    confirm_upload(actor=user, upload=upload, digest=upload.digest, publish=True)
    write_sheet(str(SheetUpload.objects.get(pk=upload.pk).job_id))
    ended = time.perf_counter()
    if Record.objects.filter(site__company=company).count() != count:
        raise RuntimeError("not all rows were written")
    upload.file.delete(save=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MB
    return {"check": checked - began, "write": ended - checked, "peak_mb": peak}


def measures(database: str, size: int) -> list[Measure]:
    count = min(size, ROWS)
    say(f"Bringing in a spreadsheet of {count} rows ...")
    command = [sys.executable, "-m", "benchmarks.importing", database, str(count)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "exchange.settings"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603
    found = json.loads(done.stdout)
    say(f"  checked in {found['check']:.1f} s, written in {found['write']:.1f} s")
    seconds = (found["check"] + found["write"]) * ROWS / found["count"]
    return [
        Measure("import_10k_s", seconds, "s", 60),
        Measure("import_10k_peak_mb", found["peak_mb"], "MB", 500),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
