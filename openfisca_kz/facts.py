"""Facts about a person or a family that hold for longer than a month, such as the kind of a school."""

from collections.abc import Callable
from typing import Any

import numpy
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.model_api import Enum, set_input_dispatch_by_period
from openfisca_core.periods import Period
from openfisca_core.populations import CorePopulation

from openfisca_kz.law_variable import LawVariable


class Fact(LawVariable):
    """A fact with a closed list of values, the first of which is `not_stated`.

    Stated for a month, it holds for the following months until stated anew; months before take the first statement.
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"value_type": Enum, "set_input": set_input_dispatch_by_period, **defaults})


def as_stated(name: str) -> Callable[[CorePopulation, Period], numpy.ndarray]:
    """Formula of the fact `name`: the last statement up to the month, else the first one after it.

    It is decided for each person alone, so that one person's statement says nothing about the others.
    """

    def formula(population: CorePopulation, period: Period) -> numpy.ndarray:
        holder = population.get_holder(name)
        months = sorted(holder.get_known_periods(), key=lambda month: month.start)
        earlier = [month for month in reversed(months) if month.start < period.start]
        later = [month for month in months if month.start > period.start]
        values = holder.default_array()
        not_stated = values[:1].copy().view(numpy.ndarray)
        indices = values.view(numpy.ndarray).copy()
        for month in earlier + later:
            indices = numpy.where(indices == not_stated, holder.get_array(month).view(numpy.ndarray), indices)
        return EnumArray(indices, holder.variable.possible_values)

    return formula
