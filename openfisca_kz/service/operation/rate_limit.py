"""How many requests a client address may send; off unless it is asked for.

Each worker process counts what it answers itself. Addresses are kept for the length of the rate, in memory only.
"""

from __future__ import annotations

import math
import time

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from openfisca_kz.service.operation.proxies import TrustedProxies
from openfisca_kz.service.operation.refusals import TooMany

UNLIMITED = {"/health", "/metrics"}
"""Paths that watch over the service."""


class RateLimit:
    """ASGI middleware that refuses what is above the rate.

    Args:
        rate: as the library `limits` writes it, such as 100/minute or 5/second;1000/hour.
        proxies: those whose X-Forwarded-For is believed.

    Raises:
        TooMany: to the layer around it, when it is called.
    """

    def __init__(self, app: ASGIApp, rate: str, proxies: TrustedProxies) -> None:
        self.app, self.proxies = app, proxies
        self.rate, self.rates = rate, sorted(parse_many(rate))
        self.limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].removesuffix("/") not in UNLIMITED:
            client = self.proxies.client(scope)
            for rate in self.rates:
                if not self.limiter.hit(rate, client):
                    reset = self.limiter.get_window_stats(rate, client).reset_time
                    raise TooMany(self.rate, max(1, math.ceil(reset - time.time())))
        await self.app(scope, receive, send)
