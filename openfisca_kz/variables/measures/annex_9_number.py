"""Order № 227 annex 9: how many measures of the model list can be given to a person."""

import numpy

from openfisca_kz.building_blocks.measures import measures_of, variable_of
from openfisca_kz.entities import Person
from openfisca_kz.law_variable import LawVariable


class number_of_employment_measures(LawVariable):
    """How many of the active employment measures of the list (seven since 2023) can be given to the person."""

    value_type = int
    entity = Person
    label = "Employment measures that can be given"
    reference = "Order № 227 annex 9 p. 1"
    unit = "measures"

    def formula_2023_07_01(person, period):
        return number_that_can_be_given(person, period, "employment")


class number_of_social_adaptation_measures(LawVariable):
    """How many of the measures of social adaptation of the list (fourteen since 2023) can be given to the person."""

    value_type = int
    entity = Person
    label = "Measures of social adaptation that can be given"
    reference = "Order № 227 annex 9 p. 2"
    unit = "measures"

    def formula_2023_07_01(person, period):
        return number_that_can_be_given(person, period, "social_adaptation")


class number_of_measures(LawVariable):
    """How many measures of the model list can be given to the person, of both kinds.

    Which ones: `openfisca_kz.building_blocks.individual_plan`.
    """

    value_type = int
    entity = Person
    label = "Measures of the model list that can be given"
    reference = "Order № 227 annex 9"
    unit = "measures"

    def formula_2023_07_01(person, period):
        employment = person("number_of_employment_measures", period)
        return employment + person("number_of_social_adaptation_measures", period)


def number_that_can_be_given(person, period, section):
    """How many measures of a section of the list can be given to each person (int)."""
    number = numpy.zeros(person.count, dtype=numpy.int32)
    for measure in measures_of(person.simulation.tax_benefit_system.parameters, section):
        number += person(variable_of(measure), period)
    return number
