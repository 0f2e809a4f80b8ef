"""A run as something that can be sent to a worker: the table, the laws, the month."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from openfisca_kz.population.running.laws import Law, system_of
from openfisca_kz.population.running.partition import run_partition


@dataclass(frozen=True)
class Job:
    """What every partition of a run has in common; picklable, so that workers read their own partitions.

    table: an open, checked table (`tables_in.open_table`); laws: the baseline first; period: month of application.
    """

    table: Any
    laws: tuple[Law, ...]
    period: str

    def run(self, partition: Any) -> bytes:
        """The families of one partition as the bytes of a Parquet file."""
        families = run_partition(self.laws, self.table.read(partition, system_of(self.laws[0])), self.period)
        buffer = io.BytesIO()
        families.write_parquet(buffer, compression="lz4", statistics=False)
        return buffer.getvalue()
