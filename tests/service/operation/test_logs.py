"""The log: a line for each request, and nothing of what a client sent."""

import json
import logging
import os
import re
import select
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from openfisca_kz.service.operation.logs import LineWriter, LogLine
from tests.service.operation.server_process import ServerProcess, server
from tests.service.operation.tiny import APPLICATION

IIN, AMOUNT, NAME = "870101300123", "98765.43", "Aigerim"
PERSONAL = f'{{"persons": {{"{IIN}": {{"wage": {{"2025-01": {AMOUNT}}}, "name": "{NAME}"}}}}}}'.encode()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with server(tmp_path_factory.mktemp("server"), workers=2, log_level="debug") as started:
        yield started


@pytest.fixture
def last_line(running):
    """The line of the request with this id."""

    def find(request_id):
        running.wait_for(lambda: request_id in running.text())
        return next(line for line in running.events("request") if line["request_id"] == request_id)

    return find


def test_a_line_says_what_was_done_and_how_much(running, last_line):
    _, headers, body = running.get("/calculate?seconds=0.05", PERSONAL)
    line = last_line(headers["X-Request-Id"])
    assert line.pop("time").endswith("+00:00")
    assert 50 <= line.pop("milliseconds") < 1_000
    assert line == {
        "level": "info",
        "event": "request",
        "request_id": headers["X-Request-Id"],
        "method": "POST",
        "route": "/calculate",
        "status": 200,
        "bytes_in": len(PERSONAL),
        "bytes_out": len(body),
        "persons": 3,
        "families": 1,
        "cells": 7,
        "law": "order_95_2025",
    }


def test_the_route_stands_in_the_place_of_the_path(running, last_line):
    _, headers, _ = running.get(f"/person/{IIN}?name={NAME}")
    assert last_line(headers["X-Request-Id"])["route"] == "/person/{id}"
    _, headers, _ = running.get(f"/nowhere/{IIN}")
    line = last_line(headers["X-Request-Id"])
    assert (line["route"], line["status"], line["problem"]) == ("unmatched", 404, "not_found")


def test_a_failure_is_logged_by_its_place_and_answered_without_particulars(running):
    for path, error in (("/fail", "ValueError"), ("/fail-in-thread", "KeyError")):
        status, headers, body = running.get(path, PERSONAL)
        request_id = headers["X-Request-Id"]
        problem = json.loads(body)
        assert (status, headers["Content-Type"]) == (500, "application/problem+json")
        assert set(problem) == {"type", "title", "status", "code", "detail"}
        assert problem["code"] == "internal_error"
        running.wait_for(lambda request_id=request_id: running.text().count(request_id) == 2)
        line = next(line for line in running.events("request failed") if line["request_id"] == request_id)
        assert line["error"] == error
        assert line["frames"][-1].startswith("tests.service.operation.tiny:")


def test_an_answer_that_breaks_off_is_noticed_by_client_and_log(running):
    connection = running.connect(b"GET /fail-midway HTTP/1.1\r\nhost: test\r\n\r\n")
    data = b""
    while part := connection.recv(1_000):
        data += part
    assert b"xxxxxxxxxx" in data
    assert not data.endswith(b"0\r\n\r\n")
    running.wait_for(lambda: [line for line in running.events("request failed") if line["route"] == "/fail-midway"])


@pytest.mark.parametrize(
    "accepted",
    ["3f2504e04f8911d39a0c0305e82c3301", "3F2504E0-4F89-11D3-9A0C-0305E82C3301", "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
)
def test_a_request_id_is_taken_over(running, last_line, accepted):
    _, headers, _ = running.get("/health", headers={"X-Request-Id": accepted})
    assert headers["X-Request-Id"] == accepted
    assert last_line(accepted)["route"] == "/health"


@pytest.mark.parametrize(
    "refused", [IIN, "4400123412341234", "a" * 65 + "1", "short-1", "ivanov ivan 1234567", 'x"y{z}0123456789abc']
)
def test_what_is_no_random_id_gives_place_to_one(running, last_line, refused):
    _, headers, _ = running.get("/health", headers={"X-Request-Id": refused})
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", headers["X-Request-Id"])
    assert last_line(headers["X-Request-Id"])["status"] == 200


def test_nothing_of_what_clients_sent_is_in_the_log(running):
    """Of all kinds of requests, also those that fail and those that are none; on the most talkative level."""
    secrets = {"User-Agent": f"agent-{NAME}", "X-Forwarded-For": "203.0.113.7", "Cookie": f"iin={IIN}"}
    for path in ("/calculate", "/batch", "/fail", "/fail-in-thread", f"/person/{IIN}", f"/nowhere?{NAME}={AMOUNT}"):
        running.get(path, PERSONAL, secrets)
    running.get("/calculate", PERSONAL * 20_000, secrets)
    for rubbish in (
        f"GET /fail-midway?{NAME} HTTP/1.1\r\nhost: test\r\n\r\n",
        f"{IIN} {NAME}\r\n\r\n",
        f"GET /{IIN} HTTP/1.1\r\nx: {NAME}\x00{AMOUNT}\r\n\r\n",
        f"GET /{IIN}",
    ):
        running.connect(rubbish.encode()).close()
    gone = running.connect(b"POST /calculate HTTP/1.1\r\nhost: test\r\ncontent-length: 5000\r\n\r\n" + PERSONAL)
    gone.close()
    running.wait_for(lambda: [line for line in running.events("request") if line["status"] == 499])
    text = running.text()
    assert len(running.events("request")) > 10
    for secret in (IIN, AMOUNT, NAME, "203.0.113.7", "127.0.0.1:", "agent"):
        found = [line for line in text.splitlines() if secret in line and '"event": "listening"' not in line]
        assert found == [], secret


@pytest.mark.parametrize("name", ["asyncio", "py.warnings", "some.library"])
def test_of_a_library_only_the_place_is_written(name):
    try:
        try:
            raise KeyError(IIN)
        except KeyError as error:
            raise ValueError(f"wage {AMOUNT}") from error
    except ValueError as error:
        record = logging.LogRecord(
            name, logging.ERROR, __file__, 7, "of %s", (IIN,), (ValueError, error, error.__traceback__)
        )
    record.payload = NAME
    line = json.loads(LogLine().format(record))
    assert line.pop("time")
    assert line.pop("frames") == [f"{__name__}:{error_line()} test_of_a_library_only_the_place_is_written"]
    assert line == {
        "level": "error",
        "event": "message of a library",
        "logger": name,
        "place": "test_logs:7",
        "error": "ValueError",
        "caused_by": ["KeyError"],
    }


def error_line():
    """The line above on which the ValueError is raised."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if 'raise ValueError(f"wage' in line)


def test_every_line_is_written_before_the_end(tmp_path):
    with server(tmp_path) as running:
        for _ in range(200):
            running.get("/health")
        assert running.stop() == 0
        assert len(running.events("request")) == 200


@contextmanager
def read_until_ready(folder):
    """A server whose log goes through a small pipe, of which nothing is read once it is ready; and the pipe."""
    fcntl = pytest.importorskip("fcntl")
    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    running = ServerProcess(folder / "log", APPLICATION, {"workers": 1, "graceful_seconds": 0.2}, stdout=write)
    os.close(write)
    with running.log_file.open("ab", buffering=0) as log:
        while not running.events("Application startup complete."):
            log.write(os.read(read, 4096))
    running.wait_until_ready(1)
    try:
        yield running, read
    finally:
        running.process.kill()
        running.process.wait()


def test_a_log_that_nobody_reads_does_not_stop_the_service(tmp_path):
    with read_until_ready(tmp_path) as (running, _):
        for _ in range(100):
            assert running.get("/health")[0] == 200
        assert running.stop() == 0


def test_a_log_that_is_closed_does_not_stop_the_service(tmp_path):
    with read_until_ready(tmp_path) as (running, read):
        known = running.text()
        os.close(read)
        for _ in range(10):
            assert running.get("/health")[0] == 200
        assert running.stop() == 0
        assert running.text() == known, "nothing on standard error"


@pytest.mark.parametrize("stream", [None, "a pipe that is closed"])
def test_lines_for_nobody_are_thrown_away(stream):
    if stream:
        read, write = os.pipe()
        os.close(read)
        stream = os.fdopen(write, "w")
    writer = LineWriter(stream)
    writer.handle(logging.makeLogRecord({"msg": "lost"}))
    writer.flush()
    assert (writer.taken, writer.done) == (1, 1)


def test_a_pipe_that_takes_no_more_at_the_moment_gets_every_line_later():
    """Some programs make their end of a pipe non-blocking: then it refuses what does not fit in."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    writer = LineWriter(os.fdopen(write, "w"))
    sent = 3_000
    for number in range(sent):
        writer.handle(logging.makeLogRecord({"msg": f"{number:0300}"}))
    text = b""
    while text.count(b"\n") < sent:
        assert select.select([read], [], [], 10)[0], text.count(b"\n")
        text += os.read(read, 65_536)
    assert [int(line) for line in text.split()] == list(range(sent))
    assert writer.dropped == 0


def test_the_end_waits_for_a_reader_but_not_for_long():
    read, write = os.pipe()
    writer = LineWriter(os.fdopen(write, "w"))
    os.set_blocking(write, True)
    while not writer.dropped:
        writer.handle(logging.makeLogRecord({"msg": "x" * 1_000}))
    start = time.monotonic()
    writer.flush()
    assert time.monotonic() - start < 5
    os.close(read)


def test_how_many_lines_were_dropped_is_said_once_there_is_a_reader_again():
    read, write = os.pipe()
    writer = LineWriter(os.fdopen(write, "w"), most=10)
    writer.setFormatter(LogLine())
    sent = 1_000
    for number in range(sent):
        writer.handle(logging.makeLogRecord({"name": "openfisca_kz.service.operation", "msg": f"{number:0300}"}))
    text, written, dropped = "", [], []
    while len(written) + sum(dropped) < sent:
        assert select.select([read], [], [], 10)[0], (len(written), dropped)
        text += os.read(read, 65_536).decode()
        lines = [json.loads(line) for line in text.split("\n")[:-1]]
        written = [line for line in lines if "lines" not in line]
        dropped = [line["lines"] for line in lines if line["event"] == "lines of the log were dropped"]
    assert dropped
    assert len(written) + sum(dropped) == sent
