"""Rate limit and CORS: off unless asked for."""

import json
import re

import pytest

from openfisca_kz.service.operation.proxies import TrustedProxies
from tests.service.operation.server_process import server

PAGE = {"Origin": "https://page.kz"}
PREFLIGHT = (
    b"OPTIONS /calculate HTTP/1.1\r\nhost: t\r\norigin: https://page.kz\r\naccess-control-request-method: POST\r\n\r\n"
)


def test_both_are_off_by_default(tmp_path):
    with server(tmp_path) as running:
        answers = [running.get("/calculate", b"{}", PAGE) for _ in range(200)]
        assert {status for status, _, _ in answers} == {200}
        assert not [name for _, headers, _ in answers for name in headers if name.lower().startswith("access-control")]
        assert b"access-control" not in running.connect(PREFLIGHT).recv(2_000).lower()


def test_above_the_rate_there_is_a_429_that_says_when_to_come_back(tmp_path):
    with server(
        tmp_path, rate_limit="3/minute", cors_origins="https://page.kz", trusted_proxies="127.0.0.0/8"
    ) as running:
        statuses = [running.get("/calculate", b"{}")[0] for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        status, headers, body = running.get("/calculate", b"{}", PAGE)
        assert (status, headers["Content-Type"]) == (429, "application/problem+json")
        assert json.loads(body)["code"] == "too_many_requests"
        assert "3/minute (rate_limit)" in json.loads(body)["detail"]
        assert 1 <= int(headers["Retry-After"]) <= 60
        assert headers["Access-Control-Allow-Origin"] == "https://page.kz"
        assert running.requests(6)[-1]["problem"] == "too_many_requests"
        assert running.get("/calculate", b"{}", {"X-Forwarded-For": "198.51.100.1"})[0] == 200
        assert [running.get("/health")[0] for _ in range(5)] == [200] * 5


def test_cors_for_the_origins_that_are_named(tmp_path):
    with server(tmp_path, cors_origins="https://page.kz, https://other.kz") as running:
        headers = running.get("/calculate", b"{}", PAGE)[1]
        assert headers["Access-Control-Allow-Origin"] == "https://page.kz"
        assert "X-Request-Id" in headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in headers
        assert "Access-Control-Allow-Origin" not in running.get("/calculate", b"{}", {"Origin": "https://evil.kz"})[1]
        assert running.get("/fail", b"{}", PAGE)[1]["Access-Control-Allow-Origin"] == "https://page.kz"
        preflight = running.connect(PREFLIGHT).recv(2_000).decode().lower()
        assert preflight.startswith("http/1.1 200")
        assert re.search(r"access-control-allow-methods: .*post", preflight)


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "198.51.100.1", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("10.0.0.1", "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", "198.51.100.1", "fe80::/64"),
        (None, "198.51.100.1", "None"),
    ],
)
def test_the_client_is_the_last_address_that_no_trusted_proxy_has(peer, forwarded, client):
    scope = {"type": "http", "client": peer and (peer, 1), "headers": [(b"x-forwarded-for", forwarded.encode())]}
    assert TrustedProxies(["10.0.0.0/8"]).client(scope) == client


@pytest.mark.parametrize(
    ("peer", "forwarded", "scheme"),
    [
        ("10.0.0.1", "https", "https"),
        ("192.0.2.1", "https", "http"),
        ("10.0.0.1", "gopher", "http"),
        (None, "https", "http"),
    ],
)
def test_the_scheme_is_the_one_that_a_trusted_proxy_names(peer, forwarded, scheme):
    headers = [(b"x-forwarded-proto", forwarded.encode())]
    scope = {"type": "http", "scheme": "http", "client": peer and (peer, 1), "headers": headers}
    assert TrustedProxies(["10.0.0.0/8"]).scheme(scope) == scheme
