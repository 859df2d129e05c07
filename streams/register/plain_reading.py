"""Reads the plain form of a record, with every problem at once under the path of its field.

Paths look like `title`, `quantities.moisture` and `analyses[0].constituents[2].share`. Shapes are
checked here; what is possible at all is checked by the rules that forms use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.timezone import localdate
from django.utils.translation import gettext

from companies.models import Site
from streams.register.checks import check_draft
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.register.plain import VALUES
from streams.register.plain_parts import (
    read_analyses,
    read_policy,
    read_quantities,
    read_years,
)
from streams.register.plain_problems import Reader
from streams.register.plain_values import value_from
from streams.vocabulary import Kind, State

READ_ONLY = frozenset({"id", "version", "created_at", "delete_at", "documents"})
"""What is told and never taken: sent back, it is passed over."""
PARTS = frozenset({"quantities", "years", "analyses", "policy"})
KNOWN = frozenset({*VALUES, *PARTS, *READ_ONLY, "kind", "site"})
SOLID = frozenset({Kind.MATERIAL, Kind.DEPOSIT})
ONLY_OF: Mapping[str, frozenset[Kind]] = {
    **dict.fromkeys(("form", "waste_status", "hazardous", "waste_code", "handling"), SOLID),
    **dict.fromkeys(("profile", "monthly", "monthly_unit"), frozenset({Kind.HEAT})),
    **dict.fromkeys(
        ("setting", "opened_year", "closed_year", "accessibility", "outline"),
        frozenset({Kind.DEPOSIT}),
    ),
}
"""Fields that the forms ask of some kinds only."""
YEARS_OF_USE = (1600, 2200)
MAY_BECOME = frozenset({State.DRAFT, State.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Read:
    """What was read; the draft holds only what was said, and counts when there is no problem."""

    site: Site | None
    draft: RecordDraft
    problems: Mapping[str, Sequence[str]]


def read_plain(
    given: Mapping[str, Any],
    *,
    kind: Kind,
    sites: Mapping[str, Site],
    record: Record | None = None,
    whole: bool = False,
) -> Read:
    """Never raises for what was sent. `sites` are the company's, by public id.

    Without `whole`, what is not named stays, and quantities and audiences stay one by one. With
    it, what is not named becomes empty, except state, confirmation and site.
    """
    reader = Reader(given, kind, record, whole or record is None)
    read_names(reader)
    site = read_site(reader, sites)
    draft = RecordDraft(
        values=read_values(reader),
        quantities=read_quantities(reader),
        years=read_years(reader),
        analyses=read_analyses(reader),
        policy=read_policy(reader),
    )
    if not reader.problems:
        check_whole(reader, draft)
    return Read(site, draft, reader.problems)


def read_names(reader: Reader) -> None:
    for name in reader.given:
        if name not in KNOWN:
            reader.wrong(name, [gettext("There is no such field.")])
    if reader.record is not None and reader.given.get("kind", reader.kind) != reader.kind:
        reader.wrong("kind", [gettext("The kind of a listing cannot change.")])


def read_site(reader: Reader, sites: Mapping[str, Site]) -> Site | None:
    """Another's site and one that never was are refused alike."""
    given = reader.given.get("site")
    if given is None and reader.record is not None:
        return reader.record.site
    if given is None and len(sites) == 1:
        return next(iter(sites.values()))
    found = sites.get(given) if isinstance(given, str) else None
    if given is None:
        reader.wrong("site", [gettext("Say at which of your sites, by its id.")])
    elif found is None:
        reader.wrong("site", [gettext("You have no site with this id.")])
    return found


def read_values(reader: Reader) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, model_field in VALUES.items():
        if reader.says(name):
            with reader.at(name):
                values[name] = value_from(model_field, reader.given.get(name), kind=reader.kind)
    check_kind(reader, values)
    check_years_of_use(reader, values)
    check_state(reader, values)
    return values


def check_kind(reader: Reader, values: Mapping[str, Any]) -> None:
    """What is there already may stay."""
    for name, value in values.items():
        is_new = value not in (None, "", []) and value != getattr(reader.record, name, None)
        if is_new and reader.kind not in ONLY_OF.get(name, Kind):
            reader.wrong(name, [gettext("“%s” does not belong to this kind.") % name])


def check_years_of_use(reader: Reader, values: Mapping[str, Any]) -> None:
    names = ("opened_year", "closed_year")
    opened, closed = (values.get(name, getattr(reader.record, name, None)) for name in names)
    for name in names:
        if values.get(name) is not None:
            with reader.at(name):
                MinValueValidator(YEARS_OF_USE[0])(values[name])
                MaxValueValidator(YEARS_OF_USE[1])(values[name])
    if opened and closed and opened > closed:
        reader.wrong("closed_year", [gettext("It cannot have closed before it opened.")])


def check_state(reader: Reader, values: dict[str, Any]) -> None:
    """Publishing counts as confirming, as on the page."""
    before = reader.record.state if reader.record else State.DRAFT
    state, confirmed = values.get("state", before), values.get("confirmed_on")
    if state != before and not {state, before} <= MAY_BECOME:
        text = gettext("Only “draft” can become “published”, and the other way.")
        reader.wrong("state", [text])
    if confirmed is not None and confirmed > localdate():
        reader.wrong("confirmed_on", [gettext("This day has not come yet.")])
    if state == State.PUBLISHED != before and confirmed is None:
        values["confirmed_on"] = localdate()


def check_whole(reader: Reader, draft: RecordDraft) -> None:
    """What the rules say of the parts together, such as two shares that are more than all."""
    try:
        check_draft(draft, reader.kind)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            reader.wrong(name, texts)
