"""Families as numbers: which rows belong to which, as fast as their ids allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
import polars as pl


@dataclass(frozen=True)
class Families:
    """Families of some rows, numbered by their first rows.

    ids: one for each family; of_person: the number of each person's family; first_rows: position of the first row of
    each family; together: whether the rows of each family stand together.
    """

    ids: numpy.ndarray
    of_person: numpy.ndarray
    first_rows: numpy.ndarray
    together: bool

    @property
    def count(self) -> int:
        """Number of families."""
        return len(self.ids)

    def rows_that_differ(self, own: numpy.ndarray) -> numpy.ndarray | None:
        """The rows (bool array) whose value is not that of the first row of their family; None if there are none."""
        if self.together:
            differs = own[1:] != own[:-1]
            differs[self.first_rows[1:] - 1] = False
            if not differs.any():
                return None
        differs = own != own[self.first_rows][self.of_person]
        return differs if differs.any() else None

    def repeated(self, holders: numpy.ndarray) -> numpy.ndarray:
        """Of the rows `holders` those whose family has one among them already."""
        numbers = self.of_person[holders]
        if self.together:
            return holders[1:][numbers[1:] == numbers[:-1]]
        _, first = numpy.unique(numbers, return_index=True)
        return numpy.delete(holders, first)


def starts_of_runs(ids: pl.Series) -> numpy.ndarray:
    """Whether each row begins a run of rows with the same id (bool array)."""
    starts = numpy.ones(len(ids), dtype=bool)
    if ids.dtype == pl.Int64:
        values = ids.to_numpy()
        numpy.not_equal(values[1:], values[:-1], out=starts[1:])
    elif len(ids):
        starts[1:] = (ids[1:] != ids[:-1]).to_numpy()
    return starts


def number_families(ids: pl.Series, together: bool) -> Families:
    """Number the families of rows with these ids (Int64 or String, none blank) by first appearance."""
    starts = starts_of_runs(ids)
    of_person = numpy.cumsum(starts)
    of_person -= 1
    first_rows = numpy.flatnonzero(starts)
    of_runs = ids.filter(pl.Series(starts)) if ids.dtype != pl.Int64 else pl.Series(ids.to_numpy()[first_rows])
    if together:
        return Families(of_runs.to_numpy(), of_person, first_rows, together=True)
    distinct = of_runs.unique(maintain_order=True)
    numbers = pl.DataFrame({"id": distinct, "number": numpy.arange(len(distinct))})
    of_run = (
        pl.DataFrame({"id": of_runs}).join(numbers, on="id", how="left", maintain_order="left")["number"].to_numpy()
    )
    _, first_run = numpy.unique(of_run, return_index=True)
    return Families(distinct.to_numpy(), of_run[of_person], first_rows[first_run], len(distinct) == len(of_runs))
