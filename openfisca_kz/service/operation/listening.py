"""The sockets that clients connect to."""

from __future__ import annotations

import socket
import sys

from openfisca_kz.errors import UserError
from openfisca_kz.service.settings import Settings

BACKLOG = 1024
"""Connections that the system keeps while no worker has taken them."""
SEND_BUFFER = 64 * 1024
"""Bytes of an answer that the system takes ahead of the client, so that a client that stops reading is noticed.

The system takes more only when a third of it is free: of a larger one, a slow client would seem to have stopped.
"""


def listen(settings: Settings) -> list[socket.socket]:
    """A socket for each worker process, all on one address; the system spreads new connections over them.

    Of a single socket the worker that is awake first takes all the connections, and the others have nothing to do.
    Only Linux spreads them: elsewhere the workers share one socket. The parent keeps the sockets, so that the
    connections of a worker that has ended wait for the one that replaces it.

    Raises:
        UserError: the address is taken, or not of this machine.
    """
    first = _open(settings.host)
    sockets = [first]
    try:
        first.bind((settings.host, settings.port))
        if sys.platform == "linux":
            address = first.getsockname()
            first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # now: another program on this port is an error
            for _ in range(1, settings.workers):
                sockets.append(_open(settings.host))
                sockets[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                sockets[-1].bind(address)
        for each in sockets:
            each.listen(BACKLOG)
    except OSError as error:
        for each in sockets:
            each.close()
        reason = (error.strerror or str(error)).lower()
        cure = "Choose another --host and --port, or end what uses it."
        raise UserError(
            f"The service cannot listen on {settings.host} port {settings.port}: {reason}. {cure}"
        ) from None
    return sockets * settings.workers if len(sockets) == 1 else sockets


def _open(host: str) -> socket.socket:
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)  # of every connection taken from it
    opened.set_inheritable(True)
    return opened
