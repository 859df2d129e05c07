"""What somebody wants to save about a record, as plain values: from forms, files and fixtures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from streams.quantities.intervals import Interval
from streams.vocabulary import Basis, Method


@dataclass(frozen=True, slots=True)
class YearDraft:
    """Tonnes or GWh of one year."""

    year: int
    amount: Interval
    method: str = Method.ESTIMATED
    determined_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConstituentDraft:
    """A substance by formula or name, its share in `unit` ("wt%" or "mg/kg")."""

    substance: str
    share: Interval
    unit: str = "wt%"
    is_trace: bool | None = None


@dataclass(frozen=True, slots=True)
class AnalysisDraft:
    """One analysis with its constituents."""

    constituents: Sequence[ConstituentDraft]
    analysed_on: date | None = None
    method: str = ""
    basis: str = Basis.DRY
    is_typical: bool = False
    source: str = ""
    is_copied: bool = False


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """A whole record. `values` are model fields by name; parts left None stay as they are."""

    values: Mapping[str, Any] = field(default_factory=dict)
    quantities: Mapping[str, Interval] | None = None
    years: Sequence[YearDraft] | None = None
    analyses: Sequence[AnalysisDraft] | None = None
    policy: Mapping[str, Any] | None = None
