"""The company's records as rows can name them: by our id, own reference, or title."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from companies.models import Company, Site
from streams.reference.queries import folded
from streams.register.models import Record


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """As little of a record as finds it."""

    pk: str
    kind: str
    site_id: int
    own_reference: str
    title: str


@dataclass(slots=True)
class Index:
    """Records by each of their names; a name may mean several."""

    by_id: dict[str, KnownRecord] = field(default_factory=dict)
    by_reference: dict[str, list[KnownRecord]] = field(default_factory=lambda: defaultdict(list))
    by_title: dict[str, list[KnownRecord]] = field(default_factory=lambda: defaultdict(list))

    def add(self, one: KnownRecord) -> None:
        self.by_id[one.pk] = one
        self.by_title[folded(one.title)].append(one)
        if one.own_reference:
            self.by_reference[one.own_reference].append(one)


def index_of(company: Company) -> Index:
    found = Index()
    rows = Record.objects.filter(site__company=company).order_by("pk")
    for row in rows.values_list("pk", "kind", "site_id", "own_reference", "title"):
        found.add(KnownRecord(*row))
    return found


def sites_of(company: Company) -> Mapping[str, tuple[Site, ...]]:
    """By name, as people write it."""
    found: dict[str, tuple[Site, ...]] = {}
    for site in company.sites.select_related("company").order_by("pk"):
        found[folded(site.name)] = (*found.get(folded(site.name), ()), site)
    return found


def named(text: str, places: Iterable[Mapping[str, list[KnownRecord]]]) -> list[KnownRecord]:
    return next((found for place in places if (found := place.get(text, []))), [])
