"""Criteria by which the district commission finds no need: Social Code art. 125, order № 167 annex 2 p. 2."""

import numpy

from openfisca_kz.building_blocks import ability
from openfisca_kz.building_blocks.answers import given_days, told
from openfisca_kz.building_blocks.terms import MONTHS_OF_A_YEAR, law_for_persons, within_months_before
from openfisca_kz.dates import law_of_day
from openfisca_kz.entities import Family
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.members import sum_of_members
from openfisca_kz.stated import anybody_stated

POSSESSIONS = (
    "dwellings_owned",
    "dwelling_alienation_date",
    "profit_premises",
    "building_plot",
    "cars_owned",
    "special_vehicles",
    "local_ground_of_no_need",
)
"""Without any of these stated no criterion can be met."""


class dwellings_counted(LawVariable):
    """Dwellings owned, without those in emergency condition, with those alienated in the five years before.

    A dwelling alienated on the very day five years before the application still counts
    (`interpretation.last_day_of_term_included`). The Kazakh text of the Code speaks, by its order of words, of
    alienated dwellings only; the Russian «including» and order № 167 in both languages show what is meant.
    """

    value_type = int
    entity = Family
    label = "Dwellings that count"
    reference = ["Social Code art. 125 p. 1 1)", "Order № 167 annex 2 p. 2 1)"]
    unit = "dwellings"

    def formula_2023_07_01(family, period, parameters):
        def figure(read):
            return law_of_day(family, period, parameters, read)

        alienated = given_days(family, "dwelling_alienation_date", period)
        years = figure(lambda law: law.needs.alienation_years)
        first_day = figure(lambda law: law.interpretation.last_day_of_term_included)
        day = family("application_date", period)
        recent = within_months_before(alienated, years * MONTHS_OF_A_YEAR, day, first_day)
        number = numpy.maximum(told(family, "dwellings_alienated", period), 1)
        owned = told(family, "dwellings_owned", period) - told(family, "dwellings_in_emergency_condition", period)
        return numpy.maximum(owned, 0) + numpy.where(recent, number, 0)


class no_need_by_dwellings(LawVariable):
    """More than one dwelling that counts, unless all together have at most 18 m² for each member (<=)."""

    value_type = bool
    entity = Family
    label = "No need: dwellings"
    reference = ["Social Code art. 125 p. 1 1)", "Order № 167 annex 2 p. 2 1)"]
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        allowed = law_of_day(family, period, parameters, lambda law: law.needs.dwellings_allowed)
        for_a_member = law_of_day(family, period, parameters, lambda law: law.needs.dwelling_area_per_member)
        area = told(family, "dwellings_area", period)
        small = (area > 0) & (area <= for_a_member * family("family_size", period))
        return (family("dwellings_counted", period) > allowed) & ~small


class no_need_by_premises(LawVariable):
    """Separate premises used for gain. The Kazakh text of order № 167 says «other than for permanent living»."""

    value_type = bool
    entity = Family
    label = "No need: premises for gain"
    reference = ["Social Code art. 125 p. 1 2)", "Order № 167 annex 2 p. 2 2)"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        return told(family, "profit_premises", period)


class no_need_by_plot(LawVariable):
    """A building plot beside an owned dwelling, unless the local body gave it free of charge.

    The Kazakh text of order № 167 says «bought plot»; the Code in both languages does not.
    """

    value_type = bool
    entity = Family
    label = "No need: building plot"
    reference = ["Social Code art. 125 p. 1 3)", "Order № 167 annex 2 p. 2 3)"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        beside_a_dwelling = told(family, "building_plot", period) & (told(family, "dwellings_owned", period) > 0)
        return beside_a_dwelling & ~told(family, "building_plot_given_free", period)


class is_large_family(LawVariable):
    """Whether the family has four or more children under age who live with it, full-time students under 23 included.

    Counted are members with the role of a child; without a date of birth such a child counts as under age.
    """

    value_type = bool
    entity = Family
    label = "Large family"
    reference = ["Social Code art. 125 p. 1 4)", "Order № 181 p. 16 2)"]
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        person = family.members

        def figure(read):
            return law_for_persons(person, period, parameters, read)

        age = person("age", period)
        studies = told(person, "studies_full_time", period) | told(person, "full_time_student_in_kazakhstan", period)
        under_age = age < figure(lambda law: law.family.student_age_from)
        student = studies & (age < figure(lambda law: law.family.student_age_below))
        child = person.has_role(Family.CHILD) & person("is_family_member", period) & (under_age | student)
        needed = law_of_day(family, period, parameters, lambda law: law.family.large_family_children)
        return sum_of_members(family, child) >= needed


class no_need_by_cars(LawVariable):
    """More than one passenger car in working order.

    Not in a large family, nor in a family with a child with a disability or a member of the first or second group.
    """

    value_type = bool
    entity = Family
    label = "No need: passenger cars"
    reference = ["Social Code art. 125 p. 1 4)", "Order № 167 annex 2 p. 2 4)"]
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        allowed = law_of_day(family, period, parameters, lambda law: law.needs.cars_allowed)
        too_many = told(family, "cars_owned", period) > allowed
        if not too_many.any():
            return too_many
        person = family.members
        disabled = ability.severe_disability(person, period) | ability.child_with_disability(person, period, parameters)
        with_disability = sum_of_members(family, person("is_family_member", period) & disabled) > 0
        return too_many & ~with_disability & ~family("is_large_family", period)


class no_need_by_vehicles(LawVariable):
    """Farm machinery, or a vehicle or craft of art. 125 p. 1 5), in working order, owned, held or used."""

    value_type = bool
    entity = Family
    label = "No need: machinery and vehicles"
    reference = ["Social Code art. 125 p. 1 5)", "Order № 167 annex 2 p. 2 5)"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        return told(family, "special_vehicles", period)


class no_need_criterion_met(LawVariable):
    """Whether one of the criteria of no need, or a local one, is met, and no local ground of need."""

    value_type = bool
    entity = Family
    label = "A criterion of no need is met"
    reference = ["Social Code art. 125 p. 1", "Order № 167 annex 2 p. 2"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        if not anybody_stated(family, *POSSESSIONS):
            return numpy.zeros(family.count, dtype=bool)
        met = (
            family("no_need_by_dwellings", period)
            | family("no_need_by_premises", period)
            | family("no_need_by_plot", period)
            | family("no_need_by_cars", period)
            | family("no_need_by_vehicles", period)
            | told(family, "local_ground_of_no_need", period)
        )
        return met & ~told(family, "local_ground_of_need", period)
