"""What a worker does for the ten tables: a step of their making, from the finished partitions of the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import polars as pl
import pyarrow.parquet as pq

from openfisca_kz.population.statistics import Columns, Settings, Source, Step
from openfisca_kz.tables.family_types import as_enum
from openfisca_kz.tables.reading.parquet import overlap

COLUMNS: dict[Columns, tuple[str, ...]] = {
    "paid": ("weight", "members", "takes_up", "income"),
    "amounts": ("children",),
    "all": ("subsistence_minimum", "family_type", "residence", "region", "with_disability"),
}
"""Columns of families under every law that are read, each time with those above."""
OF_LAW: dict[Columns, tuple[str, ...]] = {
    "paid": ("targeted_social_assistance", "child_supplement"),
    "amounts": ("tsa_entitled", "poverty_line"),
    "all": ("cause", "refusal_ground"),
}
"""Those of one law."""
CALLED = {"targeted_social_assistance": "tsa", "tsa_entitled": "entitled", "refusal_ground": "refusal"}
"""What the tables call them, where that is shorter (docs/statistics.md)."""


@dataclass(frozen=True)
class Parts:
    """Finished partitions, which are files of families, and how many each has."""

    paths: tuple[Path, ...]
    heights: tuple[int, ...]

    @classmethod
    def of(cls, paths: Sequence[Path]) -> Parts:
        """The files with their heights."""
        return cls(tuple(paths), tuple(pq.read_metadata(path).num_rows for path in paths))

    @property
    def height(self) -> int:
        """All families."""
        return sum(self.heights)

    def rows(self, wanted: slice) -> pl.LazyFrame:
        """Some of the families, as if all stood in one file."""
        pieces = [self._piece(*piece) for piece in overlap(self.heights, wanted.start, wanted.stop)]
        return pl.concat(pieces or [self._piece(0, 0, 0)])

    def _piece(self, number: int, first: int, count: int) -> pl.LazyFrame:
        return pl.scan_parquet(self.paths[number], glob=False, hive_partitioning=False).slice(first, count)


@dataclass(frozen=True)
class Tabulation:
    """A step, and the families that it reads."""

    step: Step
    parts: Parts
    names: tuple[str, ...]
    settings: Settings

    def do(self) -> Any:
        """The result of the step."""
        return self.step.do(Source(self.names, self.settings, self._read))

    def _read(self, rows: slice, columns: Columns) -> pl.DataFrame:
        frame = for_tables(self.parts.rows(rows), self.names, columns)
        if frame.height != rows.stop - rows.start:
            raise OSError("they have other families than were written")
        return frame


def for_tables(families: pl.LazyFrame, names: Sequence[str], columns: Columns = "all") -> pl.DataFrame:
    """The columns that the ten tables read, or a step of their making, under their names for them."""
    sets = list(COLUMNS)[: list(COLUMNS).index(columns) + 1]
    wanted = {name: name for of in sets for name in COLUMNS[of]}
    for law in names:
        wanted |= {f"{name}@{law}": f"{CALLED.get(name, name)}@{law}" for of in sets for name in OF_LAW[of]}
    held = [name for name in families.collect_schema().names() if name in wanted]
    frame = families.select(pl.col(name).alias(wanted[name]) for name in held).collect()
    if columns != "all":
        return frame
    states = {f"refusal@{law}": _standing(frame[f"entitled@{law}"], frame[f"refusal@{law}"]) for law in names}
    return frame.with_columns(**states)


def _standing(entitled: pl.Series, ground: pl.Series) -> pl.Series:
    """Entitled, or the first ground of refusal; without a ground, no member has a status that gives the right.

    An Enum of what occurs, sorted: a text for each family of a country takes long.
    """
    listed: Any = ground.dtype
    grounds = ["no_member_with_right" if name == "none" else name for name in listed.categories]
    codes = numpy.where(entitled.to_numpy(), len(grounds), ground.to_physical().to_numpy())
    words = [*grounds, "entitled"]
    found = sorted(numpy.flatnonzero(numpy.bincount(codes)).tolist(), key=words.__getitem__)
    place = numpy.zeros(len(words), numpy.uint8)
    place[found] = numpy.arange(len(found))
    return as_enum(place[codes], [words[code] for code in found])
