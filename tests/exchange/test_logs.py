"""Lines of the log tell what happened, and nothing that is secret."""

import json
import logging
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


def test_counts_of_our_own_stand_in_the_line(caplog: pytest.LogCaptureFixture) -> None:
    with patch("streams.catalogue.tasks.rebuild", return_value=Drift(3, 1)):
        check_drift()
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert line["message"] == "catalogue drift: 3 differed, 1 left over"
