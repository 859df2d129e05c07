"""Reads the parts of a record's plain form: quantities, years, analyses, audiences.

None is returned for a part that is not said.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from accounts.tiers import Tier
from streams.chemistry.checks import Problem, check_composition
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.formulas import FormulaError
from streams.chemistry.species import resolve
from streams.disclosure import checked_policy
from streams.measures import MEASURES, YEARLY
from streams.quantities.intervals import Interval
from streams.reference.queries import resolve_substance
from streams.register.checks import quantity_problems, year_problems
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Constituent, YearlyFigure
from streams.register.plain import ABOUT_ANALYSES, LISTED
from streams.register.plain_problems import Reader
from streams.register.plain_values import (
    interval_from,
    list_from,
    object_from,
    refused,
    typed_from,
    value_from,
)
from streams.vocabulary import Method

MOST_YEARS, MOST_ANALYSES, MOST_CONSTITUENTS = 150, 100, 120
AUDIENCES: Mapping[str, Tier] = {tier.name.lower(): tier for tier in Tier}


def read_quantities(reader: Reader) -> dict[str, Interval] | None:
    """By key; without `whole` those that are not named stay, and null takes one away."""
    if not reader.says("quantities"):
        return None
    found: dict[str, Interval] = {}
    if reader.record is not None and not reader.whole:
        found = {row.key: row.interval for row in reader.record.quantities.all()}
    with reader.at("quantities"):
        for key, given in object_from(reader.given.get("quantities")).items():
            found.pop(key, None)
            with reader.at(f"quantities.{key}"):
                if (interval := read_quantity(reader, key, given)) is not None:
                    found[key] = interval
    return found


def read_quantity(reader: Reader, key: str, given: Any) -> Interval | None:
    if key not in MEASURES:
        raise refused(gettext("“%s” does not belong to this kind.") % key)
    if given is None:
        return None
    measure = MEASURES[key]
    found = interval_from(given, measure.unit, floor=measure.minimum)
    if problems := quantity_problems(RecordDraft(quantities={key: found}), reader.kind):
        raise ValidationError(problems)
    return found


def read_years(reader: Reader) -> list[YearDraft] | None:
    if not reader.says("years"):
        return None
    found: list[YearDraft] = []
    with reader.at("years"):
        for number, given in enumerate(list_from(reader.given.get("years"), MOST_YEARS)):
            path = f"years[{number}]"
            with reader.at(path):
                if (year := read_year(reader, path, given)) is not None:
                    found.append(year)
                    reader.wrong(path, year_problems([year]))
    if not reader.has_problem_at("years"):
        reader.wrong("years", year_problems(found))
    return sorted(found, key=lambda row: row.year)


def read_year(reader: Reader, path: str, given: Any) -> YearDraft | None:
    known = tuple(one.name for one in dataclasses.fields(YearDraft))
    row = object_from(given, known=known, needed=("year", "amount"))
    said: dict[str, Any] = {}
    with reader.at(f"{path}.year"):
        said["year"] = typed_from(row["year"], int, gettext("This must be a whole number."))
    with reader.at(f"{path}.amount"):
        said["amount"] = interval_from(row["amount"], YEARLY[reader.kind][1].unit)
    for name in ("method", "determined_on"):
        with reader.at(f"{path}.{name}"):
            model_field = YearlyFigure._meta.get_field(name)
            said[name] = value_from(model_field, row.get(name), kind=reader.kind)  # type: ignore[arg-type]
    if reader.has_problem_at(path):
        return None
    return YearDraft(**{**said, "method": said["method"] or Method.ESTIMATED})


def read_analyses(reader: Reader) -> list[AnalysisDraft] | None:
    if not reader.says("analyses"):
        return None
    found: list[AnalysisDraft] = []
    with reader.at("analyses"):
        for number, given in enumerate(list_from(reader.given.get("analyses"), MOST_ANALYSES)):
            path = f"analyses[{number}]"
            with reader.at(path):
                if (analysis := read_analysis(reader, path, given)) is not None:
                    found.append(analysis)
    return found


def read_analysis(reader: Reader, path: str, given: Any) -> AnalysisDraft | None:
    row = object_from(given, known=(*ABOUT_ANALYSES, "constituents"), needed=("constituents",))
    about: dict[str, Any] = {}
    for name, model_field in ABOUT_ANALYSES.items():
        with reader.at(f"{path}.{name}"):
            value = row.get(name)
            about[name] = value_from(model_field, value, kind=reader.kind)
    parts = read_constituents(reader, path, row["constituents"])
    if reader.has_problem_at(path):
        return None
    draft = AnalysisDraft(parts, **about)
    check_analysis(reader, path, draft)
    return draft


def read_constituents(reader: Reader, path: str, given: Any) -> list[ConstituentDraft]:
    found: list[ConstituentDraft] = []
    with reader.at(f"{path}.constituents"):
        rows = list_from(given, MOST_CONSTITUENTS)
        if not rows:
            raise refused(gettext("An analysis names at least one substance."))
        for number, row in enumerate(rows):
            at = f"{path}.constituents[{number}]"
            with reader.at(at):
                found += read_constituent(reader, at, row)
    return found


def read_constituent(reader: Reader, path: str, given: Any) -> list[ConstituentDraft]:
    """One, or none where something is wrong with it."""
    row = object_from(given, known=("substance", "share", "trace"), needed=("substance", "share"))
    said: dict[str, Any] = {}
    with reader.at(f"{path}.substance"):
        said["substance"] = known_substance(row["substance"])
    with reader.at(f"{path}.share"):
        said["share"], said["unit"] = share_from(row["share"])
    with reader.at(f"{path}.trace"):
        trace = row.get("trace")
        text = gettext("This must be true or false.")
        said["is_trace"] = None if trace is None else typed_from(trace, bool, text)
    return [] if reader.has_problem_at(path) else [ConstituentDraft(**said)]


def known_substance(given: Any) -> str:
    name = value_from(Constituent._meta.get_field("substance"), given, kind=None)  # type: ignore[arg-type]
    try:
        if resolve_substance(name) is None:
            raise refused(gettext("“%s” is no substance that we know.") % name)
    except FormulaError as error:
        raise refused(str(error)) from None
    return str(name)


def share_from(given: Any) -> tuple[Interval, str]:
    """In the unit that was given where it is one of the two that analyses are kept in."""
    named = given.get("unit") if isinstance(given, Mapping) else None
    is_kept = isinstance(named, str) and named in Constituent.Unit.values
    unit = str(named) if is_kept else Constituent.Unit.PERCENT.value
    return interval_from(given, unit), unit


def check_analysis(reader: Reader, path: str, draft: AnalysisDraft) -> None:
    """Problems of the whole stand at the constituent they are about, where there is one."""
    values = [
        ConstituentValue(row.substance, row.share, row.unit, draft.basis)
        for row in draft.constituents
    ]
    for problem in check_composition(values):
        if problem.severity == "error":
            reader.wrong(path + place_of(problem, draft), [problem.text])


def place_of(problem: Problem, draft: AnalysisDraft) -> str:
    for number, row in enumerate(draft.constituents):
        if problem.constituent in (row.substance, resolve(row.substance).name):
            return f".constituents[{number}].share"
    return ".constituents"


def read_policy(reader: Reader) -> dict[str, Any] | None:
    """As stored. Without `whole`, fields that are not named stay; null is as the company says."""
    if not reader.says("policy"):
        return None
    found: dict[str, Any] = {}
    if reader.record is not None and not reader.whole:
        found = checked_policy(reader.record.policy)
    with reader.at("policy"):
        for key, given in object_from(reader.given.get("policy")).items():
            found.pop(key, None)
            with reader.at(f"policy.{key}"):
                if given is not None:
                    found |= checked_policy({key: rule_from(key, given)})
    return found


def rule_from(key: str, given: Any) -> Any:
    """ "nda" is both the value and the band; {"exact", "coarse"} tells them apart."""
    if isinstance(given, str):
        tier = audience_from(given)
        return tier if key == LISTED else {"exact": tier, "coarse": tier}
    row = object_from(given, known=("exact", "coarse"), needed=("exact",))
    return {name: audience_from(value) for name, value in row.items() if value is not None}


def audience_from(given: Any) -> int:
    if not isinstance(given, str) or given not in AUDIENCES:
        raise refused(gettext("An audience is one of: %s.") % ", ".join(AUDIENCES))
    return int(AUDIENCES[given])
