"""Health endpoints answer, headers are strict, and unsafe settings stop the start."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.adapter import AccountAdapter
from exchange.logs import JsonFormatter
from exchange.settings.safety import refuse_nonsense, refuse_unsafe

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


SENSIBLE: dict[str, Any] = {
    "hosts": ["exchange.example", ".exchange.example", "127.0.0.1:8000", "[::1]"],
    "site_url": "https://exchange.example",
    "redis_url": "redis://:secret@broker:6379/0",
    "email_backend": "django.core.mail.backends.smtp.EmailBackend",
    "two_kinds_of_tls": False,
    "contact_email": "post@exchange.example",
    "documents": Path("/srv/documents"),
    "served": [Path("/srv/static")],
}


def test_sensible_settings_are_taken() -> None:
    refuse_nonsense(**SENSIBLE)
    refuse_nonsense(**{**SENSIBLE, "contact_email": "noreply@localhost"})


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("hosts", ["", ""], "ALLOWED_HOSTS"),
        ("hosts", ["https://exchange.example"], "ALLOWED_HOSTS"),
        ("hosts", [".com"], "ALLOWED_HOSTS"),
        ("site_url", "foo", "SITE_URL"),
        ("site_url", "javascript:1", "SITE_URL"),
        ("site_url", "https://", "SITE_URL"),
        ("site_url", "https://a:b", "SITE_URL"),
        ("redis_url", "nonsense", "REDIS_URL"),
        ("email_backend", "foo.bar", "EMAIL_BACKEND"),
        ("email_backend", "bar", "EMAIL_BACKEND"),
        ("two_kinds_of_tls", True, "EMAIL_USE_SSL"),
        ("contact_email", "notanaddress", "CONTACT_EMAIL"),
        ("documents", Path("/srv/static"), "MEDIA_ROOT"),
        ("documents", Path("/srv/static/documents"), "MEDIA_ROOT"),
    ],
)
def test_settings_that_make_no_sense_stop_the_start(name: str, value: object, named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_nonsense(**{**SENSIBLE, name: value})


@pytest.mark.parametrize("path", ["/konto/login/", "/i18n/setlang/"])
@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "iso-8859-1", "idna"])
def test_a_form_in_another_charset_is_a_bad_request(db: None, path: str, charset: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/konto/login/")
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.post(path, b"login=%ff", content_type=kind).status_code == 400


@pytest.mark.parametrize("charset", ["UTF-8", "utf8"])
def test_a_form_in_utf8_is_read_however_it_is_spelled(db: None, charset: str) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answer = Client().post("/i18n/setlang/", b"language=nn&next=/", content_type=kind)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("sent", "proxies", "address"),
    [
        ("203.0.113.9, 198.51.100.7", 0, "127.0.0.1"),
        ("203.0.113.9, 198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "127.0.0.1"),
        ("nonsense", 1, "127.0.0.1"),
    ],
)
def test_attempts_to_log_in_are_counted_by_the_visitor_and_not_by_the_proxy(
    settings: Any, sent: str, proxies: int, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().post("/konto/login/", headers={"X-Forwarded-For": sent})
    assert AccountAdapter().get_client_ip(request) == address


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
