"""What every file format hands over: columns with their types, and blocks of rows one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from openfisca_kz.tables.errors import Problem, TableError
from openfisca_kz.tables.reading.faults import Faults, Places

TAG = "missing value of "
"""Beside a column that has them, a column of this name before its header holds Stata's `.a` or SPSS's user-missing."""


@dataclass
class Raw:
    """A file that is read once from its beginning to its end.

    places: the row numbers that its owner sees; survey: whether it comes from a program that has missing values of
    several kinds, so that a blank cell must be resolved. `blocks` yields frames of the columns of `schema`, with a
    column `TAG + header` for every header in `tagged`; it may add faults of cells, and raises `TableError`.
    """

    name: str
    schema: dict[str, pl.DataType]
    places: Places
    blocks: Callable[[Faults], Iterator[pl.DataFrame]]
    survey: bool = False
    tagged: tuple[str, ...] = ()
    decimal_comma: bool = False


def check_headers(file: str, headers: list[str], row: int | None = 1) -> None:
    """Refuse headers that are blank or not unique."""
    counts = {header: headers.count(header) for header in headers}
    problems = [
        Problem(header, row, None, f"{count} columns have this name", "Keep one or rename the others.")
        for header, count in counts.items()
        if count > 1 and header
    ]
    problems += [
        Problem(None, row, None, f"column {number} has no name", "Name it or remove it.")
        for number, header in enumerate(headers, 1)
        if not header
    ]
    if problems:
        raise TableError(file, problems)
