"""How the ten tables are made: families counted a block at a time, their incomes ranked all together.

Each step can be done by a thread or process of its own. The blocks are always the same and are added in their order, so
the same families give the same bits wherever the steps are done, on machines of one kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

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
from openfisca_kz.population.statistics.blocks import blocks
from openfisca_kz.population.statistics.changes import kinds
from openfisca_kz.population.statistics.counts import Counts, added
from openfisca_kz.population.statistics.frame import Families, prepare
from openfisca_kz.population.statistics.gaps import poor_everywhere
from openfisca_kz.population.statistics.incomes import incomes
from openfisca_kz.population.statistics.inequality import Spread
from openfisca_kz.population.statistics.long import Long
from openfisca_kz.population.statistics.output import TITLES
from openfisca_kz.population.statistics.ranking import Deciles, rank
from openfisca_kz.population.statistics.settings import WITHOUT_TSA, Settings

FAMILIES_EACH = 1 << 19
"""Families of a block: few enough for little memory, many enough for numpy."""


Columns = Literal["paid", "amounts", "all"]
"""What a step reads of families: incomes and what is paid; also the right and the lines; also groups and states."""


@dataclass(frozen=True)
class Source:
    """Families of which a step reads some rows at a time: those of a slice, and at least these columns of them."""

    names: tuple[str, ...]
    settings: Settings
    read: Callable[[slice, Columns], pl.DataFrame]

    def families(self, rows: slice, columns: Columns) -> Families:
        """Some families, checked."""
        return prepare(self.read(rows, columns), self.names, self.settings)


@dataclass(frozen=True)
class Ranked:
    """What is found by ranking all families: measures of each distribution, and where the deciles lie."""

    spreads: dict[str, Spread]
    deciles: Deciles


@dataclass(frozen=True)
class Rank:
    """The step that ranks the families of all blocks by their incomes."""

    blocks: tuple[slice, ...]

    def do(self, source: Source) -> Ranked:
        """Measures and deciles."""
        frames = (source.read(rows, "paid") for rows in self.blocks)
        of = incomes(frames, source.names, source.settings)
        ranking = rank(of.given, of.persons)
        return Ranked(inequality.spreads(of, ranking, source.settings.aversions), ranking.deciles)


@dataclass(frozen=True)
class Count:
    """The step that counts what needs no rank, of the families of one block."""

    block: slice

    def do(self, source: Source) -> Counts:
        """Counts by table."""
        families = source.families(self.block, "all")
        poor = dict(poor_everywhere(families, families.baseline.line))
        changes = {system.name: kinds(families, system) for system in families.others}
        return {
            "fiscal": fiscal.count(families),
            "states": states.count(families, changes),
            "by_group": by_group.count(families, poor, changes),
            "poverty": poverty.count(families, poor),
            "targeting": targeting.count(families, poor[WITHOUT_TSA]),
            "quality": quality.count(families),
        }


@dataclass(frozen=True)
class CountByDecile:
    """The step that counts what needs the deciles or the relative line, of the families of one block."""

    block: slice
    deciles: Deciles
    relative_line: float

    def do(self, source: Source) -> Counts:
        """Counts by table."""
        families = source.families(self.block, "amounts")
        decile = self.deciles.of(families.given_income)
        return {
            "deciles": deciles.count(families, decile),
            "winners_losers": winners_losers.count(families, decile),
            "poverty": poverty.count_relative(families, self.relative_line),
        }


Step = Rank | Count | CountByDecile
Do = Callable[[Sequence[Step]], list[Any]]
"""Does steps, in any order or at once; their results in their order."""


def make(height: int, names: tuple[str, ...], settings: Settings, do: Do, run: quality.RunFacts) -> pl.DataFrame:
    """The long table of all ten, of so many families."""
    of_blocks = tuple(blocks(height, size=FAMILIES_EACH)) or (slice(0, 0),)
    ranked, *counted = do([Rank(of_blocks), *map(Count, of_blocks)])
    relative_line = settings.relative_share * ranked.spreads[names[0]].median
    by_decile = do([CountByDecile(rows, ranked.deciles, relative_line) for rows in of_blocks])
    return _long(added([added(counted), added(by_decile)]), ranked, relative_line, names, settings, run)


def _long(
    counts: Counts,
    ranked: Ranked,
    relative_line: float,
    names: tuple[str, ...],
    settings: Settings,
    run: quality.RunFacts,
) -> pl.DataFrame:
    long = {name: Long(names, settings.smallest_cell) for name in TITLES}
    fiscal.add(long["fiscal"], counts["fiscal"], settings)
    deciles.add(long["deciles"], counts["deciles"], ranked.deciles)
    winners_losers.add(long["winners_losers"], counts["winners_losers"])
    poverty.add(long["poverty"], counts["poverty"], counts["quality"], relative_line)
    inequality.add(long["inequality"], ranked.spreads, settings.aversions)
    by_group.add(long["by_group"], counts["by_group"])
    targeting.add(long["targeting"], counts["targeting"], counts["deciles"])
    states.add(long["transitions"], long["refusals"], counts["states"])
    whole = Long(names, settings.smallest_cell)
    for of_table in long.values():
        whole.append(of_table)
    quality.add(whole, counts["quality"], counts["by_group"], counts["fiscal"], run)
    return whole.frame()
