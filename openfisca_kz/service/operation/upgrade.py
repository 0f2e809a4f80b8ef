"""A request that asks for another protocol, as Java's client asks for HTTP/2: it is answered in HTTP/1.1."""

from __future__ import annotations

from typing import Any

import httptools

LENGTH = (b"content-length", b"transfer-encoding")


class BodyParser:
    """What a parser of the body alone calls.

    httptools ends its work behind the head of such a request; the body is still there and must be read.
    """

    def __init__(self, connection: Any) -> None:
        self.on_body = connection.on_body
        self.on_message_complete = connection.on_message_complete


def parser_of_body(connection: Any) -> httptools.HttpRequestParser | None:
    """A parser that goes on behind the head of the request; None if there is no body.

    Raises:
        httptools.HttpParserError: the head does not say how long the body is, or says it twice.
    """
    lengths = [b"%s: %s\r\n" % header for header in connection.headers if header[0] in LENGTH]
    if not lengths:
        return None
    parser = httptools.HttpRequestParser(BodyParser(connection))
    parser.feed_data(b"POST / HTTP/1.1\r\n" + b"".join(lengths) + b"\r\n")
    return parser
