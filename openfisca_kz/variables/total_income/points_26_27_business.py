"""Order № 181 p. 26–27: income from business by declaration or patent, of farms and of independent workers.

What counts of sales and of gains on goods and property as it is received is `business_income` (p. 26 1), 2)). P. 27 is
about documents: civil-law contracts are `civil_contract_income`, work without a contract, with its part in kind at
market prices, is `independent_worker_income`.
"""

import numpy
from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks.spreading import share
from openfisca_kz.building_blocks.statements import Beside, StatedSum, as_last_stated, refuse
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.building_blocks.time_in_family import Part, amounts_received, counted_in_family, of_whole_quarter
from openfisca_kz.dates import reference_months
from openfisca_kz.entities import Person
from openfisca_kz.facts import Fact, as_stated
from openfisca_kz.income_lists import received
from openfisca_kz.money import Income, Money
from openfisca_kz.stated import anybody_stated

DECLARED_ALREADY = (
    "The income of an entrepreneur is what was declared for the previous tax period or in the calculation of the "
    "patent (p. 26): state it as declared_business_income and leave business_income out. If he was no entrepreneur in "
    "this month, state business_activity for it. Property sold outside the business is property_sale_income."
)
WORKER_ALREADY = (
    "Who is an independent worker in this month has one income from it, with one floor (p. 26 4)): state it as "
    "independent_worker_income. Property sold outside the work is property_sale_income."
)
NO_WORKER = "An entrepreneur is no independent worker (p. 2 6)): state the income as business income."
NOT_IN_BUSINESS = (
    "business_activity is none in this month: state independent_worker for it, or the income as what else it is."
)


class BusinessActivity(Enum):
    """What a person does on his own account."""

    not_stated = "Not stated"
    none = "None"
    entrepreneur = "Entrepreneur"
    independent_worker = "Independent worker"


class business_activity(Fact):
    """Whether the person is in business: an entrepreneur, or an independent worker without state registration.

    An individual entrepreneur is no independent worker (p. 2 6)). The floor of p. 26 holds for both, also without any
    income. It may change from month to month; `none` ends it. The head or a member of a farm enterprise is not stated
    as an entrepreneur for the farm, whose income has a rule of its own without a floor (3)): stated so, a business
    beside the farm is meant, and its floor is added.
    """

    possible_values = BusinessActivity
    default_value = BusinessActivity.not_stated
    entity = Person
    label = "Business activity"
    reference = ["Order № 181 p. 2 6)", "Order № 181 p. 26 4)", "Order № 181 p. 26 5)"]
    formula = as_stated("business_activity")


class declared_business_income(StatedSum):
    """Income of an entrepreneur declared for the previous tax period, or in the calculation of the patent's price.

    The whole sum of the tax period or of the patent, stated once in the month of application; 0 says that nothing was
    declared, also where an earlier application stated a sum.
    """

    label = "Business income declared"
    reference = "Order № 181 p. 26 5)"


class declared_business_months(Beside):
    """Number of months of the tax period, or of the patent, behind `declared_business_income`."""

    value_type = int
    label = "Months of the tax period or patent"
    reference = "Order № 181 p. 26 5)"
    unit = "months"


class counted_entrepreneur_income(Money):
    """Income of an entrepreneur: declared ÷ months of the tax period or patent × three, not below 25 MCI a month.

    Since order № 141 of 2024 5) compares the average with the floor and says after the multiplication by three once
    more «not below 25 MCI»: by `interpretation.entrepreneur_floor_for_each_month` that is the same floor of a month.
    Until then the second part of 4) sets the floor for a month. For whoever is an entrepreneur in any month of the
    quarter. Rounded to a whole tiyn, a half upwards.

    By both redactions the income of a person in business *is* what was declared: what came from sales and gains
    (`business_income`, 1) and 2)) in a month in which he is an entrepreneur stands in the declaration and is refused
    beside it, not added. What came in a month before or after that counts as received.
    """

    entity = Person
    label = "Income of an entrepreneur, reference quarter"
    reference = ["Order № 181 p. 26 4)", "Order № 181 p. 26 5)"]

    def formula_2023_07_01(person, period, parameters):
        if not (anybody_stated(person, "business_activity") or anybody_stated(person, "declared_business_income")):
            return numpy.zeros(person.count)
        active = months_as(person, period, BusinessActivity.entrepreneur)
        is_entrepreneur = sum(active) > 0
        declared = as_last_stated(person, "declared_business_income", period)
        cure = "Declared business income is an entrepreneur's: state business_activity in the quarter."
        refuse(person, (declared > 0) & ~is_entrepreneur, "business_activity", period, cure)
        months = as_last_stated(person, "declared_business_months", period)
        cure = "State the months of the tax period or of the patent, 1 or more."
        refuse(person, (months < 0) | ((declared > 0) & (months < 1)), "declared_business_months", period, cure)
        refuse_received(person, period, "business_income", active, DECLARED_ALREADY)
        average = share(declared, numpy.maximum(months, 1), len(active))
        floor = floor_of_quarter(person, period, parameters, "entrepreneur", [is_entrepreneur] * len(active))
        amounts = numpy.zeros(person.count)
        amounts[floor.at] = numpy.maximum(average[floor.at], floor.amounts)
        return counted_in_family(person, period, parameters, [of_whole_quarter(period, amounts)])


class independent_worker_income(Income):
    """Income of an independent worker, in the month of receipt, by his own statement (p. 21, p. 27).

    Work without a civil-law contract; what is paid in kind at market prices.
    """

    label = "Income of an independent worker"
    reference = ["Order № 181 p. 26 4)", "Order № 181 p. 27"]


class counted_independent_worker_income(Money):
    """Income of an independent worker counts as stated, but not below (>=) 25 MCI.

    The text names no time for the floor: by `interpretation.independent_worker_floor_for_each_month` it is taken for
    each month of the quarter in which the person is an independent worker, and the income of the quarter is compared
    with the sum. Whoever states such income in a month is an independent worker in it, but for whom `business_activity`
    says that he is an entrepreneur or in no business in that month. It is the floor of all that the worker earned: what
    stands beside it as `business_income` of such a month is refused. Who was an entrepreneur in another month of the
    quarter has the floor of three months by 5), and no second one beside it
    (`interpretation.independent_worker_floor_beside_entrepreneur`). Of a member who arrived inside the quarter
    (p. 10), what came since the arrival is compared with the floor of that time.
    """

    entity = Person
    label = "Income of an independent worker that counts, reference quarter"
    reference = "Order № 181 p. 26 4)"

    def formula_2023_07_01(person, period, parameters):
        if not (anybody_stated(person, "business_activity") or anybody_stated(person, "independent_worker_income")):
            return numpy.zeros(person.count)
        entrepreneur = months_as(person, period, BusinessActivity.entrepreneur)
        refuse_received(person, period, "independent_worker_income", entrepreneur, NO_WORKER)
        in_none = months_as(person, period, BusinessActivity.none)
        refuse_received(person, period, "independent_worker_income", in_none, NOT_IN_BUSINESS)
        active = months_as(person, period, BusinessActivity.independent_worker)
        for number, month in enumerate(reference_months(period)):
            if received(person, "independent_worker_income", month):
                active[number] = active[number] | (person("independent_worker_income", month) > 0)
        refuse_received(person, period, "business_income", active, WORKER_ALREADY)
        beside = law_for_persons(
            person, period, parameters, lambda law: law.interpretation.independent_worker_floor_beside_entrepreneur
        )
        has_floor = (sum(entrepreneur) == 0) | beside
        with_floor = [in_month & has_floor for in_month in active]
        floor = floor_of_quarter(person, period, parameters, "independent_worker", with_floor)
        return numpy.maximum(
            counted_in_family(
                person, period, parameters, amounts_received(person, period, "independent_worker_income")
            ),
            counted_in_family(person, period, parameters, [floor]),
        )


class farm_enterprise_annual_income(StatedSum):
    """The member's part of what a peasant (farm) enterprise earned in a year by selling its produce, as declared.

    From the declaration to the tax bodies; stated once, in the month of application. What comes for a land share or a
    property share for a year is stated here too. The household's own plot is not an enterprise (p. 28–35).
    """

    label = "Income of a farm enterprise for a year"
    reference = "Order № 181 p. 26 3)"


class counted_farm_enterprise_income(Money):
    """Income of a farm enterprise: the year's income ÷ twelve months × months of the quarter; no floor.

    Rounded to a whole tiyn, a half upwards.
    """

    entity = Person
    label = "Income of a farm enterprise that counts, reference quarter"
    reference = "Order № 181 p. 26 3)"

    def formula_2023_07_01(person, period, parameters):
        if not anybody_stated(person, "farm_enterprise_annual_income"):
            return numpy.zeros(person.count)
        year = law_for_persons(person, period, parameters, lambda law: law.income_rules.farm_enterprise_months)
        annual = as_last_stated(person, "farm_enterprise_annual_income", period)
        amounts = share(annual, year, len(reference_months(period)))
        return counted_in_family(person, period, parameters, [of_whole_quarter(period, amounts)])


def months_as(person, period, activity):
    """For each month of the reference quarter, whether each person is in the business activity (bool arrays)."""
    if not anybody_stated(person, "business_activity"):
        return [numpy.zeros(person.count, dtype=bool) for _ in reference_months(period)]
    return [person("business_activity", month) == activity for month in reference_months(period)]


def refuse_received(person, period, kind, in_months, cure):
    """Refuses income of a kind in the months of the quarter in which a person cannot have it (bool arrays)."""
    for month, at_fault in zip(reference_months(period), in_months, strict=True):
        if received(person, kind, month):
            refuse(person, at_fault & (person(kind, month) > 0), kind, month, cure)


def floor_of_quarter(person, period, parameters, who, active):
    """Floor of p. 26 of who is `active` in a month, of the quarter and its months: for each such month, or once.

    The MCI is that of the month, or that of the day of application (`interpretation.floor_figures_of_application`).
    """
    at = numpy.flatnonzero(numpy.logical_or.reduce(active))
    months_active = tuple(in_month[at] for in_month in active)

    def of_day(read):
        return law_for_persons(person, period, parameters, read)[at]

    multiple = of_day(lambda law: law.income_rules.business_floor[who])
    for_each_month = of_day(lambda law: law.interpretation[f"{who}_floor_for_each_month"])
    mci_of_day = of_day(lambda law: law.monthly_calculation_index)
    by_day = of_day(lambda law: law.interpretation.floor_figures_of_application)
    floor = numpy.zeros(at.size)
    for month, in_month in zip(reference_months(period), months_active, strict=True):
        of_it = multiple * numpy.where(by_day, mci_of_day, parameters(month).monthly_calculation_index) * in_month
        floor = numpy.where(for_each_month, floor + of_it, numpy.maximum(floor, of_it))
    return Part(floor, months_active, several=True, at=at)
