"""A table of persons and a table of families as one table of persons with the columns of their families."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy
import polars as pl

from openfisca_kz.tables.columns import Column, missing_family_id
from openfisca_kz.tables.errors import Problem
from openfisca_kz.tables.reading import cells as slow
from openfisca_kz.tables.reading import values
from openfisca_kz.tables.reading.assemble import Recipe
from openfisca_kz.tables.reading.faults import Faults, Places
from openfisca_kz.tables.reading.parquet import ParquetFiles, Window
from openfisca_kz.tables.reading.recoding import NUMBERS, Recoding
from openfisca_kz.tables.reading.sides import Side
from openfisca_kz.tables.reading.staging import Stage

COPIED = "column of the family "
"""Before the header of a column that was joined to the persons, so that both tables may use the same headers."""


def check_family_columns(recodings: list[Recoding]) -> list[Problem]:
    """Problems of columns that have no place in a table of families."""
    columns = [(item.header, item.column) for item in recodings]
    problems = [missing_family_id() for _ in range(all(column.name != "family_id" for _, column in columns))]
    for header, column in columns:
        if column.name != "family_id" and not column.of_family:
            fault = "this is of a person, not of a family"
            problems.append(Problem(header, None, None, fault, "Put it into the table of persons."))
    return problems


def read_families(blocks: Iterator[tuple[int, Window]], recipe: Recipe, faults: Faults) -> pl.DataFrame:
    """The table of families with `id`, `row` and its columns as cells; their faults are added."""
    frames = []
    for start, window in blocks:
        here = faults.at(start)
        frame = {"row": pl.Series("row", range(start, start + window.height), dtype=pl.Int64)}
        for recoding in recipe.recodings:
            cells = recipe.cells(window, recoding, here)
            if recoding.column.name == "family_id":
                frame["id"] = _ids(cells, here)
            else:
                _check(recoding.column, cells, here, recipe.decimal_comma)
                if recipe.decimal_comma and recoding.column.type in NUMBERS and cells.dtype == pl.String:
                    cells = cells.str.replace(",", ".", literal=True)
                frame[COPIED + recoding.header] = cells
        faults.merge(here)
        frames.append(pl.DataFrame([cells.alias(name) for name, cells in frame.items()]))
    families = pl.concat(frames, how="vertical_relaxed") if frames else pl.DataFrame()
    keys = numpy.sort(_keys(families["id"]))
    if not (keys[1:] == keys[:-1]).any():
        return families
    repeated = ~families["id"].is_first_distinct() & families["id"].is_not_null()
    cure = "Keep one row for each family."
    faults.add(repeated, families["id"].alias("family_id"), "this family is in the table twice", cure)
    return families.filter(~repeated)


def _keys(ids: pl.Series) -> numpy.ndarray:
    """A number for each id (uint64); two texts have the same one almost never."""
    return ids.hash().to_numpy()


class _Finder:
    """Finds ids in a long list of them: sorted once, looked up block by block."""

    def __init__(self, ids: pl.Series) -> None:
        self.ids = ids
        keys = _keys(ids)
        self._order = numpy.argsort(keys)
        self._keys = keys[self._order]

    def places(self, wanted: pl.Series) -> pl.Series:
        """The place of each id in the list; nothing where it is not there."""
        if not len(self.ids):
            return pl.Series([None] * len(wanted), dtype=pl.Int64)
        near = numpy.searchsorted(self._keys, _keys(wanted))
        places = pl.Series(self._order[numpy.minimum(near, len(self._order) - 1)])
        found = (self.ids.gather(places) == wanted).fill_null(value=False)
        if found.all():
            return places
        lost = wanted.filter(~found).unique().drop_nulls().alias("id")  # not there, or two ids with one key
        exact = pl.DataFrame(self.ids.alias("id")).with_row_index("place").join(pl.DataFrame(lost), on="id", how="semi")
        rest = wanted.replace_strict(exact["id"], exact["place"], default=None, return_dtype=pl.Int64)
        return pl.select(pl.when(found).then(places).otherwise(rest)).to_series()


def _ids(cells: pl.Series, faults: Faults) -> pl.Series:
    ids = slow.identifiers(cells, faults)
    faults.add(cells.is_null(), cells, "the cell is blank", "Give every family its id.")
    return ids


def _check(column: Column, cells: pl.Series, faults: Faults, decimal_comma: bool) -> None:
    if not faults.on(column.name) and values.quick(column, cells) is None:
        values.checked(column, cells, faults, decimal_comma)


def join(
    blocks: Iterator[pl.DataFrame], persons: Recipe, families: pl.DataFrame, own: Faults, theirs: Faults
) -> Iterator[pl.DataFrame]:
    """Blocks of persons with the columns of their families.

    Persons without their family are added to the faults `own`, families
    without persons to `theirs`.
    """
    start = 0
    seen = numpy.zeros(families.height, dtype=bool)
    ids_of_families, table = families["id"], families.drop("id", "row")
    finder = _Finder(ids_of_families)
    recoding = persons.of("family_id")
    assert recoding is not None  # noqa: S101
    for block in blocks:
        here = own.at(start)
        window = Window(start, block.height, {cells.name: cells for cells in block})
        ids = slow.identifiers(persons.cells(window, recoding, None), here)
        if ids.dtype != finder.ids.dtype:
            ids = ids.cast(pl.String)
            finder = finder if finder.ids.dtype == pl.String else _Finder(ids_of_families.cast(pl.String))
        places = finder.places(ids)
        lost = places.is_null() & ids.is_not_null()
        cure = "Add the family, or correct the id."
        here.add(lost, ids.alias("family_id"), "the table of families does not have this family", cure)
        seen[places.drop_nulls().to_numpy()] = True
        own.merge(here)
        start += block.height
        yield block.hstack(table.select(pl.all().gather(places)))
    empty = families.filter(~pl.Series(seen))
    if empty.height:
        row = int(empty["row"][0])
        cure = "Add its persons or remove it."
        theirs.add_row(row, "family_id", str(empty["id"][0]), "a family without persons", cure, more=empty.height - 1)


def join_sides(persons: Side, families: Side, own: Faults, stage: Stage) -> tuple[ParquetFiles, Recipe, Faults]:
    """Both tables as one copy, how its columns are read, and the faults of the table of families."""
    theirs = families.faults()
    name = Path(families.source.name).name
    theirs = replace(
        theirs, places=Places(tuple((file or name, start, first) for file, start, first in theirs.places.files))
    )
    table = read_families(families.windows(theirs), families.recipe, theirs)
    key = persons.recipe.of("family_id")
    assert key is not None  # noqa: S101
    joined = join(persons.frames(own), persons.recipe, table, own, theirs)
    copied = {name: dtype for name, dtype in table.schema.items() if name.startswith(COPIED)}
    files = stage.write("persons", {**persons.schema, **copied}, joined)
    added = tuple(
        Recoding(COPIED + item.header, item.column, strict=False, numeric=False)
        for item in families.recipe.recodings
        if item.column.name != "family_id"
    )
    recipe = replace(persons.recipe, recodings=persons.recipe.recodings + added)
    return files, recipe, theirs
