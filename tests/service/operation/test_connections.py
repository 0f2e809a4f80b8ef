"""What clients cannot draw out or pile up: real connections to a real server with limits of a second."""

import socket
import time

import pytest

from tests.service.operation.server_process import answer_of, received, server

HEAD = b"GET /health HTTP/1.1\r\nhost: test\r\n"
POST = b"POST /calculate HTTP/1.1\r\nhost: test\r\n"
LIMITS = {
    "head_seconds": 1,
    "body_seconds": 1,
    "reading_seconds": 1,
    "idle_seconds": 1.5,
    "largest_body": "64KiB",
    "largest_head": "4KiB",
}
SOON, LATE = 0.8, 9.0
"""Seconds: when none of these limits is over yet, and when on a slow machine, too, all are; their defaults are not."""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with server(tmp_path_factory.mktemp("server"), **LIMITS) as started:
        yield started


def seconds_until_closed(connection):
    start = time.monotonic()
    data = received(connection)
    return time.monotonic() - start, data


def seconds_until_refused(connection, part, pause=0.05):
    """Sends a part again and again until the server has closed the connection."""
    start = time.monotonic()
    try:
        while time.monotonic() - start < LATE:
            connection.sendall(part)
            time.sleep(pause)
    except OSError:
        pass
    return time.monotonic() - start


def test_a_connection_that_sends_nothing_is_closed(running):
    seconds, data = seconds_until_closed(running.connect())
    assert data == b""
    assert SOON < seconds < LATE


def test_a_head_that_trickles_is_closed_in_time_whatever_comes(running):
    assert SOON < seconds_until_refused(running.connect(HEAD), b"x-more: 1\r\n") < LATE


def test_empty_lines_before_a_request_do_not_keep_a_connection(running):
    connection = running.connect(HEAD + b"\r\n")
    assert answer_of(connection)[0] == 200
    assert seconds_until_refused(connection, b"\r\n") < LATE


def test_a_connection_stays_open_between_requests_for_a_while(running):
    connection = running.connect()
    for _ in range(3):
        connection.sendall(HEAD + b"\r\n")
        assert answer_of(connection)[0] == 200
        time.sleep(0.6)
    seconds, data = seconds_until_closed(connection)
    assert data == b""
    assert seconds < LATE


def test_a_slow_body_is_a_408(running):
    connection = running.connect(POST + b"content-length: 100\r\n\r\n")
    start = time.monotonic()
    for _ in range(5):
        connection.sendall(b"x")
        time.sleep(0.05)
    status, head, body = answer_of(connection)
    assert status == 408
    assert b"too_slow" in body
    assert b"1 seconds (body_seconds)" in body
    assert "connection: close" in head
    assert SOON < time.monotonic() - start < LATE


@pytest.mark.parametrize("connection_header", [b"", b"connection: close\r\n"])
@pytest.mark.parametrize(
    "length", [b"content-length: 8000000\r\n\r\n", b"transfer-encoding: chunked\r\n\r\n7a1200\r\n"]
)
def test_a_body_too_large_is_a_413_that_arrives_although_the_client_is_still_sending(
    running, length, connection_header
):
    connection = running.connect(POST + connection_header + length)
    connection.sendall(b"x" * 8_000_000)
    status, head, body = answer_of(connection)
    assert status == 413
    assert b"too_large" in body
    assert b"65536 bytes at most (largest_body)" in body
    assert "connection: close" in head


def test_a_client_that_asks_before_it_sends_need_not_send_too_much(running):
    expecting = POST + b"expect: 100-continue\r\n"
    assert answer_of(running.connect(expecting + b"content-length: 8000000\r\n\r\n"))[0] == 413
    connection = running.connect(expecting + b"content-length: 2\r\n\r\n")
    assert connection.recv(1_000) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(b"{}")
    assert answer_of(connection)[0] == 200


def test_a_client_that_goes_on_sending_after_its_answer_is_cut_off(running):
    connection = running.connect(POST + b"content-length: 1000000000\r\n\r\n")
    assert seconds_until_refused(connection, b"xxxxxxxxxx") < LATE


@pytest.mark.parametrize(
    "head",
    [
        HEAD + b"x-long: " + b"x" * 5_000 + b"\r\n\r\n",
        HEAD + b"x: y\r\n" * 2_000 + b"\r\n",
        b"GET /" + b"x" * 5_000,
        HEAD + b"x-long: " + b"x" * 5_000,
    ],
    ids=["one header", "many headers", "unfinished request line", "unfinished header"],
)
def test_a_head_too_large_is_a_431(running, head):
    before = len(running.events("request"))
    status, _, body = answer_of(running.connect(head))
    assert status == 431
    assert b"head_too_large" in body
    assert b"4096 bytes at most (largest_head)" in body
    assert running.get("/calculate", b"{}")[0] == 200
    assert len(running.requests(before + 1)) == before + 1, "the application was asked"


def test_trailers_are_thrown_away_and_bounded(running):
    chunked = POST + b"transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
    assert answer_of(running.connect(chunked + b"x-request-id: abcdefgh-12345678\r\n\r\n"))[0] == 200
    connection = running.connect(chunked)
    connection.sendall(b"x: y\r\n" * 100_000)
    assert answer_of(connection)[0] == 431


@pytest.mark.parametrize("bytes_", [b"\x16\x03\x01\x02\x00\x01", b"hello\r\n\r\n", b"GET http://x HTTP/1.1\r\n\r\n"])
def test_what_is_not_http_is_a_400_with_a_problem(running, bytes_):
    status, head, body = answer_of(running.connect(bytes_))
    assert status == 400
    assert "content-type: application/problem+json" in head
    assert b"malformed_request" in body


def test_a_malformed_chunk_ends_the_request(running):
    connection = running.connect(POST + b"transfer-encoding: chunked\r\n\r\nzz\r\n")
    assert answer_of(connection)[0] == 400
    assert received(connection) == b""


def test_pipelined_requests_are_not_taken(running):
    connection = running.connect((HEAD + b"\r\n") * 500)
    status, head, _ = answer_of(connection)
    assert status == 200
    assert "connection: close" in head
    assert received(connection) == b""


@pytest.mark.parametrize(
    "body", [b"content-length: 4\r\n\r\n{  }", b"transfer-encoding: chunked\r\n\r\n4\r\n{  }\r\n0\r\n\r\n"]
)
def test_an_upgrade_is_answered_as_if_it_had_not_been_asked_for(running, body):
    """Java's client asks for HTTP/2 like this; httptools by itself leaves the body unread."""
    connection = running.connect(
        POST + b"connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AA\r\n"
    )
    for part in (body[:-3], body[-3:], b"rubbish"):
        connection.sendall(part)
        time.sleep(0.05)
    status, _, answer = answer_of(connection)
    assert status == 200
    assert b'"bytes":4' in answer
    assert received(connection) == b""


def test_an_upgrade_whose_body_has_two_lengths_is_malformed(running):
    lengths = b"content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n"
    connection = running.connect(POST + b"connection: upgrade\r\nupgrade: h2c\r\n" + lengths)
    assert answer_of(connection)[0] == 400


def test_an_upgrade_without_a_body(running):
    connection = running.connect(HEAD + b"connection: upgrade\r\nupgrade: websocket\r\n\r\n" + HEAD)
    assert answer_of(connection)[0] == 200
    assert received(connection) == b""


def test_no_header_names_the_server(running):
    _, head, _ = answer_of(running.connect(HEAD + b"\r\n"))
    assert "server:" not in head
    assert "uvicorn" not in head


@pytest.mark.parametrize("query", ["bytes=50000000", "bytes=50000000&whole=1"], ids=["in parts", "whole"])
def test_a_client_that_stops_reading_is_cut_off(running, query):
    cut = 'openfisca_kz_connections_cut_total{reason="answer not read"}'
    before = running.metric(cut)
    connection = running.connect(f"GET /large?{query} HTTP/1.1\r\nhost: test\r\n\r\n".encode())
    start = time.monotonic()
    running.wait_for(lambda: running.metric(cut) == before + 1)
    assert SOON < time.monotonic() - start < LATE
    assert len(received(connection)) < 50_000_000


def test_a_client_that_reads_slowly_but_steadily_gets_all(tmp_path):
    """The system of the server goes on only when a third of its buffer is free: here, every second or two."""
    with server(tmp_path, reading_seconds=4) as running, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", running.port))
        connection.sendall(b"GET /large?bytes=655360 HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")
        length = 0
        for _ in range(70):
            length += len(connection.recv(2_500))
            time.sleep(0.1)
        assert length < 200_000
        length += len(received(connection))
        assert length > 655_360
        assert running.events("connection cut") == []


@pytest.mark.parametrize(("method", "body"), [(b"GET", b"x" * 131_072), (b"HEAD", b"")])
def test_in_http_1_0_the_end_of_the_connection_ends_an_answer(running, method, body):
    head, _, answer = received(running.connect(method + b" /large?bytes=131072 HTTP/1.0\r\n\r\n")).partition(
        b"\r\n\r\n"
    )
    assert b"connection: close" in head
    assert b"transfer-encoding" not in head
    assert answer == body
    assert answer_of(running.connect(b"GET /health HTTP/1.0\r\n\r\n"))[0] == 200
