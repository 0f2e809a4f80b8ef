"""What can be wrong with a run; every message is written for the person who made the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openfisca_kz.errors import UserError


class RunError(UserError):
    """A run over a table that cannot go on."""


class OutputError(RunError):
    """The results cannot be written where the user asked."""


class WorkersError(RunError):
    """The workers of a run could not do what they were asked: they died, or do not reach a file."""


@dataclass(frozen=True)
class Problem:
    """One thing to put right in a table.

    `row` is the number a spreadsheet shows (CSV, Excel: the header is row 1; Parquet, Stata, SPSS: the first record is
    row 1) or None for the whole column; `more` counts the further rows with the same fault; `file` is given where the
    table has several; `said` is what a library or the system says of it, for who has the file at hand: an answer of the
    web API never shows it.
    """

    column: str | None
    row: int | None
    value: str | None
    fault: str
    cure: str
    more: int = 0
    file: str | None = None
    said: str = ""

    def __str__(self) -> str:
        places = [
            self.file or "",
            f"row {self.row}" if self.row is not None else "",
            f"column {self.column}" if self.column else "",
        ]
        place = ", ".join(part for part in places if part)
        value = f", value {shorten(self.value)}" if self.value is not None else ""
        more = f" (and {self.more} more rows)" if self.more > 1 else " (and 1 more row)" if self.more else ""
        said = f" ({self.said})" if self.said else ""
        return f"{place}{value}{': ' if place else ''}{self.fault}{said}{more}. {self.cure}"


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


class RuleError(RunError):
    """What a rule refuses in a table.

    place: entity, record, variable and period; a person is called by the row, a family by its id.
    """

    def __init__(self, file: str, place: tuple[str, ...], message: str) -> None:
        self.file, self.place, self.message = file, place, message
        super().__init__(f"{file}: {', '.join(place)}: {message}")

    def __reduce__(self) -> tuple[Any, ...]:
        return RuleError, (self.file, self.place, self.message)


def refused(
    file: object, fault: str, cure: str, row: int | None = None, column: str | None = None, said: str = ""
) -> TableError:
    """The error of a table with one problem."""
    return TableError(str(file), [Problem(column, row, None, fault, cure, said=said)])


def shorten(value: object, limit: int = 40) -> str:
    """Quote a cell for a message, on one line and at most `limit` characters long."""
    return f"'{cut(value, limit)}'"


def cut(value: object, limit: int = 40) -> str:
    """A cell for a message without quotation marks, on one line and at most `limit` characters long."""
    line = " ".join(str(value).split())
    return f"{line[:limit]}…" if len(line) > limit else line
