"""Where rows stand in their files, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

import numpy
import polars as pl

from openfisca_kz.tables.errors import Problem, cut


@dataclass(frozen=True)
class Places:
    """Which file and row each row of the table is.

    files: of each file its name in messages (None if there is one only), the number of the table's row (from 0) with
    which it begins, and the number that its owner sees on that row.
    """

    files: tuple[tuple[str | None, int, int], ...]

    def of(self, row: int) -> tuple[str | None, int]:
        """File and row number of a row of the table, for messages."""
        name, start, first = next(part for part in reversed(self.files) if part[1] <= row)
        return name, row - start + first

    def name(self, row: int) -> str | int:
        """The row in one word: its number, with its file where there are several."""
        file, number = self.of(row)
        return number if file is None else f"{file} row {number}"


def row_in_words(places: Places, row: int) -> str:
    """Where a row of the table stands, in a sentence."""
    file, number = places.of(row)
    return f"row {number}" if file is None else f"row {number} of {cut(file)}"


@dataclass(frozen=True)
class RowNames(Sequence[object]):
    """Names of the rows of a partition that begins with row `start`, made when asked for."""

    places: Places
    start: int
    length: int

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> object: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[object]: ...
    def __getitem__(self, index: int | slice) -> object:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self.length))]
        if not -self.length <= index < self.length:
            raise IndexError(index)
        return self.places.name(self.start + int(index) % self.length)


def _shown(cells: pl.Series, row: int) -> str | None:
    """A cell as text; a day may be of a year that Python does not know."""
    if cells.is_null()[row]:
        return None
    if cells.dtype in (pl.Date, pl.Datetime):
        return str(cells.slice(row, 1).to_numpy()[0]).replace("T", " ")
    return str(cells[row])


@dataclass
class Faults:
    """Collects problems of rows; of one kind in a column the first row is named and the others are counted.

    start: number of the table's row with which the rows that are looked at begin; labels: how messages call columns.
    """

    places: Places
    labels: Mapping[str, str] = field(default_factory=dict)
    start: int = 0
    found: dict[tuple[str | None, str], Problem] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)

    @property
    def problems(self) -> list[Problem]:
        """Everything found, in the order found."""
        return list(self.found.values())

    def at(self, start: int) -> Faults:
        """An empty collection for the rows from `start` on, which already knows the columns at fault as a whole."""
        return replace(self, start=start, found={}, columns=set(self.columns))

    def add(
        self,
        rows: pl.Series | numpy.ndarray,
        cells: pl.Series,
        fault: str,
        cure: str,
        column: str | None = None,
        kind: str = "",
    ) -> bool:
        """Add a problem if any of `rows` (bool array or Series, one for each row) is true; tell whether one is.

        kind: what makes it the same problem in another block of rows; the fault unless given.
        """
        rows = numpy.asarray(rows.fill_null(value=False) if isinstance(rows, pl.Series) else rows, dtype=bool)
        if not rows.any():
            return False
        first, count = int(rows.argmax()), int(rows.sum())
        self.add_row(first, column or cells.name, _shown(cells, first), fault, cure, more=count - 1, kind=kind)
        return True

    def add_row(
        self, row: int, column: str, value: str | None, fault: str, cure: str, more: int = 0, kind: str = ""
    ) -> None:
        """Add the problem of one row, counted from `start`."""
        file, number = self.places.of(row + self.start)
        label = self.labels.get(column, column)
        self._put(kind or fault, Problem(label, number, value, fault, cure, more, file))
        self.columns.add(column)

    def whole_column(self, cells: pl.Series, fault: str, cure: str) -> None:
        """Add a problem of the column as a whole."""
        self._put(fault, Problem(self.labels.get(cells.name, cells.name), None, None, fault, cure))
        self.columns.add(cells.name)

    def on(self, column: str) -> bool:
        """Whether the column has a fault already, so that further checks of it would only repeat it."""
        return column in self.columns

    def merge(self, other: Faults) -> None:
        """Take over the problems of later rows; those of the same kind are added to the count of the first."""
        for (_, kind), problem in other.found.items():
            self._put(kind, problem)
        self.columns |= other.columns

    def _put(self, kind: str, problem: Problem) -> None:
        key = (problem.column, kind)
        if key not in self.found:
            self.found[key] = problem
        elif problem.row is not None:
            known = self.found[key]
            self.found[key] = replace(known, more=known.more + problem.more + 1)
