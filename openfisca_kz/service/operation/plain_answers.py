"""Answers to what does not become a request: written straight to the connection, in English."""

from __future__ import annotations

import json
from http import HTTPStatus

from openfisca_kz.service.operation.refusals import Busy
from openfisca_kz.service.problems import CONTENT_TYPE, Problem

MALFORMED = Problem("malformed_request")


def head_too_large(limit: int) -> Problem:
    """431: the head is larger than `limit` bytes."""
    detail = f"The request line and headers may have {limit} bytes at most (largest_head)."
    return Problem("head_too_large", detail=detail)


def too_many_connections(most: int) -> Problem:
    """503: so many connections are open, none of them idle."""
    return Busy(f"{most} connections are open already (most_connections): send the request again a little later.")


def plain_answer(problem: Problem, headers: list[tuple[bytes, bytes]]) -> bytes:
    """The bytes of an answer after which the connection closes.

    Args:
        problem: what is answered.
        headers: those that every answer of the server has.
    """
    body = json.dumps(problem.shown("en")).encode()
    own = {"content-type": CONTENT_TYPE, "content-length": str(len(body)), "connection": "close", **problem.headers}
    lines = [f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}".encode()]
    lines += [b"%s: %s" % header for header in headers]
    lines += [f"{name}: {value}".encode() for name, value in own.items()]
    return b"\r\n".join([*lines, b"", body])
