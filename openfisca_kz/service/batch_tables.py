"""Many families at once as a table: Parquet in (docs/tables.md), Parquet out, a row of results for each family."""

from __future__ import annotations

import io
import math
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import polars as pl

from openfisca_kz.building_blocks.covered_law import is_covered, not_covered
from openfisca_kz.comparison.laws import Law, system_of
from openfisca_kz.service.operation.refusals import TooLong
from openfisca_kz.service.problems import Fault, Problem
from openfisca_kz.tables import errors
from openfisca_kz.tables.calculating.partition import run_partition
from openfisca_kz.tables.families import Population
from openfisca_kz.tables.reading import Faults, ForeignTable, PartitionSpec, Table, Unchecked, open_table

Item = TypeVar("Item")
NAME = "table.parquet"
MAGIC = b"PAR1"
LARGEST_FAMILY = 50
"""Persons for each family that a table may have, over all of it: a small body can hold very many rows."""
AT_ONCE = 5_000
"""Families that are calculated between two looks at the clock."""
TOO_MANY_FAMILIES = "{count} families: at most {most} are calculated at once (most_batch_families)."
TOO_MANY_PERSONS = (
    "{count} persons: a table may have at most {most}, which is {each} for each of the {families} families that "
    "most_batch_families allows."
)
NO_TABLE = "The body is no Parquet table: send a file of that format as it is, not packed."


def calculated(
    body: bytes, period: str, amounts: str, law: Law, most: int, seconds: float = math.inf
) -> tuple[bytes, int]:
    """The results of each family of a table of persons as Parquet, and the number of persons.

    Args:
        period: month of application, 'YYYY-MM'; amounts: of what time plain income columns are.
        most: families that a table may have.
        seconds: how long it may take; looked at between blocks of families, so a little more is possible.

    Raises:
        Problem: too_large; refused_situation with every problem of the table by column and row.
        TooLong: the seconds are over.
    """
    if not is_covered(period):
        raise Problem("refused_situation", [Fault(("query", "period"), "not_covered", not_covered())])
    if not body.startswith(MAGIC):
        raise Problem("refused_situation", [Fault((), "bad_table", NO_TABLE)])
    clock = _Clock(seconds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        try:
            foreign = ForeignTable(body, NAME)
            _check_height(foreign.height, most)
            foreign.write_header(path)
            open_table(path, system_of(law), period, amounts)  # a column too many is refused before rows are read
            foreign.write(path)
            clock.look()
            table = open_table(path, system_of(law), period, amounts)
            population = _read(table, most, clock)
            families = pl.concat(
                [run_partition([law], block, period) for block in clock.between(population.blocks(AT_ONCE))],
                rechunk=True,
            )
        except errors.TableError as error:
            raise Problem("refused_situation", [_fault(problem) for problem in error.problems]) from None
        except errors.RuleError as error:
            raise Problem("refused_situation", [Fault(error.place, "refused_by_rule", error.message)]) from None
    buffer = io.BytesIO()
    families.rename({name: name.removesuffix(f"@{law.name}") for name in families.columns}).write_parquet(buffer)
    return buffer.getvalue(), table.height


class _Clock:
    """Raises `TooLong` when it is looked at after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._until = seconds, time.monotonic() + seconds

    def look(self) -> None:
        if time.monotonic() > self._until:
            raise TooLong(self._seconds)

    def between(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, with a look before each."""
        for item in items:
            self.look()
            yield item


def _read(table: Table, most: int, clock: _Clock) -> Population:
    """The families of a table, once it is known to be small enough and in order."""
    if table.families > most:
        raise Problem("too_large", detail=TOO_MANY_FAMILIES.format(count=table.families, most=most))

    def look(blocks: Sequence[Unchecked]) -> Iterator[Faults]:
        return map(table.faults_of, clock.between(blocks))

    table.check(look)
    clock.look()
    return table.read(PartitionSpec(0, 0, table.height, table.together))


def _check_height(persons: int, most: int) -> None:
    if persons > most * LARGEST_FAMILY:
        allowed = {"most": most * LARGEST_FAMILY, "each": LARGEST_FAMILY, "families": most}
        raise Problem("too_large", detail=TOO_MANY_PERSONS.format(count=persons, **allowed))


def _fault(problem: errors.Problem) -> Fault:
    """A problem of the table by column and row; what a library says of it stays here."""
    place = [part for part in (problem.column or None, problem.row) if part is not None]
    return Fault(tuple(place), "bad_table", f"{problem.fault}.", (problem.cure,))
