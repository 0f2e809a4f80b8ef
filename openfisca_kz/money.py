"""Money in tenge that never loses a tiyn: the types of variables, exact sums, the rounding of the law."""

from collections.abc import Iterator
from typing import Any

import numpy
from openfisca_core.holders import Holder
from openfisca_core.periods import DateUnit, Period

from openfisca_kz.entities import Person
from openfisca_kz.errors import SituationError
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.stated import Answer, months_of, state

TIYN = 100
"""Tiyn in a tenge."""

LARGEST_AMOUNT = 10_000_000_000
"""Tenge a month that one kind of income may reach: up to here sums are proven exact (see `TiynSum`)."""


FLOAT_NOISE = 1e-3
"""Tiyn by which a stored float may miss a whole tiyn, as 0.1 + 0.2 does; a real third decimal is 0.1 or more."""


class Money(LawVariable):
    """An amount in tenge a month, kept in float64 (the engine's float32 loses a tiyn above 131 072 tenge)."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"value_type": float, "unit": "currency-KZT", **defaults})

    def __init__(self, baseline_variable: Any = None) -> None:
        super().__init__(baseline_variable)
        self.dtype = numpy.float64


class Income(Money):
    """A kind of income of a person: the amount received, tenge a month, to the tiyn."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"entity": Person, "set_input": state_amount, **defaults})


class GivenFigure(Answer, Money):
    """A figure a month that the user knows, such as a poverty line; 0 means not given. Not divided over months."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"set_input": state_figure, **defaults})


def amount_faults(amounts: numpy.ndarray) -> Iterator[tuple[numpy.ndarray, str, str]]:
    """What makes amounts in tenge no income: which ones (bool array), the fault, the cure."""
    finite = numpy.isfinite(amounts)
    plausible = finite & (amounts <= LARGEST_AMOUNT)
    in_tiyn = numpy.where(plausible, amounts, 0) * TIYN
    yield ~finite, "not a finite number", "Write the amount, or 0."
    yield amounts < 0, "an amount cannot be negative", "Write the amount received, 0 or more."
    yield finite & ~plausible, "an amount above 10 000 000 000 tenge", "Check the unit: tenge, not tiyn."
    parts_of_a_tiyn = numpy.abs(in_tiyn - numpy.rint(in_tiyn)) > FLOAT_NOISE
    yield parts_of_a_tiyn, "more than two decimals", "Round to whole tiyn (1/100 of a tenge)."


def state_amount(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes the amounts of a month, or of several months in equal parts, exact to the tiyn.

    Refuses what the engine would lose or bend without a word: days and weeks, NaN, negative amounts, parts
    of a tiyn, and a longer period over a month that is already stated.
    """
    name, entity, ids = holder.variable.name, holder.population.entity.plural, holder.population.ids
    amounts, months = checked_amounts(holder, period, array)
    for month, amount in zip(months, equal_parts(amounts, len(months)), strict=True):
        stated = holder.get_array(month) if len(months) > 1 else None
        if stated is not None:  # the engine hands over zeros for persons who said nothing about this period
            twice = numpy.flatnonzero((stated > 0) & (amounts > 0))
            if twice.size:
                raise SituationError(
                    [entity, str(ids[twice[0]]), name, str(period)],
                    f"{name} is stated for {period} and for {month} too: state each month once.",
                )
            amount = numpy.maximum(amount, stated)
        holder._set(month, amount)  # noqa: SLF001 the engine's own helpers for set_input do the same


def state_figure(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes a figure for a month, or the same one for each of several months; refuses what is no amount."""
    amounts, _ = checked_amounts(holder, period, array)
    state(holder, period, amounts, array)


def checked_amounts(holder: Holder, period: Period, array: numpy.ndarray) -> tuple[numpy.ndarray, list[Period]]:
    """The amounts and the months they speak of, or an error that names the record, the fault and the cure."""
    name, entity = holder.variable.name, holder.population.entity.plural
    amounts = numpy.asarray(array, dtype=numpy.float64)
    for at_fault, fault, cure in amount_faults(amounts):
        if at_fault.any():
            first = int(at_fault.argmax())
            place = [entity, str(holder.population.ids[first]), name, str(period)]
            raise SituationError(place, f"{amounts[first]}: {fault}. {cure}")
    if period.unit not in (DateUnit.MONTH, DateUnit.YEAR):
        raise SituationError(
            [entity, name, str(period)],
            f"{name} is an amount a month: give a month (2025-02), or months (month:2025-01:3), not {period}.",
        )
    return amounts, months_of(period)


def equal_parts(amounts: numpy.ndarray, parts: int) -> list[numpy.ndarray]:
    """Divides amounts (tenge) into `parts` equal to the tiyn; the last part takes the remainder."""
    if parts == 1:
        return [amounts]
    whole = numpy.rint(amounts * TIYN)
    part = numpy.floor(whole / parts)
    return [part / TIYN] * (parts - 1) + [(whole - part * (parts - 1)) / TIYN]


def to_tiyn(tenge: numpy.ndarray) -> numpy.ndarray:
    """Whole tiyn (float64 integers) of amounts in tenge."""
    return numpy.rint(tenge * TIYN)


class TiynSum:
    """Adds arrays of amounts without losing a tiyn.

    Amounts up to 10¹⁰ tenge are added in blocks of 32 in float64: the error of a block stays under 0.001 tenge,
    so rounding each block to whole tiyn restores the exact sum. Sums of whole tiyn are exact below 2⁵³ tiyn.
    """

    BLOCK = 32

    def __init__(self, count: int) -> None:
        self._count = count
        self._block: numpy.ndarray | None = None
        self._in_block = 0
        self._closed: numpy.ndarray | None = None

    def add(self, amounts: numpy.ndarray, at: numpy.ndarray | None = None) -> None:
        """Adds amounts in tenge to every sum, or to the sums at the positions `at` (each given once)."""
        if self._in_block == self.BLOCK:
            self._closed = self.tiyn()
            self._block = None
            self._in_block = 0
        if at is not None:
            self._block = numpy.zeros(self._count) if self._block is None else self._block
            self._block[at] += amounts
        elif self._block is None:
            self._block = numpy.array(amounts, dtype=numpy.float64)
        else:
            self._block += amounts
        self._in_block += 1

    def tiyn(self) -> numpy.ndarray:
        """The sums in whole tiyn; nothing can be added afterwards."""
        block = numpy.zeros(self._count) if self._block is None else self._block
        block *= TIYN
        numpy.rint(block, out=block)
        if self._closed is not None:
            block += self._closed
        return block

    def tenge(self) -> numpy.ndarray:
        """The sums in tenge, each the float64 nearest to the exact amount; nothing can be added afterwards."""
        sums = self.tiyn()
        sums /= TIYN
        return sums


def round_half_up(amounts: numpy.ndarray, step: float | numpy.ndarray) -> numpy.ndarray:
    """Rounds amounts (tenge, not negative) to a multiple of `step`, a half upwards.

    An amount is first taken to 1/10 000 tenge, so that 11 470.5 stored as 11 470.499999… is still a half.
    """
    grid = 10_000
    steps = numpy.rint(numpy.asarray(step) * grid)
    return numpy.floor(numpy.rint(amounts * grid) / steps + 0.5) * steps / grid
