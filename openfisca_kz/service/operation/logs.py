"""The log: one line of JSON for each event, without personal data.

What the service says itself is known to hold none. Messages of libraries and of exceptions may quote what a client
sent: of these only the kind and the place in the code are written.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import queue
import select
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from traceback import walk_tb
from typing import Any, TextIO

from pythonjsonlogger.core import LogData, merge_record_extra
from pythonjsonlogger.json import JsonFormatter

OWN = ("openfisca_kz.service", "uvicorn.error")
"""Loggers whose messages are written; all of them are fixed sentences, at most with a process number or a port."""
MOST_FRAMES = 20
"""The innermost; the system writes lines of up to 4 KiB in one piece, whatever other processes write."""
MOST_LINES = 10_000
"""Lines of a process that wait for whoever reads the log; what comes on top of them is dropped."""
FLUSH_SECONDS = 1.0
"""How long the end of a process waits for them."""


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


class LineWriter(logging.handlers.QueueHandler):
    """Writes lines in a thread of its own: a log that nobody reads must not stop the service.

    Args:
        stream: whose open file takes the lines; None if there is none, then they go nowhere.
        most: lines that may wait.
    """

    def __init__(self, stream: TextIO | None, most: int = MOST_LINES) -> None:
        self.stream = stream
        self.waiting: queue.SimpleQueue[str] = queue.SimpleQueue()  # a signal may come while a line is put into it
        super().__init__(self.waiting)
        self.most = most
        self.taken = self.done = self.dropped = self.told = 0
        threading.Thread(target=self._write_on, name="log", daemon=True).start()

    def prepare(self, record: logging.LogRecord) -> str:
        """The line."""
        return self.format(record)

    def enqueue(self, record: Any) -> None:
        """Let the line wait for its turn; drop it if too many wait."""
        if self.taken - self.done >= self.most:
            self.dropped += 1
        else:
            self.taken += 1
            self.waiting.put(record)

    def flush(self) -> None:
        """Wait until all lines are written, but not for ever."""
        until = time.monotonic() + FLUSH_SECONDS
        while self.done < self.taken and time.monotonic() < until:
            time.sleep(0.005)

    def _write_on(self) -> None:
        while True:
            self._write(self.waiting.get())
            missing = self.dropped - self.told
            if missing and (self.waiting.empty() or missing >= self.most):
                self.told += missing
                self._write(self.format(_said_of_dropped(missing)))
            self.done += 1

    def _write(self, line: str) -> None:
        data = f"{line}\n".encode()
        with suppress(OSError, ValueError):  # nobody will read it
            while data and self.stream:
                # Not by the stream: its lock, held by a thread that waits for a reader, would stop the end as well.
                number = self.stream.fileno()
                try:
                    data = data[os.write(number, data) :]
                except BlockingIOError:
                    select.select([], [number], [])


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
        "handlers": {"out": {"()": f"{__name__}.LineWriter", "stream": "ext://sys.stdout", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {name: {"level": level.upper()} for name in OWN},
    }


def log_what_escapes() -> None:
    """Log warnings, and exceptions that nothing catches, instead of printing them with their messages."""
    logging.raiseExceptions = False  # it would print a line that cannot be made, with the values for it
    logger = logging.getLogger(__name__)

    def log(event: str, error: BaseException | None) -> None:
        logger.error(event, exc_info=error)

    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _class, error, _trace: log("a process failed", error)
    sys.unraisablehook = lambda trouble: log("an error nobody waited for", trouble.exc_value)
    threading.excepthook = lambda trouble: log("a thread failed", trouble.exc_value)


def _said_of_dropped(lines: int) -> logging.LogRecord:
    said = {"name": __name__, "levelno": logging.ERROR, "levelname": "ERROR", "msg": "lines of the log were dropped"}
    return logging.makeLogRecord({**said, "lines": lines})


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
