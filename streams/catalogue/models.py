"""What each tier may see: one physical table per tier, already redacted, and grants.

Everybody reads these; only publish writes them. A value that a tier may not see is not in its
table, so it can be neither filtered on, nor sorted by, nor counted.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Upper
from django.db.models.lookups import IsNull
from guardian.models import GroupObjectPermissionBase

from accounts.tiers import Tier
from companies.public_ids import LENGTH
from streams.register.models import Record
from streams.vocabulary import Kind


def own_names() -> Func:
    """Title, owner, site and park as far as the entry shows them: words that no list holds."""
    shown = (("owner", "name"), ("place", "site"), ("place", "park"))
    texts = [
        Coalesce(KeyTextTransform(name, KeyTransform(fact, "facts")), Value(""))
        for fact, name in shown
    ]
    return Func(
        "title",
        *texts,
        arg_joiner=" || ' ' || ",  # options in the order of migrations, which tell them apart by it
        output_field=models.TextField(),
        template="(%(expressions)s)",
    )


def park_shown() -> KeyTextTransform:
    """The industrial park that an entry shows, as only those with an exact place do."""
    return KeyTextTransform("park", KeyTransform("place", "facts"))


def site_shown() -> KeyTextTransform:
    """The name of the site, as only entries with an exact place show it."""
    return KeyTextTransform("site", KeyTransform("place", "facts"))


class Entry(models.Model):
    """A listing as one tier sees it. `facts` is what is shown; the columns repeat it for search.

    Volumes in t/yr (GWh/yr for heat), temperatures in degrees Celsius, points in WGS 84.
    NULL is unknown or not disclosed: which of the two cannot be told.
    """

    tier: ClassVar[Tier]

    id = models.CharField(primary_key=True, max_length=LENGTH)
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=120)
    material = models.CharField(max_length=40)
    material_group = models.CharField(max_length=40)
    form = models.CharField(max_length=12, blank=True)
    country = models.CharField(max_length=2, blank=True)
    county = models.CharField(max_length=2, blank=True)
    municipality = models.CharField(max_length=4, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    industry = models.CharField(max_length=2, blank=True)
    volume_low = models.FloatField(null=True)
    volume_high = models.FloatField(null=True)
    temperature_low = models.FloatField(null=True)
    temperature_high = models.FloatField(null=True)
    hazardous = models.BooleanField(null=True)
    waste_code = models.CharField(max_length=6, blank=True)
    crm = ArrayField(models.CharField(max_length=24), default=list)
    company_id = models.BigIntegerField(null=True)
    facts = models.JSONField()
    search_text = models.TextField()
    search = models.GeneratedField(
        expression=SearchVector("title", config="norwegian", weight="A")
        + SearchVector("search_text", config="norwegian", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    content_hash = models.CharField(max_length=32)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True
        indexes = [
            models.Index(Upper("title"), "id", name="%(class)s_title"),
            models.Index(
                models.F("volume_high").desc(nulls_last=True), "id", name="%(class)s_volume"
            ),
            models.Index(fields=["-updated_at", "id"], name="%(class)s_updated"),
            models.Index(fields=["county", "municipality"], name="%(class)s_county"),
            models.Index(fields=["material_group", "material"], name="%(class)s_material"),
            models.Index(fields=["latitude", "longitude"], name="%(class)s_point"),
            models.Index(fields=["company_id"], name="%(class)s_company"),
            models.Index(
                park_shown(), name="%(class)s_park", condition=models.Q(IsNull(park_shown(), False))
            ),
            GinIndex(fields=["search"], name="%(class)s_search"),
            GinIndex(OpClass(own_names(), name="gin_trgm_ops"), name="%(class)s_own_names"),
            GinIndex(fields=["crm"], name="%(class)s_crm"),
        ]

    def __str__(self) -> str:
        return self.title


class PublicEntry(Entry):
    """What everyone sees."""

    tier = Tier.PUBLIC


class NdaEntry(Entry):
    """What those see who were given access under NDA."""

    tier = Tier.NDA


class OwnerEntry(Entry):
    """What the owning company sees."""

    tier = Tier.OWNER


class Content(models.Model):
    """A substance or chemical element of an entry, in wt%, as its tier sees it."""

    entry: models.ForeignKey[Entry, Entry]
    entry_id: str

    substance = models.CharField(max_length=40)
    low = models.FloatField()
    high = models.FloatField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["substance", "high", "entry"], name="%(class)s_reach")]

    def __str__(self) -> str:
        return self.substance


class PublicContent(Content):
    """What everyone sees of a composition."""

    entry = models.ForeignKey(PublicEntry, on_delete=models.CASCADE, related_name="contents")


class NdaContent(Content):
    """What those under NDA see of a composition."""

    entry = models.ForeignKey(NdaEntry, on_delete=models.CASCADE, related_name="contents")


class OwnerContent(Content):
    """What the owner sees of a composition."""

    entry = models.ForeignKey(OwnerEntry, on_delete=models.CASCADE, related_name="contents")


ENTRIES: tuple[type[Entry], ...] = (PublicEntry, NdaEntry, OwnerEntry)
CONTENTS: dict[Tier, type[Content]] = {
    Tier.PUBLIC: PublicContent,
    Tier.NDA: NdaContent,
    Tier.OWNER: OwnerContent,
}


class PastEntry(models.Model):
    """What one audience was shown of a published listing from `at` on, until its next one.

    `facts` None: from then on that audience was shown nothing. As secret as the owner's entries;
    only owners, and staff whom they let act, may look. `line` is the audit line that led to it.
    """

    record_id = models.CharField(max_length=LENGTH)
    tier = models.PositiveSmallIntegerField(choices=Tier.choices)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind, blank=True)
    title = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(null=True)
    content_hash = models.CharField(max_length=32, blank=True)
    line = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["record_id", "tier", "at"], name="past_entry_of_record")]
        verbose_name_plural = "past entries"

    def __str__(self) -> str:
        return f"{self.record_id} {self.tier} {self.at}"


class RecordGrant(GroupObjectPermissionBase):
    """A company's right to see one listing under NDA, until a moment, with who approved it."""

    content_object = models.ForeignKey(Record, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)

    class Meta(GroupObjectPermissionBase.Meta):
        indexes = [models.Index(fields=["group", "expires_at"], name="grant_group_expiry")]
