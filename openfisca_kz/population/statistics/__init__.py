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
from openfisca_kz.population.statistics.at_once import at_once
from openfisca_kz.population.statistics.frame import prepare
from openfisca_kz.population.statistics.gaps import Poor
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
    of = prepare(families, names, settings or Settings())

    apart = {name: Long(of.names, of.settings.smallest_cell) for name in TABLES}

    def incomes() -> dict[str, Poor]:
        spreads = inequality.spreads(of)
        inequality.add(apart["inequality"], of, spreads)
        return poverty.add(apart["poverty"], of, spreads)

    poor, by_cell, *_ = at_once(
        incomes,
        lambda: sums(of),
        lambda: winners_losers.add(apart["winners_losers"], of),
        lambda: states.add_transitions(apart["transitions"], of),
        lambda: states.add_refusals(apart["refusals"], of),
        lambda: fiscal.add(apart["fiscal"], of),
    )
    deciles.add(apart["deciles"], of, by_cell)
    by_group.add(apart["by_group"], of, by_cell, poor)
    targeting.add(apart["targeting"], of, by_cell, poor)
    long = Long(of.names, of.settings.smallest_cell)
    for part in apart.values():
        long.append(part)
    quality.add(long, of, by_cell, run or {})
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
