"""A run as something that can be sent to a worker: the table, the laws, the month."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import polars

from openfisca_kz.comparison.laws import Law, system_of
from openfisca_kz.population.parts import hand_in
from openfisca_kz.population.running.tabulating import Tabulation
from openfisca_kz.tables.calculating.partition import run_partition
from openfisca_kz.tables.errors import WorkersError
from openfisca_kz.tables.reading import Faults, PartitionSpec, Table, Unchecked


class Uncalculated(NamedTuple):
    """A partition that is to be calculated, and the folder for it (`population.parts.unfinished_parts`)."""

    spec: PartitionSpec
    folder: Path


@dataclass(frozen=True)
class Job:
    """What every partition of a run has in common; picklable, so that workers read their own partitions.

    table: an open table (`tables.reading.open_table`); laws: the baseline first; period: month of application.
    """

    table: Table
    laws: tuple[Law, ...]
    period: str

    def check(self, block: Unchecked) -> Faults:
        """What is wrong with the rows of one block."""
        return self.table.faults_of(block, system_of(self.laws[0]))

    def run(self, partition: Uncalculated) -> str | bytes:
        """Calculate one partition; returns what `hand_in` does with its families as Parquet."""
        spec, folder = partition
        families = run_partition(self.laws, self.table.read(spec, system_of(self.laws[0])), self.period)
        buffer = io.BytesIO()
        families.write_parquet(buffer, compression="lz4")
        return hand_in(folder, spec.number, buffer.getvalue())

    def tabulate(self, tabulation: Tabulation) -> bytes:
        """The result of a step of the ten tables, pickled: hundreds of small arrays travel faster in one piece.

        Raises:
            WorkersError: this process does not reach the finished partitions, or sees others.
        """
        try:
            return pickle.dumps(tabulation.do())
        except (OSError, polars.exceptions.PolarsError) as error:
            raise WorkersError(f"A worker cannot read the finished partitions ({error}).") from None


Task = Callable[[Job, Any], Any]
"""What is done with a part of the table or a step of the results: a function that every worker knows by its name."""
Numbered = tuple[int, Any]
"""The number of a part, and the part; or its number and the result."""
Do = Callable[[Task, Sequence[Numbered]], Iterator[Numbered]]
"""Does a task with parts; gives the results as they get ready."""
WAITING = 2
"""Parts sent out for each worker: one that it calculates and one that waits, so that memory stays bounded."""
