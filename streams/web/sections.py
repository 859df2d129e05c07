"""A listing's page by sections: which fields stand together for each kind, and in what order."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.parks import park_slug
from streams.catalogue.search import Hit
from streams.catalogue.together import shows_site
from streams.disclosure import Field
from streams.measures import YEARLY, fields_of
from streams.quantities.intervals import Interval
from streams.vocabulary import Kind
from streams.web.facts import Facts, Shown, analysis_lines, bars, documents, lines_of, listing_lines
from streams.web.months import profile_chart
from streams.web.names import current_names
from streams.web.numbers import at_least_text, number_text, share_text, short_unit

TITLES: Mapping[Kind, Any] = {
    Kind.MATERIAL: _("The material"),
    Kind.HEAT: _("The heat"),
    Kind.GAS: _("The gas"),
    Kind.DEPOSIT: _("The deposit"),
}
ABOUT = (
    Field.DESCRIPTION, Field.TEMPERATURE, Field.CAPACITY, Field.CONCENTRATION, Field.STOCK,
    Field.CLASSIFICATION, Field.PROPERTIES, Field.PROFILE, Field.ACCESSIBILITY, Field.HANDLING,
)  # fmt: skip
WHO = (Field.OWNER, Field.PLACE, Field.CONTACT)
CALCULATED_DIGITS = 3
TERMS = (Field.AVAILABILITY, Field.COST, Field.PROCESS)


def sections(hit: Hit) -> list[Shown]:
    """Contexts of the sections of templates/web/, each with a template of its own."""
    kind, facts = Kind(hit.kind), hit.facts
    own = set(fields_of(kind))
    about = {
        "template": "web/section_facts.html",
        "id": "about",
        "title": TITLES[kind],
        "lines": about_lines(facts, kind, own),
        "months": months(facts) if Field.PROFILE in own else None,
    }
    parts: Sequence[tuple[Field, Callable[[Facts], Shown]]] = (
        (Field.COMPOSITION, composition),
        (Field.TRACES, traces),
        (Field.CRM, critical),
    )
    chemistry = [build(facts) for field, build in parts if field in own]
    return [about, amounts(facts, kind), *chemistry, who(hit), terms(facts, kind)]


def about_lines(facts: Facts, kind: Kind, own: set[Field]) -> list[Shown]:
    first, *others = [lines_of(field, facts, kind) for field in ABOUT if field in own]
    return [*first, *listing_lines(facts, kind), *(row for lines in others for row in lines)]


def months(facts: Facts) -> Shown | None:
    """Context of components/months.html."""
    profile = facts.get("profile", {})
    return profile_chart(profile, facts.get("energy")) if "months" in profile else None


def amounts(facts: Facts, kind: Kind) -> Shown:
    """The newest figure, and year by year as chart and table."""
    field, scale = YEARLY[kind]
    years = facts.get("history") or []
    return {
        "template": "web/section_amounts.html",
        "id": "amount",
        "title": field.label,
        "lines": lines_of(field, facts, kind),
        "history": Field.HISTORY.label,
        "chart": chart(years, scale.unit) if years else None,
    }


def chart(years: Sequence[Facts], unit: str) -> Shown:
    """Context of components/volume_chart.html."""
    return {
        "id": "years",
        "unit": short_unit(unit),
        "bands": [],
        "years": [
            {
                "year": row["year"],
                "low": row["low"],
                "high": row["high"],
                "text": number_text(row, short=True),
                "precision": "exact",
            }
            for row in years
        ],
    }


def composition(facts: Facts) -> Shown:
    fact = facts.get("composition", {})
    return {
        "template": "web/section_composition.html",
        "id": "composition",
        "title": Field.COMPOSITION.label,
        "rows": bars(fact),
        "is_band": fact.get("precision") == "band",
        "typical": fact.get("typical"),
        "copied": fact.get("copied"),
        "several": [row for row in bars(fact) if row["spread"]],
        "source": fact.get("source"),
        "lines": analysis_lines(fact),
        "axis": True,
    }


def traces(facts: Facts) -> Shown:
    """Shares too small for a common axis: numbers in a table instead of bars."""
    fact = facts.get("traces", {})
    names = current_names()
    return {
        "template": "web/section_traces.html",
        "id": "traces",
        "title": Field.TRACES.label,
        "lines": analysis_lines(fact),
        "source": fact.get("source"),
        "typical": fact.get("typical"),
        "copied": fact.get("copied"),
        "several": [row for row in bars(fact) if row["spread"]],
        "parts": [
            {
                "symbol": names.substance(row["substance"]),
                "name": names.substance_name(row["substance"]),
                "text": share_text(row),
                "is_band": row["precision"] == "band",
            }
            for row in fact.get("parts", [])
        ],
    }


def rounded(share: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is worked out says no more digits than it can hold; bands are round as they are."""
    if share["precision"] != "exact":
        return share
    shown = Interval.from_json(share).rounded_outwards(CALCULATED_DIGITS)
    return {**share, **shown.as_json()}


def critical(facts: Facts) -> Shown:
    """Symbol, name, content and tonnes a year of each critical raw material."""
    names = current_names()
    return {
        "template": "web/section_critical.html",
        "id": "critical",
        "title": Field.CRM.label,
        "parts": [
            {
                "code": row["code"],
                "symbol": names.critical_symbol(row["code"]),
                "name": names.critical_name(row["code"]),
                "share": share_text(rounded(row)),
                "is_band": row["precision"] == "band",
                "tonnes": at_least_text(row["tonnes"]) if "tonnes" in row else "",
            }
            for row in facts.get("crm", [])
        ],
        "lacks_moisture": any(only_the_most(row, facts) for row in facts.get("crm", [])),
    }


def only_the_most(row: Mapping[str, Any], facts: Facts) -> bool:
    """Whether an amount has no lower limit though share and volume have: for want of moisture."""
    lows = [row["low"], facts.get("volume", {}).get("low")]
    return "tonnes" in row and all(lows) and not row["tonnes"]["low"]


def who(hit: Hit) -> Shown:
    lines = [row for field in WHO for row in lines_of(field, hit.facts, Kind(hit.kind))]
    return {
        "template": "web/section_facts.html",
        "id": "who",
        "title": _("Who and where"),
        "lines": lines,
        "links": others_there(hit),
    }


def others_there(hit: Hit) -> list[Shown]:
    """Pages of the site and of the park, where the exact place shows."""
    links = []
    if shows_site(hit):
        url = reverse("site_listings", args=[hit.id])
        links.append({"label": _("Everything at this site"), "url": url})
    if park := hit.facts.get("place", {}).get("park"):
        text = gettext("Everything in %s") % park
        links.append({"label": text, "url": reverse("park", args=[park_slug(park)])})
    return links


def terms(facts: Facts, kind: Kind) -> Shown:
    own = set(fields_of(kind))
    fields = [field for field in TERMS if field in own]
    return {
        "template": "web/section_terms.html",
        "id": "terms",
        "title": _("Availability, price and documents"),
        "lines": [row for field in fields for row in lines_of(field, facts, kind)],
        "documents": documents(facts),
    }
