"""Building blocks of the rules on measures: what the model list of order № 227 annex 9 holds on the day of application.

A measure is a boolean parameter of `parameters/measures/employment/` (annex 9 p. 1) or `social_adaptation/` (p. 2),
and a boolean variable of the person, `<measure>_can_be_given`: who can be given it.
"""

from collections.abc import Callable
from typing import Any

import numpy
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import Period
from openfisca_core.populations import Population

from openfisca_kz.building_blocks.answers import said
from openfisca_kz.building_blocks.family_dates import membership_stated
from openfisca_kz.building_blocks.statements import refuse
from openfisca_kz.dates import application_days, in_force

SECTIONS = ("employment", "social_adaptation")
"""The points 1 and 2 of the annex, in their order."""


def variable_of(measure: str) -> str:
    """The variable that says who can be given the measure."""
    return f"{measure}_can_be_given"


def measures_of(parameters: ParameterNode, section: str) -> list[str]:
    """The ids of all measures that a section has ever listed, in alphabetical order."""
    return list(parameters.measures.children[section].children)


def listed(person: Population, period: Period, parameters: Callable[[str], Any], measure: str) -> numpy.ndarray:
    """Whether the list has the measure (such as `employment.public_works`) on each person's day of application: bool.

    The day decides, not the month: an act that commences inside the month divides it. Nobody but members of the family.
    """
    families = person.family.reference_entity
    days, day_of_family = application_days(families, period)
    on_day = numpy.array([bool(in_force(parameters(day), f"measures.{measure}", otherwise=0)) for day in days])
    of_person = on_day[day_of_family][families.members_entity_id]
    return of_person & person("is_family_member", period) if membership_stated(person) else of_person


def stated(person: Population, period: Period, fact: str) -> numpy.ndarray:
    """The yes/no fact of each person: bool. What nobody stated is no, without an array of a million noes."""
    return numpy.broadcast_to(said(person, fact, period), person.count)


def must_be_stated(person: Population, period: Period, fact: str, missing: numpy.ndarray, measure: str) -> None:
    """Refuses to decide a measure where the fact decides and is `missing` (bool for each person).

    Raises:
        SituationError: names the first such person and the fact.
    """
    refuse(person, missing, fact, period, f"{measure} can be given or not by {fact}: state it.")
