"""Order № 181 p. 16 1): wages before or after what the employer withholds."""

import numpy

from openfisca_kz.dates import law_of_day, reference_months
from openfisca_kz.entities import Person
from openfisca_kz.income_lists import received
from openfisca_kz.money import Income, Money, TiynSum


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
        months = [month for month in reference_months(period) if received(person, "wage_withheld", month)]
        if not months:
            return numpy.zeros(person.count)
        families = person.family.reference_entity
        after = law_of_day(families, period, parameters, lambda law: law.interpretation.wages_net_of_withholdings)
        withheld = TiynSum(person.count)
        for month in months:
            withheld.add(numpy.minimum(person("wage_withheld", month), person("wage", month)))
        return numpy.where(after[families.members_entity_id], withheld.tenge(), 0)
