"""Lines of the log tell what happened, and nothing that is secret."""

import json
import logging
import os
import subprocess
import sys
from unittest.mock import patch

import pytest

from exchange.logs import JsonFormatter
from streams.catalogue.publish import Drift
from streams.catalogue.tasks import check_drift


def line_of(message: str, *args: object, failed: bool = False) -> dict[str, str]:
    found: dict[str, str] = json.loads(JsonFormatter().format(record_of(message, args, failed)))
    return found


def record_of(message: str, args: tuple[object, ...], failed: bool) -> logging.LogRecord:
    error = None
    if failed:
        try:
            raise ValueError("volume is 4321")
        except ValueError:
            error = sys.exc_info()
    return logging.LogRecord("test", logging.WARNING, __file__, 1, message, args, error)


def test_a_line_has_time_level_and_message() -> None:
    line = line_of("The worker started")
    assert line["level"] == "WARNING"
    assert line["message"] == "The worker started"
    assert line["at"].endswith("+00:00")


def test_arguments_and_error_texts_stay_out() -> None:
    line = line_of("Task failed for %s", "4321 t", failed=True)
    assert "4321" not in json.dumps(line)
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["where"]


def test_of_a_request_the_route_and_status_are_told_and_not_the_address() -> None:
    record = record_of("Not Found: %s", ("/oppforing/2qn42tztdsh7/",), failed=False)
    match = type("Match", (), {"view_name": "record"})()
    record.status_code = 404
    record.request = type("Request", (), {"resolver_match": match})()
    line = json.loads(JsonFormatter().format(record))
    assert (line["route"], line["status"]) == ("record", "404")
    assert "2qn42tztdsh7" not in json.dumps(line)


FAILING = """
import django
django.setup()
from celery.app.trace import trace_task
from exchange.celery import app

@app.task(name="failing", ignore_result=True)
def failing(amount):
    raise ValueError(f"volume is {amount}")

app.log.setup(loglevel="WARNING")
trace_task(failing, "6f2c", (4321,), {}, request={"args": (4321,), "kwargs": {}}, app=app)
"""


def test_of_a_task_that_failed_the_worker_tells_kind_and_place_only() -> None:
    """Celery's own log would hold the error's text and its traceback."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "exchange.settings", "TESTING": "1"}
    done = subprocess.run(
        [sys.executable, "-c", FAILING], env=environment, capture_output=True, text=True, check=True
    )
    line = json.loads(done.stderr.splitlines()[-1])
    assert (line["exception"], line["level"]) == ("ValueError", "ERROR")
    assert "4321" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_counts_of_our_own_stand_in_the_line(caplog: pytest.LogCaptureFixture) -> None:
    with patch("streams.catalogue.tasks.rebuild", return_value=Drift(3, 1)):
        check_drift()
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert line["message"] == "catalogue drift: 3 differed, 1 left over"
