"""What is stated about a person once and not month by month: sums of another period, dates, rates of exchange."""

from typing import Any

import numpy
from openfisca_core.holders import Holder
from openfisca_core.periods import Period
from openfisca_core.populations import Population

from openfisca_kz.dates import last_stated_first
from openfisca_kz.entities import Person
from openfisca_kz.errors import SituationError
from openfisca_kz.law_variable import LawVariable, one_month_only
from openfisca_kz.money import Income, Money, checked_amounts
from openfisca_kz.stated import Answer, state, stated_by


class StatedSum(Answer, Money):
    """A sum of a person that is no amount a month, such as the income declared for a year; tenge, to the tiyn.

    Stated in one month, it holds for applications in the following months until stated anew, also as 0; in months
    before, the first statement holds (see `as_last_stated`).
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"entity": Person, "set_input": state_sum, **defaults})


class SumReceived(Income):
    """Income received at once for several months, which the law spreads over them; stated in one month."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"set_input": state_sum, **defaults})


class Beside(LawVariable):
    """What stands beside an amount of a person: a date, a number of months, a rate of exchange.

    Stated for a month it belongs to the amount of that month, and to amounts of other months that have none of
    their own (see `as_last_stated`).
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"entity": Person, **defaults})


def state_sum(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes a sum stated in one month; refuses a longer period, whose months would each get a part of it.

    Raises:
        SituationError: a period that is not a month, or what is no amount (see `money.amount_faults`).
    """
    name = holder.variable.name
    one_month_only(holder, period, f"{name} is one sum: state it in one month (2025-02), not for {period}.")
    amounts, _ = checked_amounts(holder, period, array)
    state(holder, period, amounts, array)


def as_last_stated(person: Population, name: str, month: Period) -> numpy.ndarray:
    """The input `name` of each person for a month: stated for it, else the last before it, else the first after it.

    The default of the variable marks what a person did not state, but for a `StatedSum`, whose 0 ends what was stated
    before; a date that is missing in a table is not stated.
    """
    holder = person.get_holder(name)
    values = holder.default_array().view(numpy.ndarray)
    not_stated = values[:1].copy()
    silent = numpy.ones(person.count, dtype=bool)
    for known in last_stated_first(holder.get_known_periods(), month):
        stated = holder.get_array(known)
        if stated.dtype.kind == "M":
            stated = numpy.where(numpy.isnat(stated), not_stated, stated)
        by = (stated != not_stated) | stated_by(holder, known)
        values = numpy.where(silent & by, stated, values)
        silent &= ~by
    return values


def refuse(
    person: Population,
    at_fault: numpy.ndarray,
    name: str,
    month: Period,
    cure: str,
    at: numpy.ndarray | None = None,
) -> None:
    """Names the first person at fault, the variable, the month and the cure.

    Args:
        at_fault: bool for each person, or for each of the persons at the positions `at`.

    Raises:
        SituationError: somebody is at fault.
    """
    positions = numpy.flatnonzero(at_fault) if at is None else at[at_fault]
    if positions.size:
        raise SituationError([person.entity.plural, str(person.ids[positions[0]]), name, str(month)], cure)
