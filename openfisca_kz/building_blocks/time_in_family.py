"""What counts of amounts of who came to the family, or left it, inside the reference quarter: order № 181 p. 10.

Income of a member who arrived counts from the day of arrival; of one who had left inside the quarter and came back, up
to the departure too. An amount of one month is divided by days of that month.
An amount that a rule makes for several months falls to them in equal parts, each divided in the same way. Each amount
is divided once, in whole numbers, and what is left out is rounded to the tiyn, a half upwards: it is never more than
the amount.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy
from openfisca_core.periods import Period
from openfisca_core.populations import Population

from openfisca_kz.building_blocks.family_dates import absence, changes_stated, day_left, days_before, days_from, quarter
from openfisca_kz.building_blocks.terms import law_for_persons, part_of_tiyn
from openfisca_kz.dates import reference_months
from openfisca_kz.income_lists import counted, received
from openfisca_kz.money import TIYN, TiynSum, to_tiyn


class Part(NamedTuple):
    """Amounts of persons, tenge, not negative, and the months of the reference quarter to which they belong.

    amounts: for each person, or for each of the persons at the positions `at`.
    months: for each month of the quarter, whether it is one of them (bool, or a bool array like `amounts`).
    several: whether a rule makes the amount for several months; if not, it is an amount of one month.
    """

    amounts: numpy.ndarray
    months: tuple[bool | numpy.ndarray, ...]
    several: bool | numpy.ndarray
    at: numpy.ndarray | None = None


def of_month(period: Period, month: Period, amounts: numpy.ndarray) -> Part:
    """An amount of one month of the quarter before an application in `period`."""
    return Part(amounts, tuple(month == each for each in reference_months(period)), several=False)


def of_whole_quarter(period: Period, amounts: numpy.ndarray) -> Part:
    """An amount that a rule makes for the months of the quarter together."""
    return Part(amounts, tuple(True for _ in reference_months(period)), several=True)


def amounts_received(person: Population, period: Period, kind: str) -> Iterator[Part]:
    """The stated amounts of a kind, by months of the quarter; nothing if nobody states any."""
    for month in reference_months(period):
        if received(person, kind, month):
            yield of_month(period, month, person(kind, month))


def received_in_family(
    person: Population, period: Period, parameters: Callable[[str], Any], kind: str
) -> numpy.ndarray | None:
    """What each person received (or paid) of a kind in the quarter while in the family, tenge; None if nobody did."""
    parts = list(amounts_received(person, period, kind))
    return counted_in_family(person, period, parameters, parts) if parts else None


def lists_in_family(
    person: Population, period: Period, parameters: Callable[[str], Any], *groups: str
) -> numpy.ndarray:
    """Income of the lists `groups` that counts in the quarter, of each person while in the family, tenge."""
    if not changes_stated(person):
        return counted(person, period, parameters, *groups)
    parts = (
        of_month(period, month, counted(person, period, parameters, *groups, months=[month]))
        for month in reference_months(period)
    )
    return counted_in_family(person, period, parameters, parts)


def counted_in_family(
    person: Population, period: Period, parameters: Callable[[str], Any], parts: Iterable[Part]
) -> numpy.ndarray:
    """The sum of amounts of each person, tenge, without what falls to days outside the family."""
    total: TiynSum | None = None
    outside: Outside | None = None
    for part in parts:
        if total is None:
            total = TiynSum(person.count)
            outside = _days_outside(person, period, parameters)
        total.add(part.amounts, part.at)
        if outside is not None:
            total.add(*_of_days_outside(part, outside, period))
    return numpy.zeros(person.count) if total is None else total.tenge()


class Outside(NamedTuple):
    """The persons who came to the family or left it, few of a million, and their days of the quarter outside it.

    at: positions of the persons. days: of each month, shape (months, persons `at`). divided: whether amounts for
    several months are divided, by the law of each person's day of application.
    """

    at: numpy.ndarray
    days: numpy.ndarray
    divided: numpy.ndarray


def _of_days_outside(part: Part, outside: Outside, period: Period) -> tuple[numpy.ndarray, numpy.ndarray]:
    """What falls to the days outside the family, tenge below zero, and the positions of the persons."""
    if part.at is None:
        at, days, divided, own = outside.at, outside.days, outside.divided, outside.at
    else:
        at, own, of_outside = numpy.intersect1d(part.at, outside.at, assume_unique=True, return_indices=True)
        days, divided = outside.days[:, of_outside], outside.divided[of_outside]

    def of_them(array: bool | numpy.ndarray) -> numpy.ndarray:
        return numpy.broadcast_to(array, part.amounts.shape)[own]

    lengths = numpy.array([month.days for month in quarter(period)])
    product = int(lengths.prod())  # one division, over the days of all months multiplied
    belongs = numpy.array([of_them(month) for month in part.months], dtype=numpy.int64)
    days_outside = (belongs * days * (product // lengths)[:, numpy.newaxis]).sum(axis=0)
    whole = numpy.maximum(belongs.sum(axis=0), 1) * product
    never_in_family = (days == lengths[:, numpy.newaxis]).all(axis=0)
    is_divided = ~of_them(part.several) | divided | never_in_family
    tiyn = part_of_tiyn(to_tiyn(part.amounts[own]), days_outside * is_divided, whole)
    return -tiyn / TIYN, at


def _days_outside(person: Population, period: Period, parameters: Callable[[str], Any]) -> Outside | None:
    """Days of each month of the quarter that persons were not in the family; None if nobody came or left.

    Days before the arrival, but for those before the departure of who came back
    (`interpretation.income_before_absence_counts`); in the other reading of
    `interpretation.income_after_departure_counts` also those from the day of departure on. Without
    `interpretation.month_of_change_by_days` the month of arrival is one in the family, that of departure one outside.
    Who arrived after the quarter, before the application, and did not leave inside the quarter, changed nothing in it:
    the whole quarter counts (`interpretation.arrival_after_quarter_counts_in_full`).
    """
    if not changes_stated(person):
        return None
    months = quarter(period)
    first, last = months[0].first, months[-1].last
    away = absence(person, period)
    since, until, left = numpy.broadcast_arrays(away.since, away.until, day_left(person, period))
    at = numpy.flatnonzero(~(numpy.isnat(until) & numpy.isnat(left)))
    if not at.size:
        return None
    since, until, left = since[at], until[at], left[at]

    def reading(read: Callable[[Any], float]) -> numpy.ndarray:
        return law_for_persons(person, period, parameters, read)[at].astype(bool)

    by_days = reading(lambda law: law.interpretation.month_of_change_by_days)
    late_in_full = reading(lambda law: law.interpretation.arrival_after_quarter_counts_in_full)
    afterwards = reading(lambda law: law.interpretation.income_after_departure_counts)
    before_absence = reading(lambda law: law.interpretation.income_before_absence_counts)
    in_full = (until > last) & late_in_full & ~(before_absence & (since >= first) & (since <= last))
    days = []
    for month in months:
        before = days_before(until, month, by_days)
        before -= numpy.where(before_absence, days_before(since, month, by_days), 0)
        after = numpy.where(afterwards, 0, days_from(left, month, by_days))
        days.append(numpy.minimum(numpy.where(in_full, 0, before) + after, month.days))
    return Outside(at, numpy.array(days), reading(lambda law: law.interpretation.amounts_for_several_months_divided))
