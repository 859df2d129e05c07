"""Structured log lines that carry neither personal data nor hidden values."""

import json
import logging


class JsonFormatter(logging.Formatter):
    """One JSON object a line; of an exception only type and place, never message or locals."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"level": record.levelname, "logger": record.name, "message": self.safe(record)}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = self.place(record)
        return json.dumps(line, ensure_ascii=False)

    def safe(self, record: logging.LogRecord) -> str:
        """The message template without its arguments, which may hold values or addresses."""
        return str(record.msg) if record.args else record.getMessage().split("?")[0]

    def place(self, record: logging.LogRecord) -> str:
        trace = record.exc_info[2] if record.exc_info else None
        while trace and trace.tb_next:
            trace = trace.tb_next
        return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
