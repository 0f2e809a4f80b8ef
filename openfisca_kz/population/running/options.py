"""What a user can choose about a run beside its data, laws and month."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from openfisca_kz.population.running import MOST_PERSONS_EACH
from openfisca_kz.population.statistics import FORMATS, Settings
from openfisca_kz.processors import processors


@dataclass(frozen=True)
class Options:
    """How the table is read (amounts, mapping, families), what the tables of results show (settings), and how the run
    goes on; the number of partitions, workers and the scheduler change no number of the results.
    """

    amounts: str = "month"
    mapping: str | Path | None = None
    families: str | Path | None = None
    settings: Settings = field(default_factory=Settings)
    persons_each: int | None = None
    workers: int | None = None
    scheduler: str | None = None
    formats: tuple[str, ...] = FORMATS

    def processes(self, persons: int) -> int:
        """How many processes of this machine a table of so many persons needs."""
        most = self.workers or processors()
        return min(most, -(-persons // (self.persons_each or MOST_PERSONS_EACH)))

    def partition_size(self, persons: int, workers: int) -> int:
        """Persons of a partition: as asked for, or so that all workers get equally many partitions of equal size."""
        rounds = -(-persons // (workers * MOST_PERSONS_EACH))
        return self.persons_each or -(-persons // (workers * rounds))
