"""What a user says about a person or a family: yes or no, and days; and whether anybody has said it."""

import datetime
from typing import Any

import numpy
from openfisca_core.model_api import ETERNITY, set_input_dispatch_by_period
from openfisca_core.periods import Period
from openfisca_core.populations import CorePopulation

from openfisca_kz.dates import NOT_STATED
from openfisca_kz.law_variable import LawVariable


class YesNo(LawVariable):
    """A yes or no that is «no» unless said, by months or for a whole year; it is looked at in the month of application.

    Such a question is put so that «no» is the ordinary case: a blank in a table means «no».
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        questions = {"value_type": bool, "unit": "boolean", "set_input": set_input_dispatch_by_period}
        super().__init_subclass__(**{**questions, **defaults})


class GivenDate(LawVariable):
    """A day on which something happened, given once; not given means that it did not happen."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        once = {"value_type": datetime.date, "default_value": NOT_STATED, "definition_period": ETERNITY, "unit": "date"}
        super().__init_subclass__(**{**once, **defaults})


def said(population: CorePopulation, name: str, period: Period) -> numpy.ndarray:
    """The answers to a `YesNo`; a single False if nobody answered, so that a million persons cost nothing."""
    if population.get_holder(name).get_array(period) is None:
        return numpy.zeros(1, dtype=bool)
    return population(name, period)


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
