"""A spreadsheet on its way in: sent, checked by a job, confirmed, written by another job.

Whoever writes makes the plan anew first, and writes only what somebody has seen.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from accounts.models import User
from accounts.services import NotAllowedError
from companies.models import Company
from companies.public_ids import new_public_id
from companies.rights import locked_company
from exchange.audit.services import record as leave_line
from exchange.jobs.models import Job
from exchange.jobs.progress import note_progress
from exchange.jobs.services import start_job
from streams.imports.models import SheetUpload
from streams.imports.sheets.opened import MOST_BYTES, FileRefusedError
from streams.imports.sheets.opening import opened_sheets, too_many_bytes
from streams.imports.sheets.planning import Plan, plan_for, with_state
from streams.imports.sheets.showing import plan_as_json
from streams.register.bulk import save_records
from streams.register.services import ChangedMeanwhileError, require_may_write, written_through

CHECK, WRITE = "streams.imports.tasks.check_sheet", "streams.imports.tasks.write_sheet"
State = SheetUpload.State


class NotReadyError(Exception):
    """The upload is no longer where the page showed it: somebody else has gone on with it."""


@transaction.atomic
def add_upload(*, actor: User, company: Company, upload: "UploadedFile[bytes]") -> SheetUpload:
    """Keep the file as it is, and have it checked. Raises NotAllowedError, or FileRefusedError
    when it is too large to be kept.
    """
    require_may_write(actor, company)
    if (upload.size or 0) > MOST_BYTES:
        raise too_many_bytes()
    made = SheetUpload(
        company=company,
        uploaded_by=actor,
        name=(upload.name or "").replace("\0", "")[-120:],
        size=upload.size or 0,
        language=(get_language() or "nb")[:2],
    )
    made.file.save(f"sheet-{new_public_id()}", ContentFile(upload.read()), save=False)
    made.job = job_for(made, actor, CHECK)
    made.save()
    leave_line(actor=actor, action="sheet.upload", subject=f"upload:{made.pk}")
    return made


def job_for(upload: SheetUpload, actor: User, task: str) -> Job:
    return start_job(
        user_id=actor.pk,
        company_id=upload.company_id,
        task=task,
        language=upload.language,
        subject=f"upload:{upload.pk}",
    )


@transaction.atomic
def confirm_upload(*, actor: User, upload: SheetUpload, digest: str, publish: bool) -> None:
    """Have the plan that was seen carried out; `digest` names it. Of two who confirm, one does.

    Raises NotAllowedError or NotReadyError.
    """
    require_may_write(actor, upload.company)
    require_in_time(upload)
    seen = SheetUpload.objects.filter(pk=upload.pk, state=State.READY, digest=digest)
    taken = seen.update(
        state=State.WRITING, confirmed_by=actor, publish=publish, job=job_for(upload, actor, WRITE)
    )
    if taken != 1:
        raise NotReadyError
    leave_line(actor=actor, action="sheet.confirm", subject=f"upload:{upload.pk}")


def require_in_time(upload: SheetUpload) -> None:
    if upload.is_out_of_time:
        raise NotReadyError


@transaction.atomic
def retry_upload(*, actor: User, upload: SheetUpload) -> None:
    """Once more, where the work had stopped. Raises NotAllowedError or NotReadyError."""
    require_may_write(actor, upload.company)
    require_in_time(upload)
    task = CHECK if upload.state == State.CHECKING else WRITE
    stopped = SheetUpload.objects.filter(
        pk=upload.pk, state__in=[State.CHECKING, State.WRITING], job__state=Job.State.FAILED
    )
    if stopped.update(job=job_for(upload, actor, task)) != 1:
        raise NotReadyError


@transaction.atomic
def discard_upload(*, actor: User, upload: SheetUpload) -> None:
    """Throw the file and its plan away. Raises NotAllowedError, or NotReadyError while it is
    being saved.
    """
    require_may_write(actor, upload.company)
    locked = SheetUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if locked is None or (locked.state == State.WRITING and locked.is_running):
        raise NotReadyError
    remove_file(locked)
    locked.delete()
    leave_line(actor=actor, action="sheet.discard", subject=f"upload:{upload.pk}")


def remove_file(upload: SheetUpload) -> None:
    """Once the transaction holds."""
    if upload.file:
        storage, name = upload.file.storage, str(upload.file.name)
        transaction.on_commit(lambda: storage.delete(name), robust=True)
        upload.file = ""


def upload_of(job: Job) -> SheetUpload | None:
    """What a job works on; None when it was thrown away meanwhile."""
    return SheetUpload.objects.select_related("company", "confirmed_by").filter(job=job).first()


def check_upload(job: Job) -> None:
    """Find out what is in the file. May run twice: the later one finds the same."""
    upload = upload_of(job)
    if upload is None or upload.state != State.CHECKING:
        return
    with override(upload.language):
        try:
            plan = planned(upload, job.pk)
        except FileRefusedError as error:
            keep(upload, state=State.REFUSED, refusal=error.messages[0][:300])
            return
        keep_plan(upload, plan)


def planned(upload: SheetUpload, job_id: UUID) -> Plan:
    return plan_for(opened_sheets(content_of(upload), upload.name), upload.company, noted(job_id))


def content_of(upload: SheetUpload) -> bytes:
    """Raises FileRefusedError when the file is gone."""
    try:
        with upload.file.open("rb") as stream:
            return bytes(stream.read())
    except (FileNotFoundError, ValueError):
        raise FileRefusedError(gettext("The file is gone. Send it again.")) from None


def noted(job_id: UUID) -> Callable[[int, int], None]:
    return lambda done, total: note_progress(job_id, done, total)


def keep(upload: SheetUpload, **found: Any) -> None:
    """Unless somebody has thrown it away, or another run has gone on with it."""
    SheetUpload.objects.filter(pk=upload.pk, state=upload.state, job=upload.job_id).update(**found)


def keep_plan(upload: SheetUpload, plan: Plan, *, is_remade: bool = False) -> None:
    found = State.READY if plan.changes else State.SAME
    keep(
        upload,
        state=State.WRONG if plan.problems else found,
        plan=plan_as_json(plan),
        digest=plan.digest(),
        is_remade=is_remade,
    )


def write_upload(job: Job) -> None:
    """Carry out what was confirmed, all or nothing. May run twice: the second finds it done.

    Where the register has changed since, the plan is made anew and shown instead.
    """
    upload = upload_of(job)
    if upload is None or upload.state != State.WRITING:
        return
    with override(upload.language):
        try:
            written = carried_out(upload, job)
        except NotAllowedError:
            text = gettext(
                "Whoever confirmed may no longer act for the company. Nothing was saved."
            )
            keep(upload, state=State.REFUSED, refusal=text)
            return
        except ValidationError as error:
            keep(upload, state=State.REFUSED, refusal=error.messages[0][:300])
            return
        except (ChangedMeanwhileError, IntegrityError):
            written = False
        if not written:
            keep_plan(upload, planned(upload, job.pk), is_remade=True)


@transaction.atomic
def carried_out(upload: SheetUpload, job: Job) -> bool:
    """Whether the plan was still the one that was seen, and is written now."""
    company = locked_company(upload.confirmed_by, upload.company)
    own = SheetUpload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, job=job)
    if own.filter(state=State.WRITING).first() is None:
        return True
    plan = planned(upload, job.pk)
    if plan.problems or plan.digest() != upload.digest:
        return False
    total = len(plan.changes)
    with written_through("import"):
        save_records(
            actor=upload.confirmed_by,
            company=company,
            changes=[with_state(change, published=upload.publish) for change in plan.changes],
            progress=lambda done: note_progress(job.pk, done, total),
        )
    finish(upload, plan)
    return True


def finish(upload: SheetUpload, plan: Plan) -> None:
    counts = {"created": len(plan.created), "changed": len(plan.changed), "same": plan.same}
    remove_file(upload)
    keep(upload, state=State.WRITTEN, written_at=timezone.now(), file="")
    leave_line(
        actor=upload.confirmed_by, action="sheet.write", subject=f"upload:{upload.pk}", **counts
    )
