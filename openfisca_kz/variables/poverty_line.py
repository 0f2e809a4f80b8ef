"""The poverty line: Social Code art. 120 p. 3–4, order № 160; before July 2023 Law № 246 art. 2, order № 290."""

import numpy
from openfisca_core.model_api import Enum

from openfisca_kz.dates import in_force, law_of_day, reference_months
from openfisca_kz.entities import Family
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.money import GivenFigure, Money, round_half_up


class given_poverty_line(GivenFigure):
    """Poverty line a month that the user knows, as from a notice; 0 means not given. It goes before all else."""

    entity = Family
    label = "Poverty line given by the user"
    reference = "Social Code art. 120 p. 4"


class regional_median_income(GivenFigure):
    """Median income of the region in the reference quarter, a month; 0 means not known. No act publishes it."""

    entity = Family
    label = "Median income of the region in the reference quarter"
    reference = "Order № 160 p. 1"


class given_regional_subsistence_minimum(GivenFigure):
    """Actual subsistence minimum of the region in the reference quarter that the user knows; 0 means not given."""

    entity = Family
    label = "Subsistence minimum of the region given by the user"
    reference = "Order № 160 p. 1"


class regional_subsistence_minimum(Money):
    """Actual subsistence minimum of the region in the reference quarter, a month; 0 means not known.

    As given by the user, else as the Bureau of National Statistics published it: the last published month of the
    quarter stands in for the quarter (`interpretation.regional_minimum_from_a_month`).
    """

    entity = Family
    label = "Subsistence minimum of the region in the reference quarter"
    reference = ["Social Code art. 120 p. 4", "Order № 160 p. 1", "Law № 246 art. 2 p. 1-2"]

    def formula_2018_01_01(family, period, parameters):
        last_known = numpy.zeros(family.count)
        for month in reference_months(period):
            published = by_region(family, period, parameters(month), "subsistence_minimum.regional")
            last_known = numpy.where(numpy.isnan(published), last_known, published)
        stands_in = law_of_day(family, period, parameters, lambda law: law.interpretation.regional_minimum_from_a_month)
        given = family("given_regional_subsistence_minimum", period)
        return numpy.where(given > 0, given, numpy.where(stands_in, last_known, 0))


class PovertyLineBasis(Enum):
    given = "Given by the user"
    published = "Published for the region and the quarter"
    regional_median = "Share of the region's median income"
    regional_minimum = "Share of the region's subsistence minimum"
    national_minimum = "Share of the national subsistence minimum of the budget law"


class poverty_line_basis(LawVariable):
    """What the poverty line of the family rests on: the first that is known, in the order of the list."""

    value_type = Enum
    possible_values = PovertyLineBasis
    default_value = PovertyLineBasis.national_minimum
    entity = Family
    label = "Basis of the poverty line"
    reference = ["Social Code art. 120 p. 4", "Order № 160 p. 1", "Order № 290 p. 1"]
    unit = "basis"

    def formula_2018_01_01(family, period, parameters):
        minimum_binds = minimum_share(family, period, parameters) >= budget_floor(family, period, parameters)
        return basis(family, period, parameters, (family("regional_subsistence_minimum", period) > 0) & minimum_binds)

    def formula_2019_10_01(family, period, parameters):
        return basis(family, period, parameters, family("regional_subsistence_minimum", period) > 0)


class poverty_line(Money):
    """Poverty line a month and head.

    Since 1 January 2025 it is a share of the region's median income of the reference quarter, but not below a share of
    the region's subsistence minimum of that quarter; before, that share of the subsistence minimum alone, from July
    2018 to September 2019 not below the same share of the minimum of the budget law for the financial year. Where the
    region's figures are not known, the national subsistence minimum of the budget law stands in, as of that quarter:
    `poverty_line_basis` says so. A line that is computed is rounded to a whole tenge, a half upwards.
    """

    entity = Family
    label = "Poverty line"
    reference = ["Social Code art. 120 p. 3", "Social Code art. 120 p. 4", "Order № 160 p. 1", "Order № 290 p. 1"]

    def formula_2018_01_01(family, period, parameters):
        floor = budget_floor(family, period, parameters)
        return known_or(family, period, parameters, numpy.maximum(minimum_share(family, period, parameters), floor))

    def formula_2019_10_01(family, period, parameters):
        median = median_share(family, period, parameters)
        return known_or(family, period, parameters, numpy.maximum(median, minimum_share(family, period, parameters)))


def basis(family, period, parameters, regional_minimum_binds):
    """Index of the basis: `regional_minimum_binds` says where the region's minimum is known and makes the line."""
    return numpy.select(
        [
            family("given_poverty_line", period) > 0,
            ~numpy.isnan(published_line(family, period, parameters)),
            median_share(family, period, parameters) > minimum_share(family, period, parameters),
            regional_minimum_binds,
        ],
        [
            PovertyLineBasis.given.index,
            PovertyLineBasis.published.index,
            PovertyLineBasis.regional_median.index,
            PovertyLineBasis.regional_minimum.index,
        ],
        PovertyLineBasis.national_minimum.index,
    )


def known_or(family, period, parameters, computed):
    """The line that is given or published; else the computed one, rounded."""
    step = law_of_day(family, period, parameters, lambda law: law.interpretation.poverty_line_rounding_step)
    published = published_line(family, period, parameters)
    given = family("given_poverty_line", period)
    return numpy.select([given > 0, ~numpy.isnan(published)], [given, published], round_half_up(computed, step))


def published_line(family, period, parameters):
    """Published line of the region for the quarter of application; NaN where none is known."""
    return by_region(family, period, parameters(period), "poverty_line.published")


def median_share(family, period, parameters):
    """Share of the region's median income; 0 where the median is not known or the law of the day names none."""
    share = law_of_day(family, period, parameters, lambda law: in_force(law, "poverty_line.median_share", 0))
    return share * family("regional_median_income", period)


def minimum_share(family, period, parameters):
    """Share of the region's subsistence minimum, of the national one where the region's is not known."""
    share = law_of_day(family, period, parameters, lambda law: law.poverty_line.minimum_share)
    regional = family("regional_subsistence_minimum", period)
    national = parameters(reference_months(period)[0]).subsistence_minimum.national
    return share * numpy.where(regional > 0, regional, national)


def budget_floor(family, period, parameters):
    """Share of the budget law's subsistence minimum for the financial year; 0 where the law of the day names none."""

    def floor(law):
        return in_force(law, "poverty_line.budget_minimum_share", 0) * law.subsistence_minimum.national

    return law_of_day(family, period, parameters, floor)


def by_region(family, period, parameters_at_instant, path):
    """The value of each family's region below `path`; NaN where the region has none at that instant."""
    region = family("region", period)
    table = in_force(parameters_at_instant, path, {})
    codes, names = region.view(numpy.ndarray), region.possible_values.names
    values = numpy.full(len(names), numpy.nan)
    for code in numpy.flatnonzero(numpy.bincount(codes, minlength=len(names))):  # only the regions that occur
        values[code] = in_force(table, str(names[code])) if table else numpy.nan
    return values[codes]
