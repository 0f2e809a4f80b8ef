"""The layers of the operation around an application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from openfisca_kz.service.operation import metrics
from openfisca_kz.service.operation.calculation import Calculations
from openfisca_kz.service.operation.failures import Failures
from openfisca_kz.service.operation.proxies import ForwardedScheme, TrustedProxies
from openfisca_kz.service.operation.rate_limit import RateLimit
from openfisca_kz.service.operation.requests import Requests
from openfisca_kz.service.settings import Settings

CreateApp = Callable[[Settings, Callable[..., Awaitable[Any]]], Starlette]
EXPOSED = ("X-Request-Id", "Retry-After")


def operated(create_app: CreateApp, settings: Settings) -> ASGIApp:
    """The application with request ids, log, numbers and problem details, and if asked for with CORS and rate limit.

    Args:
        create_app: makes the application from the settings and from what runs a function in the calculating thread.
        settings: of the service.
    """
    calculations = Calculations(settings.most_waiting, settings.calculation_seconds, settings.batch_seconds)
    application = create_app(settings, calculations.run)
    application.router.routes[:0] = metrics.routes(settings)
    proxies = TrustedProxies(settings.trusted_proxies)
    app: ASGIApp = ForwardedScheme(application, proxies)
    if settings.rate_limit:
        app = RateLimit(app, settings.rate_limit, proxies)
    app = Failures(app)
    if settings.cors_origins:
        app = CORSMiddleware(
            app,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Content-Type", "Accept-Language", "X-Request-Id"),
            expose_headers=EXPOSED,
        )
    return Requests(app, settings)
