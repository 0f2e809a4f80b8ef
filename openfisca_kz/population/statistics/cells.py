"""Sums over small cells: every family is in one cell of region × residence × family type × …"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy
import polars as pl

from openfisca_kz.population.statistics.blocks import Part, by_key
from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.settings import StatisticsError
from openfisca_kz.tables.family_types import MOST_CHILDREN, NUMBERS_OF_CHILDREN

NOT_STATED = "not_stated"
GROUPINGS = ("region", "residence", "family_type", "with_disability")
MOST_CELLS = 1_000_000
"""Far more than regions × family types; a column of names instead of groups would take all memory."""


@dataclass(frozen=True)
class Groups:
    """Which group each family is in: names of the groups, and their numbers by family."""

    labels: tuple[str, ...]
    codes: numpy.ndarray


def groups(column: pl.Series) -> Groups:
    """Groups of a column of texts, Categorical, Enum, whole numbers or truths; a blank is `not_stated`.

    The groups of an Enum are all of its categories in its order, of other columns those that occur, sorted as texts,
    with `not_stated` last.

    Raises:
        StatisticsError: a column of anything else.
    """
    if column.dtype == pl.Boolean:
        codes = column.cast(pl.UInt8).fill_null(2).to_numpy()
        return Groups(("false", "true", NOT_STATED)[: 3 if column.null_count() else 2], codes)
    if column.dtype == pl.String:
        return _groups_of_texts(column)
    if column.dtype.is_integer() or column.dtype == pl.Null:
        return _groups_of_texts(column.cast(pl.String))
    if column.dtype not in (pl.Categorical, pl.Enum):
        raise StatisticsError(
            f"families, column {column.name}: it holds {column.dtype}, not names of groups. Store them as text."
        )
    return _groups_of_categories(column)


def _groups_of_texts(column: pl.Series) -> Groups:
    """Empty texts, such as the cause of nearly every family, are put aside: to find which text it is takes long."""
    filled = (column != "").fill_null(value=True)
    if filled.all():
        return _groups_of_categories(column.cast(pl.Categorical))
    others = _groups_of_categories(column.filter(filled).cast(pl.Categorical))
    codes = numpy.zeros(len(column), others.codes.dtype)
    codes[filled.to_numpy()] = others.codes + 1
    return Groups(("", *others.labels), codes)


def _groups_of_categories(given: pl.Series) -> Groups:
    blanks = given.null_count() > 0
    if isinstance(given.dtype, pl.Enum):
        labels = list(given.dtype.categories)
        table = numpy.arange(len(labels) + 1, dtype=numpy.int32)
    else:
        found = given.drop_nulls().unique()
        names = found.cast(pl.String).to_list()
        labels = sorted(names, key=lambda name: (name == NOT_STATED, name))
        physical = found.to_physical().to_list()
        table = numpy.zeros(max(physical, default=0) + 2, numpy.int32)
        place = {label: number for number, label in enumerate(labels)}
        for name, code in zip(names, physical, strict=True):
            table[code] = place[name]
    if blanks:
        if NOT_STATED not in labels:
            labels.append(NOT_STATED)
        table[-1] = labels.index(NOT_STATED)
        physical_codes = given.to_physical().cast(pl.UInt32).fill_null(len(table) - 1).to_numpy()
    else:
        physical_codes = given.to_physical().to_numpy()
    small = table.astype(numpy.int16) if len(labels) < numpy.iinfo(numpy.int16).max else table
    return Groups(tuple(labels), small[physical_codes])


def groupings(families: Families) -> dict[str, Groups]:
    """The groupings that the frame has, and the number of children."""
    frame = families.frame
    axes = {name: groups(frame[name]) for name in GROUPINGS if name in frame.columns}
    children = numpy.minimum(families.children, MOST_CHILDREN).astype(numpy.int8)
    return {**axes, "children": Groups(NUMBERS_OF_CHILDREN, children)}


def refuse_too_many(axes: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse more cells than memory is meant for, as a column of names instead of groups makes them."""
    if math.prod(map(len, axes.values())) > MOST_CELLS:
        counts = ", ".join(f"{name} {len(labels)}" for name, labels in axes.items())
        raise StatisticsError(f"There are too many groups ({counts}). Merge some, or leave a column out.")


class Cells:
    """A cell for every family, and sums over the cells as arrays with one axis for each grouping."""

    def __init__(self, axes: Mapping[str, Groups]) -> None:
        self.axes = {name: axis.labels for name, axis in axes.items()}
        self.shape = tuple(len(labels) for labels in self.axes.values())
        self.size = math.prod(self.shape)
        refuse_too_many(self.axes)
        sizes = [1, *self.shape[:0:-1]]
        self.key = numpy.zeros(next(iter(axes.values())).codes.size, numpy.int32)
        for axis, step in zip(axes.values(), numpy.cumprod(sizes)[::-1], strict=True):
            self.key += axis.codes * numpy.int32(step)

    def sums(self, rows: numpy.ndarray, values: numpy.ndarray | None = None) -> numpy.ndarray:
        """Sum in each cell of `values`, one for each of the families at `rows`; without values their number."""
        return numpy.bincount(self.key[rows], values, self.size).astype(numpy.float64).reshape(self.shape)

    def sums_of_all(self, *values: numpy.ndarray | Part | None) -> list[numpy.ndarray]:
        """Sums in each cell of each of `values` over all families; of None their number."""
        found = by_key(self.key, self.key.size, self.size, *values)
        return [sums.reshape(self.shape) for sums in found]

    def along(self, sums: numpy.ndarray, *names: str) -> numpy.ndarray:
        """Sums of the groups of the named axes, in that order, whatever the other groups; flat."""
        wanted = [list(self.axes).index(name) for name in names]
        others = tuple(axis for axis in range(len(self.shape)) if axis not in wanted)
        kept = sorted(wanted)
        return numpy.transpose(sums.sum(axis=others), [kept.index(axis) for axis in wanted]).reshape(-1)
