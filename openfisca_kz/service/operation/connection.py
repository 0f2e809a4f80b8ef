"""One connection: uvicorn's own protocol, with an end to everything that a client could draw out or pile up.

- A request line and headers that are not complete in time, also of a connection that sends nothing or only trickles,
  end the connection, and so do too many bytes of them.
- A client that takes nothing of its answer for too long is cut off; so is the one that holds most of the memory, when
  the answers that wait in this process take too much of it.
- Above the most connections the one that has been idle longest makes room; if none is idle, the new one gets a 503.
- Requests sent before the answer to the one before them (pipelining) are not taken: the connection closes after the
  answer. Trailers are thrown away.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from time import monotonic
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from openfisca_kz.service.operation import metrics
from openfisca_kz.service.operation.crowd import keep_memory, keep_to_the_most
from openfisca_kz.service.operation.outgoing import Outgoing
from openfisca_kz.service.operation.plain_answers import MALFORMED, head_too_large, plain_answer, too_many_connections
from openfisca_kz.service.operation.upgrade import parser_of_body
from openfisca_kz.service.problems import Problem
from openfisca_kz.service.settings import Settings

logger = logging.getLogger(__name__)
LINGER_SECONDS = 5.0
"""How long a client may go on sending after its answer, before the connection is closed for good."""
IDLE_SECONDS_AT_THE_END = 0.5
"""How long a worker that is being stopped keeps an idle connection: its client may be sending a request already."""


class OutOfTurnError(Exception):
    """The parser meets what is not taken; ends its work."""


class GuardedProtocol(HttpToolsProtocol):
    """A connection under the limits of the settings, which the configuration of the server carries."""

    def __init__(self, config: Any, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.settings: Settings = config.settings
        limits = (self.settings.head_seconds, self.settings.reading_seconds, LINGER_SECONDS)
        self.linger_seconds = min(limits)
        self.tick = max(0.01, min(1.0, *(limit / 4 for limit in limits)))
        self.out: Outgoing = None  # type: ignore[assignment]
        self.since = self.progress = monotonic()
        self.taken = 0
        self.awaits_head = True
        self.deaf = self.is_last = False
        self.unparsed = self.head_length = 0
        self.watching: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch; make room if there are too many."""
        self.out = Outgoing(transport)
        super().connection_made(self.out)  # type: ignore[arg-type]
        metrics.CONNECTIONS.inc()
        self.watching = self.loop.call_later(self.tick, self._watch)
        if len(self.connections) > self.settings.most_connections:
            keep_to_the_most(self, _guarded(self.connections), self.settings.most_connections)

    def connection_lost(self, exc: Exception | None) -> None:
        """End watching."""
        super().connection_lost(exc)
        metrics.CONNECTIONS.dec()
        if self.watching:
            self.watching.cancel()

    def shutdown(self) -> None:
        """The worker is being stopped: close if nothing is being answered, or after the answer."""
        self.is_last = True
        if self.idle:
            self.loop.call_later(IDLE_SECONDS_AT_THE_END, self._finish_if_idle)
        else:
            self._finish_if_idle()

    def _finish_if_idle(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.out.finish()
        else:
            self.cycle.keep_alive = False

    @property
    def idle(self) -> bool:
        """Whether nothing is being answered; an incomplete head is nothing yet."""
        return not self.out.is_closing() and not self.out.waiting and (self.awaits_head or self._is_between_requests())

    def refuse_as_busy(self) -> None:
        """Tell the client that there are too many connections, and close."""
        self._refuse(too_many_connections(self.settings.most_connections), "refused")

    def cut(self, reason: str) -> None:
        """End the connection at once; `reason` is counted and logged."""
        self._count(reason)
        self.connections.discard(self)  # type: ignore[arg-type]
        self.out.abort()

    # What comes

    def data_received(self, data: bytes) -> None:
        """Parse what came; see to it that the parser does not collect without end."""
        if self.deaf or self.out.is_closing():
            return
        self._unset_keepalive_if_required()
        if not self.awaits_head and self._is_between_requests():
            self.awaits_head, self.since = True, monotonic()
        self.unparsed += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._go_on_behind_the_head(data[upgrade.args[0] :])
        except httptools.HttpParserError:
            if not self.deaf:
                self._refuse(self._head_too_large() or MALFORMED, "malformed")
        else:
            if problem := self._head_too_large():
                self._refuse(problem, "malformed")

    def on_message_begin(self) -> None:
        """A request begins; not before the one before it is answered."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._take_no_more()
            raise OutOfTurnError
        super().on_message_begin()
        self.head_length = 0

    def on_url(self, url: bytes) -> None:
        """A part of the request line."""
        self.head_length += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer behind the body, which nobody asked for."""
        if self.awaits_head:
            self.head_length += len(name) + len(value) + len(b": \r\n")
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is there: the application gets to work."""
        if self.head_length > self.settings.largest_head:
            raise OutOfTurnError
        super().on_headers_complete()
        self.awaits_head, self.unparsed = False, 0
        self.cycle.keep_alive = self.cycle.keep_alive and not self.is_last
        self.out.client_may_send = True

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self.unparsed = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there as a whole."""
        self.unparsed = 0
        self.out.client_may_send = False
        super().on_message_complete()
        if not self.cycle.keep_alive:
            self.deaf = True

    # What goes

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        async def for_this_client(scope: Any, receive: Any, send: Any) -> None:
            async def send_part(message: Any) -> None:
                if message["type"] == "http.response.start" and self.out.client_may_send:
                    cycle.keep_alive = False  # the rest of the body is in the way of a next request
                if scope["http_version"] == "1.0":  # knows no chunks: the end of the connection ends the answer
                    cycle.chunked_encoding, cycle.expected_content_length = False, len(message.get("body", b""))
                await send(message)

            await app(scope, receive, send_part)

        super()._start_asgi_task(cycle, for_this_client)

    def on_response_complete(self) -> None:
        """The answer has been written: the connection is idle."""
        self.since = monotonic()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client takes its answer more slowly than it is made; see to the memory that this takes."""
        super().pause_writing()
        keep_memory(_guarded(self.connections), self.settings.most_answer_memory)

    # Watching

    def _watch(self) -> None:
        """Look at the connection from time to time: one timer for everything that may take too long."""
        now = monotonic()
        if not self.out.waiting or self.out.taken > self.taken:
            self.taken, self.progress = self.out.taken, now
        if self.out.waiting and now - self.progress >= self.settings.reading_seconds:
            self.cut("answer not read")
        elif self.out.ended_at is not None:
            if now - self.out.ended_at >= self.linger_seconds and not self.out.waiting:
                self.out.abort()
        elif self.awaits_head and now - self.since >= self.settings.head_seconds:
            self.cut("head too slow")
        self.watching = self.loop.call_later(self.tick, self._watch)

    def _is_between_requests(self) -> bool:
        return self.cycle is None or (self.cycle.response_complete and not self.cycle.more_body)

    def _head_too_large(self) -> Problem | None:
        limit = self.settings.largest_head
        return head_too_large(limit) if max(self.unparsed, self.head_length) > limit else None

    def _take_no_more(self) -> None:
        """Answer what is being answered, then close; what else comes is thrown away."""
        self.deaf = True
        self.out.client_may_send = True
        self.cycle.keep_alive = False

    def _go_on_behind_the_head(self, data: bytes) -> None:
        """Read the body of a request that asks for another protocol, and then no more."""
        self._take_no_more()
        try:
            parser = parser_of_body(self)
        except httptools.HttpParserError:
            self._refuse(MALFORMED, "malformed")
            return
        if parser is not None:
            self.parser, self.deaf, self.cycle.more_body = parser, False, True
            self.data_received(data)

    def _refuse(self, problem: Problem, reason: str) -> None:
        """Answer in place of the application, and close."""
        self._count(reason)
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
            if cycle.response_started:
                self.out.abort()
                return
        self.deaf = self.out.client_may_send = True
        self.out.write(plain_answer(problem, self.server_state.default_headers))
        self.out.close()

    def _count(self, reason: str) -> None:
        metrics.CONNECTIONS_CUT.labels(reason).inc()
        logger.info("connection cut", extra={"reason": reason})


def _guarded(connections: Iterable[Any]) -> list[GuardedProtocol]:
    return [each for each in connections if isinstance(each, GuardedProtocol)]
