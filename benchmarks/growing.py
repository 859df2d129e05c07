"""A large catalogue from a small one: copies of real entries, varied, at all three tiers alike.

Indexes are made anew afterwards, for that is quicker than to grow them row by row.
"""

from collections.abc import Mapping

from django.db import connection, transaction

from accounts.tiers import Tier
from benchmarks.measures import say
from streams.catalogue.models import CONTENTS, ENTRIES, Entry

COMPANIES_APART = 1_000_000
"""Copies belong to companies of their own, so that nobody owns more than in the register."""

COPIES = """
CREATE UNLOGGED TABLE grown AS
WITH places AS (
  SELECT row_number() OVER (ORDER BY number) AS place, number AS municipality,
         county_id AS county FROM companies_municipality
), drawn AS (
  SELECT copy, e.id AS original,
         left(translate(encode(decode(md5(copy || e.id), 'hex'), 'base64'), '+/', 'xy'), 12) AS id,
         10 ^ (2 * random() - 1) AS factor, random() * interval '3 years' AS older,
         1 + floor(random() * (SELECT count(*) FROM companies_municipality))::int AS place
  FROM generate_series(1, %(copies)s) AS copy, catalogue_ownerentry AS e
  ORDER BY copy, e.id LIMIT %(missing)s
)
SELECT * FROM drawn JOIN places USING (place)
"""
VARIED: Mapping[str, str] = {
    "id": "g.id",
    "title": "left(e.title || '-' || g.copy, 120)",
    "county": "CASE WHEN e.county = '' THEN '' ELSE g.county END",
    "municipality": "CASE WHEN e.municipality = '' THEN '' ELSE g.municipality END",
    "latitude": "e.latitude + (g.factor - 1) / 20",
    "longitude": "e.longitude + (g.factor - 1) / 10",
    "volume_low": "e.volume_low * g.factor",
    "volume_high": "e.volume_high * g.factor",
    "company_id": f"e.company_id + {COMPANIES_APART} * g.copy::bigint",
    "search_text": "e.search_text || ' ' || g.copy",
    "content_hash": "md5(g.id || e.content_hash)",
    "updated_at": "e.updated_at - g.older",
}


@transaction.atomic
def grow(size: int) -> None:
    """Up to `size` listings; a record that is not listed for everyone is copied as such."""
    first = ENTRIES[-1]._default_manager.count()
    if size <= first:
        return
    run("SET LOCAL session_replication_role = replica")
    run("SET LOCAL maintenance_work_mem = '256MB'")
    run("SELECT setseed(0.5)")
    run(COPIES, {"copies": -(-size // first), "missing": size - first})
    run("ANALYZE grown")
    for model in ENTRIES:
        say(f"  {model._meta.db_table} ...")
        grow_tier(model)
    run("DROP TABLE grown")


def grow_tier(model: type[Entry]) -> None:
    entries, contents = model._meta.db_table, CONTENTS[Tier(model.tier)]._meta.db_table
    indexes = [index for name in (entries, contents) for index in taken_away(name)]
    names = [f.attname for f in model._meta.concrete_fields if f.name != "search"]
    values = ", ".join(VARIED.get(name, f"e.{name}") for name in names)
    run(
        f"INSERT INTO {entries} ({', '.join(names)}) SELECT {values}"  # noqa: S608
        f" FROM {entries} AS e JOIN grown AS g ON g.original = e.id"
    )
    run(
        f"INSERT INTO {contents} (entry_id, substance, low, high)"  # noqa: S608
        f" SELECT g.id, c.substance, c.low, c.high"
        f" FROM {contents} AS c JOIN grown AS g ON g.original = c.entry_id"
    )
    for index in indexes:
        run(index)


def taken_away(table: str) -> list[str]:
    """Drops the indexes that keep nothing unique; gives the statements that make them again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
            " AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [table],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def run(statement: str, parameters: Mapping[str, int] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
