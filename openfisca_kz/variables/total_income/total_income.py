"""Order № 181, before July 2023 order № 237-п: from the kinds of income to the total income and the income per head.

What counted before July 2023 stands in the same lists. They are empty on days whose redaction was not read.
"""

from openfisca_kz.dates import reference_months
from openfisca_kz.entities import Family, Person
from openfisca_kz.income_lists import counted
from openfisca_kz.members import number_of_members, sum_of_members
from openfisca_kz.money import TIYN, Money, TiynSum, to_tiyn


class counted_pay(Money):
    """Pay and compensation for work injury that count, whole reference quarter (order № 181 p. 16 1), 17)."""

    entity = Person
    label = "Pay that counts, reference quarter"
    reference = ["Order № 181 p. 4 1)", "Order № 181 p. 16 1)", "Order № 181 p. 17"]

    def formula_2018_01_01(person, period, parameters):
        return counted(person, period, parameters, "point_16_1", "point_17")


class counted_social_payments(Money):
    """Social payments that count, whole reference quarter (order № 181 p. 16 2))."""

    entity = Person
    label = "Social payments that count, reference quarter"
    reference = ["Order № 181 p. 4 1)", "Order № 181 p. 16 2)"]

    def formula_2018_01_01(person, period, parameters):
        return counted(person, period, parameters, "point_16_2")


class counted_other_income(Money):
    """Income of the other kinds of point 4 that counts, whole reference quarter (order № 181 p. 4 2)–13))."""

    entity = Person
    label = "Other income that counts, reference quarter"
    reference = "Order № 181 p. 4"

    def formula_2018_01_01(person, period, parameters):
        return counted(person, period, parameters, "point_4")


class counted_point_8_income(Money):
    """Receipts named by point 8 that count all the same, whole reference quarter.

    Point 8 says what is not income, so this is zero but for receipts outside its exact words on the day of
    application: school aid of a private organisation before order № 95, rent payments under another order.
    """

    entity = Person
    label = "Receipts of point 8 that count, reference quarter"
    reference = "Order № 181 p. 8"

    def formula_2018_01_01(person, period, parameters):
        return counted(person, period, parameters, "point_8") - person("charitable_aid_within_line", period)

    def formula_2019_04_01(person, period, parameters):
        return counted(person, period, parameters, "point_8")


class total_income(Money):
    """Total income of the family in the reference quarter (not a month): all kinds that count, all members."""

    entity = Family
    label = "Total income of the family in the reference quarter"
    reference = ["Order № 181 p. 2 3)", "Order № 181 p. 4", "Social Code art. 127 p. 2"]

    def formula_2018_01_01(family, period):
        total = TiynSum(family.members.count)
        for part in ("counted_pay", "counted_social_payments", "counted_other_income", "counted_point_8_income"):
            total.add(family.members(part, period))
        return sum_of_members(family, total.tiyn()) / TIYN


class per_capita_income(Money):
    """Per-capita income a month: total income ÷ members ÷ three months of the quarter, not rounded."""

    entity = Family
    label = "Per-capita income, a month"
    reference = ["Social Code art. 127 p. 2", "Order № 181 p. 12"]

    def formula_2018_01_01(family, period):
        months = len(reference_months(period))
        tiyn = to_tiyn(family("total_income", period))
        return tiyn / (TIYN * months * number_of_members(family))
