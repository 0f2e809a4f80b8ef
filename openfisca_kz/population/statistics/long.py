"""The one long table: table, row, column, value, unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy
import polars as pl

from openfisca_kz.population.statistics.settings import WITHOUT_TSA, difference

SCHEMA = {"table": pl.String, "row": pl.String, "column": pl.String, "value": pl.Float64, "unit": pl.String}
TENGE, MONEY, SHARE, RATIO = "tenge a month for a person", "tenge a month", "share", "ratio"
FAMILIES, PERSONS, CHILDREN, RECORDS = "families", "persons", "children", "records"


class Long:
    """Collects figures; those about too few families of the frame are left empty and counted in `hidden`."""

    def __init__(self, names: Sequence[str], smallest_cell: int) -> None:
        self.names = tuple(names)
        self.smallest_cell = smallest_cell
        self.hidden = 0
        self._parts: dict[str, list[Any]] = {name: [] for name in SCHEMA}

    def column(
        self,
        table: str,
        rows: Sequence[str],
        column: str,
        values: numpy.ndarray,
        unit: str,
        about: numpy.ndarray | None = None,
        among: numpy.ndarray | None = None,
    ) -> numpy.ndarray:
        """One column of a table; returns what was shown.

        Args:
            values: one for each row; NaN is empty.
            about: how many families of the frame each figure is about; between 1 and the smallest cell it is hidden.
            among: how many families of the frame the group has; a group without any is empty.
        """
        shown = numpy.array(values, dtype=numpy.float64).reshape(len(rows))
        for base in (about, among):
            if base is not None:
                small = (base > 0) & (base < self.smallest_cell) & ~numpy.isnan(shown)
                self.hidden += int(small.sum())
                shown[small] = numpy.nan
        if among is not None:
            shown[among == 0] = numpy.nan
        self._parts["table"] += [table] * len(rows)
        self._parts["row"] += rows
        self._parts["column"] += [column] * len(rows)
        self._parts["value"] += shown.tolist()
        self._parts["unit"] += [unit] * len(rows)
        return shown

    def systems(
        self,
        table: str,
        rows: Sequence[str],
        figure: str,
        values: Mapping[str, numpy.ndarray],
        unit: str,
        about: Mapping[str, numpy.ndarray] | None = None,
        among: numpy.ndarray | None = None,
    ) -> None:
        """A figure under each system, then each other system less the baseline, as columns `figure@system`.

        Without a `figure` the columns are named after the systems alone. A difference is empty where a side is.
        """
        prefix = f"{figure}@" if figure else ""
        shown = {
            name: self.column(table, rows, f"{prefix}{name}", column, unit, about[name] if about else None, among)
            for name, column in values.items()
        }
        baseline = self.names[0]
        for name in self.names[1:]:
            if name in shown and baseline in shown:
                change = shown[name] - shown[baseline]
                self.column(table, rows, f"{prefix}{difference(name, baseline)}", change, unit)

    def measure(self, table: str, row: str, values: Mapping[str, float], unit: str) -> None:
        """One row of a table whose columns are the systems and their differences."""
        self.systems(table, [row], "", {name: numpy.array([value]) for name, value in values.items()}, unit)

    def append(self, other: Long) -> None:
        """Take over the figures of another table."""
        self.hidden += other.hidden
        for name, values in other._parts.items():
            self._parts[name] += values

    def frame(self) -> pl.DataFrame:
        """The long table as polars DataFrame; an empty figure is null."""
        return pl.DataFrame(self._parts, schema=SCHEMA).with_columns(pl.col("value").fill_nan(None))


def with_all(rows: numpy.ndarray) -> numpy.ndarray:
    """The figures of all groups, shape (groups, …), and of the whole behind them: the sum, not a mean of means."""
    return numpy.concatenate([rows, rows.sum(axis=0, keepdims=True)])


def ratio(over: numpy.ndarray | float, under: numpy.ndarray | float) -> numpy.ndarray:
    """`over` ÷ `under`; NaN where there is nothing to divide by."""
    over, under = numpy.asarray(over, numpy.float64), numpy.asarray(under, numpy.float64)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return numpy.where(under == 0, numpy.nan, over / under)


__all__ = [
    "CHILDREN",
    "FAMILIES",
    "MONEY",
    "PERSONS",
    "RATIO",
    "RECORDS",
    "SCHEMA",
    "SHARE",
    "TENGE",
    "WITHOUT_TSA",
    "Long",
    "ratio",
    "with_all",
]
