"""Who came to a family and who left it, and which part of a month or of the reference quarter that touches."""

from typing import NamedTuple

import numpy
from openfisca_core.periods import Period
from openfisca_core.populations import Population

from openfisca_kz.building_blocks.answers import given_days
from openfisca_kz.building_blocks.statements import refuse
from openfisca_kz.dates import reference_months
from openfisca_kz.stated import anybody_stated

CHANGES = ("arrival_date", "departure_date", "death_date")
"""Dates that change the family."""

MEMBERSHIP = (
    "on_full_state_support",
    "in_conscript_service",
    "in_prison_or_compulsory_treatment",
    "lives_apart_from_family",
    "registered_in_another_settlement",
    "works_away_from_home",
    "school_child_registered_elsewhere",
    "in_boarding_institution",
    "full_time_student_in_kazakhstan",
    *CHANGES,
)
"""What can take a person out of the family, and what lets one live apart; who says none of it is a member."""

ORDER = (
    ("birth_date", "arrival_date"),
    ("birth_date", "departure_date"),
    ("birth_date", "death_date"),
    ("arrival_date", "death_date"),
    ("departure_date", "death_date"),
)
"""Pairs of dates of a person of which the first cannot be later; both can be the same day."""


class Month(NamedTuple):
    """A month of the reference quarter with its first and last day."""

    period: Period
    first: numpy.datetime64
    last: numpy.datetime64

    @property
    def days(self) -> int:
        """Number of its days."""
        return int((self.last - self.first).astype(int)) + 1


def quarter(period: Period) -> list[Month]:
    """The months of the reference quarter."""
    return [
        Month(month, numpy.datetime64(str(month.start), "D"), numpy.datetime64(str(month.stop), "D"))
        for month in reference_months(period)
    ]


class Absence(NamedTuple):
    """Days outside the family before the arrival, of each person: from `since` to the day before `until`.

    since: the departure of who came back; NaT for who had not belonged to the family before.
    until: the arrival; NaT for who has not arrived, up to the application.
    """

    since: numpy.ndarray
    until: numpy.ndarray


def membership_stated(person: Population) -> bool:
    """Whether anybody stated anything that can take a person out of a family."""
    return anybody_stated(person, *MEMBERSHIP)


def changes_stated(person: Population) -> bool:
    """Whether anybody came to a family or left one."""
    return anybody_stated(person, *CHANGES)


def absence(person: Population, period: Period) -> Absence:
    """When each person was outside the family before the arrival. Who left earlier and arrived again came back."""
    never = numpy.datetime64("NaT", "D")
    arrived = given_days(person, "arrival_date", period)
    until = numpy.where(arrived <= person.family("application_date", period), arrived, never)
    left = given_days(person, "departure_date", period)
    return Absence(numpy.where(left < until, left, never), until)


def day_left(person: Population, period: Period) -> numpy.ndarray:
    """The day on which each person left the family, death included; NaT for who had not left by the application.

    Who left and arrived again later, before the application, has not left.

    Raises:
        SituationParsingError: dates of a person contradict one another, such as an arrival after the death.
    """
    refuse_wrong_order(person, period)
    came_back = ~numpy.isnat(absence(person, period).since)
    left = numpy.where(came_back, numpy.datetime64("NaT", "D"), given_days(person, "departure_date", period))
    left = numpy.fmin(left, given_days(person, "death_date", period))
    return numpy.where(left <= person.family("application_date", period), left, numpy.datetime64("NaT", "D"))


def refuse_wrong_order(person: Population, period: Period) -> None:
    """Refuses dates of a person in an order that cannot be (`ORDER`)."""
    for first, then in ORDER:
        wrong = given_days(person, first, period) > given_days(person, then, period)
        refuse(person, wrong, then, period, f"{then} lies before {first}: correct one of them.")


def not_yet_there(person: Population, period: Period) -> numpy.ndarray:
    """Who arrives only after the application."""
    return given_days(person, "arrival_date", period) > person.family("application_date", period)


def left_in_quarter(person: Population, period: Period) -> numpy.ndarray:
    """Who left inside the reference quarter (order № 181 p. 10): no member, but the quarter's income was shared."""
    months = quarter(period)
    left = day_left(person, period)
    return (left >= months[0].first) & (left <= months[-1].last)


def belonged(person: Population, period: Period) -> numpy.ndarray:
    """Whose income is the family's: members at the application, and who left inside the reference quarter."""
    return person("is_family_member", period) | left_in_quarter(person, period)


def dead(person: Population, period: Period) -> numpy.ndarray:
    """Who had died by the application."""
    return given_days(person, "death_date", period) <= person.family("application_date", period)


def there_on(person: Population, period: Period, days: numpy.ndarray) -> numpy.ndarray:
    """Who belonged to the family on an earlier day: members at the application, and who left after that day, but for
    who arrived after it; who came back belonged to it before leaving.
    """
    there = person("is_family_member", period) | (day_left(person, period) > days)
    away = absence(person, period)
    return there & ~((away.until > days) & ~(away.since > days))


def days_before(day: numpy.ndarray, month: Month, by_days: numpy.ndarray) -> numpy.ndarray:
    """Days of the month before `day` (int, 0 for NaT); without `by_days` a month that has the day in it has none."""
    before = _whole(day - month.first, month)
    return numpy.where(by_days, before, numpy.where(before == month.days, before, 0))


def days_from(day: numpy.ndarray, month: Month, by_days: numpy.ndarray) -> numpy.ndarray:
    """Days of the month from `day` on (int, 0 for NaT); without `by_days` a month that has the day in it has all."""
    after = _whole(month.last + numpy.timedelta64(1, "D") - day, month)
    return numpy.where(by_days, after, numpy.where(after > 0, month.days, 0))


def _whole(difference: numpy.ndarray, month: Month) -> numpy.ndarray:
    none = numpy.isnat(difference)
    return numpy.where(none, 0, numpy.clip(numpy.where(none, 0, difference.astype(numpy.int64)), 0, month.days))
