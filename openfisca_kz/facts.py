"""Facts about a person or a family that hold for longer than a month, such as the kind of a school."""

import datetime
from collections.abc import Callable
from typing import Any

import numpy
from openfisca_core.holders import Holder
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.model_api import Enum
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import CorePopulation
from openfisca_core.variables import Variable

from openfisca_kz.dates import last_stated_first
from openfisca_kz.errors import SituationError
from openfisca_kz.law_variable import LawVariable


class Fact(LawVariable):
    """A fact with a closed list of values, the first of which is `not_stated`.

    Stated for a month, it holds for the following months until stated anew; months before take the first statement.
    Each person or family is decided alone.
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"value_type": Enum, "set_input": state_fact, **defaults})


def state_fact(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes what is stated for a month, or for several; of two statements the one for the shorter period holds.

    The engine hands over `not_stated` for everybody who said nothing about this period: it is no statement.
    """
    if period.unit not in (DateUnit.MONTH, DateUnit.YEAR):
        place = [holder.population.entity.plural, holder.variable.name, str(period)]
        raise SituationError(place, f"State {holder.variable.name} for a month (2025-02), not for {period}.")
    said = holder._to_array(array).view(numpy.ndarray)  # noqa: SLF001 the engine's own helpers for set_input do the same
    statements: dict[Period, numpy.ndarray] = holder.__dict__.setdefault("statements", {})
    months = period.get_subperiods(DateUnit.MONTH)
    for month in months:
        before = statements.get(month, numpy.zeros_like(said))
        first, second = (said, before) if len(months) == 1 else (before, said)
        statements[month] = numpy.where(first == 0, second, first)
    for month in statements:
        holder._set(month, _holding(holder, month))  # noqa: SLF001


def as_stated(name: str) -> Callable[[CorePopulation, Period], numpy.ndarray]:
    """Formula of the fact `name` for a month that nobody spoke of."""

    def formula(population: CorePopulation, period: Period) -> numpy.ndarray:
        return _holding(population.get_holder(name), period)

    return formula


def _holding(holder: Holder, period: Period) -> EnumArray:
    """What holds in a month: the last statement up to it, else the first one after it."""
    statements = holder.__dict__.get("statements", {})
    values = holder.default_array().view(numpy.ndarray).copy()
    for month in last_stated_first(statements, period):
        values = numpy.where(values == 0, statements[month], values)
    return EnumArray(values, holder.variable.possible_values)


def is_calculated(variable: Variable) -> bool:
    """Whether the rules find a variable, and nobody need state it.

    A formula that only stands in when nothing is stated is no rule: a fact carried over from another month, or a date.
    """
    return bool(variable.formulas) and not isinstance(variable, Fact) and variable.value_type is not datetime.date
