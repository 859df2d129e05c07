"""Companies, their sites, industrial parks, industries, counties and municipalities.

Ground data that the register and the catalogue refer to; whose site it is may be secret, so
readers get these facts from catalogue entries only.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from companies.public_ids import LENGTH, new_public_id


class County(models.Model):
    """One of the 15 counties of 2024; number as in Statistics Norway's list, e.g. "42"."""

    number = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality of 2024; the first two digits of its number are the county's."""

    number = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Industry(models.Model):
    """A division ("24") or class ("24.10") of NACE Rev. 2."""

    code = models.CharField(max_length=5, primary_key=True)
    division = models.CharField(max_length=2, db_index=True)
    name_nb = models.CharField(max_length=160)
    name_nn = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name_nb}"


class IndustrialPark(models.Model):
    """A place where several plants share roads, quays, steam or water."""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """A company that owns or looks for side-streams. Its group carries what it was granted.

    One without an organisation number is known from a public source only, by its name.
    """

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id)
    name = models.CharField(_("Name"), max_length=160)
    country = models.CharField(_("Country"), max_length=2, default="NO")
    organisation_number = models.CharField(
        _("Organisation number"),
        max_length=20,
        blank=True,
        help_text=_("Unknown only for a company that we know of from a public source."),
    )
    industry = models.ForeignKey(
        Industry, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("Industry")
    )
    park = models.ForeignKey(
        IndustrialPark,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("Industrial park"),
    )
    cluster_may_act = models.BooleanField(_("The cluster may act for us"), default=False)
    cluster_may_act_changed = models.DateTimeField(null=True, blank=True)
    disclosure_defaults = models.JSONField(default=dict, blank=True)
    is_synthetic = models.BooleanField(default=False)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="company")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "organisation_number"],
                condition=~models.Q(organisation_number=""),
                name="one_company_per_number",
                violation_error_message=_("A company with this number is registered already."),
            ),
            models.UniqueConstraint(
                Lower("name"),
                "country",
                condition=models.Q(organisation_number=""),
                name="one_company_per_name_without_number",
                violation_error_message=_(
                    "A company with this name and no number is known already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipRequest(models.Model):
    """What somebody said who asks to act for a company; known or unknown here makes no difference.

    It names the company by number, not by reference, and the company is looked up or registered
    only when somebody with the right confirms: until then nobody can tell by anything here
    whether the number was known, and what a stranger calls a company stands nowhere else.
    """

    class Answer(models.TextChoices):
        WAITING = "", _("Waiting for an answer")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Turned down")

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership_requests"
    )
    country = models.CharField(_("Country"), max_length=2, default="NO")
    organisation_number = models.CharField(_("Organisation number"), max_length=20)
    company_name = models.CharField(_("Name of the company"), max_length=160)
    industry = models.ForeignKey(
        Industry, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("Industry")
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=9, choices=Answer, blank=True, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "country", "organisation_number"],
                condition=models.Q(answer=""),
                name="one_waiting_request",
            )
        ]
        indexes = [
            models.Index(
                fields=["country", "organisation_number"],
                condition=models.Q(answer=""),
                name="requests_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.public_id}"


class Invitation(models.Model):
    """A letter with a link lets whoever has this address act for a company.

    The link names it by public id and secret; a new letter has a new secret, so that only the
    latest link opens. At most one is open for an address; it may have run out all the same.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        REVOKED = "revoked", _("Taken back")

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    role = models.CharField(max_length=6, choices=Membership.Role, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    secret = models.CharField(max_length=LENGTH, default=new_public_id)
    sent_at = models.DateTimeField(default=timezone.now)
    letters = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "email"],
                condition=models.Q(outcome=""),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.public_id}"


class AbsenceReport(models.Model):
    """A member says that the company's administrator is away, and asks the cluster for help."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="absence_reports")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    text = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=models.Q(answered_at=None),
                name="one_open_absence_report",
            )
        ]

    def __str__(self) -> str:
        return f"absence report {self.pk}"


class Site(models.Model):
    """A plant or a place of a company: where streams arise. WGS 84 degrees; unknown is NULL."""

    class PlaceDoubt(models.TextChoices):
        MUNICIPALITY = "municipality", _("The point lies in another municipality.")
        COUNTY = "county", _("The point lies in another county.")
        OUTSIDE = "outside", _("The point lies outside Norway.")
        INSIDE = "inside", _("The point lies in Norway, not in the given country.")

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(_("Name"), max_length=160)
    latitude = models.FloatField(
        _("Latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("Longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    address = models.CharField(_("Address"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=12, blank=True)
    place = models.CharField(_("Place"), max_length=80, blank=True)
    country = models.CharField(_("Country"), max_length=2, default="NO")
    county = models.ForeignKey(
        County, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("County")
    )
    municipality = models.ForeignKey(
        Municipality,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("Municipality"),
    )
    park = models.ForeignKey(
        IndustrialPark,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("Industrial park"),
    )
    place_doubt = models.CharField(
        max_length=12,
        choices=PlaceDoubt,
        blank=True,
        help_text=_("Where the point and the given place disagree."),
    )
    place_note = models.CharField(
        max_length=300, blank=True, help_text=_("What is doubtful about the place, if anything.")
    )
    own_reference = models.CharField(_("Own reference"), max_length=80, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "own_reference"],
                condition=~models.Q(own_reference=""),
                name="one_site_per_reference",
                violation_error_message=_("Another of your sites has this reference."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="whole_points_only",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
