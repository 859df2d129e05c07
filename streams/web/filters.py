"""Filters beside the hits: groups with counts, kinds as tabs, fields, lists to choose from."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from streams.catalogue.criteria import Criteria
from streams.catalogue.facets import Facets
from streams.disclosure import Field
from streams.vocabulary import Kind
from streams.web.addresses import SearchAddress
from streams.web.chips import label_of
from streams.web.names import current_names
from streams.web.places import name_of

Shown = dict[str, Any]
SHOWN_AT_FIRST = 6
GROUPS = ("material", "crm", "county", "municipality", "form", "industry")
FACETS = ("kind", *GROUPS, "hazardous", "waste_code")


def tabs(address: SearchAddress, criteria: Criteria, facets: Facets) -> list[Shown]:
    """Kinds with counts; context of components/tabs.html."""
    counts = facets.counts["kind"]
    everything = {
        "label": _("All"),
        "url": address.with_("kind").url,
        "count": sum(counts.values()),
        "current": not criteria.kind,
    }
    return [everything] + [
        {
            "label": kind.label,
            "url": address.with_("kind", kind.value).url,
            "count": counts.get(kind, 0),
            "current": criteria.kind == {kind},
        }
        for kind in Kind
    ]


def groups(criteria: Criteria, facets: Facets) -> dict[str, Shown]:
    """Contexts of components/filter_group.html by name; a group with nothing to choose is left out.

    Municipalities only come once a county is chosen: the country has 357.
    """
    titles = {
        "material": _("Material"), "crm": Field.CRM.label, "county": _("County"),
        "municipality": _("Municipality"), "form": _("Form"), "industry": _("Industry"),
    }  # fmt: skip
    found = {}
    for name in GROUPS:
        choices = choices_of(name, criteria, facets.counts[name])
        if name == "municipality" and not (criteria.county or criteria.municipality):
            continue
        if choices:
            found[name] = {
                "title": titles[name],
                "name": name,
                "choices": choices[:SHOWN_AT_FIRST],
                "more": choices[SHOWN_AT_FIRST:],
            }
    return found


def choices_of(name: str, criteria: Criteria, counts: Mapping[str, int]) -> list[Shown]:
    """The chosen first, then the largest, then by name."""
    chosen = getattr(criteria, name)
    found = [
        {
            "value": code,
            "label": label_of(name, code),
            "count": counts.get(code, 0),
            "checked": code in chosen,
            "symbol": current_names().critical_symbol(code) if name == "crm" else "",
        }
        for code in {*counts, *chosen}
    ]
    return sorted(found, key=lambda one: (not one["checked"], -one["count"], one["label"]))


def hazardous(criteria: Criteria, facets: Facets) -> Shown:
    counts, chosen = facets.counts["hazardous"], criteria.hazardous
    return {
        "title": _("Hazardous waste"),
        "name": "hazardous",
        "radio": True,
        "choices": [
            {"value": "", "label": _("All"), "checked": chosen is None},
            {"value": "true", "label": _("Hazardous"), "count": counts.get("true", 0),
             "checked": chosen is True},
            {"value": "false", "label": _("Not hazardous"), "count": counts.get("false", 0),
             "checked": chosen is False},
        ],
    }  # fmt: skip


def waste_codes(facets: Facets) -> list[Shown]:
    """Codes that occur, for the field's list: most listings first."""
    names = current_names()
    counts = sorted(facets.counts["waste_code"].items(), key=lambda one: (-one[1], one[0]))
    found = [(code, count, names.waste_code(code)) for code, count in counts]
    return [
        {"value": code, "label": f"{row.name if row else ''} ({count})"}
        for code, count, row in found
    ]


def substances() -> list[Shown]:
    """For the field's list, those that analyses name most often first."""
    return [{"value": row.key, "label": row.name} for row in current_names().substances.values()]


def near_text(given: str, criteria: Criteria) -> str:
    """What stands in the field: the municipality's name where it is one."""
    near = criteria.near
    return (near and name_of(near.latitude, near.longitude)) or given
