"""Order № 181 p. 28, 30, 33, 35: what the family's farm adds to its total income by the norms."""

import numpy

from openfisca_kz.building_blocks.farm_card import of_quarter
from openfisca_kz.building_blocks.farming import income_of_lines
from openfisca_kz.building_blocks.quantities import stated
from openfisca_kz.dates import law_of_day, reference_months
from openfisca_kz.entities import Family
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.money import Money, to_tiyn


class farm_income_declared_none(Money):
    """Income a year by the norms from what the akimat declares to give none; only calculated against a limit."""

    entity = Family
    label = "Farm income a year from what is declared to give none"
    reference = "Order № 181 p. 35"

    def formula_2023_07_01(family, period, parameters):
        return income_of_lines(family, period, parameters, without_income=True)


class farm_declaration_holds(LawVariable):
    """Whether the akimat's declaration holds: the quarter's income from what it names does not exceed the limit (<=).

    The limit is a multiple of the region's subsistence minimum of the previous quarter, of the national one where
    that is not known; without a limit the declaration holds. `interpretation.farm_limit_for_a_month` has the other
    reading, a month's income.
    """

    value_type = bool
    entity = Family
    label = "Declaration of no income holds"
    reference = "Order № 181 p. 35"
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        multiple = stated(family, "farm_no_income_limit", period)
        if multiple is None:
            return numpy.ones(family.count, dtype=bool)
        income = of_quarter(family("farm_income_declared_none", period), period)
        for_a_month = law_of_day(family, period, parameters, lambda law: law.interpretation.farm_limit_for_a_month)
        compared = numpy.where(for_a_month, income / len(reference_months(period)), income)
        regional = family("regional_subsistence_minimum", period)
        national = parameters(reference_months(period)[0]).subsistence_minimum.national
        limit = multiple * numpy.where(regional > 0, regional, national)
        return (multiple == 0) | (to_tiyn(compared) <= to_tiyn(limit))


class farm_income_by_norms(Money):
    """Income (+) or loss (−) of the farm in a year: for each crop and animal (product × price − cost) × units.

    What the akimat declares to give no income is left out while the declaration holds. Whether a loss of one line
    offsets gains of others is `interpretation.farm_loss_offsets_gain`.
    """

    entity = Family
    label = "Farm income by the norms, a year"
    reference = ["Order № 181 p. 30", "Order № 181 p. 33"]

    def formula_2023_07_01(family, period, parameters):
        declared = family("farm_income_declared_none", period)
        counts = ~family("farm_declaration_holds", period)
        return income_of_lines(family, period, parameters, without_income=False) + numpy.where(counts, declared, 0)


class counted_farm_income(Money):
    """Farm income by the norms that counts, whole reference quarter: a year's income ÷ 12 × the months of the quarter.

    A loss of the farm as a whole counts as nothing (`interpretation.farm_loss_offsets_other_income`).
    """

    entity = Family
    label = "Farm income by the norms, reference quarter"
    reference = ["Order № 181 p. 28", "Order № 181 p. 30", "Order № 181 p. 33"]

    def formula_2023_07_01(family, period, parameters):
        income = of_quarter(family("farm_income_by_norms", period), period)
        loss_counts = law_of_day(
            family, period, parameters, lambda law: law.interpretation.farm_loss_offsets_other_income
        )
        return numpy.where(loss_counts, income, numpy.maximum(income, 0))
