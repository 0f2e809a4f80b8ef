"""What the operation of the service refuses, as problem details like those of the application, and how one is sent."""

from __future__ import annotations

import json

from starlette.datastructures import Headers
from starlette.types import Scope, Send

from openfisca_kz.service.language import negotiated
from openfisca_kz.service.problems import CONTENT_TYPE, Problem

AGAIN = "Send the request again a little later."


class TooLarge(Problem):
    """413: the body is larger than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__("too_large", detail=f"The body of this request may have {limit} bytes at most.")


class TooSlow(Problem):
    """408: the body has not come within so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too_slow", detail=f"The body did not come within {seconds:g} seconds.")


class Busy(Problem):
    """503: too many requests wait, or bodies take too much memory; `seconds` later it may be better."""

    def __init__(self, seconds: int = 1) -> None:
        super().__init__("busy", detail=AGAIN, headers={"Retry-After": str(seconds)})


class Stopping(Problem):
    """503: the service is being restarted and could not wait for this request; `seconds` later it should be there."""

    def __init__(self, seconds: int = 5) -> None:
        super().__init__("stopping", detail=AGAIN, headers={"Retry-After": str(seconds)})


class TooLong(Problem):
    """422: the calculation has taken longer than so many seconds."""

    def __init__(self, seconds: float) -> None:
        detail = f"The calculation was given up after {seconds:g} seconds. Ask for less at once."
        super().__init__("calculation_too_long", detail=detail)


class TooMany(Problem):
    """429: this client may send its next request so many seconds later."""

    def __init__(self, seconds: int) -> None:
        detail = f"Send the next request in {seconds} seconds."
        super().__init__("too_many_requests", detail=detail, headers={"Retry-After": str(seconds)})


class ClientGone(Exception):  # noqa: N818 a fact about the client, no error
    """The client has closed the connection: nobody waits for an answer."""


def internal_error() -> Problem:
    """500: what happened stands in the log, under the request id, and not in the answer."""
    return Problem("internal_error", detail="The failure is in the log of the service under the id of this request.")


async def send_problem(problem: Problem, scope: Scope, send: Send) -> None:
    """Answer with the problem detail, in the language of the caller."""
    headers = Headers(scope=scope)
    body = json.dumps(problem.shown(negotiated(headers.get("accept-language", ""))), ensure_ascii=False).encode()
    answer = {"Content-Type": CONTENT_TYPE, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
    lines = [(name.lower().encode(), value.encode()) for name, value in (answer | problem.headers).items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
