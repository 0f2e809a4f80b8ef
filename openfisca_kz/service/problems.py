"""What is refused, as problem details (RFC 9457): a code, sentences in the caller's language, and the place of each
fault in the request as a JSON pointer. No message of Python and none of a library ever reaches a caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from openfisca_kz.locale.sentences import in_language
from openfisca_kz.service.language import said_in

CONTENT_TYPE = "application/problem+json"
MOST_SHOWN = 50
"""Faults of one request that are listed; a request can have thousands."""
STATUS = {
    "malformed_request": 400,
    "malformed_json": 400,
    "invalid_request": 400,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_slow": 408,
    "too_large": 413,
    "unsupported_media_type": 415,
    "refused_situation": 422,
    "calculation_too_long": 422,
    "too_many_requests": 429,
    "head_too_large": 431,
    "internal_error": 500,
    "busy": 503,
    "stopping": 503,
}
"""HTTP status of each code. 400: not as the schema of /spec says; 422: as it says, but the law or sense refuses it."""
TITLES = {
    "malformed_request": "The request is not well-formed HTTP.",
    "malformed_json": "The body is not JSON.",
    "invalid_request": "The request is not as the description of this API says.",
    "not_found": "There is nothing at this address.",
    "method_not_allowed": "This address has no such method.",
    "too_slow": "The request did not come in time.",
    "too_large": "The request is too large.",
    "unsupported_media_type": "The body has a type that this address does not take.",
    "refused_situation": "The situation cannot be calculated.",
    "calculation_too_long": "The calculation takes too long.",
    "too_many_requests": "Too many requests.",
    "head_too_large": "The request line and headers are too large.",
    "internal_error": "Something went wrong on this side.",
    "busy": "The service has too much to do.",
    "stopping": "The service is being restarted.",
}


class Fault(NamedTuple):
    """One thing to put right: where in the request it stands, a code for programs, and a sentence with the cure.

    more: further sentences, such as what may have been meant.
    """

    place: tuple[str | int, ...]
    code: str
    message: str
    more: tuple[str, ...] = ()

    def sentences(self, language: str) -> str:
        """What is said of the fault, in a language."""
        return " ".join(in_language(sentence, language) for sentence in (self.message, *self.more))

    def shown(self, language: str) -> dict[str, Any]:
        """The fault as problem details list it."""
        return {"pointer": pointer(self.place), "code": self.code, "message": self.sentences(language)}


class Problem(Exception):  # noqa: N818 the term of RFC 9457
    """A request that is refused as a whole.

    Args:
        code: one of `STATUS`.
        faults: what to put right, in the order of the request.
        detail: a sentence with the cure; without it the first fault says it.
        headers: more headers of the response, such as `Retry-After`.
    """

    def __init__(
        self, code: str, faults: Sequence[Fault] = (), detail: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.code, self.status, self.faults, self.detail = code, STATUS[code], tuple(faults), detail
        self.headers = headers or {}

    def headers_in(self, language: str) -> dict[str, str]:
        """The headers of the response, but for the type and length of its body."""
        return {**said_in(language), "Cache-Control": "no-store", **self.headers}

    def shown(self, language: str) -> dict[str, Any]:
        """The body of the response."""
        body: dict[str, Any] = {
            "type": f"urn:openfisca-kz:problem:{self.code}",
            "title": in_language(TITLES[self.code], language),
            "status": self.status,
            "code": self.code,
        }
        if self.detail or self.faults:
            body["detail"] = in_language(self.detail, language) if self.detail else self.faults[0].sentences(language)
        if self.faults:
            body["errors"] = [fault.shown(language) for fault in self.faults[:MOST_SHOWN]]
            body["error_count"] = len(self.faults)
        return body


def pointer(place: Sequence[str | int]) -> str:
    """A place as a JSON pointer (RFC 6901); '' is the whole body."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
