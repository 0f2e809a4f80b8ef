"""What can be wrong with a run; every message is written for the person who made the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openfisca_kz.errors import UserError


class RunError(UserError):
    """A run over a table that cannot go on."""


class OutputError(RunError):
    """The results cannot be written where the user asked."""


@dataclass(frozen=True)
class Problem:
    """One thing to put right in a table.

    `row` is the number a spreadsheet shows (CSV, Excel: the header is row 1; Parquet, Stata, SPSS: the first record is
    row 1) or None for the whole column; `more` counts the further rows with the same fault; `file` is given where the
    table has several.
    """

    column: str | None
    row: int | None
    value: str | None
    fault: str
    cure: str
    more: int = 0
    file: str | None = None

    def __str__(self) -> str:
        places = [
            self.file or "",
            f"row {self.row}" if self.row is not None else "",
            f"column {self.column}" if self.column else "",
        ]
        place = ", ".join(part for part in places if part)
        value = f", value {shorten(self.value)}" if self.value is not None else ""
        more = f" (and {self.more} more rows)" if self.more > 1 else " (and 1 more row)" if self.more else ""
        return f"{place}{value}{': ' if place else ''}{self.fault}{more}. {self.cure}"


class TableError(RunError):
    """A table that is refused as a whole; the message lists at least the first problem of every column."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        number = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"{file}: {number}, nothing was calculated or written.\n{lines}")

    def __reduce__(self) -> tuple[Any, ...]:
        return TableError, (self.file, self.problems)  # so that a worker can send it


def refused(file: object, fault: str, cure: str, row: int | None = None, column: str | None = None) -> TableError:
    """The error of a table with one problem."""
    return TableError(str(file), [Problem(column, row, None, fault, cure)])


def shorten(value: str, limit: int = 40) -> str:
    """Quote a cell for a message, on one line and at most `limit` characters long."""
    line = " ".join(str(value).split())
    return f"'{line[:limit]}…'" if len(line) > limit else f"'{line}'"
