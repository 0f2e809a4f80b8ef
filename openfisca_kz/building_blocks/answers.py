"""What a user says about a person or a family: yes or no, how many, and days."""

import datetime
from collections.abc import Callable
from typing import Any

import numpy
from openfisca_core.holders import Holder
from openfisca_core.model_api import ETERNITY
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import CorePopulation

from openfisca_kz.dates import NOT_STATED
from openfisca_kz.errors import SituationError
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.stated import Answer, array_if_any, refuse_other_months, state

SetInput = Callable[[Holder, Period, numpy.ndarray], None]
"""Takes what is stated of a variable."""


class YesNo(Answer):
    """A yes or no that is «no» unless said, by months or for a whole year; it is looked at in the month of application.

    Such a question is put so that «no» is the ordinary case: a blank in a table means «no».
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        questions = {"value_type": bool, "unit": "boolean", "set_input": state_answer}
        super().__init_subclass__(**{**questions, **defaults})


def state_answer(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes what is said for a month, or for each month of a longer period (see `stated.state`).

    Raises:
        SituationError: days and weeks, numbers below zero (the default of a variable, «not known», aside).
    """
    place = [holder.population.entity.plural, holder.variable.name, str(period)]
    if period.unit not in (DateUnit.MONTH, DateUnit.YEAR):
        raise SituationError(place, f"Say {holder.variable.name} for a month (2025-05) or a year, not {period}.")
    values = holder._to_array(array)  # noqa: SLF001 the engine's own helpers for set_input do the same
    below = (values < 0) & (values != holder.variable.default_value) if holder.variable.value_type is int else None
    if below is not None and below.any():
        first = str(holder.population.ids[int(below.argmax())])
        raise SituationError([place[0], first, *place[1:]], "A number cannot be negative. Write 0 or more.")
    state(holder, period, values, array)


class Number(Answer):
    """How many of something a record has: 0 unless said, by months or for a whole year, as a `YesNo`."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"value_type": int, "set_input": state_answer, **defaults})


class GivenDate(LawVariable):
    """A day on which something happened, given once; not given means that it did not happen."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        once = {"value_type": datetime.date, "default_value": NOT_STATED, "definition_period": ETERNITY, "unit": "date"}
        super().__init_subclass__(**{**once, **defaults})


def found_from(facts: str) -> SetInput:
    """The `set_input` of what the rules find and a lawyer may be tempted to state: it is refused, with the cure.

    The engine would take what is stated of one record, with the defaults of all others, in the place of the rules.

    Args:
        facts: names of the inputs that decide.
    """

    def refuse(holder: Holder, period: Period, array: numpy.ndarray) -> None:
        population, name = holder.population, holder.variable.name
        of_records = numpy.flatnonzero(numpy.asarray(array) != holder.variable.default_value)
        record = [population.ids[of_records[0]]] if of_records.size else []
        cure = f"{name} is found by the rules: leave it out and state the facts that decide it ({facts})."
        raise SituationError([population.entity.plural, *record, name, period], cure)

    return refuse


def said(population: CorePopulation, name: str, period: Period) -> numpy.ndarray:
    """The answers to a `YesNo`; a single False if nobody answered, so that a million persons cost nothing.

    Raises:
        SituationError: a record says it for other months only, where nothing would read it.
    """
    refuse_other_months(population, name, period)
    if array_if_any(population, name, period) is None:
        return numpy.zeros(1, dtype=bool)
    return population(name, period)


def told(population: CorePopulation, name: str, period: Period) -> numpy.ndarray:
    """What was said about each record for the month of application, the default where nothing was.

    Raises:
        SituationError: a record says it for other months only, where nothing would read it.
    """
    refuse_other_months(population, name, period)
    return population(name, period)


def is_stated(days: numpy.ndarray) -> numpy.ndarray:
    """Which days are given: neither `NOT_STATED` nor the blank of a table."""
    return (days != numpy.datetime64(NOT_STATED)) & ~numpy.isnat(days)


def given_days(population: CorePopulation, name: str, period: Period) -> numpy.ndarray:
    """The days of a `GivenDate`, NaT where none is given: comparisons with it are false. One NaT if nobody gave any."""
    if array_if_any(population, name, period) is None:
        return numpy.full(1, "NaT", dtype="datetime64[D]")
    days = population(name, period).astype("datetime64[D]")
    return numpy.where(is_stated(days), days, numpy.datetime64("NaT", "D"))
