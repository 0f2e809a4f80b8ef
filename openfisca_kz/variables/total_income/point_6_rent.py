"""Order № 181 p. 6: rent received without a copy of the contract."""

import numpy

from openfisca_kz.building_blocks.time_in_family import counted_in_family, of_month
from openfisca_kz.dates import law_of_day, reference_months
from openfisca_kz.entities import Person
from openfisca_kz.income_lists import received
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import Income, Money


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
    contract, the Kazakh text where there is no *contract*.
    """

    entity = Person
    label = "Rent without a contract that counts, reference quarter"
    reference = "Order № 181 p. 6"

    def formula_2023_07_01(person, period, parameters):
        return counted_in_family(person, period, parameters, rents(person, period, parameters))


def rents(person, period, parameters):
    """The rent of each month that counts, of each person."""
    months = [month for month in reference_months(period) if received(person, "rent_without_contract", month)]
    if not months:
        return
    families = person.family.reference_entity

    def of_day(read):
        return law_of_day(families, period, parameters, read)

    for_each_person = of_day(lambda law: law.interpretation.rent_floor_for_each_person)
    by_day = of_day(lambda law: law.interpretation.floor_figures_of_application)
    on_day = of_day(lambda law: law.minimum_wage)
    of_person = families.members_entity_id
    for month in months:
        stated = person("rent_without_contract", month)
        floor = numpy.where(by_day, on_day, parameters(month).minimum_wage)
        each = numpy.where(stated > 0, numpy.maximum(stated, floor[of_person]), 0)
        together = raised_once(families, stated, floor)
        yield of_month(period, month, numpy.where(for_each_person[of_person], each, together))


def raised_once(families, stated, floor):
    """The rents of persons, what a family's sum lacks to the floor put on the first of them in the family."""
    missing = numpy.maximum(floor - sum_of_members(families, stated), 0)
    letting = numpy.flatnonzero(stated > 0)
    in_families, first = numpy.unique(families.members_entity_id[letting], return_index=True)
    raised = stated.copy()
    raised[letting[first]] += missing[in_families]
    return raised
