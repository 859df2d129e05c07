"""Structured log lines that carry neither personal data nor hidden values."""

import json
import logging
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """One JSON object a line; of an exception only type and place, never message or locals."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.safe(record),
            **self.answered(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = self.place(record)
        return json.dumps(line, ensure_ascii=False)

    def answered(self, record: logging.LogRecord) -> dict[str, str]:
        """For a request the route's name and the status; never the address, which holds ids."""
        status, request = getattr(record, "status_code", None), getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        found = {"status": status, "route": match.view_name if match else None}
        return {name: str(value) for name, value in found.items() if value}

    def safe(self, record: logging.LogRecord) -> str:
        """The message template without its arguments, which may hold values or addresses."""
        return str(record.msg) if record.args else record.getMessage().split("?")[0]

    def place(self, record: logging.LogRecord) -> str:
        trace = record.exc_info[2] if record.exc_info else None
        while trace and trace.tb_next:
            trace = trace.tb_next
        return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
