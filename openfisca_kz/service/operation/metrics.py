"""What is counted and measured over all worker processes, at /metrics in the format of Prometheus.

Labels have few values: routes as the application wrote them, methods, status codes, reasons from a fixed list.
"""

from __future__ import annotations

import functools
import logging
import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from openfisca_kz.service.operation.metrics_folder import VARIABLE, make_again
from openfisca_kz.service.settings import Settings

logger = logging.getLogger(__name__)
make_again()  # before the first number opens its file there
OWN = CollectorRegistry()
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

REQUESTS = Counter("openfisca_kz_requests", "Requests answered.", ["route", "method", "status"], registry=OWN)
REQUEST_SECONDS = Histogram(
    "openfisca_kz_request_seconds",
    "From the request's head to the end of its answer.",
    ["route", "method"],
    buckets=SECONDS,
    registry=OWN,
)
IN_FLIGHT = Gauge(
    "openfisca_kz_requests_in_flight", "Requests being answered.", multiprocess_mode="livesum", registry=OWN
)
CONNECTIONS = Gauge("openfisca_kz_connections", "Open connections.", multiprocess_mode="livesum", registry=OWN)
CONNECTIONS_CUT = Counter(
    "openfisca_kz_connections_cut", "Connections that the service closed, by reason.", ["reason"], registry=OWN
)
CALCULATIONS_WAITING = Gauge(
    "openfisca_kz_calculations_waiting",
    "Calculations that wait for their turn.",
    multiprocess_mode="livesum",
    registry=OWN,
)
CALCULATION_SECONDS = Histogram(
    "openfisca_kz_calculation_seconds", "Calculating, without waiting.", buckets=SECONDS, registry=OWN
)
CALCULATIONS_REFUSED = Counter(
    "openfisca_kz_calculations_refused", "Calculations given up, by reason.", ["reason"], registry=OWN
)
BATCH_FAMILIES = Counter("openfisca_kz_batch_families", "Families of answered batches.", registry=OWN)


def routes(settings: Settings) -> list[Route]:
    """The route of /metrics; none if it is switched off."""
    return [Route("/metrics", _show, methods=["GET"], include_in_schema=False)] if settings.metrics else []


def _show(request: Request) -> Response:
    return Response(generate_latest(_registry()), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _registry() -> CollectorRegistry:
    """Of all processes; of this one alone where there is no folder for them, or no longer."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        return OWN
    if not os.path.isdir(folder):
        _warn()
        return OWN
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return registry


@functools.cache
def _warn() -> None:
    """Once in a process."""
    logger.warning("the folder of the metrics is gone; they are of one process each")
