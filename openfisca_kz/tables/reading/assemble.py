"""Rows of whole families as arrays: quickly when they were checked, or with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy
import polars as pl
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.money import equal_parts
from openfisca_kz.tables.columns import ROLES, Column
from openfisca_kz.tables.errors import cut
from openfisca_kz.tables.families import Population
from openfisca_kz.tables.reading import cells as slow
from openfisca_kz.tables.reading import values
from openfisca_kz.tables.reading.checks import check_across_columns, check_person_ids
from openfisca_kz.tables.reading.faults import Faults, Places, row_in_words
from openfisca_kz.tables.reading.parquet import Window
from openfisca_kz.tables.reading.raw import TAG
from openfisca_kz.tables.reading.recoding import Recoding
from openfisca_kz.tables.reading.runs import Families, number_families


@dataclass(frozen=True)
class Recipe:
    """How the columns of a file become those of a population; it travels to other processes."""

    recodings: tuple[Recoding, ...]
    period: str
    decimal_comma: bool = False
    tagged: tuple[str, ...] = ()

    @property
    def headers(self) -> list[str]:
        """The columns of the file that are read."""
        own = [recoding.header for recoding in self.recodings]
        return own + [TAG + header for header in own if header in self.tagged]

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The closed lists of columns whose words can be read as positions."""
        found = {item.header: item.column for item in self.recodings if item.column.type == "choice" and item.idle}
        return {header: column.choices for header, column in found.items()}

    def cells(self, window: Window, recoding: Recoding, faults: Faults | None) -> pl.Series:
        """The cells of a column under the mapping, by the name of the column."""
        cells = window.words(recoding.header)
        if recoding.idle and recoding.header not in self.tagged:
            return cells.alias(recoding.column.name)
        tags = window.cells[TAG + recoding.header] if recoding.header in self.tagged else None
        return recoding.apply(cells, tags, faults)

    def of(self, name: str) -> Recoding | None:
        """The recoding that makes the column of this name."""
        return next((item for item in self.recodings if item.column.name == name), None)


@dataclass
class Block:
    """A window while it is being read: numbered families, and the faults if they are looked for."""

    window: Window
    recipe: Recipe
    families: Families
    faults: Faults | None

    def values(self, recoding: Recoding) -> numpy.ndarray:
        """The values of a column, one for each person; its faults are added if they are looked for."""
        column, positions = recoding.column, self.window.positions.get(recoding.header)
        if positions is not None:
            quick = values.quick_choice(column, positions) if self.faults else values.trusted_choice(column, positions)
            if quick is not None:
                return quick
        cells = self.recipe.cells(self.window, recoding, self.faults)
        if self.faults is None:
            return values.trusted(column, cells, self.recipe.decimal_comma)
        quick = values.quick(column, cells)
        if quick is not None:
            return quick
        if self.faults.on(column.name):  # what the mapping left open is no use to look at
            quiet = self.faults.at(self.faults.start)
            return values.checked(column, cells, quiet, self.recipe.decimal_comma)
        return values.checked(column, cells, self.faults, self.recipe.decimal_comma)

    def of_families(self, recoding: Recoding) -> numpy.ndarray:
        """The values of a column that must be the same on all rows of a family, one for each family."""
        own, families = self.values(recoding), self.families
        if self.faults is not None and not self.faults.on(recoding.column.name):
            differs = families.rows_that_differ(own)
            if differs is not None:
                self._add_difference(recoding, differs)
        return own[families.first_rows]

    def _add_difference(self, recoding: Recoding, differs: numpy.ndarray) -> None:
        families, faults = self.families, self.faults
        assert faults is not None  # noqa: S101
        family = families.of_person[int(differs.argmax())]
        first = int(families.first_rows[family]) + faults.start
        fault = f"family {cut(families.ids[family])} has another value in {row_in_words(faults.places, first)}"
        cells = self.window.words(recoding.header).alias(recoding.column.name)
        faults.add(differs, cells, fault, "Give the same value on all rows of a family.", kind="family")


def assemble(
    window: Window,
    recipe: Recipe,
    system: TaxBenefitSystem,
    together: bool,
    faults: Faults | None = None,
    **about: Any,
) -> Population:
    """The population of a window of whole families; without `faults` the cells are trusted to be checked.

    together: whether the rows of each family stand together. about: file, sha256 and the like of the population.
    """
    by_name = {item.column.name: item for item in recipe.recodings}
    ids = slow.identifiers(recipe.cells(window, by_name.pop("family_id"), None), faults or _none())
    block = Block(window, recipe, number_families(ids, together), faults)
    families = block.families
    population = Population(
        family_ids=families.ids,
        family_of_person=families.of_person,
        roles=_roles(block, by_name.pop("role", None)),
        weights=numpy.ones(families.count),
        takes_up=numpy.ones(families.count, dtype=bool),
        **about,
    )
    person_id = by_name.pop("person_id", None)
    if person_id and faults is not None:
        check_person_ids(recipe.cells(window, person_id, None), ids, families, faults)
    for recoding in by_name.values():
        column = recoding.column
        if column.name == "weight":
            population.weights = block.of_families(recoding)
        elif column.name == "takes_up":
            population.takes_up = block.of_families(recoding)
        elif column.name == "residence":
            population.residence = block.of_families(recoding).astype(numpy.int8)
        elif column.type == "amount":
            population.amounts.update(by_months(column, block.values(recoding)))
        elif column.entity == "family":
            population.family_inputs[column.name] = _of_variable(column, block.of_families(recoding), system)
        else:
            population.facts[column.name] = _of_variable(column, block.values(recoding), system)
    check_across_columns(block, population, system)
    return population


def _none() -> Faults:
    return Faults(Places(((None, 0, 1),)))


def by_months(column: Column, amounts: numpy.ndarray) -> Iterator[tuple[tuple[str, str], numpy.ndarray]]:
    """The amounts of a column by (variable, month), exact to the tiyn.

    A total of a quarter or a year is divided into equal months, and the last of them takes the remainder: of a year,
    December.
    """
    if column.unit == "month":
        parts = [amounts] * len(column.months)
    elif column.unit == "quarter":
        parts = equal_parts(amounts, len(column.months))
    else:
        year = equal_parts(amounts, 12)
        parts = [year[int(month[5:]) - 1] for month in column.months]
    for month, part in zip(column.months, parts, strict=True):
        yield (column.variable, month), part


def _of_variable(column: Column, own: numpy.ndarray, system: TaxBenefitSystem) -> numpy.ndarray:
    if column.type != "choice":
        return own
    return EnumArray(own, system.variables[column.variable].possible_values)


def _roles(block: Block, recoding: Recoding | None) -> numpy.ndarray:
    """Role of each person; without a column the first row of a family is the applicant and the others are `other`."""
    families = block.families
    if recoding is None:
        roles = numpy.full(len(families.of_person), ROLES.index("other"), numpy.int8)
        roles[families.first_rows] = ROLES.index("applicant")
        return roles
    roles = block.values(recoding)
    if block.faults is not None:
        for role in ("applicant", "spouse"):
            holders = numpy.flatnonzero(roles == ROLES.index(role))
            second = families.repeated(holders)
            if second.size:
                rows = numpy.zeros(len(roles), bool)
                rows[second] = True
                cells = block.window.words(recoding.header).alias("role")
                block.faults.add(rows, cells, f"a second {role} in the family", "A family has one at most.")
    return roles.astype(numpy.int8)
