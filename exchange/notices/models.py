"""What people are told, when they want letters about it, and letters until they have left."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from exchange.notices.kinds import Pace


def new_public_id() -> str:
    """A random name in addresses, from which neither order nor number can be read."""
    return secrets.token_hex(8)


class Letter(models.Model):
    """One plain-text letter to one address, in the receiver's language.

    `dedupe_key` names what it tells of, for whom; a second letter with the same key is not
    written. The body is emptied when the letter has left, since its links may open doors.
    `next_try_at` is also the claim: whoever sends moves it ahead first. A letter that the
    receiver's server has refused for good is not tried again by itself.
    """

    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    dedupe_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)
    refused_at = models.DateTimeField(null=True)
    refused_code = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=~models.Q(dedupe_key=""),
                name="one_letter_per_key",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(sent_at=None, refused_at=None),
                name="letters_to_send",
            ),
            models.Index(
                fields=["to"], condition=models.Q(refused_at__isnull=False), name="letters_refused"
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.message_id}"


class Notice(models.Model):
    """Something that one person was told, in the words and language of that moment.

    `pace` is when a letter about it was to be sent, by the person's choice then; one for the daily
    letter waits until `gathered_at` is set. A second notice to the same person with the same
    `dedupe_key` is not written.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=300, blank=True)
    dedupe_key = models.CharField(max_length=120, blank=True)
    pace = models.CharField(max_length=5, choices=Pace)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    gathered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "dedupe_key"],
                condition=~models.Q(dedupe_key=""),
                name="one_notice_per_key",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notices_newest"),
            models.Index(
                fields=["person"], condition=models.Q(read_at=None), name="notices_unread"
            ),
            models.Index(
                fields=["person"],
                condition=models.Q(pace=Pace.DAILY, gathered_at=None, read_at=None),
                name="notices_to_gather",
            ),
            models.Index(fields=["created_at"], name="notices_by_time"),
        ]

    def __str__(self) -> str:
        return f"notice {self.public_id}"


class Choice(models.Model):
    """When somebody wants letters about one kind; without one the kind's own pace holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    pace = models.CharField(max_length=5, choices=Pace)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.pace}"


class Recipient(models.Model):
    """Stands for a person in links that work without login: a random name, as the person's own
    number would tell how many there are."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)

    def __str__(self) -> str:
        return self.public_id


class RefusedAddress(models.Model):
    """An address that its own server has refused for good, and with which code ("550 5.1.1").

    Goes when a letter to it gets through, or when staff have it tried again.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    address = models.EmailField(unique=True)
    code = models.CharField(max_length=16)
    refused_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"refused address {self.public_id}"
