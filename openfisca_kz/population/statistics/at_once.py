"""Independent steps over long arrays side by side: numpy lets other threads work while it calculates."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """The results of the steps in their order, whichever ends first; of errors the first in that order is raised."""
    with ThreadPoolExecutor(min(len(steps), os.cpu_count() or 1)) as pool:
        return [future.result() for future in [pool.submit(step) for step in steps]]
