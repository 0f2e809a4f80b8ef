"""Which months of application the program covers: those whose every text was read (`covered_law.texts_read`)."""

import datetime
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
from openfisca_core.periods import Period
from openfisca_core.populations import GroupPopulation

from openfisca_kz.dates import application_days, in_force
from openfisca_kz.errors import SituationError
from openfisca_kz.facts import Fact
from openfisca_kz.income_lists import FACT_OF
from openfisca_kz.parameter_files import load_parameters

FOLDER = Path(__file__).parent.with_name("parameters") / "covered_law"
LAST_MONTH = "2099-12"
"""Months after it are no month of any law that can be known."""


@functools.cache
def covered_months() -> tuple[tuple[str, str], ...]:
    """Spans of whole months, first and last one as 'YYYY-MM', in the order of time; the last span ends the calendar."""
    spans: list[list[str]] = []
    for value in reversed(load_parameters(FOLDER).texts_read.values_list):
        if value.value and not (spans and not spans[-1][1]):
            spans.append([value.instant_str, ""])
        elif not value.value and spans and not spans[-1][1]:
            spans[-1][1] = value.instant_str
    return tuple((_first_whole_month(start), _last_whole_month(end)) for start, end in spans)


@functools.lru_cache(maxsize=4_096)
def is_covered(month: str) -> bool:
    """Whether the law of every day of a month 'YYYY-MM' is covered."""
    return any(first <= month <= last for first, last in covered_months())


def not_covered() -> str:
    """What is said of a month that is not covered: which ones are."""
    *earlier, (since, _) = covered_months()
    named = ", ".join(f"{first}–{last}" for first, last in earlier)
    return f"the law before {since} is not covered, but for {named}. Take one of these months, or a later one."


def _first_whole_month(start: str) -> str:
    day = datetime.date.fromisoformat(start)
    return (day if day.day == 1 else day.replace(day=1) + datetime.timedelta(days=31)).isoformat()[:7]


def _last_whole_month(end: str) -> str:
    """The last month that is over before the day `end`; '' never ends."""
    return (
        (datetime.date.fromisoformat(end).replace(day=1) - datetime.timedelta(days=1)).isoformat()[:7]
        if end
        else LAST_MONTH
    )


READ_BEFORE_THE_CODE = {
    *FACT_OF.values(),
    "application_date",
    "region",
    "birth_date",
    "given_poverty_line",
    "given_regional_subsistence_minimum",
    "regional_median_income",
}
"""Inputs beside the kinds of income that are read in the months before the Social Code."""


def refuse_uncovered(families: GroupPopulation, period: Period, parameters: Callable[[str], Any]) -> None:
    """Refuses an application before the Code on a day whose texts were not read, and inputs that no rule of then reads.

    What is read is asked of the law of each family's own day.

    Raises:
        SituationError: names the record, the day or the input, and the cure.
    """
    days, day_of_family = application_days(families, period)
    for number, day in enumerate(days):
        if not in_force(parameters(day), "covered_law.texts_read", otherwise=False):
            family = str(families.ids[int((day_of_family == number).argmax())])
            raise SituationError([families.entity.plural, family, "application_date", day], not_covered())
    lists = [parameters(day).total_income for day in days]
    kinds = [{kind for group in law for kind in law[group]} for law in lists]
    for population in families.simulation.populations.values():
        day_of = day_of_family if population is families else day_of_family[families.members_entity_id]
        for name, holder in population._holders.items():  # noqa: SLF001 only what somebody stated has a holder
            is_fact = isinstance(holder.variable, Fact)
            read = numpy.array([name in READ_BEFORE_THE_CODE or name in of_day for of_day in kinds])
            if read.all() or (holder.variable.formulas and not is_fact):
                continue
            for month in holder.__dict__.get("statements", {}) if is_fact else holder.get_known_periods():
                stated = (holder.get_array(month) != holder.variable.default_value) & ~read[day_of]
                if stated.any():
                    place = [population.entity.plural, str(population.ids[int(stated.argmax())]), name, str(month)]
                    raise SituationError(
                        place, f"No rule for {name} is written for {period}, before the Social Code: leave it out."
                    )
