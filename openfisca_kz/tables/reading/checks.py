"""What must hold between columns: ids of persons, dates in order, aid with the fact that decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy
import polars as pl
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.income_lists import FACT_OF
from openfisca_kz.tables.columns import known
from openfisca_kz.tables.families import Population
from openfisca_kz.tables.reading import cells as slow
from openfisca_kz.tables.reading.faults import Faults
from openfisca_kz.tables.reading.runs import Families
from openfisca_kz.tables.reading.values import NO_DATE

if TYPE_CHECKING:
    from openfisca_kz.tables.columns import Column
    from openfisca_kz.tables.reading.assemble import Block


def check_person_ids(given: pl.Series, family_ids: pl.Series, families: Families, faults: Faults) -> None:
    """Add blank ids of persons to `faults`: of some persons of a family, or of all (a family without persons)."""
    ids = slow.identifiers(given, faults)
    if not ids.null_count():
        return
    blank = ids.is_null().to_numpy()
    named = numpy.bincount(families.of_person, weights=~blank, minlength=families.count)
    empty = (named == 0)[families.of_person]
    cells = family_ids.alias("family_id")
    faults.add(empty, cells, "a family without persons", "Add its persons or remove it.")
    faults.add(blank & ~empty, given, "the cell is blank", "Give every person an id, or leave the column out.")


def check_across_columns(block: Block, population: Population, system: TaxBenefitSystem) -> None:
    """Put the first of the month where no day of application is given; add what is wrong between columns."""
    period, faults = block.recipe.period, block.faults
    first_day = numpy.datetime64(period, "D")
    dates = population.family_inputs.get("application_date")
    if dates is not None:
        dates = numpy.where(dates == NO_DATE, first_day, dates)
        population.family_inputs["application_date"] = dates
    if faults is None:
        return
    if dates is not None and not faults.on("application_date"):
        outside = dates.astype("datetime64[M]") != numpy.datetime64(period)
        if outside.any():
            cure = f"Give a day of {period}, or compare the month of application."
            cells = _cells(block, "application_date")
            faults.add(outside[population.family_of_person], cells, f"a day outside {period}", cure)
    if "birth_date" in population.facts and not faults.on("birth_date"):
        _check_births(block, population, first_day if dates is None else dates[population.family_of_person], faults)
    for recoding in block.recipe.recodings:
        fact = FACT_OF.get(recoding.column.variable) if recoding.column.type == "amount" else None
        if fact and not faults.on(recoding.column.name) and not faults.on(fact):
            _check_fact_of_aid(block, population, recoding.column, fact, system)


def _cells(block: Block, name: str) -> pl.Series:
    recoding = block.recipe.of(name)
    assert recoding is not None  # noqa: S101
    return block.recipe.cells(block.window, recoding, None)


def _check_births(
    block: Block, population: Population, applications: numpy.ndarray | numpy.datetime64, faults: Faults
) -> None:
    births = population.facts["birth_date"]
    blank = births == NO_DATE
    if blank.any():
        cure = "Give every person's date of birth, or leave the column out (then there is no supplement for children)."
        faults.add(blank, _cells(block, "birth_date"), "the cell is blank", cure)
    unborn = births > applications
    if unborn.any():
        given = "application_date" in population.family_inputs
        first = f"the application on {applications} (the column application_date is missing)"
        day = "the application" if given else first
        cure = "Correct the date, or remove the person."
        faults.add(unborn, _cells(block, "birth_date"), f"born after {day}", cure)


def _check_fact_of_aid(
    block: Block, population: Population, column: Column, fact: str, system: TaxBenefitSystem
) -> None:
    amounts = {id(array): array for array in (population.amounts[column.variable, month] for month in column.months)}
    received = numpy.logical_or.reduce([array > 0 for array in amounts.values()])
    stated = population.facts.get(fact)
    missing = received if stated is None else received & (stated.view(numpy.ndarray) == 0)
    if missing.any() and block.faults is not None:
        cure = f"State it in the column {fact}. {known(system.variables[fact].possible_values.names[1:])}"
        block.faults.add(missing, _cells(block, column.name), f"{fact} is not stated", cure)
