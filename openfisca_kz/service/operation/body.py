"""Reading a body within its limits, and how much memory the bodies of a process take together."""

from __future__ import annotations

import asyncio

from starlette.types import Receive

from openfisca_kz.service.operation.refusals import Busy, ClientGone, TooLarge, TooSlow


async def read_body(receive: Receive, limit: int, seconds: float) -> bytes:
    """The whole body.

    Args:
        receive: of the ASGI request, of which nothing has been read.
        limit: most bytes.
        seconds: most seconds from now until the last byte, whatever trickles in meanwhile.

    Raises:
        TooLarge: as soon as more than `limit` bytes have come; `check_length` tells before the first.
        TooSlow: the last byte has not come in time.
        ClientGone: the client closed the connection before the last byte.
        Busy: the bodies of the process take too much memory (where the service's own server runs it).
    """
    parts: list[bytes] = []
    length = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                part = message.get("body", b"")
                length += len(part)
                if length > limit:
                    raise TooLarge(limit)
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise TooSlow(seconds) from None


def check_length(headers: list[tuple[bytes, bytes]], limit: int) -> None:
    """Refuse a body by its announced length, before a byte of it is read.

    Raises:
        TooLarge: Content-Length is above `limit` bytes.
    """
    for name, value in headers:
        if name == b"content-length" and value.isdigit() and int(value) > limit:
            raise TooLarge(limit)


class BodyMemory:
    """Bytes of the bodies of all requests that are being answered in this process.

    Args:
        most: above this, the request whose bytes came last is refused.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = 0

    def add(self, length: int) -> None:
        """Count bytes that have come.

        Raises:
            Busy: they are too many; the bytes are counted all the same until `release`.
        """
        self.held += length
        if length and self.held > self.most:
            raise Busy

    def release(self, length: int) -> None:
        """The request that had brought so many bytes is answered."""
        self.held -= length
