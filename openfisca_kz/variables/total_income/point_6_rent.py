"""Order № 181 p. 6: rent received without a copy of the contract."""

import numpy

from openfisca_kz.building_blocks.family_dates import belonged, membership_stated
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.building_blocks.time_in_family import counted_in_family, of_month
from openfisca_kz.dates import reference_months
from openfisca_kz.entities import Person
from openfisca_kz.income_lists import received
from openfisca_kz.members import first_of_family, sum_of_members
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
    person who lets property (`interpretation.rent_floor_for_each_person`), of the month of the rent
    (`interpretation.floor_figures_of_application`). The Russian text sets it where there is no *copy* of the
    contract, the Kazakh text where there is no *contract*. Of a member who arrived inside the quarter (p. 10) rent and
    floor are those of the time in the family.
    """

    entity = Person
    label = "Rent without a contract that counts, reference quarter"
    reference = "Order № 181 p. 6"

    def formula_2023_07_01(person, period, parameters):
        total = TiynSum(person.count)
        for rent in rents(person, period, parameters):
            total.add(rent)
        return total.tenge()


def rents(person, period, parameters):
    """The rent that counts of each month, of each person, tenge."""
    months = [month for month in reference_months(period) if received(person, "rent_without_contract", month)]
    if not months:
        return
    for_each_person = law_for_persons(
        person, period, parameters, lambda law: law.interpretation.rent_floor_for_each_person
    )
    by_day = law_for_persons(person, period, parameters, lambda law: law.interpretation.floor_figures_of_application)
    on_day = law_for_persons(person, period, parameters, lambda law: law.minimum_wage)
    for month in months:
        stated = person("rent_without_contract", month)
        floor = numpy.where(by_day, on_day, parameters(month).minimum_wage) * (stated > 0)
        rent, least = (
            counted_in_family(person, period, parameters, [of_month(period, month, amounts)])
            for amounts in (stated, floor)
        )
        yield numpy.where(for_each_person, numpy.maximum(rent, least), raised_once(person, period, rent, least))


def raised_once(person, period, rent, least):
    """The rents, of which those of a family's members together are raised to the highest floor of one of them.

    Both are those of the days in the family: the floor of a family is that of the member who was in it the longest,
    and what the sum lacks is put on this member, on the first of several.
    """
    families = person.family.reference_entity
    letting = least * belonged(person, period) if membership_stated(person) else least
    floor = numpy.zeros(families.count)
    numpy.maximum.at(floor, families.members_entity_id, letting)
    of_members = sum_of_members(families, to_tiyn(rent) * (letting > 0)) / TIYN
    raised = first_of_family(families, (letting > 0) & (letting == floor[families.members_entity_id]))
    missing = numpy.maximum(floor - of_members, 0)
    return rent + numpy.where(raised, missing[families.members_entity_id], 0)
