"""Many connections at once: who gets an answer, who makes room, what memory it takes."""

import time
from contextlib import ExitStack

import psutil
import pytest

from tests.service.operation.server_process import answer_of, received, server

HEAD = b"GET /health HTTP/1.1\r\nhost: test\r\n\r\n"
UNFINISHED = b"POST /calculate HTTP/1.1\r\nhost: test\r\ncontent-length: 10\r\n\r\n"


@pytest.fixture
def clients():
    with ExitStack() as opened:
        yield lambda connection: opened.enter_context(connection)


def test_an_ordinary_client_is_answered_beside_idle_connections(tmp_path, clients):
    with server(tmp_path) as running:
        idle = [clients(running.connect()) for _ in range(200)]
        running.wait_for(lambda: running.metric("openfisca_kz_connections") > 200)
        start = time.monotonic()
        for _ in range(20):
            assert running.get("/calculate", b"{}")[0] == 200
        assert time.monotonic() - start < 10
        assert running.metric("openfisca_kz_connections") > len(idle)


def test_above_the_most_the_connection_that_has_been_idle_longest_makes_room(tmp_path, clients):
    with server(tmp_path, most_connections=20, metrics="off") as running:
        used = clients(running.connect(HEAD))
        assert answer_of(used)[0] == 200
        oldest = clients(running.connect())
        assert running.get("/health")[0] == 200  # connections are taken in their order: the oldest is there
        others = [clients(running.connect()) for _ in range(18)]
        for each in (others[-1], used):
            each.sendall(HEAD)
            assert answer_of(each)[0] == 200
        assert running.get("/health")[0] == 200
        assert received(oldest) == b""
        for each in (used, others[-1]):
            each.sendall(HEAD)
            assert answer_of(each)[0] == 200


def test_if_none_is_idle_new_connections_are_told_so_and_the_others_go_on(tmp_path, clients):
    with server(tmp_path, most_connections=20, body_seconds=60, metrics="off") as running:
        active = [clients(running.connect(UNFINISHED)) for _ in range(20)]
        running.wait_for(lambda: _are_taken(running))
        status, headers, body = running.get("/health")
        assert status == 503
        assert headers["Retry-After"] == "1"
        assert headers["Content-Type"] == "application/problem+json"
        assert b'"busy"' in body
        assert b"20 connections are open already (most_connections)" in body
        for each in active:
            each.sendall(b"0123456789")
        for each in active:
            assert answer_of(each)[0] == 200
        assert running.get("/health")[0] == 200


def _are_taken(running):
    return running.get("/health")[0] == 503


def test_a_flood_of_refused_connections_is_bounded(tmp_path, clients):
    with server(tmp_path, most_connections=10, body_seconds=60, metrics="off") as running:
        active = [clients(running.connect(UNFINISHED)) for _ in range(10)]
        running.wait_for(lambda: _are_taken(running))
        flood = [clients(running.connect()) for _ in range(300)]
        answers = [received(each) for each in flood]
        told = [answer for answer in answers if answer]
        assert 0 < len(told) < len(flood)
        assert all(answer.startswith(b"HTTP/1.1 503 ") for answer in told)
        worker = psutil.Process(running.process.pid).children()[-1]
        assert len(worker.net_connections("tcp")) < 10 + 64 + 5
        active[0].sendall(b"0123456789")
        assert answer_of(active[0])[0] == 200


def test_answers_that_nobody_reads_take_bounded_memory(tmp_path, clients):
    with server(tmp_path, most_answer_memory="20MiB") as running:
        worker = psutil.Process(running.process.pid).children()[-1]
        before = worker.memory_info().rss
        for _ in range(30):
            clients(running.connect(b"GET /large?bytes=8000000&whole=1 HTTP/1.1\r\nhost: test\r\n\r\n"))
        running.requests(30)
        assert running.metric('openfisca_kz_connections_cut_total{reason="memory"}') >= 25
        assert worker.memory_info().rss - before < 80 * 2**20


def test_bodies_that_do_not_end_take_bounded_memory(tmp_path, clients):
    head = b"POST /calculate HTTP/1.1\r\nhost: test\r\ncontent-length: 1000000\r\n\r\n"
    with server(tmp_path, most_body_memory="5MiB", body_seconds=60) as running:
        unfinished = [clients(running.connect(head + b"x" * 900_000)) for _ in range(10)]
        refused = [line for line in running.requests(5) if line["status"] == 503]
        assert len(refused) == 5
        status, _, body = running.get("/calculate", b"x" * 900_000)
        assert (status, b'"busy"' in body) == (503, True)
        assert b"5242880 bytes (most_body_memory)" in body
        for each in unfinished:
            each.close()
        running.requests(11)
        assert running.get("/calculate", b"x" * 900_000)[0] == 200
