"""Health endpoints answer, headers are strict, and unsafe settings stop the start."""

import json
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from exchange.logs import JsonFormatter
from exchange.settings.safety import refuse_unsafe

LONG_KEY = "k" * 60


def test_process_answers_without_a_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}


def test_ready_when_database_migrations_and_broker_are(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "broker": "ok"}


def test_not_ready_without_broker_and_says_no_address(
    client: Client, db: None, settings: pytest.FixtureRequest
) -> None:
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"  # type: ignore[attr-defined]
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "failed"
    assert b"secret" not in answer.content


def test_every_answer_forbids_everything_by_default(client: Client, db: None) -> None:
    headers = client.get("/healthz").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("secret_key", "debug", "hosts", "staff_need_mfa", "named"),
    [
        ("", False, ["exchange.example"], True, "SECRET_KEY"),
        ("short", False, ["exchange.example"], True, "SECRET_KEY"),
        (LONG_KEY, True, ["exchange.example"], True, "DEBUG"),
        (LONG_KEY, False, ["*"], True, "ALLOWED_HOSTS"),
        (LONG_KEY, False, [], True, "ALLOWED_HOSTS"),
        (LONG_KEY, False, ["exchange.example"], False, "STAFF_NEED_MFA"),
    ],
)
def test_unsafe_production_settings_stop_the_start(
    secret_key: str, debug: bool, hosts: list[str], staff_need_mfa: bool, named: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_unsafe(
            secret_key=secret_key,
            debug=debug,
            hosts=hosts,
            staff_need_mfa=staff_need_mfa,
            relaxed=False,
        )


def test_log_lines_hold_no_arguments_and_no_exception_text() -> None:
    formatter = JsonFormatter()
    try:
        raise ValueError("42 wt% MnO")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    line = formatter.format(
        logging.LogRecord("x", logging.ERROR, "f", 1, "saving %s", ("hidden 1200 t",), info)
    )
    assert json.loads(line)["exception"] == "ValueError"
    assert "MnO" not in line
    assert "1200" not in line
