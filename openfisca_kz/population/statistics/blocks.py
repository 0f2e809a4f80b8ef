"""Sums over long arrays a block at a time: what is computed in between stays in the processor's cache.

The blocks are always the same and are added in their order, so the same families give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy

BLOCK = 1 << 16

Part = Callable[[slice], numpy.ndarray]
"""Values of the rows of a slice."""


def blocks(stop: int, start: int = 0, size: int = BLOCK) -> Iterator[slice]:
    """Slices that cover the rows from `start` to `stop`."""
    for first in range(start, stop, size):
        yield slice(first, min(first + size, stop))


def total(part: Part, stop: int, start: int = 0) -> float:
    """Sum of the values of the rows from `start` to `stop`; 0 without rows."""
    found = 0.0
    for rows in blocks(stop, start):
        found += float(part(rows).sum())
    return found


def by_key(
    key: numpy.ndarray | Part, count: int, size: int, *weights: numpy.ndarray | Part | None
) -> list[numpy.ndarray]:
    """For each of `weights` its sums by key, or the number of rows where it is None; float64, shape (size,).

    Args:
        key: numbers from 0 to size − 1, of any whole type, for each of `count` rows.
        weights: float64, for each row. Both are arrays, or what gives the values of a slice.
    """
    found = [numpy.zeros(size) for _ in weights]
    for rows in blocks(count, size=max(BLOCK, 4 * size)):
        where = _part(key, rows).astype(numpy.intp)
        for sums, values in zip(found, weights, strict=True):
            sums += numpy.bincount(where, None if values is None else _part(values, rows), size)
    return found


def _part(values: numpy.ndarray | Part, rows: slice) -> numpy.ndarray:
    return values[rows] if isinstance(values, numpy.ndarray) else values(rows)
