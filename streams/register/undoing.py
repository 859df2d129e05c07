"""Puts back what one save of a record changed, and nothing else, as a save of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from accounts.models import User
from companies.models import Site
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.events import Key
from streams.register.history import Change, Facts, Save, history_of
from streams.register.models import Record
from streams.register.services import save_record
from streams.vocabulary import Kind


@dataclass
class ChangedSinceError(Exception):
    """Facts of the save that somebody has changed since."""

    changes: Sequence[Change]


class NothingToUndoError(Exception):
    """No such save, or one that cannot be undone."""


def changed_since(save: Save, now: Facts) -> list[Change]:
    """Facts of the save that no longer are as it left them."""
    return [change for change in save.changes if now.get(change.key) != change.after]


def undo_save(*, actor: User, record: Record, name: str, version: int) -> Record:
    """Undo one save by saving anew; the undoing itself stands in the history and can be undone.

    `version` is the one whose history was shown: ChangedMeanwhileError when it is no longer the
    newest, ChangedSinceError when a fact was changed again, NothingToUndoError, or
    ValidationError when the old facts no longer can be. Then nothing is changed.
    """
    history = history_of(record)
    save = history.named(name)
    if save is None or not save.can_be_undone:
        raise NothingToUndoError
    if since := changed_since(save, history.now):
        raise ChangedSinceError(since)
    return save_record(
        actor=actor,
        site=site_restored(record, save),
        kind=Kind(record.kind),
        draft=draft_restoring(save, history.now),
        record=record,
        version=version,
        details={"undoes": name},
    )


def site_restored(record: Record, save: Save) -> Site:
    """The site from before; one of the same company, since listings do not change hands here."""
    before = next((one.before for one in save.changes if one.key == ("value", "site_id")), None)
    if before is None:
        return record.site
    found = Site.objects.filter(pk=before, company=record.site.company_id).first()
    if found is None:
        raise ValidationError(gettext("The site it was at is no longer yours."))
    return found


def draft_restoring(save: Save, now: Facts) -> RecordDraft:
    """Only the parts that the save touched, each as it is now but for what the save changed."""
    wanted = {**now, **{one.key: one.before for one in save.changes}}
    wanted = {key: value for key, value in wanted.items() if value is not None}
    touched = {one.key[0] for one in save.changes}
    return RecordDraft(
        values=values_restored(save),
        quantities=quantities_in(wanted) if "quantity" in touched else None,
        years=years_in(wanted) if "year" in touched else None,
        analyses=analyses_in(wanted) if touched & {"analysis", "constituent"} else None,
        policy=policy_in(wanted) if "policy" in touched else None,
    )


def values_restored(save: Save) -> dict[str, Any]:
    """Model fields by name; what was not there before is emptied."""
    found = {}
    for change in save.changes:
        kind, name = change.key[:2]
        if kind == "value" and name != "site_id":
            field = Record._meta.get_field(field_name(name))
            value = empty_of(field) if change.before is None else change.before
            found[field.name] = related(field, value)
    return found


def field_name(attname: str) -> str:
    return next(f.name for f in Record._meta.concrete_fields if f.attname == attname)


def empty_of(field: Any) -> Any:
    return None if field.null else field.get_default()


def related(field: Any, value: Any) -> Any:
    """The row that a foreign key names. ValidationError when it is gone."""
    if not field.is_relation or value is None:
        return value
    found = field.related_model._default_manager.filter(pk=value).first()
    if found is None:
        raise ValidationError(
            gettext("%s: what stood there before no longer exists.") % field.verbose_name
        )
    return found


def of_kind(facts: Facts, kind: str) -> Mapping[Key, Any]:
    return {key: value for key, value in facts.items() if key[0] == kind}


def quantities_in(facts: Facts) -> dict[str, Interval]:
    return {key[1]: Interval(*value) for key, value in of_kind(facts, "quantity").items()}


def years_in(facts: Facts) -> list[YearDraft]:
    return [
        YearDraft(
            int(key[1]), Interval(row["low"], row["high"]), row["method"], row["determined_on"]
        )
        for key, row in sorted(of_kind(facts, "year").items())
    ]


def analyses_in(facts: Facts) -> list[AnalysisDraft]:
    """In the order in which they came to be, so that each is matched with itself."""
    parts: dict[str, list[ConstituentDraft]] = {}
    for key, row in of_kind(facts, "constituent").items():
        draft = ConstituentDraft(
            key[2], Interval(row["low"], row["high"]), row["unit"], row["is_trace"]
        )
        parts.setdefault(key[1], []).append(draft)
    found = of_kind(facts, "analysis").items()
    ordered = sorted(found, key=lambda item: int(item[0][1]))
    return [AnalysisDraft(parts.get(key[1], []), **values) for key, values in ordered]


def policy_in(facts: Facts) -> dict[str, Any]:
    return {key[1]: value for key, value in of_kind(facts, "policy").items()}
