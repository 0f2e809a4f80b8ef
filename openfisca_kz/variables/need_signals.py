"""What banks tell the career centre, as signals for the commission: order № 227 p. 7 26)–28), № 167 annex 2 p. 1 2).

No ground of refusal: art. 125 does not name them. Order № 257 of 2026 restated p. 7 without changing these items.
"""

import numpy

from openfisca_kz.building_blocks.answers import told
from openfisca_kz.dates import in_force, law_of_day, reference_months
from openfisca_kz.entities import Family
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.money import GivenFigure, to_tiyn


class account_spending(GivenFigure):
    """Spending from the family's bank accounts in the whole reference quarter.

    Without taxes and other obligatory payments, insurance payments, and transfers between the family's own accounts.
    """

    entity = Family
    label = "Spending from bank accounts, reference quarter"
    reference = "Order № 227 p. 7 26)"


class loans_taken(GivenFigure):
    """Bank loans (but for mortgage loans) and microcredits that the family took in the reference quarter, in all.

    The Russian text names those «drawn up» in the quarter; the Kazakh one those that there are in it.
    """

    entity = Family
    label = "Loans and microcredits taken, reference quarter"
    reference = "Order № 227 p. 7 27)"


class savings_deposits(GivenFigure):
    """Savings deposits of the family at the application, without deposits in housing construction savings."""

    entity = Family
    label = "Savings deposits"
    reference = "Order № 227 p. 7 28)"


class spending_signal(LawVariable):
    """Spending above the poverty line (>): of each member and month by the Kazakh text, since order № 166 of 2025.

    The Russian text says only «in all above the poverty line». The line itself is one of a head and month, so it is
    multiplied by members and months (`interpretation.spending_per_member_and_month`).
    """

    value_type = bool
    entity = Family
    label = "Signal: spending above the poverty line"
    reference = "Order № 227 p. 7 26)"
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        def figure(read):
            return law_of_day(family, period, parameters, read)

        asked = figure(lambda law: in_force(law, "needs.signals.spending_asked", otherwise=False)).astype(bool)
        per_member = figure(lambda law: in_force(law, "interpretation.spending_per_member_and_month", otherwise=True))
        lines = numpy.where(per_member, family("family_size", period) * len(reference_months(period)), 1)
        return asked & (
            to_tiyn(told(family, "account_spending", period)) > to_tiyn(family("poverty_line", period)) * lines
        )


class loans_signal(LawVariable):
    """Loans above twice the subsistence minimum for each member a month (>), since order № 166 of 2025.

    The minimum is the actual one of the region for the reference quarter; where it is not known, that of the budget law
    stands in, as for the poverty line. «A month» is read as: for each month of the quarter
    (`interpretation.loans_over_three_months`).
    """

    value_type = bool
    entity = Family
    label = "Signal: loans above twice the subsistence minimum"
    reference = "Order № 227 p. 7 27)"
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        def figure(read):
            return law_of_day(family, period, parameters, read)

        months = reference_months(period)
        multiple = figure(lambda law: in_force(law, "needs.signals.loans_multiple"))
        over_three = figure(lambda law: in_force(law, "interpretation.loans_over_three_months", otherwise=True))
        regional = family("regional_subsistence_minimum", period)
        minimum = numpy.where(regional > 0, regional, parameters(months[0]).subsistence_minimum.national)
        heads = family("family_size", period) * numpy.where(over_three, len(months), 1)
        return to_tiyn(told(family, "loans_taken", period)) > to_tiyn(multiple * minimum) * heads


class deposits_signal(LawVariable):
    """Deposits of more than 200 MCI for the family (>), since order № 166 of 2025."""

    value_type = bool
    entity = Family
    label = "Signal: deposits of more than 200 MCI"
    reference = "Order № 227 p. 7 28)"
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        limit = law_of_day(
            family,
            period,
            parameters,
            lambda law: in_force(law, "needs.signals.deposits_mci_multiple") * law.monthly_calculation_index,
        )
        return to_tiyn(told(family, "savings_deposits", period)) > to_tiyn(limit)


class need_signal(LawVariable):
    """Whether one of the three signals is given."""

    value_type = bool
    entity = Family
    label = "A signal of order № 227 p. 7 is given"
    reference = ["Order № 227 p. 7 26)", "Order № 227 p. 7 27)", "Order № 227 p. 7 28)"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        signals = family("spending_signal", period) | family("loans_signal", period)
        return signals | family("deposits_signal", period)


class need_signal_weighed(LawVariable):
    """Whether a signal is given and the commission weighs it as a criterion of need, since order № 301 of 2025.

    It does not refuse by itself: the commission's conclusion does.
    """

    value_type = bool
    entity = Family
    label = "A signal that the commission weighs"
    reference = "Order № 167 annex 2 p. 1 2)"
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        weighed = law_of_day(
            family,
            period,
            parameters,
            lambda law: in_force(law, "needs.signals.weighed_by_commission", otherwise=False),
        )
        return weighed.astype(bool) & family("need_signal", period)
