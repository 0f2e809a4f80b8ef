"""Cells of one column as a numpy array: quickly if the whole column is in order, slowly if not.

`quick` proves by a few vectorised comparisons that a typed column has no fault; `checked` looks for the faults and
names them; `trusted` converts what was checked before. All three give the same array for a column in order.
"""

from __future__ import annotations

import numpy
import polars as pl

from openfisca_kz.dates import NOT_STATED
from openfisca_kz.money import FLOAT_NOISE, LARGEST_AMOUNT, TIYN
from openfisca_kz.tables.columns import Column, known
from openfisca_kz.tables.reading import cells as slow
from openfisca_kz.tables.reading.faults import Faults
from openfisca_kz.tables.reading.parquet import BLANK

IN_ORDER_BY_TYPE = (pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32)
"""Types of which every number is whole, finite and small enough (`cells.numbers`)."""
STRETCH = 65_536
"""Values looked at in one go: few enough to stay in the processor's cache."""
NO_DATE = numpy.datetime64(NOT_STATED)


def trusted(column: Column, cells: pl.Series, decimal_comma: bool = False) -> numpy.ndarray:
    """The values of cells that were checked; a blank is the column's default.

    float64 for amounts, weights and numbers, bool, datetime64[D], int16 positions for closed lists.
    """
    if column.type == "choice":
        names, blank = list(column.choices), -1 if column.default is None else column.default
        words = cells.cast(pl.String)
        return words.replace_strict(names, range(len(names)), default=blank, return_dtype=pl.Int16).to_numpy()
    if column.type == "truth":
        if cells.dtype != pl.Boolean:
            words = cells.cast(pl.String).str.to_lowercase()
            cells = cells == 1 if cells.dtype.is_numeric() else words.is_in(["true", "1"])
        return cells.fill_null(value=False).to_numpy()
    if column.type == "date":
        days = cells.str.to_date("%Y-%m-%d") if cells.dtype == pl.String else cells.cast(pl.Date)
        return days.fill_null(NOT_STATED).to_numpy().astype("datetime64[D]", copy=False)
    if cells.dtype in slow.TEXTS:
        text = cells.cast(pl.String)
        cells = text.str.replace(",", ".", literal=True) if decimal_comma else text
    numbers = cells.cast(pl.Float64)
    if numbers.null_count():
        numbers = numbers.fill_null(column.default)
    return numbers.to_numpy()


def quick(column: Column, cells: pl.Series) -> numpy.ndarray | None:
    """The values if it is plain that nothing is wrong with them, else None."""
    kind, dtype = column.type, cells.dtype
    if cells.null_count() and (column.default is None or kind == "amount"):
        return None
    if kind == "truth" and dtype == pl.Boolean:
        return trusted(column, cells)
    if kind == "date" and dtype == pl.Date:
        values = trusted(column, cells)
        first = cells.to_physical().min()  # a day of a year that Python does not know cannot be asked for itself
        return None if first is not None and first < slow.EARLIEST_DATE.astype(int) else values
    if kind in ("number", "whole") and dtype in IN_ORDER_BY_TYPE:
        return trusted(column, cells)
    if kind in ("amount", "weight") and dtype.is_numeric() and not dtype.is_decimal():
        values = trusted(column, cells)
        highest = LARGEST_AMOUNT if kind == "amount" else slow.LARGEST_WEIGHT
        in_order = _in_order(values, highest, to_the_tiyn=kind == "amount" and not dtype.is_integer())
        return values if in_order else None
    return None


def quick_choice(column: Column, positions: numpy.ndarray) -> numpy.ndarray | None:
    """`quick` for positions that were read as such (`parquet.UNKNOWN`, `parquet.BLANK` below 0)."""
    least = positions.min() if len(positions) else 0
    if least >= 0:
        return positions
    if least == BLANK and column.default is not None:
        return trusted_choice(column, positions)
    return None


def trusted_choice(column: Column, positions: numpy.ndarray) -> numpy.ndarray:
    """`trusted` for positions that were read as such."""
    if column.default in (None, BLANK) or not len(positions) or positions.min() >= 0:
        return positions
    return numpy.where(positions == BLANK, numpy.int16(column.default), positions)


def checked(column: Column, cells: pl.Series, faults: Faults, decimal_comma: bool = False) -> numpy.ndarray:
    """The values, and in `faults` everything wrong with them; the values of a faulty column are of no use."""
    kind = column.type
    if kind == "choice":
        if column.default is None:
            cure = f"Write a value, or leave the column out. {known(column.choices)}"
            faults.add(cells.is_null(), cells, "the cell is blank", cure)
        return slow.choices(cells, column.choices, faults, -1 if column.default is None else column.default)
    if kind == "truth":
        return slow.truths(cells, faults, blank_allowed=column.default is not None)
    if kind == "date":
        days = slow.dates(cells, faults)
        return numpy.where(numpy.isnat(days), NO_DATE, days)
    if kind == "weight":
        return slow.weights(cells, faults, decimal_comma)
    if kind == "amount":
        return slow.amounts(cells, faults, decimal_comma)
    if kind == "figure":
        values = slow.amounts(cells, faults, decimal_comma, blank_allowed=True)
    else:
        values = slow.numbers(cells, faults, decimal_comma, whole=kind == "whole")
    return numpy.where(numpy.isnan(values), column.default, values)


def _in_order(values: numpy.ndarray, highest: float, to_the_tiyn: bool) -> bool:
    """Whether all values are finite, from 0 to `highest` and, if asked, whole tiyn."""
    for start in range(0, len(values), STRETCH):
        stretch = values[start : start + STRETCH]
        most = stretch.max()
        if not (stretch.min() >= 0 and most <= highest):  # NaN is neither
            return False
        if to_the_tiyn and most > 0:
            tiyn = stretch * TIYN
            tiyn -= numpy.rint(tiyn)
            if max(tiyn.max(), -tiyn.min()) > FLOAT_NOISE:
                return False
    return True
