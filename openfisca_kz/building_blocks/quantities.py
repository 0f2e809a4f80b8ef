"""What a family states in numbers that are no amounts received: land, heads, ages, prices, multiples."""

from typing import Any

import numpy
from openfisca_core.holders import Holder
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import GroupPopulation

from openfisca_kz.entities import Family
from openfisca_kz.errors import SituationError
from openfisca_kz.money import LARGEST_AMOUNT, Money
from openfisca_kz.stated import Answer, array_if_any, refuse_other_months, state


def state_quantity(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes a quantity for a month, or the same for each month of a longer period, such as a year.

    A month that a family states by itself keeps its own quantity, 0 included (see `stated.state`). Refused are days and
    weeks, NaN, infinity, negative numbers (the default of a variable, «not stated», aside) and parts of a head.
    """
    variable, entity = holder.variable, holder.population.entity.plural
    values = numpy.asarray(array, dtype=numpy.float64)
    if period.unit not in (DateUnit.MONTH, DateUnit.YEAR):
        raise SituationError(
            [entity, variable.name, str(period)],
            f"{variable.name} holds for months: give a month (2025-05) or a year (2025), not {period}.",
        )
    stated = values != variable.default_value
    faults = [
        (~numpy.isfinite(values), "not a finite number. Write the number."),
        (numpy.abs(values) > LARGEST_AMOUNT, f"above {LARGEST_AMOUNT}. Check the unit."),
        (stated & (values < 0) & (not isinstance(variable, SignedMoney)), "cannot be negative. Write 0 or more."),
    ]
    if isinstance(variable, Heads):
        faults.append((numpy.isfinite(values) & (values != numpy.rint(values)), "not a whole number. Count heads."))
    for at_fault, fault in faults:
        if at_fault.any():
            first = int(at_fault.argmax())
            place = [entity, str(holder.population.ids[first]), variable.name, str(period)]
            raise SituationError(place, f"{values[first]}: {fault}")
    state(holder, period, values, array)


class Quantity(Answer):
    """A number of the family, kept in float64; it holds for the month, or for every month of the year, it is given."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        own = {"value_type": float, "entity": Family, "set_input": state_quantity}
        super().__init_subclass__(**{**own, **defaults})

    def __init__(self, baseline_variable: Any = None) -> None:
        super().__init__(baseline_variable)
        self.dtype = numpy.float64


class Area(Quantity):
    """Land in units of 100 m² (сотка), parts allowed."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"unit": "100 m²", **defaults})


class Heads(Quantity):
    """A whole number of animals or birds."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"unit": "head", **defaults})


class Price(Answer, Money):
    """A price in tenge of one unit of a product; 0 means not given."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"entity": Family, "set_input": state_quantity, **defaults})


class SignedMoney(Answer, Money):
    """An amount of the family that may be a loss, below zero; 0 means not given."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"entity": Family, "set_input": state_quantity, **defaults})


def stated(families: GroupPopulation, name: str, period: Period) -> numpy.ndarray | None:
    """The input `name` in the month of application; None if no family states it, which then costs nothing.

    Raises:
        SituationError: a family states it for other months only, where nothing would read it.
    """
    refuse_other_months(families, name, period)
    return array_if_any(families, name, period)
