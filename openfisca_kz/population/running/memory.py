"""Memory of a run: kept while arrays come and go, and how much it was at most."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""Settings of `mallopt` (glibc, malloc.h)."""
KEPT = 2**30
"""Bytes that are kept for the next array at most."""
POLARS_KEEPS = "dirty_decay_ms:10000"
"""Setting of jemalloc: after how many milliseconds unused memory goes back; polars itself says 500."""


def keep_memory() -> None:
    """Tell the C library to keep the memory of arrays that go, in a process that does nothing else.

    A rule makes and drops hundreds of arrays of millions of bytes. Given back to the system, their memory would have
    to be cleared each time, a fifth of the time of a run. Without effect where the library is not glibc.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(MMAP_THRESHOLD, KEPT)
        mallopt(TRIM_THRESHOLD, KEPT)
        mallopt(ARENA_MAX, 1)  # all threads use one: what is freed in another one goes back at once


@contextmanager
def kept_memory_in_children() -> Iterator[None]:
    """The same for the columns of polars, in the processes that are started inside: its own allocator reads this.

    The variable is of the whole process: two threads must not be inside at once, for which the caller sees.
    """
    name = "_RJEM_MALLOC_CONF"
    before = os.environ.get(name)
    os.environ[name] = f"{before},{POLARS_KEEPS}" if before else POLARS_KEEPS
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def peak_mib() -> dict[str, int] | None:
    """Peak memory in MiB of this process, and of the largest of its processes that have ended, 0 without any.

    The two need not be at one time. None where the system does not say.
    """
    try:
        import resource
    except ImportError:  # pragma: no cover  not a POSIX system
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    who = {"this_process": resource.RUSAGE_SELF, "largest_worker": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(whose).ru_maxrss * unit // 2**20 for name, whose in who.items()}
