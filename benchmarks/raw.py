"""The search page's result by SQL written by hand on everyone's table, without visibility.

What the exchange's own search is compared with: a page of 25 in the same order with the same
columns, the total, and the facets that the page asks for, each under all conditions but its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from streams.catalogue.facets import COLUMNS as FACET_COLUMNS
from streams.catalogue.search import COLUMNS
from streams.web.filters import FACETS

TABLE = "catalogue_publicentry AS e"


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody asks for, as an address and as SQL.

    `where` holds conditions by the name of the facet they belong to, "" for none.
    """

    name: str
    asked: str
    order: str = "e.updated_at DESC, e.id"
    where: Mapping[str, str] = field(default_factory=dict)
    more_columns: str = ""
    join: str = ""


TEXT = "slagg"
QUERY = f"websearch_to_tsquery('norwegian', '{TEXT}')"
REACHES = (
    "EXISTS (SELECT 1 FROM catalogue_publiccontent AS c"
    " WHERE c.entry_id = e.id AND c.substance = 'MnO' AND c.high >= 5)"
)
SEARCHES: Sequence[Search] = (
    Search("everything", ""),
    Search(
        "largest of a kind",
        "kind=material&ordering=volume",
        order="e.volume_high DESC NULLS LAST, e.id",
        where={"kind": "e.kind = 'material'"},
    ),
    Search(
        "a material in a county",
        "material=slag&county=46",
        where={
            "material": "(e.material = 'slag' OR e.material_group = 'slag')",
            "county": "e.county = '46'",
        },
    ),
    Search(
        "a substance",
        "substance=MnO&wt_min=5",
        where={"": REACHES},
        more_columns=", m.low, m.high",
        join=" JOIN catalogue_publiccontent AS m ON m.entry_id = e.id AND m.substance = 'MnO'",
    ),
    Search(
        "a word as it stands",
        f"q=%22{TEXT}%22",
        order=f"ts_rank(e.search, {QUERY}) DESC, e.updated_at DESC, e.id",
        where={"": f"e.search @@ {QUERY}"},
    ),
)
LOOKUP = SEARCHES[2]
"""What an index answers at once; word searches are compared with it."""


def raw_result(search: Search) -> tuple[list[Any], list[Any]]:
    """The rows of the page, and (facet, value, count) of all facets with the total."""
    with connection.cursor() as cursor:
        cursor.execute(page_statement(search))
        rows = cursor.fetchall()
        cursor.execute(count_statement(search))
        return rows, cursor.fetchall()


def page_statement(search: Search) -> str:
    columns = ", ".join(f"e.{name}" for name in COLUMNS) + search.more_columns
    found = f"SELECT {columns} FROM {TABLE}{search.join}{conditions(search)}"  # noqa: S608
    return f"{found} ORDER BY {search.order} LIMIT 25"


def count_statement(search: Search) -> str:
    """All parts in one type: where they differ PostgreSQL does not work on several at once, and
    the comparison would flatter us.
    """
    total = f"SELECT 'total', ''::varchar, count(*) FROM {TABLE}{conditions(search)}"  # noqa: S608
    return " UNION ALL ".join([total, *(facet_statement(search, name) for name in FACETS)])


def facet_statement(search: Search, name: str) -> str:
    value = "unnest(e.crm)::varchar" if name == "crm" else f"e.{FACET_COLUMNS[name]}::varchar"
    found = f"SELECT '{name}', {value}, count(*) FROM {TABLE}"  # noqa: S608
    return f"{found}{conditions(search, but=name)} GROUP BY 2"


def conditions(search: Search, but: str | None = None) -> str:
    found = [condition for name, condition in search.where.items() if name != but]
    return f" WHERE {' AND '.join(found)}" if found else ""
