"""The outermost layer around the application: id, line in the log and numbers of each request."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import uuid
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openfisca_kz.service.operation import metrics
from openfisca_kz.service.operation.body import BodyMemory
from openfisca_kz.service.operation.calculation import Caller, caller
from openfisca_kz.service.settings import Settings

logger = logging.getLogger(__name__)
COUNTS = ("persons", "families", "cells")
"""Numbers that the application may put into the scope of a request, under `counts`."""
NAMES = ("law", "problem")
"""Names that it may put into the scope: identifiers, not text."""
NAME = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
REQUEST_ID = re.compile(
    r"(?=.*[A-Za-z])([0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-7][0-9A-HJKMNP-TV-Z]{25})"
)
"""A request id that is taken over: 32 hexadecimal digits, a UUID or a ULID. Anything else could say who somebody is."""
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
UNMATCHED = "unmatched"
BATCH = "/batch"
CLIENT_GONE = 499
"""Status in log and numbers where the client did not wait for an answer; the custom of nginx."""


class Requests:
    """ASGI middleware: the state of each request gets `request_id`, and every answer the header X-Request-Id."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.memory = BodyMemory(settings.most_body_memory, settings.largest_body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["request_id"] = _request_id(scope)
        exchange = Exchange(scope, receive, send, self.memory)
        caller.set(Caller(exchange.gone))
        metrics.IN_FLIGHT.inc()
        try:
            await self.app(scope, exchange.receive, exchange.send)
        finally:
            metrics.IN_FLIGHT.dec()
            self.memory.count(exchange.bytes_in, 0)
            exchange.record()


class Exchange:
    """One request and its answer, counted on their way."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, memory: BodyMemory) -> None:
        self.scope = scope
        self.bytes_in = self.bytes_out = 0
        self._started = time.perf_counter()
        self._status = CLIENT_GONE
        self._receive, self._send, self._memory = receive, send, memory
        self._body_is_whole = False

    async def receive(self) -> Message:
        """The next part of the body.

        Raises:
            Busy: the bodies of the process take too much memory.
        """
        message = await self._receive()
        before = self.bytes_in
        self.bytes_in += len(message.get("body", b""))
        self._memory.count(before, self.bytes_in)
        self._body_is_whole = not message.get("more_body", False)
        return message

    async def gone(self) -> None:
        """Return when the client has closed the connection; of use once the body has been read."""
        if not self._body_is_whole:
            await asyncio.Event().wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def send(self, message: Message) -> None:
        """Send a part of the answer."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            identity = (b"x-request-id", self.scope["state"]["request_id"].encode())
            message = {**message, "headers": [*message.get("headers", []), identity]}
        self.bytes_out += len(message.get("body", b""))
        await self._send(message)

    def record(self) -> None:
        """Write the line of the log and add to the numbers."""
        seconds = time.perf_counter() - self._started
        counted = self.scope.get("counts", {})
        counts = {name: counted[name] for name in COUNTS if isinstance(counted.get(name), int)}
        names = {name: self.scope[name] for name in NAMES if _is_name(self.scope.get(name))}
        sizes = {"milliseconds": round(seconds * 1000, 1), "bytes_in": self.bytes_in, "bytes_out": self.bytes_out}
        known = about(self.scope)
        logger.info("request", extra={**known, "status": self._status, **sizes, **counts, **names})
        route, method = known["route"], known["method"]
        metrics.REQUESTS.labels(route, method, str(self._status)).inc()
        metrics.REQUEST_SECONDS.labels(route, method).observe(seconds)
        if route == BATCH:
            metrics.BATCH_FAMILIES.inc(counts.get("families", 0))


def about(scope: Scope) -> dict[str, Any]:
    """What may be known of a request: the route as the application wrote it, never the path that was asked for."""
    method = scope["method"]
    return {
        "request_id": scope["state"]["request_id"],
        "method": method if method in METHODS else "OTHER",
        "route": getattr(scope.get("route"), "path", UNMATCHED),
    }


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and REQUEST_ID.fullmatch(given := value.decode("latin-1")):
            return given
    return str(uuid.uuid4())
