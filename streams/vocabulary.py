"""The fixed words of the field: kinds, forms, handling. Everybody above may use them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The four things that can be listed."""

    MATERIAL = "material", _("Side-stream")
    HEAT = "heat", _("Waste heat")
    GAS = "gas", _("CO₂ and other gases")
    DEPOSIT = "deposit", _("Deposit")


class Form(models.TextChoices):
    """Physical form of a material."""

    DUST = "dust", _("Dust")
    POWDER = "powder", _("Powder")
    GRANULES = "granules", _("Granules")
    LUMPS = "lumps", _("Lumps")
    SLAG = "slag", _("Slag")
    SLUDGE = "sludge", _("Sludge")
    FILTER_CAKE = "filter_cake", _("Filter cake")
    SALT = "salt", _("Salt")
    LIQUID = "liquid", _("Liquid")
    SOLUTION = "solution", _("Solution")
    FIBRE = "fibre", _("Fibre")
    WOOD = "wood", _("Wood and bark")
    SCRAP = "scrap", _("Scrap pieces")
    BRICKS = "bricks", _("Bricks")
    GAS = "gas", _("Gas")


class WasteStatus(models.TextChoices):
    """What the material is in law."""

    BY_PRODUCT = "by_product", _("By-product")
    ORDINARY = "waste", _("Waste")
    END_OF_WASTE = "end_of_waste", _("No longer waste")
    PRODUCT = "product", _("Product")


class Handling(models.TextChoices):
    """What is done with it today."""

    LANDFILL = "landfill", _("Landfill")
    SOLD = "sold", _("Sold")
    MATERIAL_RECOVERY = "material_recovery", _("Material recovery")
    ENERGY_RECOVERY = "energy_recovery", _("Energy recovery")
    BACKFILL = "backfill", _("Backfill")
    INTERNAL = "internal", _("Used in own process")
    STORED = "stored", _("Stored on site")
    RELEASED = "released", _("Released to air or water")


class Method(models.TextChoices):
    """How a figure was found."""

    MEASURED = "measured", _("Measured")
    CALCULATED = "calculated", _("Calculated")
    ESTIMATED = "estimated", _("Estimated")


class Basis(models.TextChoices):
    """What a share of weight is a share of."""

    DRY = "dry", _("Of dry matter")
    WET = "wet", _("As delivered")


class Profile(models.TextChoices):
    """How waste heat is spread over the year."""

    STEADY = "steady", _("Steady all year")
    WINTER = "winter", _("Mostly winter")
    SUMMER = "summer", _("Mostly summer")
    CAMPAIGNS = "campaigns", _("In campaigns")
    INTERMITTENT = "intermittent", _("On and off")


class MonthlyUnit(models.TextChoices):
    """What the figures of a profile month by month are."""

    ENERGY = "GWh", _("GWh in the month")
    SHARE = "%", _("Per cent of the year")


class Setting(models.TextChoices):
    """Where a deposit lies."""

    ONSHORE = "onshore", _("On land")
    SEA = "sea", _("In the sea")
    LAKE = "lake", _("In a lake")


class State(models.TextChoices):
    """Whether a listing is seen by others at all."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    DISCONTINUED = "discontinued", _("Discontinued")


class EndReason(models.TextChoices):
    """Why a listing is discontinued; what else there is to say stands in the owner's own words."""

    STOPPED = "stopped", _("It no longer arises")
    OWN_USE = "own_use", _("We use it ourselves")
    TAKEN = "taken", _("All of it has a taker")
    CHANGED = "changed", _("The process has changed")
    ELSEWHERE = "elsewhere", _("It stands in another listing")
    MISTAKE = "mistake", _("It was listed by mistake")
    OTHER = "other", _("Something else")
