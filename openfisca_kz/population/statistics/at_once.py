"""Independent steps over long arrays side by side: numpy lets other threads work while it calculates."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from openfisca_kz.processors import processors

THREADS = min(4, processors())
"""Not more, however many cores there are: each step has arrays of its own."""


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """The results of the steps in their order, whichever ends first; of errors the first in that order is raised."""
    pool = ThreadPoolExecutor(THREADS)
    try:
        return [future.result() for future in [pool.submit(step) for step in steps]]
    finally:
        pool.shutdown(cancel_futures=True)  # an error or an interrupt waits for no step that has not begun
