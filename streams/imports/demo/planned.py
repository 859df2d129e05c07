"""What is to be loaded, complete, before anything is written. References are codes and keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from streams.register.drafts import RecordDraft
from streams.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class PlannedSite:
    """`fields` are those of companies.services.save_site; a park is given by name."""

    key: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """In the draft, "material" and "waste_code" are codes; `reference` is unique at the site."""

    reference: str
    site: str
    kind: Kind
    draft: RecordDraft


@dataclass(frozen=True, slots=True)
class PlannedCompany:
    """A company with all that belongs to it."""

    key: str
    name: str
    number: str
    sites: Sequence[PlannedSite]
    records: Sequence[PlannedRecord]
    industry: str = ""
    park: str = ""
    is_synthetic: bool = True
    lets_cluster_act: bool = False
    policy: Mapping[str, Any] = field(default_factory=dict)
