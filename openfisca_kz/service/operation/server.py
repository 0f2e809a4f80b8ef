"""The server: listens, starts the worker processes, and ends when it is told to."""

from __future__ import annotations

import functools
import gc
import importlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from typing import Any

from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE, Config

from openfisca_kz.service.operation.listening import BACKLOG, listen
from openfisca_kz.service.operation.logs import log_config, log_what_escapes
from openfisca_kz.service.operation.metrics_folder import metrics_folder
from openfisca_kz.service.operation.open_files import allow_open_files
from openfisca_kz.service.operation.supervisor import Supervisor
from openfisca_kz.service.settings import Settings

APPLICATION = "openfisca_kz.service.app:create_app"
PROTOCOL = "openfisca_kz.service.operation.connection:GuardedProtocol"
HEALTH_SECONDS = 30
"""A worker that does not react for so long is replaced; reading a large batch may hold it up for some."""
SWITCH_SECONDS = 0.001
"""How long the calculation may hold the interpreter while the event loop has something to do, such as /health."""
logger = logging.getLogger(__name__)


class ServerConfig(Config):
    """uvicorn's configuration, with ours for the connections."""

    def __init__(self, application: str, settings: Settings) -> None:
        self.settings = settings
        super().__init__(
            functools.partial(worker_application, application, settings),
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            http=PROTOCOL,
            ws="none",
            lifespan="on",
            interface="asgi3",
            log_config=log_config(settings.log_level),
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=BACKLOG,
            timeout_keep_alive=settings.idle_seconds,  # type: ignore[arg-type] # a timer takes fractions as well
            timeout_graceful_shutdown=settings.graceful_seconds,  # type: ignore[arg-type]
            timeout_worker_healthcheck=HEALTH_SECONDS,
        )


def serve(settings: Settings, application: str = APPLICATION) -> int:
    """Serve until SIGTERM or SIGINT; SIGHUP replaces the workers one by one.

    Args:
        settings: of the environment.
        application: module and function, `package.module:function`; its function is called as `layers.CreateApp` says.

    Returns:
        The exit status: 0 after an orderly end, 1 if a worker could not start when the service started.

    Raises:
        UserError: the address is taken or not of this machine, or what the settings ask for is not allowed here.
    """
    allow_open_files(settings.most_connections)
    with metrics_folder(wanted=settings.metrics) as folder:
        config = ServerConfig(application, settings)
        log_what_escapes()
        sockets = listen(settings)
        port = sockets[0].getsockname()[1]
        logger.info("listening", extra={"host": settings.host, "port": port, "workers": settings.workers})
        supervisor = Supervisor(config, sockets, settings.graceful_seconds, folder)
        try:
            supervisor.run()
        finally:
            supervisor.terminate_all()
            supervisor.join_all()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)  # a second one must not spoil the exit status of the first
    logger.info("stopped")
    return int(supervisor.start_failed)


def worker_application(application: str, settings: Settings) -> ASGIApp:
    """The application in a worker process, with the layers of the operation around it."""
    _end_with_the_parent()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        from openfisca_kz.service.operation.layers import operated

        module, _, function = application.partition(":")
        made = operated(getattr(importlib.import_module(module), function), settings)
    except Exception as error:  # the same would happen at every further start
        logger.critical("the application cannot be made", exc_info=error)
        sys.exit(STARTUP_FAILURE)
    gc.collect()
    gc.freeze()  # the law stays for ever: looking for garbage in it again and again would hold requests up
    return made


def _end_with_the_parent() -> None:
    """A worker whose parent was killed would go on for ever, and keep the port."""
    parent: Any = multiprocessing.parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=wait, name="parent", daemon=True).start()
