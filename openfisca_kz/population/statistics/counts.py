"""What is counted of some families, so that the counts of all are the sum of those of each block."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Counts = dict[Any, Any]
"""Numbers and arrays by name, label or further names; whatever is in it can be added."""


@dataclass(frozen=True)
class Labels:
    """Names of groups in their order: of an Enum all of its categories, else those that occur, sorted.

    blank: the name of those who do not say; it stands last, but where a category of an Enum has it.
    """

    names: tuple[str, ...]
    blank: str

    def __add__(self, other: Labels) -> Labels:
        if self.names == other.names:
            return self
        stated, too = ([name for name in labels.names if name != self.blank] for labels in (self, other))
        order = stated if stated == too else sorted({*stated, *too})
        return Labels((*order, self.blank) if self.blank in self.names + other.names else tuple(order), self.blank)


@dataclass(frozen=True)
class Extremes:
    """The smallest and the largest of some numbers; none if there are no numbers."""

    smallest: float | None
    largest: float | None

    def __add__(self, other: Extremes) -> Extremes:
        smallest, largest = (
            [value for value in pair if value is not None]
            for pair in ((self.smallest, other.smallest), (self.largest, other.largest))
        )
        return Extremes(min(smallest, default=None), max(largest, default=None))


def added(blocks: Iterable[Counts]) -> Counts:
    """The counts of all blocks, added in their order; at least one block."""
    return functools.reduce(_added, blocks)


def _added(one: Counts, other: Counts) -> Counts:
    found = {**one}
    for name, value in other.items():
        if name not in found:
            found[name] = value
        else:
            found[name] = _added(found[name], value) if isinstance(value, dict) else found[name] + value
    return found
