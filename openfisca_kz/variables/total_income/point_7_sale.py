"""Order № 181 p. 7: property bought in the quarter in which property was sold."""

import numpy

from openfisca_kz.building_blocks.family_dates import left_in_quarter, membership_stated
from openfisca_kz.building_blocks.time_in_family import received_in_family
from openfisca_kz.dates import law_of_day
from openfisca_kz.entities import Family
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import TIYN, Income, Money, to_tiyn


class property_purchases(Income):
    """Price paid for immovable or movable property, in the month of the purchase.

    It is no income: it is set against the sales of the same quarter (`property_purchase_deduction`).
    """

    label = "Property bought"
    reference = "Order № 181 p. 7"


class property_purchase_deduction(Money):
    """What purchases of the reference quarter take off the family's sales of property in the same quarter.

    The difference between purchases and proceeds counts, of the family as a whole; without a sale in the quarter
    nothing is taken off. A purchase dearer than the sale leaves zero and lowers no other income
    (`interpretation.dearer_purchase_lowers_other_income`), for the text is silent on it. Purchases and sales of a
    member who arrived inside the quarter are those since the arrival (p. 10).
    """

    entity = Family
    label = "Purchases set against sales of property, reference quarter"
    reference = "Order № 181 p. 7"

    def formula_2023_07_01(family, period, parameters):
        bought = of_quarter(family, period, parameters, "property_purchases")
        if bought is None:
            return numpy.zeros(family.count)
        sold = of_quarter(family, period, parameters, "property_sale_income")
        if sold is None:
            return numpy.zeros(family.count)
        counts = law_of_day(family, period, parameters, lambda law: law.total_income.point_4.property_sale_income)
        lowers_other_income = law_of_day(
            family, period, parameters, lambda law: law.interpretation.dearer_purchase_lowers_other_income
        )
        against_sales = numpy.where(lowers_other_income, bought, numpy.minimum(bought, sold))
        return numpy.where((sold > 0) & counts.astype(bool), against_sales, 0) / TIYN


def of_quarter(family, period, parameters, kind):
    """The family's sum of a kind in the reference quarter, of its members, whole tiyn; None if nobody states any."""
    person = family.members
    received = received_in_family(person, period, parameters, kind)
    if received is None:
        return None
    tiyn = to_tiyn(received)
    if membership_stated(person, period):
        tiyn *= person("is_family_member", period) | left_in_quarter(person, period)
    return sum_of_members(family, tiyn)
