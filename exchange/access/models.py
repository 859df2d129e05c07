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


class OwnerChoices(models.Model):
    """What an owner has decided about access to its listings; without a row, as the defaults."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="+")
    consents_itself = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"choices of {self.company_id}"


class CompanyRule(models.Model):
    """An owner's standing word on another company, which is never told of it.

    Named by number, whether it is registered here or not, so that nobody can find out by this
    which companies are; `name` is what the owner calls it.
    """

    class Word(models.TextChoices):
        YES = "yes", _("Approved beforehand")
        NEVER = "never", _("Never")

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id)
    owner = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, default="NO")
    organisation_number = models.CharField(max_length=20)
    name = models.CharField(max_length=160, blank=True)
    word = models.CharField(max_length=5, choices=Word)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "country", "organisation_number"], name="one_word_on_a_company"
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} on {self.organisation_number}: {self.word}"


class AgreementText(models.Model):
    """One version of the agreement's text in one language; never changed once it is used."""

    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    text = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"agreement {self.version} {self.language}"


class AccessRequest(models.Model):
    """A company asks to see listings of one owner under NDA, and what came of it step by step.

    The grants that it opens last until the end of `until`. `digest` is the SHA-256 of the very
    file that was signed, which is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("With the cluster")
        ASKED_BACK = "asked_back", _("The cluster asks")
        CONSENT = "consent", _("With the owner")
        SIGNING = "signing", _("To be signed")
        OPEN = "open", pgettext_lazy("access", "Open")
        REFUSED = "refused", _("Turned down")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ENDED = "ended", _("Ended")

    class Signing(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted here with a second step")
        UPLOADED = "uploaded", _("Signed file sent")

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asker_company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    owner_named = models.BooleanField(default=False)
    whole_company = models.BooleanField(default=False)
    purpose = models.TextField(max_length=2_000)
    months = models.PositiveSmallIntegerField(default=6)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    first_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    consented_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    extend_to = models.DateField(null=True, blank=True)
    text = models.ForeignKey(AgreementText, null=True, blank=True, on_delete=models.PROTECT)
    signing = models.CharField(max_length=8, choices=Signing, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    file = models.FileField(storage=documents_storage, max_length=80, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["asker_company", "-moved_at"], name="access_of_asker"),
            models.Index(fields=["owner", "-moved_at"], name="access_of_owner"),
            models.Index(
                fields=["moved_at"],
                condition=models.Q(state="waiting"),
                name="access_waiting",
            ),
            models.Index(
                fields=["until"], condition=models.Q(state="open"), name="access_open_until"
            ),
        ]

    def __str__(self) -> str:
        return f"access request {self.public_id}"

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING


PENDING = (
    AccessRequest.State.WAITING,
    AccessRequest.State.ASKED_BACK,
    AccessRequest.State.CONSENT,
    AccessRequest.State.SIGNING,
)


class AccessListing(models.Model):
    """A listing that is asked for, with the title that the asker saw."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="listings")
    listing_id = models.CharField(max_length=LENGTH)
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "listing_id"], name="one_row_per_listing_asked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} in {self.request_id}"


class AccessEvent(models.Model):
    """What somebody did or said about a request, in order. `private` is for the cluster alone."""

    class What(models.TextChoices):
        ASKED = "asked", _("Asked for access")
        ASKED_BACK = "asked_back", _("Asked the seeker")
        ANSWERED = "answered", _("Answered")
        APPROVED = "approved", _("Approved")
        NOTED = "noted", _("Noted")
        UNDONE = "undone", _("Took the approval back")
        CONSENTED = "consented", _("Consented")
        REFUSED = "refused", _("Turned down")
        SIGNED = "signed", _("Signed")
        OPENED = "opened", _("Access opened")
        EXTEND = "extend", _("Proposed a longer time")
        EXTENDED = "extended", _("Made the time longer")
        ENDED = "ended", _("Ended access")
        WITHDRAWN = "withdrawn", _("Withdrew the request")

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    side = models.CharField(max_length=5, choices=Side)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(max_length=10, choices=What)
    text = models.CharField(max_length=1_000, blank=True)
    private = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.request_id}"
