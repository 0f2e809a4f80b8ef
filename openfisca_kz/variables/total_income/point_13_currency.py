"""Order № 181 p. 13: income in foreign currency at the market rate of exchange.

P. 14 needs no calculation: income in kind is stated at the money value that the applicant gives it, in the kind of
income to which it belongs.
"""

import numpy

from openfisca_kz.building_blocks.currency import in_tenge, state_rate
from openfisca_kz.building_blocks.statements import Beside, as_last_stated, refuse
from openfisca_kz.building_blocks.time_in_family import counted_in_family, of_month
from openfisca_kz.dates import reference_months
from openfisca_kz.entities import Person
from openfisca_kz.income_lists import received
from openfisca_kz.money import LARGEST_AMOUNT, Income, Money


class income_in_foreign_currency(Income):
    """Income received in foreign currency, in units of that currency, in the month of receipt.

    One currency for a person and month; convert a second one and state it in its own kind. Income that p. 8 takes
    out is not stated here.
    """

    unit = "currency-foreign"
    label = "Income in foreign currency"
    reference = "Order № 181 p. 13"


class exchange_rate(Beside):
    """Market rate of exchange: tenge for one unit of the foreign currency, with up to six decimals.

    Under the resolution of the National Bank № 15 of 25 January 2013 and the order of the Minister of Finance № 99 of
    22 February 2013. P. 13 names no day; the rate of the day of receipt is meant. A rate quoted for 100 or 1 000
    units is divided first. 0 means not stated.
    """

    value_type = float
    set_input = state_rate
    unit = "currency-KZT"
    label = "Market rate of exchange"
    reference = "Order № 181 p. 13"

    def __init__(self, baseline_variable=None):
        super().__init__(baseline_variable)
        self.dtype = numpy.float64


class counted_foreign_currency_income(Money):
    """Income in foreign currency counts in tenge at the market rate, each month rounded half up to a whole tiyn."""

    entity = Person
    label = "Income in foreign currency, in tenge, reference quarter"
    reference = "Order № 181 p. 13"

    def formula_2023_07_01(person, period, parameters):
        return counted_in_family(person, period, parameters, exchanged(person, period, "income_in_foreign_currency"))


def exchanged(person, period, kind):
    """The income of each month in tenge."""
    for month in reference_months(period):
        if not received(person, kind, month):
            continue
        amount = person(kind, month)
        rate = as_last_stated(person, "exchange_rate", month)
        refuse_rates(person, kind, month, amount, rate)
        yield of_month(period, month, in_tenge(amount, rate))


def refuse_rates(person, kind, month, amount, rate):
    """Refuses an amount without a rate, and one that is too large in tenge. A rate is finite (`state_rate`)."""
    unknown = (amount > 0) & (rate == 0)
    refuse(person, unknown, "exchange_rate", month, f"{kind} needs a rate above 0: state it.")
    too_large = amount * rate > LARGEST_AMOUNT
    refuse(person, too_large, "exchange_rate", month, "Check amount and rate: more than 10 000 000 000 tenge.")
