"""Order № 237-п p. 8 8) until 31 March 2019: charitable aid is not income up to the poverty line."""

import numpy

from openfisca_kz.dates import law_of_day, reference_months
from openfisca_kz.entities import Person
from openfisca_kz.income_lists import received_in_quarter
from openfisca_kz.money import Money


class charitable_aid_within_line(Money):
    """Charitable aid of the quarter that is no income: up to the poverty line, for each person. Aid above it counts.

    Aid exactly on the line leaves nothing to count. Whether one line or that of three months is meant is not said
    (`interpretation.charitable_aid_line_each_month`). The Russian text takes off «the poverty line of the subsistence
    minimum»; the Kazakh one first names the poverty line, then takes off the subsistence minimum. The line of the
    application is taken: it is made from the minimum of the reference quarter, as the text has it.
    """

    entity = Person
    label = "Charitable aid within the poverty line, reference quarter"
    reference = "Order № 237-п p. 8 8)"
    end = "2019-03-31"

    def formula_2018_01_01(person, period, parameters):
        families = person.family.reference_entity
        months = reference_months(period)
        aid = received_in_quarter(person, "charitable_aid", period)
        if aid is None:
            return numpy.zeros(person.count)
        each_month = law_of_day(
            families, period, parameters, lambda law: law.interpretation.charitable_aid_line_each_month
        )
        lines = numpy.where(each_month, len(months), 1) * families("poverty_line", period)
        return numpy.minimum(aid, lines[families.members_entity_id])
