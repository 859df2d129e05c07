"""What owners know about their side-streams. Secret: readers get catalogue entries instead."""

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tiers import Tier
from companies.models import Site
from companies.public_ids import LENGTH, new_public_id
from streams import vocabulary as words
from streams.quantities.intervals import Interval
from streams.reference.models import MaterialClass, WasteCode
from streams.register.tracking import kept_in_history


def documents_storage() -> Storage:
    """Where documents lie: outside the web root, never addressed directly."""
    return storages["documents"]


@kept_in_history
class Record(models.Model):
    """A side-stream, waste heat, gas emission or deposit of a site.

    `monthly` is empty or twelve numbers from January on; `outline` a ring of [longitude,
    latitude] as streams.quantities.outlines reads it.
    """

    id = models.CharField(
        primary_key=True, max_length=LENGTH, default=new_public_id, editable=False
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(_("Kind"), max_length=8, choices=words.Kind)
    state = models.CharField(max_length=12, choices=words.State, default=words.State.DRAFT)
    title = models.CharField(
        _("Title"), max_length=120, help_text=_("Seen by everyone who may see the listing at all.")
    )
    own_reference = models.CharField(
        _("Own reference"), max_length=80, blank=True, help_text=_("Never shown to others.")
    )
    material = models.ForeignKey(
        MaterialClass, on_delete=models.PROTECT, verbose_name=_("Material"), related_name="+"
    )
    form = models.CharField(_("Form"), max_length=12, choices=words.Form, blank=True)
    process = models.TextField(_("Process it comes from"), max_length=2000, blank=True)
    description = models.TextField(_("Description"), max_length=4000, blank=True)
    availability = models.CharField(_("Availability"), max_length=300, blank=True)
    waste_status = models.CharField(
        _("Waste or by-product"), max_length=12, choices=words.WasteStatus, blank=True
    )
    hazardous = models.BooleanField(_("Hazardous waste"), null=True, blank=True)
    waste_code = models.ForeignKey(
        WasteCode,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("European waste code"),
        related_name="+",
    )
    handling = ArrayField(
        models.CharField(max_length=20, choices=words.Handling),
        verbose_name=_("Today's handling"),
        default=list,
        blank=True,
    )
    contact_name = models.CharField(_("Contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("E-mail"), blank=True)
    contact_phone = models.CharField(_("Phone"), max_length=30, blank=True)
    profile = models.CharField(
        _("Profile over the year"), max_length=12, choices=words.Profile, blank=True
    )
    monthly = ArrayField(
        models.FloatField(), verbose_name=_("Month by month"), default=list, blank=True
    )
    monthly_unit = models.CharField(
        _("Figures are"), max_length=3, choices=words.MonthlyUnit, blank=True
    )
    setting = models.CharField(_("Where it lies"), max_length=8, choices=words.Setting, blank=True)
    opened_year = models.PositiveSmallIntegerField(_("In use from"), null=True, blank=True)
    closed_year = models.PositiveSmallIntegerField(_("In use to"), null=True, blank=True)
    accessibility = models.CharField(_("Accessibility"), max_length=500, blank=True)
    outline = models.JSONField(_("Area on the map"), null=True, blank=True)
    policy = models.JSONField(default=dict, blank=True)
    source = models.CharField(
        _("Source"),
        max_length=300,
        blank=True,
        help_text=_("Public source of the facts, shown with the listing."),
    )
    confirmed_on = models.DateField(_("Confirmed"), null=True, blank=True)
    ended_reason = models.CharField(
        _("Why it is discontinued"), max_length=10, choices=words.EndReason, blank=True
    )
    ended_note = models.CharField(_("In your own words"), max_length=300, blank=True)
    ended_year = models.PositiveSmallIntegerField(_("Discontinued in"), null=True, blank=True)
    delete_at = models.DateTimeField(_("To be deleted"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        permissions = [("see_under_nda", "See what is shown under NDA")]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "own_reference"],
                condition=~models.Q(own_reference=""),
                name="one_record_per_reference",
            )
        ]
        indexes = [
            models.Index(
                fields=["delete_at"],
                condition=models.Q(delete_at__isnull=False),
                name="records_to_be_deleted",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Measured(models.Model):
    """Two ends of an interval; an unbounded end is stored as infinity."""

    low = models.FloatField()
    high = models.FloatField()

    class Meta:
        abstract = True

    @property
    def interval(self) -> Interval:
        return Interval(self.low, self.high)


@kept_in_history
class Quantity(Measured):
    """One measured quantity of a record; `key` is one of streams.measures.MEASURES."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="quantities")
    key = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "key"], name="one_quantity_per_key"),
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("high")), name="quantity_not_reversed"
            ),
        ]

    def __str__(self) -> str:
        return self.key


@kept_in_history
class YearlyFigure(Measured):
    """Tonnes (material, gas, deposit) or GWh (heat) of one year."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("Year"))
    method = models.CharField(
        _("How it was found"), max_length=10, choices=words.Method, default=words.Method.ESTIMATED
    )
    determined_on = models.DateField(_("When it was found"), null=True, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["record", "year"], name="one_figure_per_year"),
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("high"), low__gte=0),
                name="figure_not_reversed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


@kept_in_history
class Analysis(models.Model):
    """One chemical analysis, or a typical composition from the literature with its source."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="analyses")
    analysed_on = models.DateField(_("Date"), null=True, blank=True)
    method = models.CharField(_("Analysis method"), max_length=120, blank=True)
    basis = models.CharField(_("Basis"), max_length=3, choices=words.Basis, default=words.Basis.DRY)
    is_typical = models.BooleanField(_("Typical for the material"), default=False)
    is_copied = models.BooleanField(_("Taken over from another listing"), default=False)
    source = models.CharField(_("Source"), max_length=300, blank=True)

    class Meta:
        ordering = [models.F("analysed_on").desc(nulls_last=True), "pk"]
        verbose_name_plural = "analyses"

    def __str__(self) -> str:
        return self.method


@kept_in_history
class Constituent(Measured):
    """A substance found in an analysis, in its own unit as reported."""

    class Unit(models.TextChoices):
        PERCENT = "wt%", _("wt%")
        MILLIGRAMS = "mg/kg", "mg/kg"

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="constituents")
    substance = models.CharField(_("Substance"), max_length=40)
    unit = models.CharField(_("Unit"), max_length=5, choices=Unit, default=Unit.PERCENT)
    is_trace = models.BooleanField(_("Trace element or contaminant"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["analysis", "substance"], name="one_row_per_substance"),
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("high"), low__gte=0),
                name="constituent_not_reversed",
            ),
        ]

    def __str__(self) -> str:
        return self.substance


@kept_in_history
class Document(models.Model):
    """A file about a record, without its metadata, under a random name outside the web root."""

    id = models.CharField(
        primary_key=True, max_length=LENGTH, default=new_public_id, editable=False
    )
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("Title"), max_length=120)
    audience = models.PositiveSmallIntegerField(
        _("Audience"), choices=Tier.choices, default=Tier.NDA
    )
    file = models.FileField(storage=documents_storage, max_length=80)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class WorkingCopy(models.Model):
    """What somebody has typed about a record and not yet published, just as it was typed.

    One for each person and record, so that two who write at once do not overwrite each other.
    `typed` and `shown` are {step: {field: [texts]}}: what was written, and what stood there before.
    As secret as the register itself.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="working_copies")
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    based_on = models.PositiveIntegerField()
    typed = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "working copies"
        constraints = [
            models.UniqueConstraint(fields=["record", "author"], name="one_working_copy_each")
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.author_id}"
