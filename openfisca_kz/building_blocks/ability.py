"""Who is able-bodied, who cares for somebody and who need not take part in employment measures.

Functions, not variables, because a ground of refusal asks them for some persons only: dates of birth and sexes of the
others need not be known.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy
from openfisca_core.periods import Period
from openfisca_core.populations import Population

from openfisca_kz.building_blocks.answers import given_days, said
from openfisca_kz.building_blocks.statements import refuse
from openfisca_kz.building_blocks.terms import MONTHS_OF_A_YEAR, attained, law_for_persons, months_later
from openfisca_kz.members import first_of_family
from openfisca_kz.stated import anybody_stated


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


def is_one_of(person: Population, name: str, period: Period, *items: str) -> numpy.ndarray:
    """Whose fact `name` has one of the values; nobody's if nobody stated it."""
    if not anybody_stated(person, name):
        return numpy.zeros(person.count, dtype=bool)
    values = person(name, period)
    indices = [values.possible_values[item].index for item in items]
    return numpy.isin(values.view(numpy.ndarray), indices)


def severe_disability(person: Population, period: Period) -> numpy.ndarray:
    """Persons with a disability of the first or second group."""
    return is_one_of(person, "disability_group", period, "first", "second")


def child_with_disability(person: Population, period: Period, parameters: Callable[[str], Any]) -> numpy.ndarray:
    """Persons with a disability who are under age; one under seven has no group."""
    disabled = is_one_of(person, "disability_group", period, "first", "second", "third", "child_without_group")
    third = is_one_of(person, "disability_group", period, "third")
    _must_be_given(person, period, "birth_date", third & numpy.isnat(_born(person, period)))
    below = law_for_persons(person, period, parameters, lambda law: law.care.disabled_child_age_below)
    return disabled & ~attained(_born(person, period), below, _application(person, period))


def able_bodied(
    person: Population, period: Period, parameters: Callable[[str], Any], asked: numpy.ndarray
) -> numpy.ndarray:
    """Whether each person is able-bodied (Code art. 1 p. 1 43), order № 227 p. 2 12)).

    Raises:
        SituationParsingError: of a person in `asked` the date of birth is not given, or not the sex where it decides.
    """

    def figure(read: Callable[[Any], float]) -> numpy.ndarray:
        return law_for_persons(person, period, parameters, read)

    born, day = _born(person, period), _application(person, period)
    unfit = severe_disability(person, period) | said(person, "long_illness", period)
    adult = attained(born, figure(lambda law: law.able_bodied.age_from), day)
    as_man = attained(born, figure(lambda law: law.able_bodied.retirement_age.men), day)
    as_woman = attained(born, figure(lambda law: law.able_bodied.retirement_age.women), day)
    man, woman = (is_one_of(person, "sex", period, item) for item in ("male", "female"))
    _must_be_given(person, period, "birth_date", asked & ~unfit & numpy.isnat(born))
    _must_be_given(person, period, "sex", asked & ~unfit & ~man & ~woman & (as_man != as_woman))
    retired = numpy.where(man, as_man, numpy.where(woman, as_woman, as_man & as_woman))
    return adult & ~retired & ~unfit


def caring(person: Population, period: Period, parameters: Callable[[str], Any]) -> Care:
    """Who cares for whom, as stated; where the date of birth of the one cared for is given, the age is looked at.

    Art. 121 2) names an elderly person who needs care, without an age; art. 122 p. 4 4) one older than eighty, which
    only a date of birth shows: later than the eightieth birthday. Of carers of a child under three art. 122 p. 4 4)
    names a parent only.
    """
    if not anybody_stated(person, "cares_for"):
        nobody = numpy.zeros(person.count, dtype=bool)
        return Care(nobody, nobody)

    def figure(read: Callable[[Any], float]) -> numpy.ndarray:
        return law_for_persons(person, period, parameters, read)

    born, day = given_days(person, "cared_for_birth_date", period), _application(person, period)
    young = ~attained(born, figure(lambda law: law.care.child_age_below), day)
    minor = ~attained(born, figure(lambda law: law.care.disabled_child_age_below), day)
    older = months_later(born, figure(lambda law: law.care.elderly_older_than) * MONTHS_OF_A_YEAR) < day
    own_child = is_one_of(person, "cares_for", period, "own_child_under_three") & young
    other_child = is_one_of(person, "cares_for", period, "other_child_under_three") & young
    disabled = is_one_of(person, "cares_for", period, "child_with_disability") & minor
    disabled |= is_one_of(person, "cares_for", period, "person_of_first_or_second_group")
    elderly = is_one_of(person, "cares_for", period, "elderly_person")
    return Care(own_child | other_child | disabled | elderly, own_child | disabled | (elderly & older))


def exemption(person: Population, period: Period, parameters: Callable[[str], Any], asked: numpy.ndarray) -> Exemption:
    """Who need not take part in employment measures (Code art. 122 p. 4).

    Only one able-bodied member of a family counts as carer: the first who says so, in the order of the members.
    """
    cares = caring(person, period, parameters).instead_of_measures & asked
    carer = cares
    if cares.any():
        carer = cares & able_bodied(person, period, parameters, cares)
        carer = first_of_family(person.family.reference_entity, carer)
    nobody = numpy.zeros(person.count, dtype=bool)
    return Exemption(
        severe_disability(person, period),
        nobody | said(person, "studies_full_time", period) | said(person, "full_time_student_in_kazakhstan", period),
        nobody | said(person, "long_illness", period),
        carer,
        nobody | said(person, "has_permanent_job", period),
    )


def _born(person: Population, period: Period) -> numpy.ndarray:
    return numpy.broadcast_to(given_days(person, "birth_date", period), (person.count,))


def _application(person: Population, period: Period) -> numpy.ndarray:
    return person.family("application_date", period)


def _must_be_given(person: Population, period: Period, name: str, missing: numpy.ndarray) -> None:
    """Refuses to guess: names the first person whose `name` is missing where it decides."""
    cure = f"Whether this person is able-bodied, or a child, depends on {name}: state it."
    refuse(person, missing, name, period, cure)
