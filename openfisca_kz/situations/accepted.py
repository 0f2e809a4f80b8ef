"""What may be said of each variable, read from the variables themselves: kinds of value, bounds, periods."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from typing import Literal

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_kz.building_blocks.answers import Number, YesNo
from openfisca_kz.building_blocks.quantities import Heads, Price, Quantity, SignedMoney
from openfisca_kz.building_blocks.statements import StatedSum, SumReceived
from openfisca_kz.facts import Fact, is_calculated
from openfisca_kz.money import LARGEST_AMOUNT, GivenFigure, Income

Kind = Literal["number", "integer", "boolean", "choice", "date"]
Stated = Literal["month", "months", "once", "never"]
"""For which periods a value can be stated: one month, one or several months or a year, once for ever, or never."""
LARGEST_NUMBER = 10**12
"""No number of any variable comes near it: thousand times the largest amount of a month."""
LARGEST_INTEGER = 1_000_000
"""Of counts: years, months, persons, dwellings."""
EARLIEST_DATE, LATEST_DATE = datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)


@dataclass(frozen=True)
class Accepted:
    """What one variable accepts.

    least, most: of numbers, both included. choices: names of a closed list. stated: for which periods it can be
    stated; calculated: whether the rules find it, so that it can be asked for.
    """

    kind: Kind
    stated: Stated
    calculated: bool
    least: float = -LARGEST_NUMBER
    most: float = LARGEST_NUMBER
    choices: tuple[str, ...] = ()


def accepted(system: TaxBenefitSystem) -> dict[str, Accepted]:
    """What each variable of the system accepts, by its name."""
    return {name: of_variable(variable) for name, variable in system.variables.items()}


def of_variable(variable: Variable) -> Accepted:
    """What a variable accepts."""
    accept = functools.partial(Accepted, stated=_stated(variable), calculated=is_calculated(variable))
    if variable.value_type is Enum:
        return accept("choice", choices=tuple(map(str, variable.possible_values.names)))
    if variable.value_type is bool:
        return accept("boolean")
    if variable.value_type is datetime.date:
        return accept("date")
    if variable.value_type is int or isinstance(variable, Heads):
        least = min(variable.default_value, 0)  # a default below 0 says «not known»
        return accept("integer", least=least, most=LARGEST_INTEGER)
    if isinstance(variable, SignedMoney):
        return accept("number", least=-LARGEST_AMOUNT, most=LARGEST_AMOUNT)
    if isinstance(variable, Income | GivenFigure | StatedSum | Quantity | Price):
        return accept("number", least=min(variable.default_value, 0), most=LARGEST_AMOUNT)
    return accept("number")


def _stated(variable: Variable) -> Stated:
    if variable.definition_period == DateUnit.ETERNITY:
        return "once"
    if variable.set_input.__name__ == "refuse":
        return "never"
    several = Income | GivenFigure | Fact | YesNo | Number | Quantity | Price | SignedMoney
    return "months" if isinstance(variable, several) and not isinstance(variable, SumReceived) else "month"
