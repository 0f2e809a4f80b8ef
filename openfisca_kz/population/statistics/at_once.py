"""Independent steps over long arrays side by side: numpy lets other threads work while it calculates."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

THREADS = min(4, os.cpu_count() or 1)
"""Not more, however many cores there are: each step has arrays of its own."""


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """The results of the steps in their order, whichever ends first; of errors the first in that order is raised."""
    pool = ThreadPoolExecutor(THREADS)
    try:
        return [future.result() for future in [pool.submit(step) for step in steps]]
    finally:
        pool.shutdown(cancel_futures=True)  # an error or an interrupt waits for no step that has not begun
