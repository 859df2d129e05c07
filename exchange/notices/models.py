"""Letters, from when they are written until they have left the house."""

import uuid

from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """One plain-text letter to one address, in the receiver's language.

    `dedupe_key` names what it tells of, for whom; a second letter with the same key is not
    written. The body is emptied when the letter has left, since its links may open doors.
    `next_try_at` is also the claim: whoever sends moves it ahead first.
    """

    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    dedupe_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)

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
                fields=["next_try_at"], condition=models.Q(sent_at=None), name="letters_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.message_id}"
