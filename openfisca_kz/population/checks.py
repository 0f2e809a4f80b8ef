"""What must hold between columns: dates in order, aid with the fact that decides about it."""

from __future__ import annotations

import numpy
import polars as pl
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.dates import NOT_STATED
from openfisca_kz.income_lists import FACT_OF
from openfisca_kz.population.cells import Faults
from openfisca_kz.population.columns import Column
from openfisca_kz.population.families import Population


def check_across_columns(
    frame: pl.DataFrame,
    population: Population,
    columns: list[Column],
    system: TaxBenefitSystem,
    period: str,
    faults: Faults,
) -> None:
    """Add what is wrong between columns to `faults`."""
    applications = _applications(frame, population, period, faults)
    if "birth_date" in population.facts and not faults.on("birth_date"):
        _check_births(frame, population, applications, faults)
    for column in columns:
        fact = FACT_OF.get(column.variable.name) if column.kind == "amount" else None
        if fact and not faults.on(column.name) and not faults.on(fact):
            _check_fact_of_aid(frame, population, column, system, faults)


def _applications(frame: pl.DataFrame, population: Population, period: str, faults: Faults) -> numpy.ndarray:
    """Day of application of each family: the first of the month where none is given."""
    first_day = numpy.datetime64(period, "D")
    dates = population.family_inputs.get("application_date")
    if dates is None:
        return numpy.full(population.n_families, first_day)
    population.family_inputs["application_date"] = dates = numpy.where(
        dates == numpy.datetime64(NOT_STATED), first_day, dates
    )
    if faults.on("application_date"):
        return dates
    outside = (dates.astype("datetime64[M]") != numpy.datetime64(period))[population.family_of_person]
    cure = f"Give a day of {period}, or compare the month of application."
    faults.add(outside, frame["application_date"], f"a day outside {period}", cure)
    return dates


def _check_births(frame: pl.DataFrame, population: Population, applications: numpy.ndarray, faults: Faults) -> None:
    births = population.facts["birth_date"]
    cure = "Give every person's date of birth, or leave the column out (then no supplement for children is computed)."
    faults.add(frame["birth_date"].is_null(), frame["birth_date"], "the cell is blank", cure)
    unborn = births > applications[population.family_of_person]
    given = "application_date" in population.family_inputs
    day = (
        "the application" if given else f"the application on {applications[0]} (the column application_date is missing)"
    )
    faults.add(unborn, frame["birth_date"], f"born after {day}", "Correct the date, or remove the person.")


def _check_fact_of_aid(
    frame: pl.DataFrame, population: Population, column: Column, system: TaxBenefitSystem, faults: Faults
) -> None:
    fact = FACT_OF[column.variable.name]
    received = numpy.logical_or.reduce([population.amounts[column.variable.name, month] > 0 for month in column.months])
    stated = population.facts.get(fact)
    missing = received if stated is None else received & (stated.view(numpy.ndarray) == 0)
    values = ", ".join(system.variables[fact].possible_values.names[1:])
    faults.add(missing, frame[column.name], f"{fact} is not stated", f"State it in the column {fact}: {values}.")
