"""Writes about companies and their sites; forms, imports and fixtures call these.

Each takes who did it (None is the system itself), leaves an audit line and tells the signals
of companies.signals, all in one transaction.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import NotAllowedError, may_decide_members
from companies.countries import checked_country
from companies.models import Company, IndustrialPark, Industry, Site
from companies.organisation_numbers import checked_number, is_synthetic_number
from companies.placing import settle_place
from companies.public_ids import new_public_id
from companies.rights import locked_company
from companies.signals import company_changed, site_changed
from exchange.audit.services import record

COMPANY_FIELDS = frozenset({"name", "country", "organisation_number", "industry", "park"})
SITE_FIELDS = frozenset(
    {"name", "latitude", "longitude", "address", "postal_code", "place", "country", "county",
     "municipality", "park", "place_note", "own_reference"}
)  # fmt: skip


@transaction.atomic
def register_company(
    *,
    actor: User | None,
    name: str,
    organisation_number: str | None,
    country: str = "NO",
    industry: Industry | None = None,
    park: IndustrialPark | None = None,
    is_synthetic: bool = False,
) -> Company:
    """A new company with its group. Nobody acts for it until a membership is confirmed.

    A number of None is for companies that a public source names without one; no number is ever
    made up for them. Raises ValidationError, which names the field, for a number that is wrong
    or taken, and for a name that another company without number has.
    """
    company = Company(public_id=new_public_id(), is_synthetic=is_synthetic)
    identity = {"name": name, "country": country, "organisation_number": organisation_number or ""}
    _assign(company, {**identity, "industry": industry, "park": park})
    _check_identity(company, may_lack_number=organisation_number is None)
    company.group = Group.objects.create(name=f"company:{company.public_id}")
    _save(company)
    record(actor=actor, action="company.register", subject=f"company:{company.pk}")
    return company


@transaction.atomic
def save_company(*, actor: User | None, company: Company, changes: Mapping[str, Any]) -> Company:
    """Change some of COMPANY_FIELDS; returns the company as it is now.

    What is the same already leaves no trace. A company without a number may get one, and keeps it.

    Raises NotAllowedError, and ValidationError that names the field.
    """
    _refuse_unknown(changes, COMPANY_FIELDS)
    current = locked_company(actor, company)
    before = _values(current)
    _assign(current, changes)
    _check_identity(current, may_lack_number=not before["organisation_number"])
    if _values(current) != before:
        _save(current)
        _note_company(actor, current, "company.save", fields=_changed(current, before))
    return current


def correct_company(
    *,
    actor: User,
    company: Company,
    name: str,
    industry: Industry | None,
    park: IndustrialPark | None,
) -> Company:
    """What an administrator finds wrong about the company; its listings show it at once.

    Raises NotAllowedError unless actor is the company's admin, or staff with its consent, and
    ValidationError as save_company does.
    """
    if not may_decide_members(actor, company.pk):
        raise NotAllowedError
    changes = {"name": name, "industry": industry, "park": park}
    return save_company(actor=actor, company=company, changes=changes)


@transaction.atomic
def set_cluster_consent(*, actor: User | None, company: Company, may_act: bool) -> Company:
    """Let cluster staff act for the company, or stop it; staff alone can only stop.

    Raises NotAllowedError.
    """
    current = locked_company(actor, company)
    if current.cluster_may_act != may_act:
        current.cluster_may_act = may_act
        current.cluster_may_act_changed = timezone.now()
        current.save(update_fields=["cluster_may_act", "cluster_may_act_changed"])
        _note_company(actor, current, "company.consent", may_act=may_act)
    return current


@transaction.atomic
def save_site(
    *, actor: User | None, company: Company, site: Site | None = None, **fields: Any
) -> Site:
    """A new site, or changes to one of the company's own; fields are those of SITE_FIELDS.

    Municipality and county follow from the point unless given, see companies.placing.
    Raises NotAllowedError, and ValidationError that names the field.
    """
    _refuse_unknown(fields, SITE_FIELDS)
    owner = locked_company(actor, company)
    current = _own_site(owner, site)
    before = _values(current)
    _assign(current, fields)
    _tidy_site(current)
    settle_place(current, fields, is_moved=_is_moved(current, before))
    if site is None or _values(current) != before:
        _save(current)
        _note_site(actor, current, [] if site is None else _changed(current, before))
    return current


def _check_identity(company: Company, *, may_lack_number: bool) -> None:
    """Raise ValidationError that names the field, or leave tidy values behind."""
    with naming("country"):
        company.country = checked_country(company.country)
    if may_lack_number and not company.organisation_number:
        return
    with naming("organisation_number"):
        company.organisation_number = checked_number(company.organisation_number, company.country)
    if is_synthetic_number(company.organisation_number, company.country):
        company.is_synthetic = True
    elif company.is_synthetic and company.country == "NO":
        message = _("A made-up company needs a number from the series for test data.")
        raise ValidationError({"organisation_number": message})


@contextmanager
def naming(field: str) -> Iterator[None]:
    """Turns a ValidationError without a field into one of this field."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError({field: error}) from None


def _own_site(company: Company, site: Site | None) -> Site:
    if site is None:
        return Site(company=company)
    if site.company_id != company.pk:
        raise NotAllowedError
    return Site.objects.select_for_update(of=("self",)).get(pk=site.pk, company=company)


def _tidy_site(site: Site) -> None:
    with naming("country"):
        site.country = checked_country(site.country)
    for name in ("latitude", "longitude"):
        with naming(name):
            setattr(site, name, models.FloatField().to_python(getattr(site, name)))


def _is_moved(site: Site, before: Mapping[str, Any]) -> bool:
    return any(getattr(site, name) != before[name] for name in ("latitude", "longitude", "country"))


def _save(item: Company | Site) -> None:
    """Check everything, then write; two at once with the same number end in a clear error."""
    item.full_clean()
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        item.validate_constraints()
        raise


def _note_company(actor: User | None, company: Company, action: str, **details: object) -> None:
    record(actor=actor, action=action, subject=f"company:{company.pk}", **details)
    company_changed.send(sender=Company, company_id=company.pk)


def _note_site(actor: User | None, site: Site, fields: list[str]) -> None:
    record(
        actor=actor,
        action="site.save",
        subject=f"site:{site.pk}",
        company=site.company_id,
        fields=fields,
    )
    site_changed.send(sender=Site, site_id=site.pk, company_id=site.company_id)


def _refuse_unknown(fields: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(set(fields) - known):
        raise TypeError(f"unknown fields: {', '.join(unknown)}")


def _assign(item: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, str) and "\0" in value:
            raise ValidationError({name: _("The text holds a character that cannot be stored.")})
        setattr(item, name, value.strip() if isinstance(value, str) else value)


def _values(item: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}


def _changed(item: models.Model, before: Mapping[str, Any]) -> list[str]:
    return sorted(name for name, value in _values(item).items() if value != before[name])
