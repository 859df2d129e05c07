"""Append-only lines: what was written by whom, and who saw somebody else's facts."""

from django.conf import settings
from django.db import models


class AuditLine(models.Model):
    """One write: actor, action and subject, with details that stay inside the house."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class AccessLine(models.Model):
    """Somebody saw NDA or owner facts of a record that is not theirs, with its title as seen."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    record_id = models.CharField(max_length=12)
    title = models.CharField(max_length=120, blank=True)
    owner_id = models.BigIntegerField()
    tier = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["owner_id", "at"])]

    def __str__(self) -> str:
        return f"{self.record_id} at tier {self.tier}"
