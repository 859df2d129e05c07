"""Spreadsheets as people make them, for the tests of what becomes of them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.models import User
from companies.models import Company
from streams.imports import tasks
from streams.imports.models import SheetUpload
from streams.imports.sheets.books import csv_archive, workbook_of
from streams.imports.sheets.filling import own_sheets
from streams.imports.sheets.uploads import add_upload, confirm_upload

Rows = Sequence[Sequence[Any]]


def book(sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """A workbook with these rows in each sheet."""
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sent(actor: User, company: Company, content: bytes, name: str = "ark.xlsx") -> SheetUpload:
    """A file that has been sent and checked."""
    upload = add_upload(actor=actor, company=company, upload=SimpleUploadedFile(name, content))
    assert upload.job
    tasks.check_sheet(str(upload.job.pk))
    return fresh(upload)


def confirmed(actor: User, upload: SheetUpload, *, publish: bool = False) -> SheetUpload:
    """The plan carried out, as by a worker."""
    confirm_upload(actor=actor, upload=upload, digest=upload.digest, publish=publish)
    tasks.write_sheet(str(fresh(upload).job_id))
    return fresh(upload)


def fresh(upload: SheetUpload) -> SheetUpload:
    return SheetUpload.objects.select_related("company", "job").get(pk=upload.pk)


def everything(company: Company) -> bytes:
    return workbook_of(own_sheets(company))


def everything_csv(company: Company) -> bytes:
    return csv_archive(own_sheets(company))


def problems(upload: SheetUpload) -> list[tuple[str, int, str, str]]:
    """(sheet, row, heading, text) of each."""
    return [(p["sheet"], p["row"], p["heading"], p["text"]) for p in upload.plan["problems"]]


def changes(upload: SheetUpload) -> dict[str, list[list[str]]]:
    """[label, before, after] by title."""
    plan = upload.plan
    return {one["title"]: one["lines"] for one in (*plan["created"], *plan["changed"])}
