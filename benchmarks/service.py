"""The web API under load, on a server of its own with two worker processes; the client runs on the same machine.

`python -m benchmarks.service MEASURE [--seconds N]` prints one JSON line; measures:

* `load`: `/calculate` of a family of five, all results, at 100 requests a second: median and 99th percentile of the
  time from when a request was due to its answer, ms; memory of the server before and after.
* `batch`: seconds of 10 000 families of five through `/batch`, from the first byte sent to the last one read.
* `capacity`: ms of one request at a time to each address, and the most `/calculate` a second with 16 clients.
* `refusals`: the slowest answer to an input of the corpus (`tests/service/corpus.py`), ms.
"""

import argparse
import asyncio
import contextlib
import json
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.memory import TreePeak, tree_mb

ROOT = Path(__file__).parents[1]
PERIOD = "2025-05"
QUARTER = ("2025-01", "2025-02", "2025-03")
RESULTS = (
    "total_income",
    "per_capita_income",
    "poverty_line",
    "poverty_line_basis",
    "tsa_entitled",
    "refusal_ground",
    "kind_of_help",
    "targeted_social_assistance",
    "child_supplement",
)
"""What a decision on an application says: the results of design and docs."""
PATHS = ("/calculate", "/trace", "/compare", "/explain", "/batch")
RATE = 100


def family_of_five(wage: int = 120_000) -> dict[str, Any]:
    """Two adults and three children, with incomes of three kinds and school aid."""
    born = {"a": "1985-03-01", "b": "1987-05-02", "c": "2012-01-01", "d": "2015-02-03", "e": "2021-07-07"}
    persons: dict[str, Any] = {person: {"birth_date": {"ETERNITY": day}} for person, day in born.items()}
    persons["a"] |= {"wage": dict.fromkeys(QUARTER, wage), "large_family_allowance": dict.fromkeys(QUARTER, 60_000)}
    persons["b"]["childcare_benefit"] = dict.fromkeys(QUARTER, 40_000)
    aid = {"education_material_aid": {"2025-02": 46_228}, "education_organisation_ownership": {"2025-02": "private"}}
    persons["c"] |= aid
    family = {"applicant": "a", "spouse": "b", "children": ["c", "d", "e"]}
    family |= {"region": {PERIOD: "aktobe"}, "application_date": {PERIOD: "2025-05-05"}}
    return {"persons": persons, "families": {"f": family | {name: {PERIOD: None} for name in RESULTS}}}


class Server:
    """`openfisca-kz serve` on a free port, with two workers; its log goes to a file.

    Raises:
        SystemExit: it did not start, with its log.
    """

    def __init__(self) -> None:
        self._log = Path(tempfile.mkstemp(prefix="openfisca-kz-", suffix=".log")[1])
        command = [sys.executable, "-m", "openfisca_kz.cli", "serve", "--port", "0", "--workers", "2"]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        self.pid = self._process.pid
        while (said := self._log.read_text()).count("startup complete") < 2:
            if self._process.poll() is not None:
                raise SystemExit(f"the server did not start:\n{said}")
            time.sleep(0.05)
        found = re.search(r'"port": (\d+)', said)
        assert found
        self.port = int(found[1])

    def stop(self) -> str:
        """End it; what was wrong, if it did not end in order."""
        wrong = self._end()
        said = self._log.read_text()
        self._log.unlink()
        return f"the server {wrong}:\n{said[-2000:]}" if wrong else ""

    def _end(self) -> str:
        status = self._process.poll()
        if status is not None:
            return f"had ended before, with status {status}"
        self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return "did not end within 60 seconds"
        return f"ended with status {status}" if status else ""


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server that answers; ended with the block."""
    running = Server()
    try:
        yield running
    except BaseException:
        print(running.stop(), file=sys.stderr)
        raise
    wrong = running.stop()
    if wrong:
        raise SystemExit(wrong)


class Connection:
    """One kept-alive HTTP connection; the load must not be slowed down by its own client."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def send(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer; a closed connection is opened again."""
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**26)
        assert self._reader
        try:
            self._writer.write(request)
            await self._writer.drain()
            head = await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            self.close()
            raise
        lower = head.lower()
        status = int(head.split(b" ", 2)[1])
        if b"transfer-encoding: chunked" in lower:
            body = await self._chunks()
        else:
            length = re.search(rb"content-length: (\d+)", lower)
            body = await self._reader.readexactly(int(length[1])) if length else b""
        if b"connection: close" in lower:
            self.close()
        return status, body

    async def _chunks(self) -> bytes:
        assert self._reader
        parts = []
        while size := int(await self._reader.readline(), 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readline()
        await self._reader.readline()
        return b"".join(parts)

    def close(self) -> None:
        """Close it."""
        if self._writer:
            self._writer.close()
        self._writer = None


def post(path: str, body: bytes, kind: str = "application/json") -> bytes:
    """A request as bytes."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def under_load(port: int, seconds: float) -> list[float]:
    """Milliseconds from when each request was due to its answer."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(64):
        free.put_nowait(Connection(port))
    times: list[float] = []

    bodies = [json.dumps(family_of_five(wage=50_000 + 100 * number)).encode() for number in range(1_000)]

    async def one(due: float, request: bytes) -> None:
        connection = await free.get()
        status, body = await connection.send(request)
        times.append((time.perf_counter() - due) * 1000)
        free.put_nowait(connection)
        if status != 200:
            raise SystemExit(f"status {status} under load: {body[:300]!r}")

    start = time.perf_counter()
    tasks = []
    for number in range(int(seconds * RATE)):
        due = start + number / RATE
        await asyncio.sleep(max(0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(due, post("/calculate", bodies[number % len(bodies)]))))
    await asyncio.gather(*tasks)
    return times


def load(seconds: float) -> dict[str, float]:
    """Times of answers at a constant rate, and the memory of the server."""
    with server() as running:
        asyncio.run(under_load(running.port, min(seconds, 10)))  # warm
        before = tree_mb(running.pid)
        times = sorted(asyncio.run(under_load(running.port, seconds)))
        after = tree_mb(running.pid)
    return {
        "calculate_median_ms": statistics.median(times),
        "calculate_p99_ms": times[int(len(times) * 0.99)],
        "calculate_slowest_ms": times[-1],
        "calculate_requests": len(times),
        "service_mb_before": before,
        "service_mb_after": after,
        "service_growth": after / before,
    }


def batch(families: int = 10_000, rounds: int = 3) -> dict[str, float]:
    """Seconds of a batch, best of some."""
    body = b"\n".join(json.dumps(family_of_five(wage=50_000 + number)).encode() for number in range(families))
    request = post("/batch", body, "application/x-ndjson")
    seconds = []
    with server() as running, TreePeak(running.pid) as peak:
        for _ in range(rounds):
            start = time.perf_counter()
            status, answer = asyncio.run(Connection(running.port).send(request))
            seconds.append(time.perf_counter() - start)
            if status != 200 or answer.count(b'"targeted_social_assistance"') != families:
                raise SystemExit(f"status {status}: {answer[:300]!r}")
    return {"batch_10000_seconds": min(seconds), "batch_body_mb": len(body) / 2**20, "batch_peak_mb": peak.mb}


def capacity(seconds: float = 15) -> dict[str, float]:
    """Figures for docs/deployment.md."""
    body = json.dumps(family_of_five()).encode()

    async def alone(port: int, path: str) -> float:
        connection, times = Connection(port), []
        for _ in range(100):
            start = time.perf_counter()
            status, answer = await connection.send(post(path, body))
            times.append((time.perf_counter() - start) * 1000)
            if status != 200:
                raise SystemExit(f"{path}: status {status}: {answer[:300]!r}")
        return statistics.median(times)

    async def most(port: int) -> float:
        until, answered = time.perf_counter() + seconds, 0

        async def client() -> None:
            nonlocal answered
            connection = Connection(port)
            while time.perf_counter() < until:
                status, _ = await connection.send(post("/calculate", body))
                answered += status == 200

        await asyncio.gather(*(client() for _ in range(16)))
        return answered / seconds

    with server() as running:
        found = {f"{path[1:]}_alone_ms": asyncio.run(alone(running.port, path)) for path in PATHS if path != "/batch"}
        return {**found, "most_a_second": asyncio.run(most(running.port))}


def refusals() -> dict[str, float]:
    """The slowest refusal of the corpus, best of five rounds each."""
    from tests.service.corpus import CORPUS

    slowest = 0.0
    with server() as running:
        connection = Connection(running.port)

        async def answered(request: bytes) -> tuple[int, float]:
            start = time.perf_counter()
            status, _ = await connection.send(request)
            return status, (time.perf_counter() - start) * 1000

        async def all_of_them() -> float:
            slowest = 0.0
            for name, (body, expected, _) in CORPUS.items():
                for path in ("/calculate", "/trace", "/compare", "/explain"):
                    found = [await answered(post(path, body.encode())) for _ in range(5)]
                    if {status for status, _ in found} != {expected}:
                        raise SystemExit(f"{name} at {path}: {found}")
                    slowest = max(slowest, min(milliseconds for _, milliseconds in found))
            return slowest

        slowest = asyncio.run(all_of_them())
    return {"refusal_slowest_ms": slowest}


def main() -> None:
    """One measure, as a JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service")
    parser.add_argument("measure", choices=("load", "batch", "capacity", "refusals"))
    parser.add_argument("--seconds", type=float, default=120)
    said = parser.parse_args()
    measures = {
        "load": lambda: load(said.seconds),
        "batch": batch,
        "capacity": capacity,
        "refusals": refusals,
    }
    print(json.dumps(measures[said.measure]()))


if __name__ == "__main__":
    main()
