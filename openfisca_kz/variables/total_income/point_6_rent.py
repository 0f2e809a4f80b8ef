"""Order № 181 p. 6: rent received without a copy of the contract."""

import numpy

from openfisca_kz.building_blocks.family_dates import belonged
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.building_blocks.time_in_family import counted_in_family, of_month
from openfisca_kz.dates import law_of_day, reference_months
from openfisca_kz.entities import Family, Person
from openfisca_kz.income_lists import received
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import TIYN, Income, Money, TiynSum, to_tiyn


class rent_without_contract(Income):
    """Rent received for immovable property or vehicles without a copy of the contract, as the applicant states it.

    The amount of each month in which rent was received. Rent with a copy of the contract: `property_rent_income`.
    """

    label = "Rent without a contract, as stated"
    reference = "Order № 181 p. 6"


class counted_rent_without_contract(Money):
    """Rent without a copy of the contract counts as stated, but not below (>=) the minimum wage of the month.

    In each month in which rent was received; a month without rent counts nothing. The floor is taken once for each
    person who lets property, of the month of the rent (`interpretation.floor_figures_of_application`); in the other
    reading of `interpretation.rent_floor_for_each_person` the rent of a person counts as stated, and what the family
    lacks to the floor is `rent_raised_to_floor`. The Russian text sets the floor where there is no *copy* of the
    contract, the Kazakh text where there is no *contract*. Of a member who arrived inside the quarter (p. 10) rent and
    floor are those of the time in the family.
    """

    entity = Person
    label = "Rent without a contract that counts, reference quarter"
    reference = "Order № 181 p. 6"

    def formula_2023_07_01(person, period, parameters):
        total = TiynSum(person.count)
        for rent, floor in rents_and_floors(person, period, parameters):
            for_each = law_for_persons(person, period, parameters, floor_for_each_person)
            total.add(numpy.where(for_each, numpy.maximum(rent, floor), rent))
        return total.tenge()


class rent_raised_to_floor(Money):
    """What rents of a family's members without a copy of the contract together lack to the floor, month by month.

    Nothing but in the other reading of `interpretation.rent_floor_for_each_person`, in which the floor is taken once
    for the family: that of the member who lets property and was in the family for most of the month. It is income of
    the family and of none of its members, so that no alimony is taken out of it (p. 22).
    """

    entity = Family
    label = "Rent raised to the minimum wage for the family as a whole, reference quarter"
    reference = "Order № 181 p. 6"

    def formula_2023_07_01(family, period, parameters):
        once = ~law_of_day(family, period, parameters, floor_for_each_person).astype(bool)
        total = TiynSum(family.count)
        if once.any():
            person = family.members
            of_family = belonged(person, period)
            for rent, floor in rents_and_floors(person, period, parameters):
                highest = numpy.zeros(family.count)
                numpy.maximum.at(highest, family.members_entity_id, floor * of_family)
                together = sum_of_members(family, to_tiyn(rent) * of_family) / TIYN
                total.add(numpy.where(once, numpy.maximum(highest - together, 0), 0))
        return total.tenge()


def floor_for_each_person(law):
    """Whether the floor is taken for each person: the reading in use."""
    return law.interpretation.rent_floor_for_each_person


def rents_and_floors(person, period, parameters):
    """Of each month with rents: the rent of each person and the floor of who lets, of the days in the family, tenge."""
    months = [month for month in reference_months(period) if received(person, "rent_without_contract", month)]
    if not months:
        return
    by_day = law_for_persons(person, period, parameters, lambda law: law.interpretation.floor_figures_of_application)
    on_day = law_for_persons(person, period, parameters, lambda law: law.minimum_wage)
    for month in months:
        rent = person("rent_without_contract", month)
        floor = numpy.where(by_day, on_day, parameters(month).minimum_wage) * (rent > 0)
        yield tuple(
            counted_in_family(person, period, parameters, [of_month(period, month, amounts)])
            for amounts in (rent, floor)
        )
