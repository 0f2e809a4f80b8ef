"""Order № 181 p. 6: rent received without a copy of the contract."""

import numpy

from openfisca_kz.entities import Person
from openfisca_kz.income_lists import received
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import Income, Money


class rent_without_contract_stated(Income):
    """Rent received for immovable property or vehicles without a copy of the contract, as the applicant states it.

    The amount of each month in which rent was received. Rent with a copy of the contract: `property_rent_income`.
    """

    label = "Rent without a contract, as stated"
    reference = "Order № 181 p. 6"


class rent_without_contract(Money):
    """Rent without a copy of the contract counts as stated, but not below (>=) the minimum wage of the month.

    In each month in which rent was received; a month without rent counts nothing. The floor is taken once for each
    person who lets property (`interpretation.rent_floor_for_each_person`). The Russian text sets it where there is
    no *copy* of the contract, the Kazakh text where there is no *contract*.
    """

    entity = Person
    label = "Rent without a contract that counts"
    reference = "Order № 181 p. 6"

    def formula_2023_07_01(person, period, parameters):
        if not received(person, "rent_without_contract_stated", period):
            return numpy.zeros(person.count)
        stated = person("rent_without_contract_stated", period)
        minimum_wage = parameters(period).minimum_wage
        if parameters(period).interpretation.rent_floor_for_each_person:
            return numpy.where(stated > 0, numpy.maximum(stated, minimum_wage), 0)
        families = person.family.reference_entity
        missing = numpy.maximum(minimum_wage - sum_of_members(families, stated), 0)
        letting = numpy.flatnonzero(stated > 0)
        in_families, first = numpy.unique(families.members_entity_id[letting], return_index=True)
        counted = stated.copy()
        counted[letting[first]] += missing[in_families]
        return counted
