"""Every measured quantity of a listing: unit, limits, bands, and which audience rule it follows."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.disclosure import Field
from streams.quantities import bands
from streams.quantities.bands import BandScale
from streams.quantities.intervals import Interval
from streams.quantities.words import amount_said
from streams.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Measure:
    """One quantity. `minimum` and `maximum` are physical limits in the scale's unit."""

    key: str
    label: str | Promise
    help_text: str | Promise
    field: Field
    scale: BandScale
    kinds: frozenset[Kind]
    minimum: float = 0.0
    maximum: float = math.inf

    @property
    def unit(self) -> str:
        return self.scale.unit

    def check(self, interval: Interval) -> None:
        """Raises ValidationError, naming the quantity, when physically impossible.

        "500 and above" is possible where the bands, too, have no upper end.
        """
        is_open = interval.high == self.scale.ceiling == math.inf
        if interval.low < self.minimum or (interval.high > self.maximum and not is_open):
            is_low = interval.low < self.minimum
            text = gettext("%(name)s cannot be above %(limit)s.")
            if is_low:
                text = gettext("%(name)s cannot be below %(limit)s.")
            limit = amount_said(self.minimum if is_low else self.maximum, self.unit)
            raise ValidationError(text % {"name": self.label, "limit": limit})


_SOLID = frozenset({Kind.MATERIAL, Kind.DEPOSIT})
_HEAT, _GAS, _DEPOSIT = frozenset({Kind.HEAT}), frozenset({Kind.GAS}), frozenset({Kind.DEPOSIT})

MEASURES: Mapping[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure("grain_size", _("Grain size"), _("Smallest and largest grains, such as 0–4."),
                Field.PROPERTIES, bands.GRAIN_SIZE, _SOLID),
        Measure("moisture", _("Moisture"), _("Water as delivered, share of weight, such as 5–8."),
                Field.PROPERTIES, bands.WEIGHT_PERCENT, _SOLID, maximum=100),
        Measure("density", _("Density"), _("Bulk density as delivered, such as 1 600 or 1.6 t/m3."),
                Field.PROPERTIES, bands.DENSITY, _SOLID, maximum=25_000),
        Measure("ph", _("pH"), _("In water or leachate, such as 9–11."),
                Field.PROPERTIES, bands.ACIDITY, _SOLID, minimum=-2, maximum=15),
        Measure("handling_cost", _("Cost of today's handling"),
                _("Such as 350–450; below zero when you are paid for it."),
                Field.COST, bands.COST, _SOLID, minimum=-math.inf),
        Measure("temperature", _("Supply temperature"),
                _("Where the heat can be taken out, such as 70–95."),
                Field.TEMPERATURE, bands.TEMPERATURE, _HEAT, minimum=-273.15, maximum=3_000),
        Measure("return_temperature", _("Return temperature"),
                _("What it is cooled to or comes back at, such as 40."),
                Field.TEMPERATURE, bands.TEMPERATURE, _HEAT, minimum=-273.15, maximum=3_000),
        Measure("capacity", _("Capacity"),
                _("Heat that can be taken out at full load, such as 5–6 or 800 kW."),
                Field.CAPACITY, bands.CAPACITY, _HEAT),
        Measure("concentration", _("Concentration"),
                _("Share of the dry gas by volume, such as 12–14."),
                Field.CONCENTRATION, bands.VOLUME_PERCENT, _GAS, maximum=100),
        Measure("fossil_share", _("Fossil share"),
                _("Of the carbon, such as 60–70: from coal, coke, oil, gas or limestone."),
                Field.CONCENTRATION, bands.SHARE, _GAS, maximum=100),
        Measure("biogenic_share", _("Biogenic share"),
                _("Of the carbon, such as 30–40: from wood, charcoal or other biomass."),
                Field.CONCENTRATION, bands.SHARE, _GAS, maximum=100),
        Measure("pressure", _("Pressure"), _("Absolute, such as 1.1."),
                Field.CONCENTRATION, bands.PRESSURE, _GAS, maximum=1_000),
        Measure("gas_temperature", _("Temperature of the gas"),
                _("Where it can be taken out, such as 90–140."),
                Field.CONCENTRATION, bands.TEMPERATURE, _GAS, minimum=-273.15, maximum=3_000),
        Measure("stock", _("Amount in place"),
                _("What lies there today, such as 1.7–2.1 mill. or 900 kt."),
                Field.STOCK, bands.STOCK, _DEPOSIT),
        Measure("area", _("Area"),
                _("Seen from above, such as 88 000 or 8.8 ha."),
                Field.STOCK, bands.AREA, _DEPOSIT),
    )
}  # fmt: skip

YEARLY: Mapping[Kind, tuple[Field, BandScale]] = {
    Kind.MATERIAL: (Field.VOLUME, bands.TONNES),
    Kind.HEAT: (Field.ENERGY, bands.ENERGY),
    Kind.GAS: (Field.AMOUNT, bands.TONNES),
    Kind.DEPOSIT: (Field.VOLUME, bands.TONNES),
}


def measures_of(kind: Kind) -> list[Measure]:
    return [measure for measure in MEASURES.values() if kind in measure.kinds]


def fields_of(kind: Kind) -> list[Field]:
    """The fields that a listing of this kind can have, in the order of the page."""
    own = {YEARLY[kind][0], *(measure.field for measure in measures_of(kind))}
    return [field for field in Field if field in own or field in _COMMON or field in _EXTRA[kind]]


_COMMON = frozenset(
    {Field.OWNER, Field.PLACE, Field.HISTORY, Field.PROCESS, Field.DESCRIPTION, Field.CONTACT,
     Field.AVAILABILITY}
)  # fmt: skip
_CHEMISTRY = frozenset(
    {Field.COMPOSITION, Field.TRACES, Field.CRM, Field.CLASSIFICATION, Field.HANDLING}
)
_EXTRA: Mapping[Kind, frozenset[Field]] = {
    Kind.MATERIAL: _CHEMISTRY,
    Kind.HEAT: frozenset({Field.PROFILE}),
    Kind.GAS: frozenset({Field.TRACES}),
    Kind.DEPOSIT: _CHEMISTRY | {Field.ACCESSIBILITY},
}
