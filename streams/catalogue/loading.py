"""Reads records with all that belongs to them, in one statement however many they are.

Only `source` may call this; nothing here is redacted. Plain SQL, since building the same statement
from models took longer than the database needs to answer it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from streams.catalogue.prepared import THESE, execute


@dataclass(frozen=True, slots=True)
class Listing:
    """What is stored about the record itself."""

    id: str
    kind: str
    state: str
    title: str
    material_id: str
    form: str
    process: str
    description: str
    availability: str
    waste_status: str
    hazardous: bool | None
    waste_code_id: str | None
    handling: list[str]
    contact_name: str
    contact_email: str
    contact_phone: str
    profile: str
    monthly: list[float]
    setting: str
    opened_year: int | None
    closed_year: int | None
    accessibility: str
    outline: str | None
    source: str
    confirmed_year: int | None
    policy: str
    material_parent: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Its site; degrees of WGS 84."""

    name: str
    latitude: float | None
    longitude: float | None
    address: str
    postal_code: str
    place: str
    country: str
    county_id: str | None
    municipality_id: str | None
    park: str | None


@dataclass(frozen=True, slots=True)
class Owner:
    """The company of the site."""

    id: int
    public_id: str
    name: str
    organisation_number: str | None
    country: str
    is_synthetic: bool
    disclosure_defaults: str
    industry: str | None
    division: str | None
    park: str | None


Parts = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """`quantities` are (key, low, high) by key, `years` (year, low, high, method, date) by year,
    `documents` (audience, id, title, size, content type) by title, and `analyses` (date, method,
    basis, is typical, is copied, source, constituents), newest first, undated ones last; a
    constituent is (substance, unit, low, high, is trace). Ends may be "Infinity"; dates are ISO
    texts.
    """

    listing: Listing
    place: Place
    owner: Owner
    quantities: Parts
    years: Parts
    documents: Parts
    analyses: Parts


_ELSEWHERE = {
    "r.confirmed_year": "extract(year FROM r.confirmed_on)::int",
    "r.outline": "r.outline::text",
    "r.policy": "r.policy::text",
    "r.material_parent": "m.parent_id",
    "s.park": "site_park.name",
    "c.disclosure_defaults": "c.disclosure_defaults::text",
    "c.industry": "i.code",
    "c.division": "i.division",
    "c.park": "company_park.name",
}


def _columns(of: type[Any], table: str) -> str:
    names = [f"{table}.{field.name}" for field in fields(of)]
    return ", ".join(_ELSEWHERE.get(name, name) for name in names)


_STATEMENT = f"""
SELECT {_columns(Listing, "r")}, {_columns(Place, "s")}, {_columns(Owner, "c")},
  (SELECT json_agg(json_build_array(q.key, q.low, q.high) ORDER BY q.key)
   FROM register_quantity AS q WHERE q.record_id = r.id),
  (SELECT json_agg(json_build_array(y.year, y.low, y.high, y.method, y.determined_on)
                   ORDER BY y.year)
   FROM register_yearlyfigure AS y WHERE y.record_id = r.id),
  (SELECT json_agg(json_build_array(d.audience, d.id, d.title, d.size, d.content_type))
   FROM register_document AS d WHERE d.record_id = r.id),
  (SELECT json_agg(json_build_array(a.analysed_on, a.method, a.basis, a.is_typical, a.is_copied,
     a.source,
     (SELECT json_agg(json_build_array(k.substance, k.unit, k.low, k.high, k.is_trace)
                      ORDER BY k.id)
      FROM register_constituent AS k WHERE k.analysis_id = a.id))
     ORDER BY a.analysed_on DESC NULLS LAST, a.id)
   FROM register_analysis AS a WHERE a.record_id = r.id)
FROM register_record AS r
JOIN reference_materialclass AS m ON m.code = r.material_id
JOIN companies_site AS s ON s.id = r.site_id
JOIN companies_company AS c ON c.id = s.company_id
LEFT JOIN companies_industry AS i ON i.code = c.industry_id
LEFT JOIN companies_industrialpark AS site_park ON site_park.id = s.park_id
LEFT JOIN companies_industrialpark AS company_park ON company_park.id = c.park_id
WHERE r.id = {THESE} ORDER BY r.id
"""  # noqa: S608 - names of our own columns

_FIRST_OF_PLACE = len(fields(Listing))
_FIRST_OF_OWNER = _FIRST_OF_PLACE + len(fields(Place))
_FIRST_OF_PARTS = _FIRST_OF_OWNER + len(fields(Owner))


def load(record_ids: Sequence[str]) -> list[Loaded]:
    """Those that exist, by id."""
    return [_loaded(row) for row in execute(_STATEMENT, [list(record_ids)])]


def _loaded(row: Sequence[Any]) -> Loaded:
    return Loaded(
        Listing(*row[:_FIRST_OF_PLACE]),
        Place(*row[_FIRST_OF_PLACE:_FIRST_OF_OWNER]),
        Owner(*row[_FIRST_OF_OWNER:_FIRST_OF_PARTS]),
        *(parts or () for parts in row[_FIRST_OF_PARTS:]),
    )
