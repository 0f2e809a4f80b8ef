"""Order № 181 p. 16 1): wages before or after what the employer withholds."""

import numpy

from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.building_blocks.time_in_family import counted_in_family, of_month
from openfisca_kz.dates import reference_months
from openfisca_kz.entities import Person
from openfisca_kz.income_lists import received
from openfisca_kz.money import Income, Money


class wage_withheld(Income):
    """Tax and mandatory contributions that the employer withheld from `wage` in the month. No income of its own."""

    label = "Withheld from the wage"
    reference = "Order № 181 p. 16 1)"


class wage_withheld_left_out(Money):
    """What was withheld from wages in the reference quarter and is left out of income, at most the wages themselves.

    Zero by default: wages count before tax and contributions (`interpretation.wages_net_of_withholdings`).
    """

    entity = Person
    label = "Withheld from the wage and left out, reference quarter"
    reference = "Order № 181 p. 16 1)"

    def formula_2023_07_01(person, period, parameters):
        withheld = list(amounts_withheld(person, period))
        if not withheld:
            return numpy.zeros(person.count)
        after = law_for_persons(person, period, parameters, lambda law: law.interpretation.wages_net_of_withholdings)
        return numpy.where(after, counted_in_family(person, period, parameters, withheld), 0)


def amounts_withheld(person, period):
    """What was withheld in each month, at most the wage."""
    for month in reference_months(period):
        if received(person, "wage_withheld", month):
            yield of_month(period, month, numpy.minimum(person("wage_withheld", month), person("wage", month)))
