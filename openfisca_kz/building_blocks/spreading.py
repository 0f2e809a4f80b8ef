"""A sum received for several months, and its part that falls into the reference quarter: order № 181 p. 18–20.

Part = sum × months that fall into the quarter ÷ months of the sum: one division, at the end, rounded once to a whole
tiyn, a half upwards. Months are calendar months, from the month of the first day to the month of the last one; only
whether a sum is for longer than the quarter is counted from day to day.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy
from openfisca_core.periods import Period
from openfisca_core.populations import Population

from openfisca_kz.building_blocks.statements import as_last_stated, refuse
from openfisca_kz.building_blocks.terms import law_for_persons, months_later, part_of_tiyn
from openfisca_kz.building_blocks.time_in_family import Part
from openfisca_kz.dates import NOT_STATED, reference_months
from openfisca_kz.money import TIYN, to_tiyn
from openfisca_kz.stated import anybody_stated, holder_if_any

SPREAD_ALWAYS = ("author_fee",)
"""Sums of p. 20, spread over their months however few."""

A_MONTH = numpy.timedelta64(1, "M")


def share(sums: numpy.ndarray, months: numpy.ndarray, counted: numpy.ndarray | int) -> numpy.ndarray:
    """Sums × counted ÷ months in tenge, exact, rounded to a whole tiyn, a half upwards.

    Args:
        sums: tenge, not negative. months: 1 or more. counted: months of the sum that count, 0 or more.
    """
    return part_of_tiyn(to_tiyn(sums), counted, months) / TIYN


def stated_sums(person: Population, name: str) -> Iterator[tuple[Period, numpy.ndarray, numpy.ndarray]]:
    """Month of statement, positions of the persons and their sums, for each month with sums of the kind `name`."""
    holder = holder_if_any(person, name)
    if holder is None:
        return
    for month in sorted(holder.get_known_periods(), key=lambda known: known.start):
        amounts = holder.get_array(month)
        at = numpy.flatnonzero(amounts > 0)
        if at.size:
            yield month, at, amounts[at]


def days_of_sum(person: Population, name: str, month: Period, at: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """First and last day (datetime64[D]) of the time of the sums `name`: the inputs `name_from` and `name_to`.

    Raises:
        SituationParsingError: a date is not stated, or the last day lies before the first.
    """
    bounds = []
    for end in (f"{name}_from", f"{name}_to"):
        days = as_last_stated(person, end, month)[at]
        missing = days == numpy.datetime64(NOT_STATED)
        cure = f"{name} needs {end}: the months that the sum is for."
        refuse(person, missing, end, month, cure, at)
        bounds.append(days)
    first, last = bounds
    cure = f"{name}_to lies before {name}_from: correct the dates."
    refuse(person, last < first, f"{name}_to", month, cure, at)
    return first, last


def months_of_sum(
    person: Population, name: str, month: Period, at: numpy.ndarray
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """First and last month (datetime64[M]) of the time of the sums `name` of a month (see `days_of_sum`)."""
    first, last = days_of_sum(person, name, month, at)
    return first.astype("datetime64[M]"), last.astype("datetime64[M]")


def length(first: numpy.ndarray, last: numpy.ndarray) -> numpy.ndarray:
    """Number of calendar months from the month `first` to the month `last`, both included; 0 if none lies between."""
    return numpy.maximum((last - first).astype(numpy.int64) + 1, 0)


def months_in_quarter(first: numpy.ndarray, last: numpy.ndarray, period: Period) -> numpy.ndarray:
    """How many of the months from `first` to `last` fall into the reference quarter of an application in `period`."""
    start, end = quarter_bounds(period)
    return length(numpy.maximum(first, start), numpy.minimum(last, end))


def spread_over(
    sums: numpy.ndarray, at: numpy.ndarray, first: numpy.ndarray, last: numpy.ndarray, period: Period
) -> Part:
    """What counts of sums for the months from `first` to `last`: their even part for those that lie in the quarter."""
    months = numpy.maximum(length(first, last), 1)
    counted = share(sums, months, months_in_quarter(first, last, period))
    return Part(counted, months_among(first, last, period), several=True, at=at)


def months_among(first: numpy.ndarray, last: numpy.ndarray, period: Period) -> tuple[numpy.ndarray, ...]:
    """For each month of the reference quarter, whether it lies among the months from `first` to `last`."""
    months = [month_of(month) for month in reference_months(period)]
    return tuple((first <= month) & (month <= last) for month in months)


def quarter_bounds(period: Period) -> tuple[numpy.ndarray, numpy.ndarray]:
    """First and last month (datetime64[M]) of the reference quarter."""
    months = reference_months(period)
    return month_of(months[0]), month_of(months[-1])


def month_of(month: Period) -> numpy.ndarray:
    """A month as datetime64[M]."""
    return numpy.asarray(str(month), dtype="datetime64[M]")


def spread_sums(
    person: Population, period: Period, parameters: Callable[[str], Any], name: str
) -> Iterator[tuple[Period, Part]]:
    """The part of each sum `name` that counts in the reference quarter, with its month of receipt.

    A sum counts for its own months that fall into the quarter, if it was received by the end of the quarter; in the
    other reading (`interpretation.lump_sum_months_of_quarter`) a sum received in the quarter counts for as many months
    as the quarter has, and falls evenly to all of them. P. 18 spreads only sums for a time longer than the quarter,
    counted from day to day: another counts whole, as an amount of the month of receipt
    (`interpretation.short_lump_sum_counts_whole`). P. 20 spreads every sum.
    """
    if not anybody_stated(person, name):
        return
    whole_quarter, short_whole = (
        law_for_persons(person, period, parameters, reading).astype(bool)
        for reading in (
            lambda law: law.interpretation.lump_sum_months_of_quarter,
            lambda law: law.interpretation.short_lump_sum_counts_whole,
        )
    )
    start, end = quarter_bounds(period)
    quarter = length(start, end)
    for month, at, sums in stated_sums(person, name):
        received = month_of(month)
        if received > end:
            continue
        since, until = days_of_sum(person, name, month, at)
        first, last = since.astype("datetime64[M]"), until.astype("datetime64[M]")
        months = length(first, last)
        not_longer = until < months_later(since, quarter)
        short = short_whole[at] & not_longer & (name not in SPREAD_ALWAYS)
        whole = whole_quarter[at]
        own = numpy.where(whole, numpy.minimum(months, quarter), months_in_quarter(first, last, period))
        counts = numpy.where(short, months, own) * (~(short | whole) | (received >= start))
        counted = share(sums, months, counts)
        falls = tuple(
            numpy.where(short, each == month, whole | among)
            for each, among in zip(reference_months(period), months_among(first, last, period), strict=True)
        )
        yield month, Part(counted, falls, several=~short, at=at)
