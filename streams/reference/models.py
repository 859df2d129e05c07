"""Material classes, substances, waste codes and critical raw materials, in three languages.

The lists that the register and the catalogue refer to. They are nobody's secret: anybody may read.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from streams.reference.languages import LANGUAGES, active_language, best_of
from streams.vocabulary import Kind


class InThreeLanguages(models.Model):
    """Something that has a name, or whatever `words` says, in bokmål, nynorsk and English."""

    words: ClassVar[str] = "name"

    class Meta:
        abstract = True

    def name_in(self, language: str) -> str:
        """Where that language has none, in the one its readers read best."""
        return best_of({one: getattr(self, f"{self.words}_{one}") for one in LANGUAGES}, language)

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_in(active_language())


class MaterialClass(InThreeLanguages):
    """What a listing is of: a material, a heat medium, a gas or a type of deposit.

    A class without a parent is a group ("slag"); a listing may be of a group when nothing
    sharper fits. `synonyms` are other words for it in any language, for searching.
    """

    code = models.SlugField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    synonyms = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    ordering = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordering", "code"]

    def __str__(self) -> str:
        return self.name


class Substance(InThreeLanguages):
    """What an analysis can name: the key is the formula, or a word such as "loi".

    `symbol` is how it is written beside a number ("SiO₂", "C fix"). `is_trace_by_default`:
    usually found in parts per million, so it belongs to the trace elements unless an owner says
    otherwise. What follows from it chemically is the business of streams.chemistry.
    """

    key = models.CharField(max_length=40, primary_key=True)
    formula = models.CharField(max_length=40, null=True, blank=True)
    symbol = models.CharField(max_length=40)
    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    synonyms = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    is_trace_by_default = models.BooleanField(default=False)
    unit_default = models.CharField(
        max_length=5, choices=[("wt%", _("wt%")), ("mg/kg", _("mg/kg"))], default="wt%"
    )
    ordering = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordering", "key"]

    def __str__(self) -> str:
        return self.name


class WasteCode(InThreeLanguages):
    """A code of the European List of Waste, six digits without spaces.

    `source` tells titles that we wrote ("house") from an official list that was loaded.
    """

    class Source(models.TextChoices):
        HOUSE = "house", _("Our own words")
        OFFICIAL = "official", _("Official list")

    words = "title"

    code = models.CharField(
        max_length=6, primary_key=True, validators=[RegexValidator(r"^\d{6}\Z", _("Six digits."))]
    )
    hazardous = models.BooleanField()
    title_nb = models.CharField(max_length=400, blank=True)
    title_nn = models.CharField(max_length=400, blank=True)
    title_en = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=8, choices=Source, default=Source.HOUSE)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.written} {self.name}"

    @property
    def written(self) -> str:
        """In pairs, with the asterisk of hazardous waste: "10 03 08*"."""
        pairs = (self.code[start : start + 2] for start in (0, 2, 4))
        return " ".join(pairs) + ("*" if self.hazardous else "")


class CriticalRawMaterial(InThreeLanguages):
    """One of the 34 of Regulation (EU) 2024/1252, Annex II.

    `strategic`: also in its Annex I. `nato`: on the alliance's list of twelve defence-critical
    raw materials (December 2024). `elements`: the symbols by which an analysis shows it.
    """

    code = models.SlugField(max_length=24, primary_key=True)
    name_nb = models.CharField(max_length=80)
    name_nn = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    elements = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    strategic = models.BooleanField(default=False)
    nato = models.BooleanField(default=False)

    class Meta:
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name
