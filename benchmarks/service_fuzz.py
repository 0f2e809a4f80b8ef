"""The web API under requests that nobody means, on a server of its own with two worker processes.

`python -m benchmarks.service_fuzz MEASURE` prints one JSON line; measures:

* `fuzz`: 100 000 requests made of a good one by mutation: how many were answered with a 5xx, not as HTTP, or too late.
* `schemathesis`: half an hour of its requests (`--minutes`) to all addresses: what it found against /spec.
"""

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.service import PATHS, ROOT, Connection, family_of_five, post, server

LONGEST = 10.0
"""Seconds after which a request counts as a hang."""

PIECES = (
    b'"', b"{", b"}", b"[", b"]", b":", b",", b"null", b"true", b"-", b"1e999", b"NaN", b"\\u0000", b"\\ud800",
    b"2025-01", b"2025", b"ETERNITY", b"month:2025-01:3", b"year:2025:2", b"\xff", b"\x00", b"a" * 3000, b"[" * 3000,
    b'"persons"', b'"families"', b'"reform"', b'"axes"', b'"order_95_2025"', b'"wage"', b'"applicant"', b"0.005",
    b"1E5", b"9" * 400,
)  # fmt: skip


def mutated(good: bytes, dice: random.Random) -> bytes:
    """A good body with one to six changes: bytes taken out, doubled, turned, pieces put in, values exchanged."""
    body = bytearray(good)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(body) + 1)
        kind = dice.randrange(6)
        if kind == 0:
            del body[place : place + dice.randint(1, 40)]
        elif kind == 1:
            body[place:place] = dice.choice(PIECES)
        elif kind == 2:
            body[place : place + dice.randint(1, 12)] = dice.choice(PIECES)
        elif kind == 3:
            body[place:place] = body[place : place + dice.randint(1, 200)]
        elif kind == 4 and body:
            body[min(place, len(body) - 1)] = dice.randrange(256)
        else:
            values = list(re.finditer(rb"(?<=: )[^,{}\[\]]+", body))
            if values:
                one = dice.choice(values)
                body[one.start() : one.end()] = dice.choice(PIECES)
    return bytes(body)


async def fuzzed(port: int, requests: int, seed: int) -> dict[str, float]:
    """Counts of what went wrong; raises at nothing, prints the first ten."""
    goods = [json.dumps(family_of_five()).encode()]
    goods.append(json.dumps({**family_of_five(), "reform": "order_95_2025:before"}).encode())
    own = {"name": "x", "parameters": {"poverty_line.published.aktobe": {"2025-01-01": 40000}}}
    goods.append(json.dumps({**family_of_five(), "reform": own}).encode())
    wrong = {"fuzz_server_errors": 0, "fuzz_hangs": 0, "fuzz_cut_off": 0}
    statuses: dict[int, int] = {}

    async def some(worker: int) -> None:
        dice = random.Random(seed * 1_000 + worker)
        connection = Connection(port)
        for _ in range(requests // 8):
            path, body = dice.choice(PATHS), mutated(dice.choice(goods), dice)
            kind = "application/x-ndjson" if path == "/batch" else "application/json"
            try:
                status, answer = await asyncio.wait_for(connection.send(post(path, body, kind)), LONGEST)
                statuses[status] = statuses.get(status, 0) + 1
                fault = "fuzz_server_errors" if status >= 500 or b'"internal_error"' in answer else ""
            except TimeoutError:
                connection.close()
                fault = "fuzz_hangs"
            except (asyncio.IncompleteReadError, ConnectionError, ValueError):
                connection.close()
                fault = "fuzz_cut_off"
            if fault:
                wrong[fault] += 1
                if sum(wrong.values()) <= 10:
                    print(fault, path, body, file=sys.stderr)

    await asyncio.gather(*(some(worker) for worker in range(8)))
    print({status: statuses[status] for status in sorted(statuses)}, file=sys.stderr)
    return {"fuzz_requests": sum(statuses.values()), "fuzz_wrong": sum(wrong.values()), **wrong}


def fuzz(requests: int, seed: int) -> dict[str, float]:
    """A run of mutated requests."""
    with server() as running:
        return asyncio.run(fuzzed(running.port, requests, seed))


def schemathesis(minutes: float) -> dict[str, float]:
    """A run of schemathesis, all phases and checks, over the network: requests sent and failures found."""
    with server() as running, tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [str(Path(sys.executable).parent / "schemathesis"), "run", f"http://127.0.0.1:{running.port}/spec"]
        command += ["--max-time", str(int(minutes * 60)), "--request-timeout", f"{LONGEST:g}", "--continue-on-failure"]
        command += ["--report-json-path", str(report)]
        environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.service.schemathesis_hooks"}
        subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
        found = json.loads(report.read_text())
    cases = found["test_cases"]
    wrong = cases["with_failures"] + cases["errored"] + len(found["errors"])
    return {"schemathesis_requests": cases["generated"], "schemathesis_failures": wrong}


def main() -> None:
    """One measure, as a JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service_fuzz")
    parser.add_argument("measure", choices=("fuzz", "schemathesis"))
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    measures = {"fuzz": lambda: fuzz(said.requests, said.seed), "schemathesis": lambda: schemathesis(said.minutes)}
    print(json.dumps(measures[said.measure]()))


if __name__ == "__main__":
    main()
