"""What becomes of sent spreadsheets with time; started by the clock.

What nobody has confirmed in its time loses file and plan, and says so for a while; then all goes.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from streams.imports.models import SheetUpload
from streams.imports.sheets.uploads import remove_file

State = SheetUpload.State


def expire_uploads() -> int:
    """Empty those whose time has run out; how many there were."""
    sent_before = timezone.now() - timedelta(days=settings.UPLOADS_WAIT_DAYS)
    waiting = SheetUpload.objects.filter(created_at__lte=sent_before)
    found = waiting.exclude(state__in=[State.WRITTEN, State.EXPIRED])
    return sum(expire_upload(pk) for pk in found.values_list("pk", flat=True))


@transaction.atomic
def expire_upload(pk: str) -> bool:
    """Unless somebody has confirmed or thrown it away meanwhile, or it is worked on."""
    upload = SheetUpload.objects.select_for_update().filter(pk=pk).first()
    if upload is None or not upload.is_out_of_time:
        return False
    remove_file(upload)
    upload.state, upload.plan, upload.digest = State.EXPIRED, {}, ""
    upload.save(update_fields=["file", "state", "plan", "digest"])
    return True


def remove_ended_uploads() -> int:
    """Those that were saved, or whose time ran out, long ago; how many there were."""
    before = timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS)
    return sum(remove_upload(pk, before) for pk in ended(before).values_list("pk", flat=True))


@transaction.atomic
def remove_upload(pk: str, before: datetime) -> bool:
    upload = ended(before).select_for_update().filter(pk=pk).first()
    if upload is None:
        return False
    remove_file(upload)
    upload.delete()
    return True


def ended(before: datetime) -> QuerySet[SheetUpload]:
    wait = timedelta(days=settings.UPLOADS_WAIT_DAYS)
    written = Q(state=State.WRITTEN, written_at__lt=before)
    return SheetUpload.objects.filter(
        written | Q(state=State.EXPIRED, created_at__lt=before - wait)
    )
