"""Ten tables of a run: fiscal, deciles, winners and losers, poverty, inequality, groups, targeting, states, quality.

The rules are written down in docs/statistics.md, with rows worked by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl

from openfisca_kz.population.statistics.at_once import at_once
from openfisca_kz.population.statistics.fiscal import check_published
from openfisca_kz.population.statistics.making import Columns, Count, Source, Step, make
from openfisca_kz.population.statistics.output import FORMATS, TITLES, to_wide, write
from openfisca_kz.population.statistics.quality import RunFacts
from openfisca_kz.population.statistics.settings import Settings, StatisticsError, check_names
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

    The same families in the same order give the same bits for any number of threads.

    Raises:
        StatisticsError: a column, cell, name or setting from which no table can be made.
    """
    known, settings = check_names(names), settings or Settings()
    source = Source(known, settings, lambda rows, _: families[rows])

    def do(steps: Sequence[Step]) -> list[Any]:
        try:
            return at_once(*(partial(step.do, source) for step in steps))
        except StatisticsError:
            Count(slice(0, families.height)).do(source)  # tells what is wrong in all of the frame, not in one block
            raise

    check_published(settings)
    return make(families.height, known, settings, do, run or {})


__all__ = [
    "FAMILY_TYPES",
    "FORMATS",
    "TABLES",
    "Columns",
    "Settings",
    "Source",
    "StatisticsError",
    "Step",
    "check_published",
    "family_types",
    "make",
    "tables",
    "to_wide",
    "write",
]
