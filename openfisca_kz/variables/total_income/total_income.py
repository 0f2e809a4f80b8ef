"""Order № 181, before July 2023 order № 237-п: from the kinds of income to the total income and the income per head.

What counted before July 2023 stands in the same lists. They are empty on days whose redaction was not read.
"""

import numpy

from openfisca_kz.building_blocks.covered_law import refuse_uncovered
from openfisca_kz.building_blocks.family_dates import belonged, changes_stated, membership_stated
from openfisca_kz.building_blocks.farming import anybody_farms
from openfisca_kz.building_blocks.time_in_family import lists_in_family
from openfisca_kz.dates import reference_months
from openfisca_kz.entities import Family, Person
from openfisca_kz.income_lists import counted
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import TIYN, Money, TiynSum, to_tiyn

PARTS = (
    "counted_pay",
    "counted_social_payments",
    "counted_other_income",
    "counted_point_8_income",
    "counted_rent_without_contract",
    "counted_foreign_currency_income",
    "counted_lump_sums",
    "counted_contract_income",
    "counted_employer_loan",
    "counted_divorced_spouse_income",
    "counted_entrepreneur_income",
    "counted_independent_worker_income",
    "counted_farm_enterprise_income",
)
"""What makes up the income of a person that counts, each for the whole reference quarter."""

LEFT_OUT = ("alimony_left_out", "credit_or_grant_income_left_out", "wage_withheld_left_out")
"""What stands in the lists of p. 4 and does not count after all."""


class counted_pay(Money):
    """Pay and compensation for work injury that count, whole reference quarter (order № 181 p. 16 1), 17)."""

    entity = Person
    label = "Pay that counts, reference quarter"
    reference = ["Order № 181 p. 4 1)", "Order № 181 p. 16 1)", "Order № 181 p. 17"]

    def formula_2018_01_01(person, period, parameters):
        return counted(person, period, parameters, "point_16_1", "point_17")

    def formula_2023_07_01(person, period, parameters):
        return lists_in_family(person, period, parameters, "point_16_1", "point_17")


class counted_social_payments(Money):
    """Social payments that count, whole reference quarter (order № 181 p. 16 2))."""

    entity = Person
    label = "Social payments that count, reference quarter"
    reference = ["Order № 181 p. 4 1)", "Order № 181 p. 16 2)"]

    def formula_2018_01_01(person, period, parameters):
        return counted(person, period, parameters, "point_16_2")

    def formula_2023_07_01(person, period, parameters):
        return lists_in_family(person, period, parameters, "point_16_2")


class counted_other_income(Money):
    """Income of the other kinds of point 4 that counts, whole reference quarter (order № 181 p. 4 2)–13)).

    With the one-off income of a personal subsidiary farm (p. 31), a part of p. 4 4).
    """

    entity = Person
    label = "Other income that counts, reference quarter"
    reference = "Order № 181 p. 4"

    def formula_2018_01_01(person, period, parameters):
        return counted(person, period, parameters, "point_4")

    def formula_2023_07_01(person, period, parameters):
        return lists_in_family(person, period, parameters, "point_4", "point_31")


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

    def formula_2023_07_01(person, period, parameters):
        return lists_in_family(person, period, parameters, "point_8")


class counted_income(Money):
    """All income of a person that counts in the reference quarter, before what p. 7 and p. 22 take off.

    Of a member who arrived inside the quarter: from the day of arrival (p. 10), in this amount and in each of its
    parts. A monthly amount does not say on which days it was received, so that of the month of arrival is divided by
    days, to the tiyn, a half upwards (`interpretation.month_of_change_by_days`). What a rule makes for several months,
    such as a sum of p. 18–20 or income from business (p. 26), falls to them in equal parts and is divided in the same
    way (`interpretation.amounts_for_several_months_divided`). Who arrived after the quarter, before the application,
    changed nothing inside it: the whole quarter counts (`interpretation.arrival_after_quarter_counts_in_full`). Of who
    left inside the quarter and came back only the days of absence are left out, at the end of the quarter too
    (`interpretation.income_before_absence_counts`). What a member who left received afterwards is left out only in the
    other reading (`interpretation.income_after_departure_counts`).
    """

    entity = Person
    label = "Income of a person that counts, reference quarter"
    reference = ["Order № 181 p. 2 3)", "Order № 181 p. 4", "Order № 181 p. 10"]

    def formula_2023_07_01(person, period):
        total = TiynSum(person.count)
        for part in (*PARTS, *LEFT_OUT):
            amounts = person(part, period)
            if amounts.any():  # adding zeros for a million persons costs
                total.add(-amounts if part in LEFT_OUT else amounts)
        return total.tenge()


class income_before_departures(Money):
    """Income of the family in the reference quarter before the share of members who left is taken off (p. 10).

    All kinds that count, of all members at the application and of who left inside the quarter; of a member who came
    inside it, from the day of arrival. With what the family's farm gives by the norms (p. 28–35) and what rents of the
    family as a whole are raised by (p. 6, in one of its readings); less alimony paid for
    children in another family (p. 22) and purchases set against sales (p. 7); never below zero.
    """

    entity = Family
    label = "Income of the family before the share of members who left"
    reference = ["Order № 181 p. 4", "Order № 181 p. 10"]

    def formula_2023_07_01(family, period):
        person = family.members
        total = TiynSum(person.count)
        total.add(person("counted_income", period))
        paid = person("alimony_paid_deduction", period)
        if paid.any():
            total.add(-paid)
        tiyn = total.tiyn()
        if membership_stated(person):
            tiyn *= belonged(person, period)
        of_family = sum_of_members(family, tiyn) - to_tiyn(family("property_purchase_deduction", period))
        of_family += to_tiyn(family("rent_raised_to_floor", period))
        if anybody_farms(family):
            of_family += to_tiyn(family("counted_farm_income", period))
        return numpy.maximum(of_family, 0) / TIYN


class total_income(Money):
    """Total income of the family in the reference quarter (not a month): all kinds that count, all members.

    Less the share of members who left inside the quarter.
    """

    entity = Family
    label = "Total income of the family in the reference quarter"
    reference = ["Order № 181 p. 2 3)", "Order № 181 p. 10", "Social Code art. 127 p. 2"]

    def formula_2018_01_01(family, period, parameters):
        refuse_uncovered(family, period, parameters)
        total = TiynSum(family.members.count)
        for part in ("counted_pay", "counted_social_payments", "counted_other_income", "counted_point_8_income"):
            total.add(family.members(part, period))
        return sum_of_members(family, total.tiyn()) / TIYN

    def formula_2023_07_01(family, period):
        income = family("income_before_departures", period)
        if not changes_stated(family.members):
            return income
        return (to_tiyn(income) - to_tiyn(family("departed_share", period))) / TIYN


class per_capita_income(Money):
    """Per-capita income a month: total income ÷ members ÷ three months of the quarter, not rounded."""

    entity = Family
    label = "Per-capita income, a month"
    reference = ["Social Code art. 127 p. 2", "Order № 181 p. 12"]

    def formula_2018_01_01(family, period):
        months = len(reference_months(period))
        tiyn = to_tiyn(family("total_income", period))
        return tiyn / (TIYN * months * family("family_size", period))
