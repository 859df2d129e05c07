"""Disclosure policy: for each disclosable field, who sees the value and who sees its coarse form.

A policy is merged from the site-wide defaults here, the company's own and the listing's own.
Stored as JSON: {"volume": {"exact": 1, "coarse": 0}, "listed": 0}, only what differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.tiers import Tier


class Field(models.TextChoices):
    """What an owner decides about separately. Documents carry their own audience."""

    OWNER = "owner", _("Who owns it")
    PLACE = "place", _("Place")
    VOLUME = "volume", _("Volume per year")
    HISTORY = "history", _("Volume year by year")
    COMPOSITION = "composition", _("Main composition")
    TRACES = "traces", _("Trace elements and contaminants")
    CRM = "crm", _("Critical raw materials")
    PROPERTIES = "properties", _("Properties")
    CLASSIFICATION = "classification", _("Waste classification")
    HANDLING = "handling", _("Today's handling")
    COST = "cost", _("Cost or price")
    PROCESS = "process", _("Process it comes from")
    DESCRIPTION = "description", _("Description")
    CONTACT = "contact", _("Contact person")
    AVAILABILITY = "availability", _("Availability")
    TEMPERATURE = "temperature", _("Temperature")
    CAPACITY = "capacity", _("Capacity")
    ENERGY = "energy", _("Energy per year")
    PROFILE = "profile", _("Profile over the year")
    AMOUNT = "amount", _("Amount per year")
    CONCENTRATION = "concentration", _("Concentration and condition")
    STOCK = "stock", _("Amount in place")
    ACCESSIBILITY = "accessibility", _("Accessibility")


@dataclass(frozen=True, slots=True)
class Rule:
    """From which tier the value, and from which its coarse form, can be seen."""

    exact: Tier
    coarse: Tier

    def precision_for(self, tier: Tier) -> str | None:
        """ "exact", "coarse" or None when nothing of it shows."""
        if tier >= self.exact:
            return "exact"
        return "coarse" if tier >= self.coarse else None


@dataclass(frozen=True, slots=True)
class Policy:
    """What applies to one listing: a rule for every field, and who may know that it exists."""

    rules: Mapping[Field, Rule]
    listed: Tier

    def precision(self, field: Field, tier: Tier) -> str | None:
        return self.rules[field].precision_for(tier)


HAS_COARSE_FORM = frozenset(
    {
        Field.OWNER, Field.PLACE, Field.VOLUME, Field.COMPOSITION, Field.TRACES, Field.CRM,
        Field.PROPERTIES, Field.CLASSIFICATION, Field.COST, Field.TEMPERATURE, Field.CAPACITY,
        Field.ENERGY, Field.PROFILE, Field.AMOUNT, Field.CONCENTRATION, Field.STOCK,
    }
)  # fmt: skip
_TELLS_OF_CRM = frozenset({Field.COMPOSITION, Field.TRACES})
_BAND_FOR_ALL = Rule(Tier.NDA, Tier.PUBLIC)
_UNDER_NDA = Rule(Tier.NDA, Tier.NDA)
_ONLY_US = Rule(Tier.OWNER, Tier.OWNER)
SITE_WIDE: Mapping[Field, Rule] = {
    Field.OWNER: _BAND_FOR_ALL,
    Field.PLACE: _BAND_FOR_ALL,
    Field.VOLUME: _BAND_FOR_ALL,
    Field.HISTORY: _UNDER_NDA,
    Field.COMPOSITION: _BAND_FOR_ALL,
    Field.TRACES: _UNDER_NDA,
    Field.CRM: _BAND_FOR_ALL,
    Field.PROPERTIES: _UNDER_NDA,
    Field.CLASSIFICATION: _BAND_FOR_ALL,
    Field.HANDLING: _UNDER_NDA,
    Field.COST: _ONLY_US,
    Field.PROCESS: _ONLY_US,
    Field.DESCRIPTION: _UNDER_NDA,
    Field.CONTACT: _UNDER_NDA,
    Field.AVAILABILITY: _UNDER_NDA,
    Field.TEMPERATURE: _BAND_FOR_ALL,
    Field.CAPACITY: _BAND_FOR_ALL,
    Field.ENERGY: _BAND_FOR_ALL,
    Field.PROFILE: _UNDER_NDA,
    Field.AMOUNT: _BAND_FOR_ALL,
    Field.CONCENTRATION: _BAND_FOR_ALL,
    Field.STOCK: _BAND_FOR_ALL,
    Field.ACCESSIBILITY: _UNDER_NDA,
}

_EVERYONE = Rule(Tier.PUBLIC, Tier.PUBLIC)
_NEVER_OPEN = frozenset({Field.COST, Field.PROCESS})


def _closed(field: Field) -> Rule:
    if field in (Field.OWNER, Field.PLACE):
        return _BAND_FOR_ALL
    return _ONLY_US if field in _NEVER_OPEN else _UNDER_NDA


PRESETS: Mapping[str, Policy] = {
    "open": Policy(
        {field: _ONLY_US if field in _NEVER_OPEN else _EVERYONE for field in Field}, Tier.PUBLIC
    ),
    "cautious": Policy(SITE_WIDE, Tier.PUBLIC),
    "closed": Policy({field: _closed(field) for field in Field}, Tier.PUBLIC),
}
"""What owners can start from: everything but cost and process for everyone; the site-wide policy;
nothing but industry, county and material before an agreement."""


def effective_policy(*layers: Mapping[str, Any]) -> Policy:
    """The site-wide policy overlaid by each layer of stored JSON, the last one strongest.

    Who closes the composition closes with it what is calculated from it, unless he says in the
    same layer or a stronger one what applies to critical raw materials.
    """
    rules, listed, follows = dict(SITE_WIDE), Tier.PUBLIC, False
    for layer in layers:
        rules |= {field: _rule(field, layer[field]) for field in Field if field in layer}
        listed = Tier(layer.get("listed", listed))
        follows = Field.CRM not in layer and (follows or not _TELLS_OF_CRM.isdisjoint(layer))
    if follows:
        rules[Field.CRM] = _no_more_open(rules)
    return Policy(rules, listed)


def _no_more_open(rules: Mapping[Field, Rule]) -> Rule:
    """The rule of critical raw materials, closed as far as that of the composition.

    Their bands are those of what shows of the composition, so closed traces do not close them.
    """
    critical = rules[Field.CRM]
    exact = max(critical.exact, *(rules[field].exact for field in _TELLS_OF_CRM))
    return Rule(exact, max(critical.coarse, rules[Field.COMPOSITION].coarse))


def checked_policy(data: object) -> dict[str, Any]:
    """The stored form of what somebody sent. Raises ValidationError that names the field."""
    if not isinstance(data, Mapping):
        raise ValidationError(gettext("An audience for each field is needed."))
    return {
        key: _tier(key, value) if key == "listed" else _checked_rule(key, value)
        for key, value in data.items()
    }


def _rule(field: Field, stored: Mapping[str, int]) -> Rule:
    exact = Tier(stored["exact"])
    coarse = Tier(stored["coarse"]) if field in HAS_COARSE_FORM else exact
    return Rule(exact, min(coarse, exact, key=int))


def _checked_rule(key: str, value: object) -> dict[str, int]:
    if key not in Field.values or not isinstance(value, Mapping):
        raise ValidationError(gettext("“%s” is nothing that has an audience.") % key)
    exact = _tier(key, value.get("exact"))
    coarse = _tier(key, value.get("coarse", exact)) if Field(key) in HAS_COARSE_FORM else exact
    if coarse > exact:
        raise ValidationError(
            gettext("%s: a band cannot be more secret than the value.") % Field(key).label
        )
    return {"exact": exact, "coarse": coarse}


def _tier(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in Tier.values:
        raise ValidationError(gettext("“%s” needs one of the three audiences.") % key)
    return int(value)
