"""What a user can choose about a run beside its data, laws and month."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from openfisca_kz.population.running import PERSONS_EACH
from openfisca_kz.population.statistics import FORMATS, Settings


@dataclass(frozen=True)
class Options:
    """How the table is read (amounts, mapping, families), what the tables of results show (settings), and how the run
    goes on; the number of partitions, workers and the scheduler change no number of the results.
    """

    amounts: str = "month"
    mapping: str | Path | None = None
    families: str | Path | None = None
    settings: Settings = field(default_factory=Settings)
    persons_each: int = PERSONS_EACH
    workers: int | None = None
    scheduler: str | None = None
    formats: tuple[str, ...] = FORMATS
