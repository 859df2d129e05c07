"""Saves what a program says of a listing: only what differs, and nothing if anything is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accounts.models import User
from companies.models import Company, Site
from companies.rights import locked_company
from streams.register.altering import only_changes
from streams.register.models import Record
from streams.register.plain_reading import Read, read_plain
from streams.register.services import save_record, set_state, written_through
from streams.vocabulary import Kind, State

WHOLE_LISTING = "body"
"""The path of what concerns no single field."""


def sites_of(company: Company) -> dict[str, Site]:
    return {site.public_id: site for site in company.sites.select_related("company")}


def kind_of(given: Mapping[str, Any]) -> Kind:
    """Of a new listing. Raises ValidationError."""
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in Kind.values:
        text = gettext("A new listing says its kind: %s.") % ", ".join(Kind.values)
        raise ValidationError({"kind": [text]})
    return Kind(kind)


@transaction.atomic
def create_listing(*, actor: User, company: Company, given: Mapping[str, Any]) -> Record:
    """A new listing of the company. Raises ValidationError by path; then nothing is saved."""
    current = locked_company(actor, company)
    kind = kind_of(given)
    read = read_plain(given, kind=kind, sites=sites_of(current))
    refuse_problems(read.problems)
    return save_new(actor, kind, read)


@transaction.atomic
def change_listing(
    *, actor: User, record: Record, given: Mapping[str, Any], whole: bool
) -> list[str]:
    """The names of what changed; empty when all was so already, and then nothing was saved."""
    sites = sites_of(record.site.company)
    read = read_plain(given, kind=Kind(record.kind), sites=sites, record=record, whole=whole)
    refuse_problems(read.problems)
    return save_changes(actor, record, read)


def refuse_problems(problems: Mapping[str, Sequence[str]]) -> None:
    if problems:
        raise ValidationError({path: list(texts) for path, texts in problems.items()})


def save_new(actor: User, kind: Kind, read: Read) -> Record:
    assert read.site is not None
    check_reference(read.site, read.draft.values.get("own_reference", ""), None)
    return saved(actor=actor, site=read.site, kind=kind, draft=read.draft)


def save_changes(actor: User, record: Record, read: Read) -> list[str]:
    assert read.site is not None
    draft, names = only_changes(record, read.site, read.draft)
    if names == ["state"] and draft.values["state"] == State.DRAFT:
        with written_through("api"):
            set_state(actor=actor, record=record, state=State.DRAFT)
    elif names:
        reference = draft.values.get("own_reference", record.own_reference)
        check_reference(read.site, reference, record)
        saved(actor=actor, site=read.site, kind=Kind(record.kind), draft=draft, record=record,
              version=record.version)  # fmt: skip
    return names


def check_reference(site: Site, reference: str, record: Record | None) -> None:
    """One listing of a site for each reference. Raises ValidationError."""
    others = Record.objects.filter(site=site, own_reference=reference)
    if reference and others.exclude(pk=record.pk if record else "").exists():
        refuse_reference()


def refuse_reference() -> None:
    text = gettext("Another listing of this site has this reference.")
    raise ValidationError({"own_reference": [text]})


def saved(**whole: Any) -> Record:
    """Saved through the service that forms use, with its messages by path."""
    try:
        with transaction.atomic(), written_through("api"):
            return save_record(**whole)
    except IntegrityError:
        # Somebody else has taken the reference since it was looked for.
        refuse_reference()
        raise
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        named = {name.replace("__all__", "") or WHOLE_LISTING: found[name] for name in found}
        raise ValidationError(named) from error
