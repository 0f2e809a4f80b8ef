"""A run as something that can be sent to a worker: the table, the laws, the month; and where its results go."""

from __future__ import annotations

import io
import pickle
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars

from openfisca_kz.comparison.laws import Law, system_of
from openfisca_kz.population.output import MANIFEST, write_beside
from openfisca_kz.population.running.tabulating import Tabulation
from openfisca_kz.tables.calculating.partition import run_partition
from openfisca_kz.tables.errors import WorkersError
from openfisca_kz.tables.reading import Faults, PartitionSpec, Table, Unchecked


@dataclass(frozen=True)
class Place:
    """The folder of a run's results, for every process that reaches it.

    run: what its manifest says as long as the run goes on; a folder of that name on another disk says something else.
    """

    folder: Path
    run: str

    @classmethod
    def of(cls, folder: Path) -> Place:
        """Of the folder that this run has begun (`results_folder`)."""
        return cls(folder, (folder / MANIFEST).read_text())

    def write(self, number: int, content: bytes) -> str | bytes:
        """Write a partition beside its place; returns the name of the file, or what this process cannot write there."""
        with suppress(OSError):
            if (self.folder / MANIFEST).read_text() == self.run:
                return write_beside(self.folder, number, content)
        return content


class Uncalculated(NamedTuple):
    """A partition that is to be calculated, and where its families go."""

    spec: PartitionSpec
    place: Place


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
        """Calculate one partition: the file of its families, or their Parquet bytes if it cannot be written here."""
        spec, place = partition
        families = run_partition(self.laws, self.table.read(spec, system_of(self.laws[0])), self.period)
        buffer = io.BytesIO()
        families.write_parquet(buffer, compression="lz4")
        return place.write(spec.number, buffer.getvalue())

    def tabulate(self, tabulation: Tabulation) -> bytes:
        """The result of a step of the ten tables, pickled: hundreds of small arrays travel faster in one piece.

        Raises:
            WorkersError: this process does not reach the finished partitions, or sees others.
        """
        try:
            return pickle.dumps(tabulation.do())
        except (OSError, polars.exceptions.PolarsError) as error:
            raise WorkersError(f"A worker cannot read the finished partitions ({error}).") from None
