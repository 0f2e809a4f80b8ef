"""Time in the law: the reference quarter, and the law of the very day of application."""

import bisect
import datetime
import functools
from collections.abc import Callable, Iterable
from typing import Any

import numpy
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.holders import Holder
from openfisca_core.periods import DateUnit, Instant, Period
from openfisca_core.populations import GroupPopulation

from openfisca_kz.errors import SituationError
from openfisca_kz.law_variable import one_month_only

NOT_STATED = datetime.date.min
"""A date that nobody stated; the engine's own default, 1 January 1970, could be somebody's."""

MONTHS_IN_A_YEAR = 12


def reference_quarter(period: Period) -> Period:
    """The calendar quarter before the quarter of the month of application (Social Code art. 127 p. 2).

    A period of three months: May 2025 → January to March 2025; January 2025 → October to December 2024.
    """
    start = period.start
    months_into_quarter = (start.month - 1) % 3
    first_month = start.offset("first-of", DateUnit.MONTH).offset(-months_into_quarter - 3, DateUnit.MONTH)
    return Period((DateUnit.MONTH, first_month, 3))


def reference_months(period: Period) -> list[Period]:
    """The three months of the reference quarter."""
    return list(_reference_months(period))


@functools.cache
def _reference_months(period: Period) -> tuple[Period, ...]:
    """The same, found once: every rule asks for them, and the calendar of the engine is slow."""
    return tuple(reference_quarter(period).get_subperiods(DateUnit.MONTH))


def last_stated_first(stated: Iterable[Period], month: Period) -> list[Period]:
    """Months with a statement in the order in which they hold for `month`: up to it from the last, then those after."""
    months = sorted(stated, key=_start)
    after = bisect.bisect_right(months, month.start, key=_start)
    return months[:after][::-1] + months[after:]


def _start(period: Period) -> Instant:
    return period.start


def state_application_date(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes the days of application of a month; a family that states none while others do applies on the first day.

    The engine hands over the default of the variable (`NOT_STATED`) for those families.

    Raises:
        SituationError: a period that is not a month.
    """
    one_month_only(holder, period, f"State the day for the month of application (2025-05), not for {period}.")
    days = numpy.asarray(array, dtype="datetime64[D]")
    first_day = numpy.datetime64(str(period.start), "D")
    holder._set(period, numpy.where(days == numpy.datetime64(NOT_STATED), first_day, days))  # noqa: SLF001


def application_days(families: GroupPopulation, period: Period) -> tuple[list[str], numpy.ndarray]:
    """The distinct days of application (ISO dates), and for each family the index of its day.

    The engine reads parameters at the first of the month; the law that applies is the law of the day of application,
    which an act that commences inside the month divides.

    Raises:
        SituationError: an application date outside the month for which the result is asked.
    """
    dates = families("application_date", period)
    known = families.__dict__.setdefault("application_days", {})  # asked by every rule, the same for all of them
    if period not in known or known[period][0] is not dates:
        known[period] = (dates, _distinct_days(families, period, dates))
    return known[period][1]  # type: ignore[no-any-return]


def _distinct_days(families: GroupPopulation, period: Period, dates: numpy.ndarray) -> tuple[list[str], numpy.ndarray]:
    offsets = (dates - numpy.datetime64(str(period.start), "D")).astype(numpy.int64)
    outside = numpy.flatnonzero((offsets < 0) | (offsets >= period.size_in_days))
    if outside.size:
        family = str(families.ids[outside[0]])
        raise SituationError(
            [families.entity.plural, family, "application_date", str(period)],
            f"{dates[outside[0]]} is not a day of {period}: ask for the month of application, or correct the date.",
        )
    applied = numpy.bincount(offsets, minlength=1) > 0
    days = [str(period.start.offset(int(number), "day")) for number in numpy.flatnonzero(applied)]
    return days, (numpy.cumsum(applied) - 1)[offsets]


def law_of_day(
    families: GroupPopulation,
    period: Period,
    parameters: Callable[[str], Any],
    figure: Callable[[Any], float],
) -> numpy.ndarray:
    """`figure(parameters of the day of application)` for each family: a float array, one value a family."""
    days, day_of_family = application_days(families, period)
    return numpy.array([figure(parameters(day)) for day in days])[day_of_family]


def in_force(node: Any, path: str, otherwise: Any = numpy.nan) -> Any:
    """The value at `path` below a parameter node at an instant; `otherwise` if no value is in force then."""
    for name in path.split("."):
        try:
            node = node[name]
        except ParameterNotFoundError:
            return otherwise
    return node


def completed_years(born: numpy.ndarray, day: numpy.ndarray) -> numpy.ndarray:
    """Years completed on a day: a year is completed on the birthday itself (29 February: on 1 March of other years)."""
    if day.size and (day == day[0]).all():  # the same for all as a rule, and then there are few dates for many persons
        day, first = day[:1], born.min(initial=day[0])
        dates = numpy.arange(first, born.max(initial=day[0]) + numpy.timedelta64(1, "D"))
        if dates.size < born.size:  # NaT, too, would be a long way off
            return _completed(dates, day)[(born - first).astype(numpy.intp)]
    return _completed(born, day)


def _completed(born: numpy.ndarray, day: numpy.ndarray) -> numpy.ndarray:
    years = day.astype("datetime64[Y]").astype(int) - born.astype("datetime64[Y]").astype(int)
    return years - (_day_of_year(day) < _day_of_year(born))


def _day_of_year(dates: numpy.ndarray) -> numpy.ndarray:
    """A number that orders days within a year, the same in leap years: month × 32 + day."""
    months = dates.astype("datetime64[M]")
    return (months.astype(int) % 12) * 32 + (dates - months.astype("datetime64[D]")).astype(int)
