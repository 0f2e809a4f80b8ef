"""Each connection is an open file of its process."""

from __future__ import annotations

from openfisca_kz.errors import UserError

OTHERS = 300
"""Open files beside these connections: those that are being refused, libraries, tables, pipes."""


def allow_open_files(connections: int) -> None:
    """Let the worker processes open as many files as they may have connections.

    Raises:
        UserError: the system does not allow it.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    needed = connections + OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY not in (soft, hard) and needed > hard:
        cure = (
            f"Raise it (LimitNOFILE in systemd), or set OPENFISCA_KZ_MOST_CONNECTIONS to {hard - needed + connections}."
        )
        raise UserError(f"{connections} connections need {needed} open files; the system allows {hard}. {cure}")
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
