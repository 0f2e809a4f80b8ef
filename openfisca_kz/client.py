"""A client of the web API, for programs.

    from openfisca_kz.client import Client

    with Client("http://127.0.0.1:5000", language="ru") as api:
        answered = api.calculate(situation)
        api.compare(situation, "order_95_2025").differences

Needs the extra `client`. What the API refuses is an `ApiError` with the place of each fault.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx2

Situation = Mapping[str, Any]
"""`persons` and `families` by their ids; None (null) for each value that is asked for."""
Reform = str | Mapping[str, Any]
"""The name of a law (`/version` lists them), or `parameters` with changes, and `base` and `name` if need be."""
Value = float | int | bool | str | None
JSON, PROBLEM = "application/json", "application/problem+json"
NDJSON, PARQUET = "application/x-ndjson", "application/vnd.apache.parquet"
PROBLEM_OF_THE_API = "urn:openfisca-kz:problem:"
"""How the type of each of its problems begins."""
BUSY = 503
LONGEST_WAIT = 60.0
"""Seconds before a request is sent again, whatever `Retry-After` says."""


@dataclass(frozen=True)
class Fault:
    """One thing to put right: its place in the request as a JSON pointer, a code, and a sentence with the cure."""

    pointer: str
    code: str
    message: str


class ApiError(Exception):
    """What the API refuses.

    status: of HTTP. code: for programs, such as `refused_situation`; `incomplete_answer` where answers of a batch are
    missing, `unknown` where not the API answers but, for example, a proxy before it. faults: everything that is to be
    put right. request_id: under which the service has it in its log.
    """

    def __init__(self, status: int, problem: Mapping[str, Any], request_id: str | None = None) -> None:
        self.status, self.code = status, str(problem.get("code", "unknown"))
        self.faults = tuple(Fault(each["pointer"], each["code"], each["message"]) for each in problem.get("errors", ()))
        self.request_id = request_id
        said = str(problem.get("detail") or problem.get("title") or f"HTTP {status}")
        places = "".join(f"\n  {fault.pointer or '/'}: {fault.message}" for fault in self.faults)
        super().__init__(said + places)


@dataclass(frozen=True)
class Difference:
    """One answer that is not the same under both laws, and the provisions that make the difference."""

    entity: str
    record: str
    variable: str
    period: str
    before: Value
    after: Value
    difference: float | None
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """A situation under two laws: each answered (with `law`), and the answers that differ."""

    before: dict[str, Any]
    after: dict[str, Any]
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class BatchAnswer:
    """The answer to one situation of a batch, in the order in which they were given.

    line: its number, from 1. id: its own, if it has one. answer: what it asked for, by records; empty if it is refused.
    error: why it is refused, or None.
    """

    line: int
    id: str | int | None
    answer: dict[str, Any]
    error: ApiError | None


class Client:
    """Calls the API at an address; thread-safe, and to be closed.

    Args:
        address: such as `http://127.0.0.1:5000`.
        language: of descriptions and errors: en, kk or ru.
        timeout: seconds for each step of a request.
        attempts: how often a request is sent while the service says that it is busy.
        http: an own HTTP client, whose `base_url` is the address.
    """

    def __init__(
        self,
        address: str = "http://127.0.0.1:5000",
        language: str = "en",
        timeout: float = 30.0,
        attempts: int = 3,
        http: httpx2.Client | None = None,
    ) -> None:
        self._http = http or httpx2.Client(base_url=address, timeout=timeout)
        self._language, self._attempts = language, attempts

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def calculate(self, situation: Situation, reform: Reform | None = None) -> dict[str, Any]:
        """The situation with every None filled in, under the law in force or another one.

        Raises:
            ApiError: the API refuses it. httpx2.HTTPError: it cannot be reached.
        """
        return self._post("/calculate", situation, reform)

    def trace(self, situation: Situation, reform: Reform | None = None) -> dict[str, Any]:
        """Every calculation behind the answers, as the engine of OpenFisca records it."""
        return self._post("/trace", situation, reform)

    def explain(self, situation: Situation, reform: Reform | None = None) -> dict[str, Any]:
        """The steps to the answers with amounts, figures, provisions, evidence grades, and what was assumed."""
        return self._post("/explain", situation, reform)

    def compare(self, situation: Situation, reform: Reform | None = None) -> Comparison:
        """The situation before and after a reform; the newest amending act unless given."""
        found = self._post("/compare", situation, reform)
        differences = tuple(Difference(**{**each, "causes": tuple(each["causes"])}) for each in found["differences"])
        return Comparison(found["before"], found["after"], differences)

    def batch(self, situations: Iterable[Situation], reform: str | None = None) -> list[BatchAnswer]:
        """Many situations at once; a refused one does not stop the others.

        Returns when all answers are here: the service closes a connection on which nothing is read for a while.

        Raises:
            ApiError: the API refuses the batch as a whole, or the answer ends early. httpx2.HTTPError: it cannot be
            reached, or the connection is lost.
        """
        sent = [json.dumps(situation, ensure_ascii=False).encode() + b"\n" for situation in situations]
        response = self._send_batch(b"".join(sent), NDJSON, {}, reform)
        *lines, _ = response.content.split(b"\n")  # what no b"\n" ends is cut off
        if len(lines) != len(sent):
            detail = f"The answer is incomplete: {len(lines)} of {len(sent)} situations are answered. Send them again."
            raise _error(response, {"code": "incomplete_answer", "detail": detail})
        return [_batch_answer(json.loads(line)) for line in lines]

    def batch_table(self, table: bytes, period: str, reform: str | None = None, amounts: str = "month") -> bytes:
        """The results of the families of a table of persons; both are the bytes of a Parquet file.

        Args:
            period: month of application, 'YYYY-MM'. amounts: of what time plain income columns are.
        """
        return self._send_batch(table, PARQUET, {"period": period, "amounts": amounts}, reform).content

    def variables(self) -> dict[str, Any]:
        """All variables with their descriptions."""
        return self._get("/variables")

    def variable(self, name: str) -> dict[str, Any]:
        """One variable."""
        return self._get(f"/variable/{quote(name, safe='')}")

    def parameters(self) -> dict[str, Any]:
        """All parameters with dated values."""
        return self._get("/parameters")

    def parameter(self, name: str) -> dict[str, Any]:
        """One parameter, or a node of them, by its dotted name."""
        return self._get(f"/parameter/{quote(name, safe='')}")

    def entities(self) -> dict[str, Any]:
        """Entities and their roles."""
        return self._get("/entities")

    def spec(self) -> dict[str, Any]:
        """The OpenAPI document."""
        return self._get("/spec")

    def health(self) -> bool:
        """Whether the service answers."""
        return bool(self._get("/health")["status"] == "ok")

    def version(self) -> dict[str, Any]:
        """What runs there: versions, hash of the figures of the law, laws on call."""
        return self._get("/version")

    def _post(self, path: str, situation: Situation, reform: Reform | None) -> dict[str, Any]:
        content = {**situation} if reform is None else {**situation, "reform": reform}
        found: dict[str, Any] = self._send("POST", path, json=content).json()
        return found

    def _get(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = self._send("GET", path).json()
        return found

    def _send_batch(self, body: bytes, kind: str, query: dict[str, str], reform: str | None) -> httpx2.Response:
        query = query if reform is None else {**query, "reform": reform}
        return self._send("POST", "/batch", kind, content=body, params=query, headers={"Content-Type": kind})

    def _send(self, method: str, path: str, kind: str = JSON, **request: Any) -> httpx2.Response:
        """The answer, whose media type is `kind`."""
        headers = {"Accept-Language": self._language, **request.pop("headers", {})}
        for attempt in range(1, self._attempts + 1):
            response = self._http.request(method, path, headers=headers, **request)
            if response.status_code != BUSY or attempt == self._attempts:
                break
            time.sleep(_wait(response))
        if response.is_success and _media_type(response) == kind:
            return response
        raise _error(response, _problem(response))


def _wait(response: httpx2.Response) -> float:
    """Seconds until `Retry-After`, a number of them or a date; 1 if it says nothing that can be read."""
    said = response.headers.get("Retry-After", "")
    try:
        if said.isdecimal():
            seconds = float(said)
        else:  # a date of HTTP is in GMT, written or not
            seconds = (parsedate_to_datetime(said).replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        seconds = 1.0
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _media_type(response: httpx2.Response) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _problem(response: httpx2.Response) -> Mapping[str, Any]:
    """What the API says is wrong; for an answer that is not of the API, that it is none."""
    try:
        problem = response.json() if _media_type(response) == PROBLEM else None
    except ValueError:
        problem = None
    if isinstance(problem, dict) and str(problem.get("type")).startswith(PROBLEM_OF_THE_API):
        return problem
    status = f"HTTP {response.status_code} {response.reason_phrase}".rstrip()
    return {"detail": f"{status}: this is no answer of the API; a proxy or another program may have given it."}


def _error(response: httpx2.Response, problem: Mapping[str, Any]) -> ApiError:
    return ApiError(response.status_code, problem, response.headers.get("X-Request-Id"))


def _batch_answer(line: dict[str, Any]) -> BatchAnswer:
    problem = line.pop("problem", None)
    error = None if problem is None else ApiError(problem["status"], problem)
    return BatchAnswer(line.pop("line"), line.pop("id", None), line, error)
