"""A table of persons, read and checked as a whole: the families that a comparison runs over."""

from __future__ import annotations

from pathlib import Path

import numpy
import polars as pl
from openfisca_core.indexed_enums import Enum
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.dates import NOT_STATED
from openfisca_kz.money import GivenFigure, equal_parts
from openfisca_kz.population import cells
from openfisca_kz.population.checks import check_across_columns
from openfisca_kz.population.columns import ROLES, Column, resolve
from openfisca_kz.population.errors import TableError
from openfisca_kz.population.families import Population
from openfisca_kz.population.reading import Source, read


def read_population(path: str | Path, system: TaxBenefitSystem, period: str, amounts: str = "month") -> Population:
    """Read a CSV or Parquet table of persons for applications in the month `period` ('YYYY-MM').

    amounts: 'month' if a plain income column is the amount of each month of the reference quarter, 'quarter' if it
    is the total of the quarter. Raises `TableError`, which names every column at fault; nothing is dropped or mended.
    """
    source = read(path)
    columns, problems = resolve(source.frame.columns, system, period, amounts)
    if problems:
        raise TableError(source.file, problems)
    faults = cells.Faults(source.first_row)
    population, first_rows = _families(source, columns, faults)
    for column in columns:
        if column.kind == "amount":
            _read_amount(source, column, population, faults)
        elif column.kind == "person":
            population.facts[column.name] = _values(source, column, faults)
        elif column.kind == "family":
            values = _same_in_family(
                source, column.name, _values(source, column, faults), population, first_rows, faults
            )
            population.family_inputs[column.name] = values
    check_across_columns(source.frame, population, columns, system, period, faults)
    if faults.problems:
        raise TableError(source.file, faults.problems)
    return population


def _families(source: Source, columns: list[Column], faults: cells.Faults) -> tuple[Population, numpy.ndarray]:
    """The table's own columns; also the first row of each family (positions)."""
    frame = source.frame
    ids = cells.identifiers(frame["family_id"], faults)
    cure = "Give every person a family, and delete rows that are blank."
    faults.add(ids.is_null(), frame["family_id"], "the cell is blank", cure)
    if ids.null_count():
        raise TableError(source.file, faults.problems)
    distinct = ids.unique(maintain_order=True)
    numbers = pl.DataFrame({"id": distinct, "number": numpy.arange(len(distinct))})
    family_of_person = pl.DataFrame({"id": ids}).join(numbers, on="id", how="left", maintain_order="left")["number"]
    members = family_of_person.to_numpy()
    first_rows = numpy.full(len(distinct), len(members))
    numpy.minimum.at(first_rows, members, numpy.arange(len(members)))
    if "person_id" in frame.columns:
        _check_person_ids(frame, ids, faults)
    population = Population(
        file=source.file,
        sha256=source.sha256,
        provenance=source.provenance,
        family_ids=distinct.to_numpy(),
        family_of_person=members,
        roles=_roles(frame, members, first_rows, faults),
        weights=numpy.ones(len(distinct)),
        is_parquet=source.is_parquet,
        first_row=source.first_row,
    )
    if "weight" in frame.columns:
        weights = cells.weights(frame["weight"], faults, source.decimal_comma)
        population.weights = _same_in_family(source, "weight", weights, population, first_rows, faults)
    return population, first_rows


def _check_person_ids(frame: pl.DataFrame, family_ids: pl.Series, faults: cells.Faults) -> None:
    given = frame["person_id"]
    ids = cells.identifiers(given, faults)
    persons = pl.DataFrame({"family": family_ids, "blank": ids.is_null()})
    empty = persons.select(pl.col("blank").all().over("family"))["blank"]
    faults.add(empty, family_ids.alias("family_id"), "a family without persons", "Add its persons or remove it.")
    faults.add(
        ids.is_null() & ~empty,
        given,
        "the cell is blank",
        "Give every person an id, or leave the column out.",
    )
    repeated = ~ids.is_first_distinct() & ids.is_not_null()
    faults.add(repeated, given, "this person is in the table twice", "Keep one row for each person.")


def _roles(
    frame: pl.DataFrame, members: numpy.ndarray, first_rows: numpy.ndarray, faults: cells.Faults
) -> numpy.ndarray:
    """Role of each person; without a column the first row of a family is the applicant and the others are `other`."""
    if "role" not in frame.columns:
        roles = numpy.full(len(members), ROLES.index("other"), numpy.int8)
        roles[first_rows] = ROLES.index("applicant")
        return roles
    given = frame["role"]
    roles = cells.choices(given, ROLES, faults)
    faults.add(given.is_null(), given, "the cell is blank", f"Use {', '.join(ROLES)}, or leave the column out.")
    for role in ("applicant", "spouse"):
        holders = numpy.flatnonzero(roles == ROLES.index(role))
        _, first = numpy.unique(members[holders], return_index=True)
        second = numpy.zeros(len(members), bool)
        second[numpy.delete(holders, first)] = True
        faults.add(second, given, f"a second {role} in the family", "A family has one at most.")
    return roles.astype(numpy.int8)


def _read_amount(source: Source, column: Column, population: Population, faults: cells.Faults) -> None:
    values = cells.amounts(source.frame[column.name], faults, source.decimal_comma)
    parts = [values] * len(column.months) if column.each_month else equal_parts(values, len(column.months))
    for month, part in zip(column.months, parts, strict=True):
        population.amounts[column.variable.name, month] = part


def _values(source: Source, column: Column, faults: cells.Faults) -> numpy.ndarray:
    """Cells of a fact; a blank is the variable's own «not stated» where it has one."""
    given, variable = source.frame[column.name], column.variable
    if variable.value_type is Enum:
        names = variable.possible_values.names
        blank = variable.default_value.index
        return variable.possible_values.encode(cells.choices(given, names, faults, blank))
    if variable.value_type is bool:
        return cells.truths(given, faults)
    if variable.value_type in (float, int):
        if isinstance(variable, GivenFigure):
            values = cells.amounts(given, faults, source.decimal_comma, blank_allowed=True)
        else:
            values = cells.numbers(given, faults, source.decimal_comma, whole=variable.value_type is int)
        return numpy.where(numpy.isnan(values), variable.default_value, values)
    days = cells.dates(given, faults)
    return numpy.where(numpy.isnat(days), numpy.datetime64(NOT_STATED), days)


def _same_in_family(
    source: Source,
    name: str,
    values: numpy.ndarray,
    population: Population,
    first_rows: numpy.ndarray,
    faults: cells.Faults,
) -> numpy.ndarray:
    """One value for each family; rows of a family that disagree are a fault that names the family."""
    own = values.view(numpy.ndarray)
    of_first = own[first_rows][population.family_of_person]
    equal = own == of_first
    if not equal.all() and not faults.on(name):
        row = int(numpy.argmin(equal))
        family = population.family_of_person[row]
        first = first_rows[family] + source.first_row
        fault = f"family {population.family_ids[family]} has another value in row {first}"
        faults.add(~equal, source.frame[name], fault, "Give the same value on all rows of a family.")
    return values[first_rows]
