"""Many families at once as a table: Parquet in (docs/tables.md), Parquet out, a row of results for each family."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from openfisca_kz.building_blocks.covered_law import is_covered, not_covered
from openfisca_kz.comparison.laws import Law
from openfisca_kz.service import laws
from openfisca_kz.service.batch import TOO_MANY
from openfisca_kz.service.problems import Fault, Problem
from openfisca_kz.tables.calculating.partition import run_partition
from openfisca_kz.tables.errors import RunError, TableError
from openfisca_kz.tables.reading import PartitionSpec, open_table

NAME = "table.parquet"
LARGEST_FAMILY = 50
"""Persons for each family that a table may have, over all of it."""


def calculated(body: bytes, period: str, amounts: str, law: Law, most: int) -> tuple[bytes, int]:
    """The results of each family of a table of persons as Parquet, and the number of persons.

    Args:
        period: month of application, 'YYYY-MM'; amounts: of what time plain income columns are.
        most: families that a table may have.

    Raises:
        Problem: too_large; refused_situation with every problem of the table by column and row.
    """
    if not is_covered(period):
        raise Problem("refused_situation", [Fault(("period",), "not_covered", not_covered())])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(body)
        try:
            table = open_table(path, laws.system(law), period, amounts)
            if table.height > most * LARGEST_FAMILY:  # a small body can hold very many rows
                raise Problem("too_large", detail=TOO_MANY.format(count=table.height, most=most * LARGEST_FAMILY))
            table.check()
            population = table.read(PartitionSpec(0, 0, table.height, table.together))
            if population.n_families > most:
                raise Problem("too_large", detail=TOO_MANY.format(count=population.n_families, most=most))
            families = run_partition([law], population, period)
        except TableError as error:
            faults = [
                Fault(_place(problem.column, problem.row), "bad_table", f"{problem.fault}. {problem.cure}")
                for problem in error.problems
            ]
            raise Problem("refused_situation", faults) from None
        except RunError as error:
            message = str(error).replace(f"{path}: ", "")
            raise Problem("refused_situation", [Fault((), "refused_by_rule", message)]) from None
    buffer = io.BytesIO()
    families.rename({name: name.removesuffix(f"@{law.name}") for name in families.columns}).write_parquet(buffer)
    return buffer.getvalue(), table.height


def _place(column: str | None, row: int | None) -> tuple[str | int, ...]:
    return (*((column,) if column else ()), *((row,) if row is not None else ()))


def is_parquet(body: bytes) -> bool:
    """Whether a body begins and ends as a Parquet file does."""
    return body[:4] == body[-4:] == b"PAR1"
