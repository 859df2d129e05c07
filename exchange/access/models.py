"""Who asked whom for what, what was said, and what became of it.

Whose listing it is stays here until he lets it be known: pages for those who ask never read
`owner` before `owner_named_at` is set.
"""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company
from companies.public_ids import LENGTH, new_public_id


def documents_storage() -> Storage:
    """Where files lie: outside the web root, never addressed directly."""
    return storages["documents"]


class Side(models.TextChoices):
    """Whose word something is."""

    ASKER = "asker", _("Whoever asked")
    OWNER = "owner", _("The owner")
    STAFF = "staff", _("The cluster")


class ContactRequest(models.Model):
    """Somebody asks the owner of a listing for contact, for one of his own companies.

    `listing_title` is the title as the asker saw it. `moved_at` is when anybody last said or did
    something; `waits_for` whose turn it is.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Sent")
        DIALOGUE = "dialogue", _("In dialogue")
        AGREED = "agreed", _("Agreed")
        DEAD_END = "dead_end", _("Came to nothing")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Reason(models.TextChoices):
        WET = "wet", _("Too wet")
        CONTAMINANTS = "contaminants", _("Contaminants")
        COMPOSITION = "composition", _("Composition does not fit")
        VOLUME = "volume", _("Volume does not fit")
        UNEVEN = "uneven", _("Supply or quality too uneven")
        DISTANCE = "distance", _("Distance and transport")
        PRICE = "price", _("Price")
        REGULATION = "regulation", _("Regulation and permits")
        TECHNOLOGY = "technology", _("Technology not ready")
        TIMING = "timing", _("Wrong time")
        TAKEN = "taken", _("Somebody else has it")
        SILENCE = "silence", _("No answer")
        OTHER = "other", pgettext_lazy("reason", "Other")

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id)
    listing_id = models.CharField(max_length=LENGTH)
    listing_title = models.CharField(max_length=120)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asker_company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    owner_named_at = models.DateTimeField(null=True, blank=True)
    purpose = models.CharField(max_length=200)
    use = models.TextField(max_length=2_000)
    volume = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.SENT)
    waits_for = models.CharField(max_length=5, choices=Side, default=Side.OWNER, blank=True)
    asker_agreed_at = models.DateTimeField(null=True, blank=True)
    owner_agreed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    reason_text = models.CharField(max_length=500, blank=True)
    ended_by = models.CharField(max_length=5, choices=Side, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["asker_company", "-moved_at"], name="contact_of_asker"),
            models.Index(fields=["owner", "-moved_at"], name="contact_of_owner"),
            models.Index(
                fields=["moved_at"],
                condition=models.Q(state__in=["sent", "dialogue"]),
                name="contact_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asker_company", "listing_id"],
                condition=models.Q(state__in=["sent", "dialogue"]),
                name="one_open_contact_request",
            )
        ]

    def __str__(self) -> str:
        return f"contact request {self.public_id}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.SENT, self.State.DIALOGUE)


class ContactMessage(models.Model):
    """One message of a thread, with a file perhaps. Whose it is, is a side; the person's name
    shows to the other only after both have agreed to be known.
    """

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id)
    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=5, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=5_000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    file = models.FileField(storage=documents_storage, max_length=80, blank=True)
    file_title = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"message {self.public_id}"


class ContactOutcome(models.Model):
    """What one side says became of it: tonnes a year, from when, and what it replaces."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="outcomes")
    side = models.CharField(max_length=5, choices=Side)
    tonnes = models.FloatField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    replaces = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "side"], name="one_outcome_per_side")
        ]

    def __str__(self) -> str:
        return f"outcome of {self.request_id} by {self.side}"


class Delivery(models.Model):
    """Tonnes delivered in a year as one side says; confirmed when the other says the same."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="deliveries")
    side = models.CharField(max_length=5, choices=Side)
    year = models.PositiveSmallIntegerField()
    tonnes = models.FloatField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "side", "year"], name="one_delivery_per_side_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.year} of {self.request_id} by {self.side}"
