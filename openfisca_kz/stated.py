"""What was stated, for which month and by whom: also the default itself, «no» or 0, if somebody states it."""

import functools
from collections.abc import Collection
from typing import Any

import numpy
from openfisca_core.holders import Holder
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import CorePopulation

from openfisca_kz.errors import SituationError
from openfisca_kz.law_variable import LawVariable


@functools.lru_cache(maxsize=4_096)
def months_of(period: Period) -> list[Period]:
    """The months of a period, found once: the calendar of the engine is slow. Not to be changed."""
    return period.get_subperiods(DateUnit.MONTH)


class Stated(numpy.ndarray):
    """Inputs of one month or year as the engine gathers them: defaults, over which it writes what is stated.

    It remembers in `by` the records written to, which the values do not show: who states a default is not silent.
    Where the engine repeats one situation along axes, `by` stays that of the one (see `state`).
    """

    by: numpy.ndarray | None

    def __array_finalize__(self, source: numpy.ndarray | None) -> None:
        by = getattr(source, "by", None)
        self.by = by if by is not None and by.size and self.size % by.size == 0 else None

    def __setitem__(self, at: Any, values: Any) -> None:
        super().__setitem__(at, values)
        if self.by is not None:
            self.by[at] = True


class Answer(LawVariable):
    """An input that holds for the month it is stated for: what one record states says nothing about the others."""

    def default_array(self, array_size: int) -> numpy.ndarray:
        """Defaults, ready to remember which of them are written over."""
        array = super().default_array(array_size).view(Stated)
        array.by = numpy.zeros(array_size, dtype=bool)
        return array


def state(holder: Holder, period: Period, values: numpy.ndarray, given: numpy.ndarray) -> None:
    """Takes checked `values` for a month, or for each month of a longer period.

    A record's statement for the month itself goes before one for a longer period, and another record's changes
    nothing of it.

    Args:
        given: the array as the engine hands it over. A plain one states something about every record.
    """
    by = getattr(given, "by", None)
    by = True if by is None else numpy.resize(by, given.size)  # repeated as the situation is
    before = holder.__dict__.get("stated_by", {})
    months = months_of(period)
    for month in months:
        own = before.get(month, False) if len(months) > 1 else False
        kept = values if own is False else numpy.where(own, holder.get_array(month), values)
        holder._set(month, numpy.asarray(kept))  # noqa: SLF001 the engine's own helpers for set_input do the same
    holder.__dict__["stated_by"] = {**before, **{month: by | before.get(month, False) for month in months}}


def stated_by(holder: Holder, month: Period) -> bool | numpy.ndarray:
    """Who stated an `Answer` for the month (bool array); False: nobody, True: everybody."""
    return holder.__dict__.get("stated_by", {}).get(month, False)  # type: ignore[no-any-return]


def holders_if_any(population: CorePopulation, names: Collection[str]) -> list[Holder]:
    """What holds the values of those variables of which anything was stated or calculated; makes none otherwise.

    A rule asks so for what most families do not state. An explanation writes down what was asked for (`looked_for`).

    Raises:
        KeyError: there is no such variable.
    """
    simulation, known = population.simulation, population._holders  # noqa: SLF001 `get_holder` would make one
    looked_for, variables = simulation.__dict__.get("looked_for"), simulation.tax_benefit_system.variables
    if looked_for is not None:
        for name in names:
            looked_for.add(name)
    return [known[name] for name in names if name in known or not variables[name]]


def holder_if_any(population: CorePopulation, name: str) -> Holder | None:
    """The same of one variable; None if nothing was stated or calculated of it."""
    found = holders_if_any(population, (name,))
    return found[0] if found else None


def array_if_any(population: CorePopulation, name: str, period: Period) -> numpy.ndarray | None:
    """The values of an input for a period, if anybody stated any; None otherwise."""
    holder = holder_if_any(population, name)
    return None if holder is None else holder.get_array(period)


def anybody_stated(population: CorePopulation, *names: str) -> bool:
    """Whether anybody stated one of the inputs, for whatever month: if not, nothing needs to be calculated."""
    return any(holder.get_known_periods() for holder in holders_if_any(population, names))


def stated_on(population: CorePopulation, name: str, period: Period, days: numpy.ndarray) -> numpy.ndarray:
    """What each record stated for the month of its own day; where it stated nothing for it, what it did for `period`.

    Args:
        days: a day for each record, such as that of a refusal; NaT asks for `period`.

    Raises:
        SituationError: a record states it for other months only.
    """
    holder = population.get_holder(name)
    months = days.astype("datetime64[M]")
    values, by = holder.default_array().view(numpy.ndarray), numpy.zeros(population.count, dtype=bool)
    for month, stated in holder.__dict__.get("stated_by", {}).items():
        own = stated & (months == numpy.datetime64(str(month.start), "M"))
        values, by = numpy.where(own, holder.get_array(month), values), by | own
    refuse_other_months(population, name, period, read=by)
    return numpy.where(by, values, population(name, period))


def refuse_other_months(
    population: CorePopulation, name: str, period: Period, read: bool | numpy.ndarray = False
) -> None:
    """Refuses an `Answer` that a record states for other months and not for this one, where nothing would read it.

    Who states the default, such as «no», for another month has lost nothing.

    Args:
        read: the records of which a statement for another month is read.

    Raises:
        SituationError: names the record, the month and the cure.
    """
    holder = holder_if_any(population, name)
    own = False if holder is None else stated_by(holder, period)
    if holder is None or own is True:
        return
    for month, by in holder.__dict__.get("stated_by", {}).items():
        elsewhere = by & numpy.logical_not(own) & numpy.logical_not(read)
        if elsewhere.any():
            elsewhere = elsewhere & (holder.get_array(month) != holder.variable.default_value)
        if elsewhere.any():
            place = [population.entity.plural, str(population.ids[int(elsewhere.argmax())]), name, str(month)]
            cure = f"{name} is stated for {month} but not for {period}, the month of application: state it there."
            raise SituationError(place, cure)
