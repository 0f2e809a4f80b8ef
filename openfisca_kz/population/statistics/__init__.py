"""Ten tables of a run: fiscal, deciles, winners and losers, poverty, inequality, groups, targeting, states, quality.

The rules are written down in docs/statistics.md, with rows worked by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from openfisca_kz.population.statistics import (
    by_group,
    deciles,
    fiscal,
    inequality,
    poverty,
    quality,
    states,
    targeting,
    winners_losers,
)
from openfisca_kz.population.statistics.frame import prepare
from openfisca_kz.population.statistics.long import Long
from openfisca_kz.population.statistics.output import FORMATS, TITLES, to_wide, write
from openfisca_kz.population.statistics.quality import RunFacts
from openfisca_kz.population.statistics.settings import Settings, StatisticsError
from openfisca_kz.population.statistics.sums import sums
from openfisca_kz.tables.family_types import FAMILY_TYPES, family_types

TABLES = tuple(TITLES)
"""Names of the ten tables in their order."""


def tables(
    families: pl.DataFrame,
    names: Sequence[str],
    settings: Settings | None = None,
    run: RunFacts | None = None,
) -> pl.DataFrame:
    """All ten tables as one long table: table, row, column, value (null if empty), unit.

    Args:
        families: one row for each family, columns as docs/statistics.md lists them.
        names: the systems, the baseline first; columns of results are named `tsa@<name>`.
        settings: choices of the analyst; the defaults without them.
        run: facts of the run for the table of quality, by name, each with its unit, like {"seconds": (12.5, "s")}.

    The same families in the same order give the same bits, on any machine and number of threads.

    Raises:
        StatisticsError: a column, cell, name or setting from which no table can be made.
    """
    prepared = prepare(families, names, settings or Settings())
    long = Long(prepared.names, prepared.settings.smallest_cell)
    by_cell = sums(prepared)
    spreads = inequality.spreads(prepared)
    fiscal.add(long, prepared)
    deciles.add(long, prepared, by_cell)
    winners_losers.add(long, prepared)
    poor = poverty.add(long, prepared, spreads)
    inequality.add(long, prepared, spreads)
    by_group.add(long, prepared, by_cell, poor)
    targeting.add(long, prepared, by_cell, poor)
    states.add_transitions(long, prepared)
    states.add_refusals(long, prepared)
    quality.add(long, prepared, by_cell, run or {})
    return long.frame()


__all__ = [
    "FAMILY_TYPES",
    "FORMATS",
    "TABLES",
    "Settings",
    "StatisticsError",
    "family_types",
    "tables",
    "to_wide",
    "write",
]
