"""What the operation of the service refuses, as problem details like those of the application, and how one is sent."""

from __future__ import annotations

import json

from starlette.datastructures import Headers
from starlette.types import Scope, Send

from openfisca_kz.service.language import negotiated
from openfisca_kz.service.problems import CONTENT_TYPE, Problem


class TooLarge(Problem):
    """413: the body is larger than the `limit` bytes of a setting."""

    def __init__(self, limit: int, setting: str = "largest_body") -> None:
        super().__init__("too_large", detail=f"The body of this request may have {limit} bytes at most ({setting}).")


class TooSlow(Problem):
    """408: the body has not come within so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too_slow", detail=f"The body did not come within {seconds:g} seconds (body_seconds).")


class Busy(Problem):
    """503: a limit of the process is reached; the detail says which."""

    def __init__(self, detail: str) -> None:
        super().__init__("busy", detail=detail, headers={"Retry-After": "1"})


class Stopping(Problem):
    """503: the service is being restarted and could not wait for this request."""

    def __init__(self) -> None:
        detail = "Send the request again a little later."
        super().__init__("stopping", detail=detail, headers={"Retry-After": "5"})


class TooLong(Problem):
    """422: the calculation has taken longer than the seconds of a setting."""

    def __init__(self, seconds: float, setting: str = "calculation_seconds") -> None:
        detail = f"The calculation was given up after {seconds:g} seconds ({setting}). Ask for less at once."
        super().__init__("calculation_too_long", detail=detail)


class TooMany(Problem):
    """429: this client has sent more than the rate; it may send its next request so many seconds later."""

    def __init__(self, rate: str, seconds: int) -> None:
        detail = f"More requests than {rate} (rate_limit): send the next one in {seconds} seconds."
        super().__init__("too_many_requests", detail=detail, headers={"Retry-After": str(seconds)})


class ClientGone(Exception):  # noqa: N818 a fact about the client, no error
    """The client has closed the connection: nobody waits for an answer."""


def internal_error() -> Problem:
    """500: what happened stands in the log, under the request id, and not in the answer."""
    return Problem("internal_error", detail="The failure is in the log of the service under the id of this request.")


async def send_problem(problem: Problem, scope: Scope, send: Send) -> None:
    """Answer with the problem detail, in the language of the caller."""
    language = negotiated(Headers(scope=scope).get("accept-language", ""))
    body = json.dumps(problem.shown(language), ensure_ascii=False).encode()
    about = {"Content-Type": CONTENT_TYPE, "Content-Length": str(len(body)), **problem.headers_in(language)}
    lines = [(name.lower().encode(), value.encode()) for name, value in about.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
