"""Append-only lines: what was written by whom, and who saw somebody else's facts."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_public_id() -> str:
    """A random name in addresses, from which neither order nor number can be read."""
    return secrets.token_hex(8)


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
    """Somebody saw NDA or owner facts of a record that is not theirs, as things stood then.

    Companies, titles and grants change and go; what stands here does not follow them. Whom the
    person read for is named by public id and name; both are empty for cluster staff who read
    because the owner lets them, and for lines from before these things were noted. What was seen is
    a listing, or a spreadsheet that the owner has sent, by its id and the file's name.
    """

    class Ground(models.TextChoices):
        AGREEMENT = "agreement", _("Access under NDA")
        CONSENT = "consent", _("The cluster acts for you")

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    record_id = models.CharField(max_length=12)
    title = models.CharField(max_length=120, blank=True)
    owner_id = models.BigIntegerField()
    tier = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=9, choices=Ground, blank=True)
    company_code = models.CharField(max_length=12, blank=True)
    company_name = models.CharField(max_length=160, blank=True)
    grant_id = models.BigIntegerField(null=True)
    grant_reason = models.CharField(max_length=300, blank=True)
    grant_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "at"]),
            models.Index(fields=["at"], name="access_lines_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} at tier {self.tier}"


class UnusualReading(models.Model):
    """One company, or one at the cluster, saw many of an owner's listings in a short time.

    `reader` tells one from another and is not shown: a company's public id, or "user:<id>".
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    owner_id = models.BigIntegerField()
    reader = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    company_code = models.CharField(max_length=12, blank=True)
    listings = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    noticed_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["owner_id", "reader", "ended_at"], name="unusual_by_owner")]

    def __str__(self) -> str:
        return f"unusual reading {self.public_id}"
