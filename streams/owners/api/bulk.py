"""Many listings at once, told apart by the owner's own reference: all of them, or none."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from accounts.models import User
from companies.models import Company, Site
from companies.rights import locked_company
from streams.owners.api.base import WHOLE
from streams.owners.api.writing import kind_of, refuse_problems, save_changes, save_new, sites_of
from streams.register.models import Record
from streams.register.plain import SCHEMA_VERSION
from streams.register.plain_reading import Read, read_plain
from streams.register.services import changed_together
from streams.vocabulary import Kind

MOST = 1_000
CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
LISTINGS = "listings"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one listing, or would. `record_id` is None where it would be created."""

    result: str
    record_id: str | None
    own_reference: str
    changed: list[str]


@dataclass(slots=True)
class Item:
    """One listing of the request: where it stands, what it says, and which record it means."""

    path: str
    given: Mapping[str, Any]
    record_id: str | None = None
    kind: Kind | None = None
    read: Read | None = None


@dataclass(slots=True)
class Upsert:
    """The whole request while it is worked out."""

    company: Company
    sites: Mapping[str, Site]
    items: list[Item] = field(default_factory=list)
    problems: dict[str, list[str]] = field(default_factory=dict)

    def wrong(self, path: str, text: str) -> None:
        self.problems.setdefault(path, []).append(text)

    def refused(self, item: Item, error: ValidationError) -> None:
        for name, texts in error.message_dict.items():
            self.problems.setdefault(f"{item.path}.{name}", []).extend(texts)


class OnlyTriedError(Exception):
    """Ends a dry run, so that everything it did is undone."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def upsert(
    *, actor: User, company: Company, given: Mapping[str, Any], dry_run: bool
) -> list[Outcome]:
    """Create and change in one transaction. A dry run does the same, and undoes it.

    Raises ValidationError with every problem of every listing, and NotAllowedError.
    """
    try:
        with changed_together():
            current = locked_company(actor, company)
            work = Upsert(current, sites_of(current))
            work.items = items_of(work, given)
            match(work)
            records = locked_records(work)
            read_all(work, records)
            refuse_problems(work.problems)
            outcomes = save_all(work, actor, records)
            refuse_problems(work.problems)
            if dry_run:
                raise OnlyTriedError(outcomes)
        return outcomes
    except OnlyTriedError as tried:
        return tried.outcomes


def items_of(work: Upsert, given: Mapping[str, Any]) -> list[Item]:
    """Raises ValidationError where the request as a whole makes no sense."""
    check_envelope(work, given)
    found = given.get(LISTINGS)
    if not isinstance(found, list) or len(found) > MOST:
        text = gettext("This must be a list of at most %d listings.") % MOST
        raise ValidationError({LISTINGS: [text]})
    items = []
    for number, one in enumerate(found):
        path = f"{LISTINGS}[{number}]"
        if isinstance(one, Mapping):
            items.append(Item(path, one))
        else:
            work.wrong(path, gettext("This must be an object."))
    return items


def check_envelope(work: Upsert, given: Mapping[str, Any]) -> None:
    """What a file of one's own data says around its listings must fit, but changes nothing."""
    for name in given.keys() - {"schema", "company", "sites", LISTINGS}:
        work.wrong(name, gettext("There is no such field."))
    if given.get("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
        work.wrong("schema", gettext("Only form %d is read here.") % SCHEMA_VERSION)
    company = given.get("company")
    own_id = work.company.public_id
    if company is not None and (not isinstance(company, Mapping) or company.get("id") != own_id):
        work.wrong("company", gettext("This is not the company of the address."))


def match(work: Upsert) -> None:
    """Find the record each item means: by our id, else by reference and, where given, site."""
    known = Record.objects.filter(site__company=work.company)
    rows = known.values_list("pk", "own_reference", "site__public_id", "kind")
    kinds = {pk: kind for pk, _reference, _site, kind in rows}
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pk, reference, site, _kind in rows:
        places[reference].append((pk, site))
    first: dict[object, str] = {}
    for item in work.items:
        try:
            item.record_id = meant(item, kinds, places)
            item.kind = Kind(kinds[item.record_id]) if item.record_id else kind_of(item.given)
        except ValidationError as error:
            work.refused(item, error)
        key = item.record_id or key_of(item)
        if key and first.setdefault(key, item.path) != item.path:
            work.wrong(item.path, gettext("This is the same listing as %s.") % first[key])


def key_of(item: Item) -> object:
    """By what a listing that is to be created can be the same as another one."""
    reference, site = item.given.get("own_reference"), item.given.get("site")
    if not isinstance(reference, str) or not reference.strip():
        return None
    return reference.strip(), site if isinstance(site, str) else ""


def meant(
    item: Item, kinds: Mapping[str, str], places: Mapping[str, list[tuple[str, str]]]
) -> str | None:
    """None for a new one. Raises ValidationError; another's id is like one that never was."""
    own_id, reference = item.given.get("id"), item.given.get("own_reference")
    if own_id is not None:
        if not isinstance(own_id, str) or own_id not in kinds:
            raise ValidationError({"id": [gettext("You have no listing with this id.")]})
        return own_id
    if not isinstance(reference, str) or not reference.strip():
        text = gettext("Give your own reference, or our id: they tell listings apart.")
        raise ValidationError({"own_reference": [text]})
    site = item.given.get("site")
    found = [pk for pk, at in places.get(reference.strip(), []) if site is None or at == site]
    if len(found) > 1:
        text = gettext("Several of your sites have this reference. Say which site.")
        raise ValidationError({"site": [text]})
    return found[0] if found else None


def locked_records(work: Upsert) -> dict[str, Record]:
    """In one order always, so that two requests wait for one another and neither is stopped."""
    ids = sorted({item.record_id for item in work.items if item.record_id})
    list(Record.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    return {record.pk: record for record in WHOLE.filter(pk__in=ids)}


def read_all(work: Upsert, records: Mapping[str, Record]) -> None:
    for item in work.items:
        if item.kind is None:
            continue
        record = records[item.record_id] if item.record_id else None
        item.read = read_plain(item.given, kind=item.kind, sites=work.sites, record=record)
        for path, texts in item.read.problems.items():
            work.problems.setdefault(f"{item.path}.{path}", []).extend(texts)


def save_all(work: Upsert, actor: User, records: Mapping[str, Record]) -> list[Outcome]:
    """One after the other; what the database alone can tell is noted as well."""
    outcomes = []
    for item in work.items:
        try:
            with transaction.atomic():
                outcomes.append(saved_item(item, actor, records))
        except ValidationError as error:
            work.refused(item, error)
    return outcomes


def saved_item(item: Item, actor: User, records: Mapping[str, Record]) -> Outcome:
    assert item.read is not None
    assert item.kind is not None
    if item.record_id is None:
        made = save_new(actor, item.kind, item.read)
        return Outcome(CREATED, made.pk, made.own_reference, [])
    record = records[item.record_id]
    reference = item.read.draft.values.get("own_reference", record.own_reference)
    names = save_changes(actor, record, item.read)
    return Outcome(CHANGED if names else UNCHANGED, record.pk, reference, names)
