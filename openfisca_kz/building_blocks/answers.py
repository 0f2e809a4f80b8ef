"""What a user says about a person or a family: yes or no, and days; and whether anybody has said it."""

import datetime
from typing import Any

import numpy
from openfisca_core.errors import SituationParsingError
from openfisca_core.holders import Holder
from openfisca_core.model_api import ETERNITY
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import CorePopulation

from openfisca_kz.dates import NOT_STATED
from openfisca_kz.law_variable import LawVariable


class YesNo(LawVariable):
    """A yes or no that is «no» unless said, by months or for a whole year; it is looked at in the month of application.

    Such a question is put so that «no» is the ordinary case: a blank in a table means «no».
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        questions = {"value_type": bool, "unit": "boolean", "set_input": state_answer}
        super().__init_subclass__(**{**questions, **defaults})


def state_answer(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes what is said for a month, or for each month of a longer period; refuses days and weeks.

    The engine hands over the default for everybody who said nothing about this period, so an answer for a longer period
    leaves what others said about a single month.
    """
    place = [holder.population.entity.plural, holder.variable.name, str(period)]
    if period.unit not in (DateUnit.MONTH, DateUnit.YEAR):
        raise SituationParsingError(place, f"Say {holder.variable.name} for a month (2025-05) or a year, not {period}.")
    values = holder._to_array(array)  # noqa: SLF001 the engine's own helpers for set_input do the same
    default = holder.variable.default_value
    if holder.variable.value_type in (int, float) and (values < default).any():
        first = str(holder.population.ids[int((values < default).argmax())])
        raise SituationParsingError([place[0], first, *place[1:]], "A number cannot be negative. Write 0 or more.")
    months = period.get_subperiods(DateUnit.MONTH)
    for month in months:
        known = holder.get_array(month) if len(months) > 1 else None
        holder._set(month, values if known is None else numpy.where(known == default, values, known))  # noqa: SLF001


class Number(LawVariable):
    """How many of something a family has: 0 unless said, by months or for a whole year, as a `YesNo`."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"value_type": int, "set_input": state_answer, **defaults})


class GivenDate(LawVariable):
    """A day on which something happened, given once; not given means that it did not happen."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        once = {"value_type": datetime.date, "default_value": NOT_STATED, "definition_period": ETERNITY, "unit": "date"}
        super().__init_subclass__(**{**once, **defaults})


def said(population: CorePopulation, name: str, period: Period) -> numpy.ndarray:
    """The answers to a `YesNo`; a single False if nobody answered, so that a million persons cost nothing.

    Raises:
        SituationParsingError: it is said for other months only, where nothing would read it.
    """
    holder = population.get_holder(name)
    if holder.get_array(period) is not None:
        return population(name, period)
    refuse_other_months(population, name, period)
    return numpy.zeros(1, dtype=bool)


def told(population: CorePopulation, name: str, period: Period) -> numpy.ndarray:
    """What was said about each record for the month of application, the default where nothing was.

    Raises:
        SituationParsingError: it is said for other months only, where nothing would read it.
    """
    if population.get_holder(name).get_array(period) is None:
        refuse_other_months(population, name, period)
    return population(name, period)


def refuse_other_months(population: CorePopulation, name: str, period: Period) -> None:
    """Refuses an input that is said for other months only: names the record, the month and the cure."""
    holder = population.get_holder(name)
    for month in holder.get_known_periods():
        elsewhere = holder.get_array(month) != holder.variable.default_value
        if elsewhere.any():
            place = [population.entity.plural, str(population.ids[int(elsewhere.argmax())]), name, str(month)]
            cure = f"{name} is stated for {month} but not for {period}, the month of application: state it there."
            raise SituationParsingError(place, cure)


def anything_said(population: CorePopulation, names: tuple[str, ...], period: Period) -> bool:
    """Whether anybody stated one of the inputs; a fact that holds for longer may have been stated for any month."""
    for name in names:
        holder = population.get_holder(name)
        known = holder.get_known_periods() if holder.variable.formulas else holder.get_array(period) is not None
        if known:
            return True
    return False


def is_stated(days: numpy.ndarray) -> numpy.ndarray:
    """Which days are given: neither `NOT_STATED` nor the blank of a table."""
    return (days != numpy.datetime64(NOT_STATED)) & ~numpy.isnat(days)


def given_days(population: CorePopulation, name: str, period: Period) -> numpy.ndarray:
    """The days of a `GivenDate`, NaT where none is given: comparisons with it are false. One NaT if nobody gave any."""
    if population.get_holder(name).get_array(period) is None:
        return numpy.full(1, "NaT", dtype="datetime64[D]")
    days = population(name, period).astype("datetime64[D]")
    return numpy.where(is_stated(days), days, numpy.datetime64("NaT", "D"))
