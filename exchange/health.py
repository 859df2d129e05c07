"""Health endpoints: is the process up, and can it do its work."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations and broker, each ok or failed; 503 if one failed."""
    checks = {"database": database_ok, "migrations": migrations_ok, "broker": broker_ok}
    states = {name: state_of(check) for name, check in checks.items()}
    ready = all(state == "ok" for state in states.values())
    return JsonResponse(states, status=200 if ready else 503)


def state_of(check: Callable[[], bool]) -> str:
    """Errors become the word alone: their text may hold addresses and passwords."""
    try:
        return "ok" if check() else "failed"
    except (DatabaseError, redis.RedisError, OSError):
        return "failed"


def database_ok() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations_ok() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def broker_ok() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    with client:
        return bool(client.ping())
