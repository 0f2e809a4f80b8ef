"""The sending side of a connection: how much the client has taken, and closing so that it still gets the answer."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any


class Outgoing:
    """A transport that counts what is written, and that closes in two steps while the client may still send.

    A connection that is closed with unread bytes is reset, and the client may lose the answer that it has not read yet.
    Therefore this side is ended first; what still comes is thrown away until the client is done, or has had its time.

    Args:
        transport: the transport itself.

    client_may_send: whether a part of a request may still come.
    ended_at: reading of `time.monotonic` when this side ended; None before.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._written = 0
        self.client_may_send = False
        self.ended_at: float | None = None

    @property
    def waiting(self) -> int:
        """Bytes that the client has not taken yet."""
        return self._transport.get_write_buffer_size()

    @property
    def taken(self) -> int:
        """Bytes that have left this process."""
        return self._written - self.waiting

    def write(self, data: bytes) -> None:
        """Write, unless this side has ended."""
        if not self.is_closing():
            self._written += len(data)
            self._transport.write(data)

    def is_closing(self) -> bool:
        """Whether nothing more can be written."""
        return self.ended_at is not None or self._transport.is_closing()

    def close(self) -> None:
        """Close after what was written; in two steps if the client may be sending."""
        if self.is_closing():
            return
        if self.client_may_send and self._transport.can_write_eof():
            self.ended_at = monotonic()
            self._transport.write_eof()
            self._transport.resume_reading()
        else:
            self.finish()

    def finish(self) -> None:
        """Close after what was written, in one step."""
        self.ended_at = self.ended_at or monotonic()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
