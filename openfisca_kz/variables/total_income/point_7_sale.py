"""Order № 181 p. 7: property bought in the quarter in which property was sold."""

import numpy

from openfisca_kz.building_blocks.family_dates import belonged, membership_stated
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
    member who arrived inside the quarter are those since the arrival (p. 10). Where several members sold, it falls to
    them by their sales (`set_off`).
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
    tiyn = of_members(family.members, period, parameters, kind)
    return None if tiyn is None else sum_of_members(family, tiyn)


def of_members(person, period, parameters, kind):
    """What each member received, or paid, of a kind in the reference quarter, whole tiyn; None if nobody states any."""
    received = received_in_family(person, period, parameters, kind)
    if received is None:
        return None
    tiyn = to_tiyn(received)
    if membership_stated(person):
        tiyn *= belonged(person, period)
    return tiyn


def set_off(person, period, parameters):
    """What purchases of the family take off each member's own sales, tenge: in proportion to the sales.

    Exact in whole numbers, a part of a tiyn upwards: together not less than what is taken off the family's sales.
    """
    sold = of_members(person, period, parameters, "property_sale_income")
    if sold is None:
        return numpy.zeros(person.count)
    family = person.family.reference_entity
    of_family = sum_of_members(family, sold)
    taken = numpy.minimum(to_tiyn(family("property_purchase_deduction", period)), of_family)
    at = numpy.flatnonzero(sold)  # few persons, whose products go beyond 64 bits
    where = family.members_entity_id[at]
    own, whole, part = (
        array.astype(numpy.int64).astype(object) for array in (sold[at], of_family[where], taken[where])
    )
    shares = numpy.zeros(person.count)
    shares[at] = -(-own * part // whole)
    return shares / TIYN
