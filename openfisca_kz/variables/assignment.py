"""What is assigned for the months of the quarter from the month of application: Social Code art. 123 p. 3, 126 p. 2."""

import numpy

from openfisca_kz.building_blocks.answers import YesNo, told
from openfisca_kz.building_blocks.terms import first_days, law_for_persons, months_left_in_quarter
from openfisca_kz.dates import completed_years, law_of_day
from openfisca_kz.entities import Family
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import Money, round_half_up


class social_contract_not_concluded(YesNo):
    """Whether the family has not concluded the social contract; without it conditional help cannot be assigned."""

    entity = Family
    label = "Social contract not concluded"
    reference = ["Social Code art. 122 p. 2", "Order № 227 p. 27"]


class assignment_months(LawVariable):
    """Months for which help is assigned: from the month of application to the end of its quarter, both whole.

    Three, two or one, whatever the day; none without the right, with a zero amount, or where the social contract that
    conditional help needs is said not to be concluded.
    """

    value_type = int
    entity = Family
    label = "Months of assignment"
    reference = ["Social Code art. 123 p. 3", "Order № 227 p. 25"]
    unit = "months"

    def formula_2023_07_01(family, period):
        assigned = (family("targeted_social_assistance", period) > 0) | (family("child_supplement", period) > 0)
        without_contract = told(family, "social_contract_not_concluded", period)
        if without_contract.any():
            assigned &= ~(without_contract & family("social_contract_required", period))
        return numpy.where(assigned, months_left_in_quarter(period), 0)


class assigned_assistance(Money):
    """Assistance of all months of the assignment (not a month): the monthly amount, which is rounded, × months."""

    entity = Family
    label = "Assistance assigned for the quarter"
    reference = ["Social Code art. 123 p. 3", "Social Code art. 126 p. 1"]

    def formula_2023_07_01(family, period):
        return family("targeted_social_assistance", period) * family("assignment_months", period)


class assigned_child_supplement(Money):
    """Supplement for children of all months of the assignment (not a month), with the age that a child has in each.

    The decision names the period of payment of each child by its age (order № 227 p. 39, 40). In the month of
    application the age is taken on the day of application, in each later month on its first day, each month rounded.
    """

    entity = Family
    label = "Supplement for children assigned for the quarter"
    reference = ["Social Code art. 126 p. 2", "Order № 227 p. 39", "Order № 227 p. 40"]

    def formula_2023_07_01(family, period, parameters):
        person = family.members

        def figure(read):
            return law_of_day(family, period, parameters, read)

        months = family("assignment_months", period)
        youngest = law_for_persons(person, period, parameters, lambda law: law.child_supplement.age_from)
        oldest = law_for_persons(person, period, parameters, lambda law: law.child_supplement.age_to)
        for_a_child = figure(lambda law: law.child_supplement.mci_multiple * law.monthly_calculation_index)
        step = figure(lambda law: law.interpretation.amount_rounding_step)
        paid_for = person("help_is_for_member", period)
        known = person("age", period) >= 0
        total = numpy.where(months > 0, family("child_supplement", period), 0)
        for day in first_days(period, months_left_in_quarter(period))[1:]:
            age = completed_years(person("birth_date", period), numpy.full(person.count, day))
            children = sum_of_members(family, paid_for & known & (age >= youngest) & (age <= oldest))
            total += numpy.where(months > 0, round_half_up(children * for_a_child, step), 0)
        return total


class assigned_total(Money):
    """Assistance and supplement of all months of the assignment."""

    entity = Family
    label = "Total assigned for the quarter"
    reference = "Social Code art. 123 p. 3"

    def formula_2023_07_01(family, period):
        return family("assigned_assistance", period) + family("assigned_child_supplement", period)
