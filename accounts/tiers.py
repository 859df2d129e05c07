"""The three audiences, in order."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.IntegerChoices):
    """Who may see something; a higher tier sees everything a lower one does."""

    PUBLIC = 0, _("Everyone")
    NDA = 1, _("NDA")
    OWNER = 2, _("Only us")
