"""Terms of months and ages of years and half years, counted by the calendar; parts of a sum in whole tiyn."""

from collections.abc import Callable
from typing import Any

import numpy
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import Population

from openfisca_kz.dates import application_days, in_force, law_of_day

MONTHS_OF_A_YEAR = 12


def months_later(days: numpy.ndarray, months: numpy.ndarray | float) -> numpy.ndarray:
    """The same day of the month so many months later (earlier if negative); the last of the month if it has no such."""
    month, into_month = _split(days)
    target = month + _months(months)
    last = (target + numpy.timedelta64(1, "M")).astype("datetime64[D]") - numpy.timedelta64(1, "D")
    return numpy.minimum(target.astype("datetime64[D]") + into_month, last)


def attained(born: numpy.ndarray, years: numpy.ndarray | float, day: numpy.ndarray) -> numpy.ndarray:
    """Whether an age in years (61 or 61.5) is attained on a day: on the birthday itself, as in `completed_years`.

    Without a date of birth (NaT) no age is attained. Who is born on a day that the month lacks attains it on the
    first of the next month.
    """
    month, into_month = _split(born)
    target = month + _months(numpy.asarray(years) * MONTHS_OF_A_YEAR)
    next_month = (target + numpy.timedelta64(1, "M")).astype("datetime64[D]")
    return numpy.minimum(target.astype("datetime64[D]") + into_month, next_month) <= day


def _split(days: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    month = numpy.asarray(days, dtype="datetime64[D]").astype("datetime64[M]")
    return month, days - month.astype("datetime64[D]")


def _months(months: numpy.ndarray | float) -> numpy.ndarray:
    return numpy.rint(months).astype(numpy.int64).astype("timedelta64[M]")


def term_runs(
    since: numpy.ndarray, months: numpy.ndarray, day: numpy.ndarray, last_day_included: numpy.ndarray
) -> numpy.ndarray:
    """Whether a term of so many months from the day `since` still runs on `day`; before `since` it does not.

    Its last day is the day of the same number; `last_day_included` says whether the term still runs on it.
    """
    end = months_later(since, months)
    return (since <= day) & ((day < end) | (last_day_included & (day == end)))


def within_months_before(
    event: numpy.ndarray, months: numpy.ndarray, day: numpy.ndarray, first_day_included: numpy.ndarray
) -> numpy.ndarray:
    """Whether an event lies within so many months before `day`, counted back from `day`; later events do not."""
    start = months_later(day, -months)
    return (event <= day) & ((event > start) | (first_day_included & (event == start)))


def months_left_in_quarter(month: Period) -> int:
    """Months from this one to the end of its calendar quarter, both included: 3, 2 or 1."""
    return 3 - (month.start.month - 1) % 3


def first_days(month: Period, count: int) -> list[numpy.datetime64]:
    """The first days of `count` months from this one on."""
    return [numpy.datetime64(str(month.start.offset(number, DateUnit.MONTH)), "D") for number in range(count)]


def part_of_tiyn(tiyn: numpy.ndarray, parts: numpy.ndarray | int, whole: numpy.ndarray | int) -> numpy.ndarray:
    """`tiyn` × `parts` ÷ `whole` in whole tiyn, a half upwards, also of a loss; exact, as all three are whole."""
    amount = numpy.rint(tiyn).astype(numpy.int64)
    divisor = numpy.asarray(whole, dtype=numpy.int64)
    return (2 * amount * numpy.asarray(parts, dtype=numpy.int64) + divisor) // (2 * divisor)


def law_for_persons(
    person: Population, period: Period, parameters: Callable[[str], Any], figure: Callable[[Any], float]
) -> numpy.ndarray:
    """`figure(parameters of the day of application)` for each person: that of the family. Read only."""
    families = person.family.reference_entity
    days, _ = application_days(families, period)
    if len(days) == 1:  # as a rule: one figure, not a million times
        return numpy.broadcast_to(figure(parameters(days[0])), person.count)
    return law_of_day(families, period, parameters, figure)[families.members_entity_id]


def law_on(
    person: Population,
    period: Period,
    parameters: Callable[[str], Any],
    path: str,
    days: numpy.ndarray | None = None,
) -> numpy.ndarray:
    """The figure at `path` of the law of each person's own day; of the day of application without `days`.

    Where no figure was in force on a day, as before the Code, that of the day of application stands in; so for NaT.
    """

    def figure(law: Any) -> float:
        return float(in_force(law, path))

    now = law_for_persons(person, period, parameters, figure)
    if days is None:
        return now
    distinct, which = numpy.unique(days, return_inverse=True)
    then = numpy.array([numpy.nan if numpy.isnat(day) else figure(parameters(str(day))) for day in distinct])[which]
    return numpy.where(numpy.isnan(then), now, then)
