"""The right to targeted social assistance and its amount: Social Code art. 120, 126, 128.

Before July 2023 Law № 246 art. 2, 6, 7 with the same rules, on the days that `covered_law.texts_read` names. Not among
them is April to December 2019, when every child got the whole line.
"""

import numpy

from openfisca_kz.dates import law_of_day, reference_months
from openfisca_kz.entities import Family
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import TIYN, Money, round_half_up, to_tiyn
from openfisca_kz.stated import anybody_stated


class income_within_poverty_line(LawVariable):
    """Whether the per-capita income does not exceed the poverty line (<=): income exactly on the line keeps the right.

    Decided in whole tiyn, total income against line × members × months, so that no division blurs the boundary.
    """

    value_type = bool
    entity = Family
    label = "Per-capita income does not exceed the poverty line"
    reference = ["Social Code art. 120 p. 1", "Social Code art. 128 1)", "Law № 246 art. 2 p. 1"]
    unit = "boolean"

    def formula_2018_01_01(family, period, parameters):
        covered = law_of_day(family, period, parameters, lambda law: law.covered_law.texts_read).astype(bool)
        return covered & (shortfall_in_tiyn(family, period) >= 0)

    def formula_2023_07_01(family, period):
        return shortfall_in_tiyn(family, period) >= 0


class tsa_entitled(LawVariable):
    """Whether the family has the right to targeted social assistance: by income and status, without ground of refusal.

    Where nothing is stated that could refuse it, the right by income.
    """

    value_type = bool
    entity = Family
    label = "Right to targeted social assistance"
    reference = ["Social Code art. 120 p. 1", "Social Code art. 128", "Law № 246 art. 2 p. 1"]
    unit = "boolean"

    def formula_2018_01_01(family, period):
        return family("income_within_poverty_line", period)

    def formula_2023_07_01(family, period):
        refused = family("refused_survey", period) | family("refused_no_need", period)
        refused |= family("refused_employment_measures", period) | family("refused_contract_breached", period)
        refused |= family("refused_false_data", period)
        right = family("income_within_poverty_line", period) & (family("members_with_right", period) > 0)
        return right & ~refused


class targeted_social_assistance(Money):
    """Assistance a month: the difference between poverty line and per-capita income for each member.

    Without the supplement for children. The family's sum is rounded once, at the end. It is assigned to members whose
    status gives the right (`help_is_for_member`).
    """

    entity = Family
    label = "Targeted social assistance"
    reference = ["Social Code art. 126 p. 1", "Social Code art. 120 p. 5", "Law № 246 art. 7 p. 1"]

    def formula_2018_01_01(family, period, parameters):
        months = len(reference_months(period))
        return amount(family, period, parameters, shortfall_in_tiyn(family, period) / (TIYN * months))

    def formula_2023_07_01(family, period, parameters):
        months = len(reference_months(period))
        exact = shortfall_in_tiyn(family, period) / (TIYN * months)
        if anybody_stated(family.members, "legal_status"):
            receive = sum_of_members(family, family.members("help_is_for_member", period))
            exact = shortfall_in_tiyn(family, period) * receive / (TIYN * months * family("family_size", period))
        return amount(family, period, parameters, exact)


class child_supplement(Money):
    """Additional payment a month: a multiple of the MCI for every child aged one to six inclusive.

    Only for a family that is paid assistance (`interpretation.supplement_without_amount`). The Code names no day for
    the age; it is taken on the day of application, and six lasts until the seventh birthday.
    """

    entity = Family
    label = "Additional payment for children aged one to six"
    reference = "Social Code art. 126 p. 2"

    def formula_2023_07_01(family, period, parameters):
        def figure(read):
            return law_of_day(family, period, parameters, read)

        age = family.members("age", period)
        of_person = family.members_entity_id
        youngest = figure(lambda law: law.child_supplement.age_from)[of_person]
        oldest = figure(lambda law: law.child_supplement.age_to)[of_person]
        of_age = (age >= youngest) & (age <= oldest)
        children = sum_of_members(family, of_age & family.members("help_is_for_member", period))
        for_a_child = figure(lambda law: law.child_supplement.mci_multiple * law.monthly_calculation_index)
        step = figure(lambda law: law.interpretation.amount_rounding_step)
        right_is_enough = figure(lambda law: law.interpretation.supplement_without_amount)
        paid = family("tsa_entitled", period) & ((shortfall_in_tiyn(family, period) > 0) | right_is_enough.astype(bool))
        return numpy.where(paid, round_half_up(children * for_a_child, step), 0)


def shortfall_in_tiyn(family, period):
    """What the family lacks in the quarter to stand on the line: line × members × months − total income, whole tiyn."""
    months = len(reference_months(period))
    on_the_line = to_tiyn(family("poverty_line", period)) * family("family_size", period) * months
    return on_the_line - to_tiyn(family("total_income", period))


def amount(family, period, parameters, exact):
    """The amount of the entitled families, from the exact one: rounded once; 0 for the others."""
    step = law_of_day(family, period, parameters, lambda law: law.interpretation.amount_rounding_step)
    return numpy.where(family("tsa_entitled", period), round_half_up(exact, step), 0)
