"""A table as opened: which of its columns is what, before any row is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.tables.columns import Column, resolve, shown
from openfisca_kz.tables.errors import Problem, TableError
from openfisca_kz.tables.reading import cells as slow
from openfisca_kz.tables.reading import values
from openfisca_kz.tables.reading.assemble import Recipe
from openfisca_kz.tables.reading.contents import TEXTS
from openfisca_kz.tables.reading.faults import Faults, Places
from openfisca_kz.tables.reading.mapping import TableMapping
from openfisca_kz.tables.reading.parquet import ParquetFiles, Window
from openfisca_kz.tables.reading.raw import Raw
from openfisca_kz.tables.reading.recoding import recoding

WINDOW = 262_144
"""Rows read in one go when a table is copied."""


@dataclass
class Side:
    """A table of persons, or of families: the file, and how its columns are read."""

    source: Raw | ParquetFiles
    recipe: Recipe

    @property
    def labels(self) -> dict[str, str]:
        """How messages call each column."""
        return {item.column.name: shown(item.header, item.column.name) for item in self.recipe.recodings}

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns that are read, with their types; text whichever way it is stored."""
        stored = self.source.schema
        types = {header: stored.get(header, pl.String()) for header in self.recipe.headers}
        return {header: pl.String() if dtype in TEXTS else dtype for header, dtype in types.items()}

    @property
    def places(self) -> Places:
        """The row numbers that the owner of the file sees."""
        return self.source.places

    def faults(self) -> Faults:
        """A collection for the faults of this table."""
        return Faults(self.places, self.labels)

    def frames(self, faults: Faults) -> Iterator[pl.DataFrame]:
        """All rows in blocks, with the columns that are read."""
        headers = self.recipe.headers
        if isinstance(self.source, Raw):
            for frame in self.source.blocks(faults):
                yield frame.select(headers)
            return
        for start in range(0, self.source.height, WINDOW):
            window = self.source.window(start, min(start + WINDOW, self.source.height), headers)
            yield pl.DataFrame([cells.alias(name) for name, cells in window.cells.items()]).select(headers)

    def windows(self, faults: Faults) -> Iterator[tuple[int, Window]]:
        """All rows in blocks, with the number of the first of each."""
        start = 0
        for frame in self.frames(faults):
            yield start, Window(start, frame.height, {cells.name: cells for cells in frame})
            start += frame.height


def open_side(
    source: Raw | ParquetFiles, mapping: TableMapping, system: TaxBenefitSystem, period: str, amounts: str, survey: bool
) -> tuple[Side, list[Problem]]:
    """The table under its mapping, and what is wrong with headers, types and the values that the mapping names.

    survey: whether a mapping file was given, so that blanks must be resolved; Stata and SPSS files always are surveys.
    """
    survey = survey or (isinstance(source, Raw) and source.survey)
    headers = list(source.schema)
    problems = mapping.check_headers(headers)
    named = [(header, mapping.rule(header).name, mapping.rule(header).unit) for header in mapping.kept(headers)]
    columns, wrong = resolve(named, system, period, amounts)
    problems += wrong
    recodings = []
    for header, column in columns.items():
        strict = survey and mapping.strict and column.default is not None
        found, wrong = recoding(header, mapping.rule(header), column, source.schema[header], strict)
        problems += wrong
        recodings.append(found)
    tagged = tuple(header for header in columns if header in source.tagged) if isinstance(source, Raw) else ()
    decimal_comma = isinstance(source, Raw) and source.decimal_comma
    side = Side(source, Recipe(tuple(recodings), period, decimal_comma, tagged))
    return side, problems + _wrong_types(side)


def _wrong_types(side: Side) -> list[Problem]:
    """Columns whose type no cell can be right in: looked for on no rows at all."""
    faults = side.faults()
    cells = {header: pl.Series(header, [], dtype=dtype) for header, dtype in side.schema.items()}
    window = Window(0, 0, cells)
    for item in side.recipe.recodings:
        own = side.recipe.cells(window, item, None)
        _read_nothing(item.column, own, faults)
    return faults.problems


def _read_nothing(column: Column, cells: pl.Series, faults: Faults) -> None:
    if column.type == "id":
        slow.identifiers(cells, faults)
    else:
        values.checked(column, cells, faults)


def refuse(file: str, problems: Sequence[Problem]) -> None:
    """Raise what was found, if anything."""
    if problems:
        raise TableError(file, list(problems))
