"""A whole record as plain values that JSON can hold: one form for programs and for files.

`plain_reading` reads it back; a record read back from its own form is unchanged. Whoever calls
must already know that the reader may see everything of the record.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from accounts.tiers import Tier
from companies.models import Company, Site
from streams.disclosure import HAS_COARSE_FORM, Field
from streams.measures import MEASURES, YEARLY, fields_of, measures_of
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft
from streams.register.models import Analysis, Constituent, Document, Quantity, Record, YearlyFigure
from streams.register.services import WRITABLE
from streams.vocabulary import Kind

SCHEMA_VERSION = 1
"""Of this form. Fields may be added under the same number; nothing else may change."""
Plain = dict[str, Any]
LISTED = "listed"
VALUES: "Mapping[str, models.Field[Any, Any]]" = {
    field.name: field for field in Record._meta.concrete_fields if field.name in WRITABLE
}
"""The record's own fields by name, in their order."""
ABOUT_ANALYSES: "Mapping[str, models.Field[Any, Any]]" = {
    one.name: Analysis._meta.get_field(one.name)  # type: ignore[misc]
    for one in dataclasses.fields(AnalysisDraft)
    if one.name != "constituents"
}
"""What an analysis says of itself, beside its constituents."""


def plain_record(record: Record) -> Plain:
    """Everything the register holds of a record; reads its site, parts and documents."""
    kind = Kind(record.kind)
    return {
        "id": record.pk,
        "version": record.version,
        "created_at": record.created_at.isoformat(),
        "delete_at": record.delete_at.isoformat() if record.delete_at else None,
        "kind": kind.value,
        "site": record.site.public_id,
        **{name: plain_value(getattr(record, field.attname)) for name, field in VALUES.items()},
        "quantities": plain_quantities(kind, record.quantities.all()),
        "years": [plain_year(row, YEARLY[kind][1].unit) for row in record.years.all()],
        "analyses": [plain_analysis(analysis) for analysis in record.analyses.all()],
        "policy": plain_policy(kind, record.policy),
        "documents": [plain_document(one) for one in documents_of(record)],
    }


def plain_value(value: Any) -> Any:
    """Dates as 2026-03-02; choices, texts, numbers and lists of them as they are."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def plain_interval(interval: Interval, unit: str) -> Plain:
    """{"low", "high", "unit"}; null is an end that is open."""
    return {**interval.as_json(), "unit": unit}


def plain_quantities(kind: Kind, rows: models.QuerySet[Quantity]) -> Plain:
    """Every quantity of the kind by key; null where nothing is known."""
    known = {row.key: plain_interval(row.interval, MEASURES[row.key].unit) for row in rows}
    return {**{measure.key: None for measure in measures_of(kind)}, **known}


def plain_year(row: YearlyFigure, unit: str) -> Plain:
    return {
        "year": row.year,
        "amount": plain_interval(row.interval, unit),
        "method": row.method,
        "determined_on": plain_value(row.determined_on),
    }


def plain_analysis(analysis: Analysis) -> Plain:
    about = {name: plain_value(getattr(analysis, name)) for name in ABOUT_ANALYSES}
    rows = sorted(analysis.constituents.all(), key=lambda row: row.pk)
    return {**about, "constituents": [plain_constituent(row) for row in rows]}


def plain_constituent(row: Constituent) -> Plain:
    return {
        "substance": row.substance,
        "share": plain_interval(row.interval, row.unit),
        "trace": row.is_trace,
    }


def plain_policy(kind: Kind, stored: Mapping[str, Any]) -> Plain:
    """Audiences by name; null where the company's own choice for all its listings applies."""
    keys = (LISTED, *(field.value for field in fields_of(kind)))
    said = {key: plain_rule(key, value) for key, value in stored.items()}
    return {**dict.fromkeys(keys), **said}


def plain_rule(key: str, value: Any) -> Any:
    """ "nda" for who may know of it, else {"exact": "nda", "coarse": "public"}."""
    if key == LISTED:
        return audience_word(value)
    exact = audience_word(value["exact"])
    if Field(key) not in HAS_COARSE_FORM:
        return {"exact": exact}
    return {"exact": exact, "coarse": audience_word(value["coarse"])}


def audience_word(tier: int) -> str:
    return Tier(tier).name.lower()


def documents_of(record: Record) -> list[Document]:
    """Oldest first."""
    return sorted(record.documents.all(), key=lambda one: (one.added_at, one.pk))


def plain_document(document: Document) -> Plain:
    return {
        "id": document.pk,
        "title": document.title,
        "audience": audience_word(document.audience),
        "content_type": document.content_type,
        "size": document.size,
        "added_at": document.added_at.isoformat(),
    }


def plain_company(company: Company) -> Plain:
    """A company as its members know it, with what applies to all its listings."""
    return {
        "id": company.public_id,
        "name": company.name,
        "country": company.country,
        "organisation_number": company.organisation_number,
        "cluster_may_act": company.cluster_may_act,
        "policy": {
            key: plain_rule(key, value) for key, value in company.disclosure_defaults.items()
        },
    }


def plain_site(site: Site) -> Plain:
    """A site as its owner knows it; codes for county and municipality."""
    names = ("name", "latitude", "longitude", "address", "postal_code", "place", "country",
             "county_id", "municipality_id", "own_reference")  # fmt: skip
    found = {name.removesuffix("_id"): getattr(site, name) for name in names}
    return {"id": site.public_id, **found}
