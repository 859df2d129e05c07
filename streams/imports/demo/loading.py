"""Writes what is planned, through the services that owners use. What is there already stays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from companies.models import Company, IndustrialPark, Industry, Site
from companies.queries import company_by_number
from companies.services import register_company, save_site, set_cluster_consent
from streams.imports.demo.invented import invented_companies
from streams.imports.demo.planned import PlannedCompany, PlannedRecord, PlannedSite
from streams.imports.demo.public import public_companies
from streams.reference.models import MaterialClass, WasteCode
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.register.services import changed_together, save_record, set_company_policy
from streams.vocabulary import Kind, WasteStatus


@dataclass(frozen=True, slots=True)
class Lists:
    """Reference rows by code or name."""

    materials: Mapping[str, MaterialClass]
    waste_codes: Mapping[str, WasteCode]
    industries: Mapping[str, Industry]
    parks: Mapping[str, IndustrialPark]

    @classmethod
    def read(cls) -> "Lists":
        return cls(
            MaterialClass.objects.in_bulk(),
            WasteCode.objects.in_bulk(),
            Industry.objects.in_bulk(),
            {park.name: park for park in IndustrialPark.objects.all()},
        )


def planned_companies() -> list[PlannedCompany]:
    """Everything that the demonstration has, in the order of the files."""
    return [*public_companies(), *invented_companies()]


def load_companies(planned: Sequence[PlannedCompany], progress: Callable[[int], object]) -> int:
    """All or nothing, in any order. Returns how many listings were new.

    `progress` is told the number of listings after each company.
    """
    lists, new = Lists.read(), 0
    with changed_together():
        for company in planned:
            new += load_company(company, lists)
            progress(len(company.records))
    return new


def load_company(planned: PlannedCompany, lists: Lists) -> int:
    company = company_by_number("NO", planned.number) or new_company(planned, lists)
    sites = {site.key: site_of(company, site, lists) for site in planned.sites}
    known = set(
        Record.objects.filter(site__company=company).values_list("own_reference", flat=True)
    )
    missing = [record for record in planned.records if record.reference not in known]
    for record in missing:
        save_new(record, sites[record.site], lists)
    return len(missing)


def new_company(planned: PlannedCompany, lists: Lists) -> Company:
    company = register_company(
        actor=None,
        name=planned.name,
        organisation_number=planned.number,
        industry=lists.industries[planned.industry] if planned.industry else None,
        park=lists.parks[planned.park] if planned.park else None,
        is_synthetic=planned.is_synthetic,
    )
    if planned.lets_cluster_act:
        set_cluster_consent(actor=None, company=company, may_act=True)
    if planned.policy:
        set_company_policy(actor=None, company=company, policy=dict(planned.policy))
    return company


def site_of(company: Company, planned: PlannedSite, lists: Lists) -> Site:
    known = Site.objects.filter(company=company, own_reference=planned.key).first()
    if known:
        return known
    park = planned.fields.get("park")
    fields = {**planned.fields, "park": lists.parks[park] if park else None}
    return save_site(actor=None, company=company, own_reference=planned.key, **fields)


def save_new(planned: PlannedRecord, site: Site, lists: Lists) -> None:
    values = with_rows(planned.draft, planned.kind, lists)
    save_record(
        actor=None, site=site, kind=planned.kind, draft=replace(planned.draft, values=values)
    )


def with_rows(draft: RecordDraft, kind: Kind, lists: Lists) -> dict[str, Any]:
    """The draft's values with rows for codes; whether it is hazardous follows from the code."""
    values = dict(draft.values)
    values["material"] = lists.materials[values["material"]]
    if code := values.get("waste_code"):
        values["waste_code"] = lists.waste_codes[code]
        values["hazardous"] = lists.waste_codes[code].hazardous
    elif values.get("waste_status") in (WasteStatus.BY_PRODUCT, WasteStatus.PRODUCT):
        values["hazardous"] = False
    return values
