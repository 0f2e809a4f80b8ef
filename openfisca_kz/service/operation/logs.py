"""The log: one line of JSON for each event, without personal data.

What the service says itself is known to hold none. Messages of libraries and of exceptions may quote what a client
sent: of these only the kind and the place in the code are written.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import walk_tb
from typing import Any

from pythonjsonlogger.core import LogData, merge_record_extra
from pythonjsonlogger.json import JsonFormatter

OWN = ("openfisca_kz.service.operation", "uvicorn.error")
"""Loggers whose messages are written; all of them are fixed sentences, at most with a process number or a port."""
MOST_FRAMES = 20
"""The innermost; the system writes lines of up to 4 KiB in one piece, whatever other processes write."""


class LogLine(JsonFormatter):
    """A record as a line of JSON."""

    def add_fields(self, log_data: LogData, record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Fill the line: time, level, event, what the service adds; of an exception the classes and the frames."""
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname.lower()
        if record.name.startswith(OWN):
            log_data["event"] = record.getMessage().strip()
            merge_record_extra(record, log_data, reserved={*self.reserved_attrs, "color_message"})
        else:
            log_data["event"] = "message of a library"
            log_data["logger"] = record.name
            log_data["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            log_data |= about(record.exc_info[1])

    def formatException(self, ei: Any) -> str:  # noqa: N802 the library's name
        """Nothing: the library would write the message of the exception."""
        return ""


def about(error: BaseException) -> dict[str, Any]:
    """What may be said of an exception: the classes of it and of its causes, and the frames; no message, no value."""
    causes = [_class(cause) for cause in _chain(error)]
    frames = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(error.__traceback__)
    ]
    return {"error": causes[0], "caused_by": causes[1:], "frames": frames[-MOST_FRAMES:]}


def log_config(level: str) -> dict[str, Any]:
    """The configuration of Python's logging, of the parent and of each worker: everything goes to standard output.

    Args:
        level: debug, info, warning or error.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"{__name__}.LogLine"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {name: {"level": level.upper()} for name in OWN},
    }


def log_what_escapes() -> None:
    """Log warnings, and exceptions that nothing catches, instead of printing them with their messages."""
    logger = logging.getLogger(__name__)

    def log(event: str, error: BaseException | None) -> None:
        logger.error(event, exc_info=error)

    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _class, error, _trace: log("a process failed", error)
    sys.unraisablehook = lambda trouble: log("an error nobody waited for", trouble.exc_value)
    threading.excepthook = lambda trouble: log("a thread failed", trouble.exc_value)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _class(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
