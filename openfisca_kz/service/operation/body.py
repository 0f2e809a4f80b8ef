"""Reading a body within its limits, and how much memory the bodies of a process take together."""

from __future__ import annotations

import asyncio

from starlette.types import Receive

from openfisca_kz.service.operation.refusals import Busy, ClientGone, TooLarge, TooSlow


async def read_body(receive: Receive, limit: int, seconds: float, setting: str = "largest_body") -> bytes:
    """The whole body.

    Args:
        receive: of the ASGI request, of which nothing has been read.
        limit: most bytes.
        seconds: most seconds from now until the last byte, whatever trickles in meanwhile.
        setting: the name of the setting that `limit` comes from.

    Raises:
        TooLarge: as soon as more than `limit` bytes have come; `check_length` tells before the first.
        TooSlow: the last byte has not come in time.
        ClientGone: the client closed the connection before the last byte.
        Busy: the bodies of the process take too much memory (where the service's own server runs it).
    """
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                body += message.get("body", b"")
                if len(body) > limit:
                    raise TooLarge(limit, setting)
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise TooSlow(seconds) from None


def check_length(headers: list[tuple[bytes, bytes]], limit: int, setting: str = "largest_body") -> None:
    """Refuse a body by its announced length, before a byte of it is read; arguments as in `read_body`.

    Raises:
        TooLarge: Content-Length is above `limit` bytes.
    """
    for name, value in headers:
        if name == b"content-length" and value.isdigit() and int(value) > limit:
            raise TooLarge(limit, setting)


class BodyMemory:
    """Bytes of the bodies of all requests that are being answered in this process.

    Large bodies are counted apart: batches whose clients do not read the answers are in the way of no other request.

    Args:
        most: above this, the request whose bytes came last is refused.
        ordinary: a body with more bytes is large.
    """

    def __init__(self, most: int, ordinary: int) -> None:
        self.most = most
        self.ordinary = ordinary
        self.held = {"ordinary": 0, "large": 0}

    def count(self, before: int, now: int) -> None:
        """A body had so many bytes and now has so many; none when its request is answered.

        Raises:
            Busy: it has grown, and there are too many; the bytes are counted all the same.
        """
        self.held[self._kind(before)] -= before
        self.held[self._kind(now)] += now
        if now > before and self.held[self._kind(now)] > self.most:
            raise Busy(
                f"The bodies of requests take more than {self.most} bytes (most_body_memory): "
                "send this one again a little later."
            )

    def _kind(self, length: int) -> str:
        return "large" if length > self.ordinary else "ordinary"
