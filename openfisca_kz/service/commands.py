"""The command of the service floor: `serve`."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from openfisca_kz.errors import UserError
from openfisca_kz.terminal import clear_errors

NEEDED = """httptools jiter jsonschema_rs limits prometheus_client pydantic_settings pythonjsonlogger starlette
uvicorn""".split()


def serve(
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on: 0.0.0.0 for all of this machine.", show_default="127.0.0.1"),
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="Port to listen on; 0 takes a free one.", show_default="5000")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Worker processes.", show_default="one for each processor"),
    ] = None,
) -> None:
    """Serve the web API: calculate, compare and explain over HTTP, described at /spec.

    Listens on http://127.0.0.1:5000 unless told otherwise, and writes one line of JSON for each request to standard
    output, without personal data. /health says whether it lives, /metrics how much it has to do.

    Every other limit and option is an environment variable OPENFISCA_KZ_…, such as OPENFISCA_KZ_LOG_LEVEL=warning;
    host, port and workers are as well (the options above go before them). docs/deployment.md lists them.

    TLS is the business of a proxy in front of it, such as nginx. SIGTERM or Ctrl-C lets running requests end first,
    SIGHUP replaces the worker processes one by one.

    Exit status: 0 after an orderly end, 1 if a worker process could not start at first, 2 for a wrong option.
    """
    with clear_errors():
        missing = [name for name in NEEDED if find_spec(name) is None]
        if missing:
            raise UserError(f"serve needs {', '.join(missing)}. Install it with: pip install 'openfisca-kz[service]'")
        from openfisca_kz.service.operation.server import serve as run
        from openfisca_kz.service.settings import load_settings

        options = {"host": host, "port": port, "workers": workers}
        status = run(load_settings(**{name: value for name, value in options.items() if value is not None}))
        raise typer.Exit(status)
