"""Order № 181 p. 22–25: alimony received, not received and paid; spouses who live together or are divorced.

Alimony received counts by time of receipt: `alimony_received` (p. 4 2)); arrears: `alimony_arrears` (p. 18). What is
not received is never added: p. 22 counts what is received, and no provision puts a figure on the rest. P. 25 is about
documents.
"""

import numpy
from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks.spreading import spread_sums
from openfisca_kz.building_blocks.statements import refuse
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.building_blocks.time_in_family import counted_in_family, of_month, received_in_family
from openfisca_kz.dates import in_force, law_of_day, reference_months
from openfisca_kz.entities import Person
from openfisca_kz.facts import Fact, as_stated
from openfisca_kz.income_lists import received
from openfisca_kz.money import Income, Money
from openfisca_kz.stated import anybody_stated
from openfisca_kz.variables.total_income.point_7_sale import set_off


class AlimonyPayer(Enum):
    """What is known about the person who has to pay the alimony."""

    not_stated = "Not stated"
    none_of_these = "None of these"
    wanted = "Whereabouts unknown, wanted"
    registered_unemployed = "Does not work, registered as unemployed"
    detained = "In prison or in temporary detention"
    in_dispensary = "On the register of a dispensary"
    left_the_country = "Left for a state without an agreement"
    evades = "Evades because of alcohol, drugs, gambling or betting"
    spouse_in_family = "Spouse, divorced or not, who lives with the family"


class alimony_payer(Fact):
    """What is known about the payer of the alimony that this person receives, or has a right to.

    P. 23 1)–5): does not work and is registered as unemployed; in prison or temporary detention; on the register of a
    tuberculosis, psychoneurological, oncological or sanatorium dispensary; left for good for a state with which there
    is no agreement; evades because of alcohol or drugs (certificate, or the commission's finding) or gambling and
    betting (court decision). P. 23, first part: wanted. P. 24: a spouse who lives with the family.
    """

    possible_values = AlimonyPayer
    default_value = AlimonyPayer.not_stated
    entity = Person
    label = "Payer of the alimony"
    reference = ["Order № 181 p. 23", "Order № 181 p. 24"]
    formula = as_stated("alimony_payer")


class alimony_left_out(Money):
    """Alimony received that does not count, by who pays it.

    In the five cases of p. 23 1)–5) total income is computed without alimony; the text makes no exception for sums
    that came all the same (`interpretation.alimony_of_excepted_payer_counts`). Of a wanted payer the first part of
    p. 23 says only that a statement with documents is enough: what came counts. A spouse who lives with the family:
    his income counts in full under p. 24, and the alimony out of it is not counted a second time
    (`interpretation.alimony_of_spouse_in_family_counts`).
    """

    entity = Person
    label = "Alimony that does not count, reference quarter"
    reference = ["Order № 181 p. 23", "Order № 181 p. 24"]

    def formula_2023_07_01(person, period, parameters):
        return counted_in_family(person, period, parameters, parts_left_out(person, period, parameters))


class alimony_paid(Income):
    """Alimony that this person pays for children who live in another family, in the month of payment.

    Not alimony for children of this family: it stays inside. Of other dependants in another family the text says
    nothing.
    """

    label = "Alimony paid for children in another family"
    reference = "Order № 181 p. 22"


class alimony_paid_deduction(Money):
    """Alimony paid in the reference quarter for children in another family, taken out of the payer's income.

    Not more than that income (<=), for the text takes it out of *his* income
    (`interpretation.alimony_paid_lowers_income_of_others`), less what purchases of the family take off his sales under
    p. 7: no alimony comes out of that. Of a member who arrived: what was paid since the arrival.
    """

    entity = Person
    label = "Alimony paid, taken out of the payer's income, reference quarter"
    reference = "Order № 181 p. 22"

    def formula_2023_07_01(person, period, parameters):
        paid = received_in_family(person, period, parameters, "alimony_paid")
        if paid is None:
            return numpy.zeros(person.count)
        whole = law_for_persons(
            person, period, parameters, lambda law: law.interpretation.alimony_paid_lowers_income_of_others
        )
        own = person("counted_income", period) - set_off(person, period, parameters)
        return numpy.where(whole, paid, numpy.minimum(paid, numpy.maximum(own, 0)))


class DivorcedSpouseAlimony(Enum):
    """Whether alimony is exacted from the divorced spouse."""

    not_stated = "Not stated"
    exacted = "Exacted"
    not_exacted = "Not exacted"


class divorced_spouse_alimony(Fact):
    """Whether alimony is exacted from the divorced spouse whose income is `divorced_spouse_income`."""

    possible_values = DivorcedSpouseAlimony
    default_value = DivorcedSpouseAlimony.not_stated
    entity = Person
    label = "Alimony of the divorced spouse"
    reference = "Order № 181 p. 24"
    formula = as_stated("divorced_spouse_alimony")


class divorced_spouse_income(Income):
    """Income of this person's divorced spouse who does not live with the family and is no member of it.

    All kinds that count together. A spouse who lives with the family, divorced or not, is a member with incomes of
    his own, which count in full.
    """

    label = "Income of a divorced spouse outside the family"
    reference = "Order № 181 p. 24"


class counted_divorced_spouse_income(Money):
    """Income of a divorced spouse from whom alimony is *not* exacted counts in full, wherever he lives.

    Once alimony is exacted, it counts (`alimony_received`) and his income does not, unless he lives with the family.
    """

    entity = Person
    label = "Income of a divorced spouse that counts, reference quarter"
    reference = "Order № 181 p. 24"

    def formula_2023_07_01(person, period, parameters):
        parts = income_without_alimony(person, period, "divorced_spouse_income")
        return counted_in_family(person, period, parameters, parts)


def income_without_alimony(person, period, name):
    """The income of each month of divorced spouses from whom no alimony is exacted."""
    for month in reference_months(period):
        if not received(person, name, month):
            continue
        income = person(name, month)
        alimony = person("divorced_spouse_alimony", month)
        cure = f"{name} counts or not by divorced_spouse_alimony: state it."
        unknown = (income > 0) & (alimony == DivorcedSpouseAlimony.not_stated)
        refuse(person, unknown, "divorced_spouse_alimony", month, cure)
        yield of_month(period, month, income * (alimony == DivorcedSpouseAlimony.not_exacted))


def parts_left_out(person, period, parameters):
    """The parts of alimony received that do not count."""
    if not anybody_stated(person, "alimony_payer"):
        return
    by_payer = left_out_by_payer(person, period, parameters)
    for month in reference_months(period):
        if received(person, "alimony_received", month):
            amounts = person("alimony_received", month)
            yield of_month(period, month, amounts * of_payer(person, month, by_payer))
    for month, part in spread_sums(person, period, parameters, "alimony_arrears"):
        yield part._replace(amounts=part.amounts * of_payer(person, month, by_payer)[part.at])


def left_out_by_payer(person, period, parameters):
    """For each value of `alimony_payer`, whether alimony is left out (bool for each family)."""
    families = person.family.reference_entity

    def of_day(read):
        return law_of_day(families, period, parameters, read).astype(bool)

    counts_all_the_same = of_day(lambda law: law.interpretation.alimony_of_excepted_payer_counts)
    table = [
        of_day(lambda law, name=payer.name: in_force(law, f"income_rules.alimony_left_out.{name}", 0))
        & ~counts_all_the_same
        for payer in AlimonyPayer
    ]
    spouse_counts = of_day(lambda law: law.interpretation.alimony_of_spouse_in_family_counts)
    table[AlimonyPayer.spouse_in_family.index] = ~spouse_counts
    counts = of_day(lambda law: law.total_income.point_4.alimony_received)
    return numpy.array(table) & counts


def of_payer(person, month, by_payer):
    """Whether each person's alimony of a month is left out (bool)."""
    payer = person("alimony_payer", month).view(numpy.ndarray)
    return by_payer[payer, person.family.reference_entity.members_entity_id]
