"""Who is able-bodied, who cares for somebody and who need not take part in employment measures.

Functions, not variables, because a ground of refusal asks them for some persons only: dates of birth and sexes of the
others need not be known. They ask for the day of application, or with `days` for a day of each person's own, such as
that of a refusal or a death. Ages are then those of that day, by the law of that day. What is said by months is taken
for the month of that day; of who says nothing for it, for the month of application. Facts are those that held in that
month.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy
from openfisca_core import periods
from openfisca_core.periods import Period
from openfisca_core.populations import Population

from openfisca_kz.building_blocks.answers import given_days, said
from openfisca_kz.building_blocks.family_dates import there_on
from openfisca_kz.building_blocks.statements import refuse
from openfisca_kz.building_blocks.terms import MONTHS_OF_A_YEAR, attained, law_on, months_later
from openfisca_kz.members import first_of_family, sum_of_members
from openfisca_kz.stated import anybody_stated, stated_on

Days = numpy.ndarray | None
"""A day for each person; None: the day of application."""


class Care(NamedTuple):
    """Who cares for somebody (bool arrays): in the sense of art. 121 2), and of art. 122 p. 4 4)."""

    for_unconditional_help: numpy.ndarray
    instead_of_measures: numpy.ndarray


class Exemption(NamedTuple):
    """Who need not take part, by the sub-points of art. 122 p. 4 (bool arrays)."""

    disability: numpy.ndarray
    full_time_study: numpy.ndarray
    illness: numpy.ndarray
    care: numpy.ndarray
    permanent_job: numpy.ndarray

    def any_of_them(self) -> numpy.ndarray:
        """Who is exempt by one of them at least."""
        return self.disability | self.full_time_study | self.illness | self.care | self.permanent_job


def is_one_of(person: Population, name: str, period: Period, *items: str, days: Days = None) -> numpy.ndarray:
    """Whose fact `name` has one of the values; nobody's if nobody stated it."""
    found = numpy.zeros(person.count, dtype=bool)
    if not anybody_stated(person, name):
        return found
    months = numpy.array([str(period)] if days is None else days, dtype="datetime64[M]")
    for month in numpy.unique(months[~numpy.isnat(months)]):
        values = person(name, periods.period(str(month)))
        indices = [values.possible_values[item].index for item in items]
        found |= (months == month) & numpy.isin(values.view(numpy.ndarray), indices)
    return found


def severe_disability(person: Population, period: Period, days: Days = None) -> numpy.ndarray:
    """Persons with a disability of the first or second group."""
    return is_one_of(person, "disability_group", period, "first", "second", days=days)


def child_with_disability(person: Population, period: Period, parameters: Callable[[str], Any]) -> numpy.ndarray:
    """Persons with a disability who are under age; one under seven has no group."""
    disabled = is_one_of(person, "disability_group", period, "first", "second", "third", "child_without_group")
    third = is_one_of(person, "disability_group", period, "third")
    _must_be_given(person, period, "birth_date", third & numpy.isnat(_born(person, period)))
    below = law_on(person, period, parameters, "care.disabled_child_age_below")
    return disabled & ~attained(_born(person, period), below, _day(person, period))


def able_bodied(
    person: Population, period: Period, parameters: Callable[[str], Any], asked: numpy.ndarray, days: Days = None
) -> numpy.ndarray:
    """Whether each person is able-bodied (Code art. 1 p. 1 43), order № 227 p. 2 12)).

    Raises:
        SituationParsingError: of a person in `asked` the date of birth is not given, or not the sex where it decides.
    """

    def reached(age: str) -> numpy.ndarray:
        return attained(born, law_on(person, period, parameters, f"able_bodied.{age}", days), day)

    born, day = _born(person, period), _day(person, period, days)
    unfit = severe_disability(person, period, days) | _said(person, "long_illness", period, days)
    as_man, as_woman = reached("retirement_age.men"), reached("retirement_age.women")
    man, woman = (is_one_of(person, "sex", period, item) for item in ("male", "female"))
    _must_be_given(person, period, "birth_date", asked & ~unfit & numpy.isnat(born))
    _must_be_given(person, period, "sex", asked & ~unfit & ~man & ~woman & (as_man != as_woman))
    retired = numpy.where(man, as_man, numpy.where(woman, as_woman, as_man & as_woman))
    return reached("age_from") & ~retired & ~unfit


def under_age(person: Population, period: Period, parameters: Callable[[str], Any]) -> numpy.ndarray:
    """Who is too young to be able-bodied and not, besides, of the first or second group or ill for long."""
    unfit = severe_disability(person, period) | said(person, "long_illness", period)
    born = _born(person, period)
    adult = attained(born, law_on(person, period, parameters, "able_bodied.age_from"), _day(person, period))
    return ~numpy.isnat(born) & ~adult & ~unfit


def caring(person: Population, period: Period, parameters: Callable[[str], Any], days: Days = None) -> Care:
    """Who cares for whom, as stated; where the date of birth of the one cared for is given, the age is looked at.

    Art. 121 2) names an elderly person who needs care, without an age; art. 122 p. 4 4) one older than eighty, which
    only a date of birth shows: later than the eightieth birthday. Of carers of a child under three art. 122 p. 4 4)
    names a parent only. Nobody cares for a person still to be born.
    """
    if not anybody_stated(person, "cares_for"):
        nobody = numpy.zeros(person.count, dtype=bool)
        return Care(nobody, nobody)

    def age(name: str) -> numpy.ndarray:
        return law_on(person, period, parameters, f"care.{name}", days)

    def cares_for(*items: str) -> numpy.ndarray:
        return ~(born > day) & is_one_of(person, "cares_for", period, *items, days=days)

    born, day = given_days(person, "cared_for_birth_date", period), _day(person, period, days)
    young = ~attained(born, age("child_age_below"), day)
    minor = ~attained(born, age("disabled_child_age_below"), day)
    older = months_later(born, age("elderly_older_than") * MONTHS_OF_A_YEAR) < day
    own_child = cares_for("own_child_under_three") & young
    other_child = cares_for("other_child_under_three") & young
    disabled = cares_for("child_with_disability") & minor
    disabled |= cares_for("person_of_first_or_second_group")
    elderly = cares_for("elderly_person")
    return Care(own_child | other_child | disabled | elderly, own_child | disabled | (elderly & older))


def exemption(
    person: Population, period: Period, parameters: Callable[[str], Any], asked: numpy.ndarray, days: Days = None
) -> Exemption:
    """Who need not take part in employment measures (Code art. 122 p. 4).

    Only one able-bodied member of a family counts as carer: the first who says so, in the order of the members. With
    `days`, those in `asked` are each the carer if they are the first of those who were in the family on their day.
    """
    nobody = numpy.zeros(person.count, dtype=bool)
    return Exemption(
        severe_disability(person, period, days),
        nobody
        | _said(person, "studies_full_time", period, days)
        | _said(person, "full_time_student_in_kazakhstan", period, days),
        nobody | _said(person, "long_illness", period, days),
        _carers(person, period, parameters, asked)
        if days is None
        else _carers_on(person, period, parameters, asked, days),
        nobody | _said(person, "has_permanent_job", period, days),
    )


def _carers(
    person: Population, period: Period, parameters: Callable[[str], Any], asked: numpy.ndarray, days: Days = None
) -> numpy.ndarray:
    """The first able-bodied carer of each family among those in `asked`."""
    cares = caring(person, period, parameters, days).instead_of_measures & asked
    if not cares.any():
        return cares
    able = cares & able_bodied(person, period, parameters, cares, days)
    return first_of_family(person.family.reference_entity, able)


def _carers_on(
    person: Population, period: Period, parameters: Callable[[str], Any], asked: numpy.ndarray, days: numpy.ndarray
) -> numpy.ndarray:
    """Who in `asked` was the first carer of the family on his own day: a round for each such person of a family."""
    families = person.family.reference_entity
    waiting = caring(person, period, parameters, days).instead_of_measures & asked
    found = numpy.zeros(person.count, dtype=bool)
    while waiting.any():
        one = first_of_family(families, waiting)
        of_family = families("application_date", period).astype("datetime64[D]")
        of_family[families.members_entity_id[one]] = days[one]
        day = of_family[families.members_entity_id]
        beside = (sum_of_members(families, one) > 0)[families.members_entity_id] & there_on(person, period, day)
        found |= one & _carers(person, period, parameters, one | beside, day)
        waiting &= ~one
    return found


def _said(person: Population, name: str, period: Period, days: Days) -> numpy.ndarray:
    return said(person, name, period) if days is None else stated_on(person, name, period, days)


def _born(person: Population, period: Period) -> numpy.ndarray:
    return numpy.broadcast_to(given_days(person, "birth_date", period), (person.count,))


def _day(person: Population, period: Period, days: Days = None) -> numpy.ndarray:
    return person.family("application_date", period) if days is None else days


def _must_be_given(person: Population, period: Period, name: str, missing: numpy.ndarray) -> None:
    """Refuses to guess: names the first person whose `name` is missing where it decides."""
    cure = f"Whether this person is able-bodied, or a child, depends on {name}: state it."
    refuse(person, missing, name, period, cure)
