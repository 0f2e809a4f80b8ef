"""The measures from which a career centre draws the individual plan of a family (order № 227 p. 2 1), annex 9)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy
from openfisca_core.parameters import Parameter, ParameterAtInstant
from openfisca_core.periods import period
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.building_blocks.measures import SECTIONS, measures_of, variable_of
from openfisca_kz.parameter_files import dated_parameters


class Citation(NamedTuple):
    """An act that puts a measure on the list: its title with the provision, and its address."""

    title: str
    href: str


class Measure(NamedTuple):
    """One measure of the model list on a day.

    id: name of its parameter, such as `public_works`; section: `employment` or `social_adaptation`; number: point and
    sub-point of the annex, such as «1 7)»; citations: one for each value of the law that lists it, so that a measure
    extended by an amending act cites both.
    """

    id: str
    section: str
    number: str
    citations: tuple[Citation, ...]


def model_list(system: TaxBenefitSystem, day: str) -> list[Measure]:
    """The measures that the model list has on a day (ISO date), in the order of the annex; empty before 1 July 2023."""
    found = [
        Measure(measure, section, _number(values[0]), tuple(_citation(value) for value in values))
        for section in SECTIONS
        for measure in measures_of(system.parameters, section)
        if (values := list(_listing_values(system, section, measure, day)))
    ]
    return sorted(found, key=lambda measure: [int(number) for number in re.findall(r"\d+", measure.number)])


def individual_plan(simulation: Simulation, family: str, month: str) -> dict[str, list[Measure]]:
    """The measures of the list that can be given to each member of a family, in the order of the annex.

    Which of them are planned is for the career centre and the family to agree; a social contract is made with
    families entitled to conditional help (Social Code art. 122).

    Args:
        simulation: persons and families with their facts.
        family: id of the family, as given to the simulation.
        month: month of application (`2025-05`); the list is that of the family's day of application.

    Returns:
        For each member's id its measures; a member to whom none can be given has an empty list.

    Raises:
        ValueError: no family of the simulation has this id.
    """
    families, persons = simulation.populations["family"], simulation.populations["person"]
    ids = [str(known) for known in families.ids]
    if str(family) not in ids:
        raise ValueError(f"There is no family «{family}»; known: {', '.join(ids)}.")
    position = ids.index(str(family))
    asked = period(month)
    day = str(simulation.calculate("application_date", asked)[position])
    members = numpy.flatnonzero(families.members_entity_id == position)
    plan: dict[str, list[Measure]] = {str(persons.ids[member]): [] for member in members}
    for measure in model_list(simulation.tax_benefit_system, day):
        given = simulation.calculate(variable_of(measure.id), asked)
        for member in members[given[members]]:
            plan[str(persons.ids[member])].append(measure)
    return plan


def _listing_values(system: TaxBenefitSystem, section: str, measure: str, day: str) -> Iterator[ParameterAtInstant]:
    """The values in force on the day that put the measure on the list, those of the unamended text first."""
    node = system.parameters.measures.children[section].children[measure]
    parameters = [node] if isinstance(node, Parameter) else list(dated_parameters(node))
    in_force = [
        next((value for value in parameter.values_list if value.instant_str <= day), None) for parameter in parameters
    ]
    yield from sorted((value for value in in_force if value and value.value), key=lambda value: value.instant_str)


def _number(value: ParameterAtInstant) -> str:
    return str(value.metadata["provision"]).removeprefix("annex 9 p. ")


def _citation(value: ParameterAtInstant) -> Citation:
    (reference,) = value.metadata["reference"]
    return Citation(reference["title"], reference["href"])
