"""One piece of long work: whose it is, how far it has come, and how it ended."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Work that a task does for somebody of a company; only they may see it.

    `task` is the name of the task, which gets the job's id and nothing else. `subject` names what
    it works on ("upload:abc"). `attempts` is also the claim: a run may go on only while it is the
    newest one. How far it has come lies in the cache, since a transaction hides it (see progress).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to start")
        RUNNING = "running", _("Working")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    class Fault(models.TextChoices):
        """Why a job ended without a result."""

        NONE = "", ""
        INTERRUPTED = "interrupted", _("The work was cut short several times.")
        ERROR = "error", _("Something went wrong on our side.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=100)
    subject = models.CharField(max_length=60, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    company = models.ForeignKey("companies.Company", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, default="nb")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    fault = models.CharField(max_length=11, choices=Fault, blank=True, default=Fault.NONE)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="jobs_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.id}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
