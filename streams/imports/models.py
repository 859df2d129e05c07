"""Spreadsheets that somebody has sent, until they are written or thrown away."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.public_ids import LENGTH, new_public_id
from exchange.jobs.models import Job
from streams.register.models import documents_storage


class SheetUpload(models.Model):
    """One file of a company: what was found in it, and what became of it.

    As secret as the register: `plan` holds values before and after. The file lies outside the web
    root under a random name, and goes when all is written, when it is thrown away, or with the plan
    when the time to confirm has run out.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("Is being read")
        REFUSED = "refused", _("Cannot be read")
        WRONG = "wrong", _("Has errors")
        SAME = "same", _("Changes nothing")
        READY = "ready", _("Waits for your confirmation")
        WRITING = "writing", _("Is being saved")
        WRITTEN = "written", _("Saved")
        EXPIRED = "expired", _("Its time has run out")

    id = models.CharField(
        primary_key=True, max_length=LENGTH, default=new_public_id, editable=False
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="sheet_uploads")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    file = models.FileField(storage=documents_storage, max_length=80, blank=True)
    language = models.CharField(max_length=2, default="nb")
    state = models.CharField(max_length=8, choices=State, default=State.CHECKING)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    refusal = models.CharField(max_length=300, blank=True)
    plan = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    is_remade = models.BooleanField(default=False)
    publish = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    written_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return f"upload {self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING)

    @property
    def is_running(self) -> bool:
        return self.is_working and self.job is not None and self.job.is_unfinished

    @property
    def waits_until(self) -> datetime:
        """When what has not been confirmed is let go."""
        return self.created_at + timedelta(days=settings.UPLOADS_WAIT_DAYS)

    @property
    def is_out_of_time(self) -> bool:
        """Whether nobody can go on with it any more, also before the clock has emptied it."""
        if self.state == self.State.WRITTEN or self.is_running:
            return False
        return self.state == self.State.EXPIRED or self.waits_until <= timezone.now()

    @property
    def state_text(self) -> str:
        """How it stands with it, in words."""
        return str(self.State.EXPIRED.label if self.is_out_of_time else self.get_state_display())
