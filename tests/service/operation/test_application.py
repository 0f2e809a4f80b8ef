"""The application of the package under its own server: started, asked, refused, logged, stopped."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from openfisca_kz.service.operation.server import APPLICATION
from tests.service.operation.server_process import server

IIN, AMOUNT = "870101300123", 61234.5
JSON = {"Content-Type": "application/json"}
SITUATION = {
    "persons": {IIN: {"wage": dict.fromkeys(["2025-01", "2025-02", "2025-03"], AMOUNT)}},
    "families": {"f": {"applicant": IIN, "total_income": {"2025-05": None}}},
}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with server(
        tmp_path_factory.mktemp("server"), APPLICATION, workers=2, body_seconds=1, largest_body="4KiB"
    ) as started:
        yield started


def test_it_calculates(running):
    status, headers, body = running.get("/calculate", json.dumps(SITUATION).encode(), JSON)
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert json.loads(body)["families"]["f"]["total_income"] == {"2025-05": 3 * AMOUNT}
    assert "Server" not in headers


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/calculate", b"{" * 5_000, 413, "too_large"),
        ("/calculate", b"{", 400, "malformed_json"),
        ("/nowhere", None, 404, "not_found"),
        ("/calculate", None, 405, "method_not_allowed"),
    ],
)
def test_a_refusal_is_a_problem_in_the_language_of_the_caller(running, path, body, status, code):
    answered, headers, content = running.get(path, body, {**JSON, "Accept-Language": "ru"})
    assert (answered, headers["Content-Type"]) == (status, "application/problem+json")
    problem = json.loads(content)
    assert problem["code"] == code
    assert any("а" <= letter <= "я" for letter in problem["title"])


def test_a_slow_body_is_a_408(running):
    connection = running.connect(
        b"POST /calculate HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"
    )
    assert connection.recv(1_000).startswith(b"HTTP/1.1 408 ")


def test_its_log_holds_counts_and_law_and_nothing_personal(running):
    wrong = {**SITUATION, "families": {"f": {"applicant": IIN, "no_such_variable": {"2025-05": AMOUNT}}}}
    ndjson = {"Content-Type": "application/x-ndjson"}
    for path, content, headers in (
        ("/calculate", SITUATION, JSON),
        ("/calculate", wrong, JSON),
        ("/explain", SITUATION, JSON),
        ("/compare", SITUATION, JSON),
        ("/trace", SITUATION, JSON),
        ("/batch", SITUATION, ndjson),
        (f"/variable/{IIN}", None, {}),
        (f"/parameter/{IIN}", None, {}),
    ):
        running.get(path, content and json.dumps(content).encode(), headers)
    lines = running.requests(8)
    assert IIN not in running.text()
    assert "61234" not in running.text()
    calculated = next(line for line in lines if (line["route"], line["status"]) == ("/calculate", 200))
    assert (calculated["persons"], calculated["families"]) == (1, 1)
    assert "/variable/{id}" in {line["route"] for line in lines}
    assert all(line["status"] < 500 for line in lines)


def test_what_runs_it_adds_the_metrics(running):
    assert running.metric("openfisca_kz_calculations_waiting") == 0
    assert b"openfisca_kz_requests_total" in running.get("/metrics")[2]


def test_the_command_starts_and_stops_it(tmp_path):
    command = [Path(sys.executable).with_name("openfisca-kz"), "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        for line in process.stdout:
            if json.loads(line)["event"] == "Application startup complete.":
                process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
