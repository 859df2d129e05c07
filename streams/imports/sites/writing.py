"""Writes plants as companies, sites and listings, through the services that owners use.

What is alike already is not touched, and neither is anything of a company that somebody acts for.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from companies.countries import HOME
from companies.models import Company, Site
from companies.services import register_company, save_site
from streams.imports.sites import hotmaps
from streams.imports.sites.known import Known, reference_of
from streams.imports.sites.listings import MATERIALS, Listing, listings_of
from streams.imports.sites.places import Judged
from streams.imports.sites.plants import Group, Note, Plant
from streams.imports.sites.report import Outcome
from streams.imports.sites.telling import key_of
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.register.services import save_record
from streams.vocabulary import State

LONGEST_NOTE = 300
NO_POINT = "Kilden oppgir ikke noe punkt."
DOUBTFUL = "Tvilsomt sted. Kilden: {address}, {postal_code} {city}; punkt {latitude}, {longitude}."
"""Kept in one language, so that a note is the same on every run."""


def write_group(group: Group, judged: Judged, division: str, known: Known) -> Outcome:
    """Bring one plant up to date, and say whether anything was new or different.

    Raises ValidationError that names the field; then the caller undoes what was written.
    """
    site = _known_site(group, known)
    company = site.company if site else known.companies.get(key_of(group.first))
    if company and company.pk in known.in_use:
        text = gettext("keeps its own listings here now; nothing of them is changed")
        group.tell(group.first, Note("CompanyName", text))
        return Outcome.UNCHANGED
    company = company or _new_company(group.first, division, known)
    fields = _place_fields(group.first, judged, known)
    if site is None:
        fields |= {"own_reference": reference_of(group.first)}
    saved = save_site(actor=None, company=company, site=site, **fields)
    changed = _differing(site, saved) if site else []
    changed += _write_listings(group, saved, known)
    known.companies[key_of(group.first)] = company
    known.sites[saved.own_reference] = saved
    if site is None:
        return Outcome.CREATED
    if changed:
        group.tell(group.first, Note(gettext("changed"), ", ".join(changed), is_flag=False))
    return Outcome.CHANGED if changed else Outcome.UNCHANGED


def _known_site(group: Group, known: Known) -> Site | None:
    """The site of an earlier run; rows that were two plants then stay two sites."""
    found: dict[int, Site] = {}
    for plant in group.plants:
        site = known.sites.get(reference_of(plant))
        if site and found and site.pk not in found:
            text = gettext("stands as a site of its own since an earlier run, and is left so")
            group.tell(plant, Note("SiteID", text))
        elif site:
            found.setdefault(site.pk, site)
    return next(iter(found.values()), None)


def _new_company(plant: Plant, division: str, known: Known) -> Company:
    """Named by the file, which has no organisation numbers; none is made up."""
    return register_company(
        actor=None,
        name=plant.company,
        organisation_number=None,
        country=plant.country,
        industry=known.industries[division] if division else None,
    )


def _place_fields(plant: Plant, judged: Judged, known: Known) -> dict[str, Any]:
    """Those of companies.services.save_site. What is doubtful stands in the note only."""
    fields: dict[str, Any] = {
        "name": plant.site,
        "country": plant.country,
        "latitude": judged.point.latitude if judged.point else None,
        "longitude": judged.point.longitude if judged.point else None,
        "address": judged.plant.address if judged.plant else "",
        "postal_code": judged.plant.postal_code if judged.plant else "",
        "place": judged.plant.city if judged.plant else "",
        "place_note": "" if judged.point else _place_note(plant),
    }
    if judged.point is None and plant.country == HOME:
        county = known.counties[judged.county] if judged.county else None
        fields |= {"county": county, "municipality": None}
    return fields


def _place_note(plant: Plant) -> str:
    if plant.point is None:
        return NO_POINT
    note = DOUBTFUL.format(
        address=plant.address or "–",
        postal_code=plant.postal_code,
        city=plant.city,
        latitude=plant.point.latitude,
        longitude=plant.point.longitude,
    )
    return note[:LONGEST_NOTE]


def _differing(before: Site, after: Site) -> list[str]:
    """Names of the fields that saving changed."""
    return [
        field.name
        for field in Site._meta.concrete_fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    ]


def _write_listings(group: Group, site: Site, known: Known) -> list[str]:
    """Titles of the listings that were new or different. One that lost its amount stays."""
    here = site.records.filter(own_reference__startswith=f"{hotmaps.KEY}/")
    found = {row.own_reference: row for row in here.prefetch_related("quantities", "years")}
    wanted = listings_of(group)
    for reference in found.keys() - {listing.reference for listing in wanted}:
        text = gettext("has no amount in the file any more; the listing is left as it is")
        group.tell(group.first, Note(found[reference].title, text))
    state = State.DRAFT if group.is_held_back else State.PUBLISHED
    return [
        str(listing.draft.values["title"])
        for listing in wanted
        if _write_listing(listing, site, found.get(listing.reference), state, known)
    ]


def _write_listing(
    listing: Listing, site: Site, found: Record | None, state: State, known: Known
) -> bool:
    """Whether anything had to be written. State and policy are set once and then left alone."""
    material = known.materials[MATERIALS[listing.kind]]
    draft = replace(listing.draft, values={**listing.draft.values, "material": material})
    if found is None:
        beginning = {"own_reference": listing.reference, "state": state}
        draft = replace(draft, values={**draft.values, **beginning})
        save_record(actor=None, site=site, kind=listing.kind, draft=draft)
        return True
    missing = _missing(found, draft)
    if missing is None:
        return False
    save_record(
        actor=None,
        site=site,
        kind=listing.kind,
        draft=missing,
        record=found,
        version=found.version,
    )
    return True


def _missing(record: Record, draft: RecordDraft) -> RecordDraft | None:
    """The parts of the draft that the record does not have already; None where it has all."""
    values = {name: value for name, value in draft.values.items() if getattr(record, name) != value}
    quantities = {row.key: row.interval for row in record.quantities.all()}
    years = [(row.year, row.interval, row.method) for row in record.years.all()]
    wanted = [(row.year, row.amount, row.method) for row in draft.years or ()]
    missing = RecordDraft(
        values=values,
        quantities=draft.quantities if quantities != draft.quantities else None,
        years=draft.years if years != wanted else None,
    )
    is_whole = not values and missing.quantities is None and missing.years is None
    return None if is_whole else missing
