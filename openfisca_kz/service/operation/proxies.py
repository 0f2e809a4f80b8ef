"""What trusted proxies say of a client; nobody else is believed."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

NETWORK_OF_A_CLIENT = 64
"""Bits of an IPv6 address: a client has all the addresses behind them."""
SCHEMES = {"http", "https"}
Address = IPv4Address | IPv6Address


class TrustedProxies:
    """Addresses and networks of proxies.

    Args:
        networks: such as 10.0.0.0/8.
    """

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks = tuple(ip_network(network) for network in networks)

    def client(self, scope: Scope) -> str:
        """The peer; behind trusted proxies, the last address of X-Forwarded-For that none of them has."""
        address = self._peer(scope)
        forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        while address and forwarded and self._is_trusted(address):
            before = _address(forwarded.pop())
            if before is None:
                break
            address = before
        if isinstance(address, IPv6Address):
            return str(ip_network((address, NETWORK_OF_A_CLIENT), strict=False))
        return str(address)

    def scheme(self, scope: Scope) -> str:
        """The scheme that the client uses: of a trusted proxy the one that it names in X-Forwarded-Proto."""
        named = Headers(scope=scope).get("x-forwarded-proto", "").strip().lower()
        peer = self._peer(scope)
        return named if peer and named in SCHEMES and self._is_trusted(peer) else str(scope.get("scheme", "http"))

    def _peer(self, scope: Scope) -> Address | None:
        return _address(scope["client"][0]) if scope.get("client") else None

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


class ForwardedScheme:
    """ASGI middleware: the application makes its links with the scheme that the client uses."""

    def __init__(self, app: ASGIApp, proxies: TrustedProxies) -> None:
        self.app, self.proxies = app, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["scheme"] = self.proxies.scheme(scope)
        await self.app(scope, receive, send)


def _address(text: str) -> Address | None:
    """An address as proxies write it, with or without a port; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
