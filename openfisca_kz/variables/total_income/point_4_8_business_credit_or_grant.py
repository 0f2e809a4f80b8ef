"""Order № 181 p. 4 8), until order № 141 of 2024: the first six months after receipt of a business credit or grant."""

import datetime

import numpy
from openfisca_core.model_api import ETERNITY

from openfisca_kz.building_blocks.spreading import A_MONTH, month_of
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.building_blocks.time_in_family import counted_in_family, of_month
from openfisca_kz.dates import NOT_STATED, in_force, reference_months
from openfisca_kz.entities import Person
from openfisca_kz.income_lists import received
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.money import Money
from openfisca_kz.stated import anybody_stated


class business_credit_or_grant_received_on(LawVariable):
    """Day on which the credit or grant behind `business_credit_or_grant_income` was received.

    Not stated: that income counts as stated, the first six months already left out of it.
    """

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Person
    label = "Receipt of the business credit or grant"
    reference = "Order № 181 p. 4 8)"
    unit = "date"


class credit_or_grant_income_left_out(Money):
    """Income from a business credit or grant in the first six months from its receipt: it does not count.

    The six months run, as terms in months do, to the same day six months later; where that month has no such day, to
    its last. A month of income is left out if it ends by that day. In the month in which they end, the amount counts
    as stated: state what was received after them.
    """

    entity = Person
    label = "Income of the first six months of a business credit or grant, reference quarter"
    reference = "Order № 181 p. 4 8)"

    def formula_2023_07_01(person, period, parameters):
        parts = first_months(person, period, parameters, "business_credit_or_grant_income")
        return counted_in_family(person, period, parameters, parts)


def first_months(person, period, parameters, kind):
    """The listed income of each month of the first six."""
    if not anybody_stated(person, "business_credit_or_grant_received_on") or not anybody_stated(person, kind):
        return

    def of_day(read):
        return law_for_persons(person, period, parameters, read).astype(int)

    counts = of_day(lambda law: law.total_income.point_4[kind])
    months = of_day(lambda law: in_force(law, "income_rules.credit_or_grant_months", 0))
    received_on = person("business_credit_or_grant_received_on", period)
    for month in reference_months(period):
        if received(person, kind, month):
            among = within_months(received_on, months, month_of(month))
            yield of_month(period, month, person(kind, month) * counts * among)


def within_months(day, months, month):
    """Whether the calendar month `month` lies within `months` months counted from `day`, and not before it."""
    received = day.astype("datetime64[M]")
    last = received + months.astype("timedelta64[M]")
    into_month = day - received.astype("datetime64[D]")
    last_day_of_last = (last + A_MONTH).astype("datetime64[D]") - numpy.timedelta64(1, "D")
    ends_with_month = last.astype("datetime64[D]") + into_month >= last_day_of_last
    stated = day != numpy.datetime64(NOT_STATED)
    return stated & (received <= month) & ((month < last) | ((month == last) & ends_with_month))
