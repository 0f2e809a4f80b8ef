"""Order № 181 p. 16 1), 18–20: what counts in the reference quarter of a sum received for several months."""

import numpy

from openfisca_kz.building_blocks.spreading import (
    A_MONTH,
    months_of_sum,
    spread_over,
    spread_sums,
    stated_sums,
)
from openfisca_kz.building_blocks.statements import as_last_stated, refuse
from openfisca_kz.building_blocks.time_in_family import counted_in_family
from openfisca_kz.dates import NOT_STATED
from openfisca_kz.entities import Person
from openfisca_kz.money import TIYN, Money, to_tiyn
from openfisca_kz.stated import anybody_stated


class counted_lump_sums(Money):
    """Sums received at once count by their months: sum ÷ its months × its months in the quarter.

    P. 18 spreads only a sum for a time *longer* than the reference quarter (four months and more); a sum for three
    months or fewer counts whole, in the month of receipt (`interpretation.short_lump_sum_counts_whole`). P. 20 spreads
    every author's fee. Which months are counted: `interpretation.lump_sum_months_of_quarter`. A sum received after the
    quarter is none of its income.
    """

    entity = Person
    label = "Sums received for several months, reference quarter"
    reference = ["Order № 181 p. 18", "Order № 181 p. 20"]

    def formula_2023_07_01(person, period, parameters):
        kinds = ("lump_sum", "alimony_arrears", "author_fee")
        parts = (part for name in kinds for _, part in spread_sums(person, period, parameters, name))
        return counted_in_family(person, period, parameters, parts)


class counted_contract_income(Money):
    """The sum of a civil-law contract counts evenly over its months; an advance over the months it is paid for.

    Sum ÷ months of the contract × its months in the quarter, however long the contract. With an advance (p. 19): the
    advance over its own months, the rest over the months of the contract after them.
    """

    entity = Person
    label = "Income under civil-law contracts, reference quarter"
    reference = ["Order № 181 p. 18", "Order № 181 p. 19"]

    def formula_2023_07_01(person, period, parameters):
        name, advance_name = "civil_contract_income", "civil_contract_advance"
        if anybody_stated(person, advance_name):
            refuse_advances_alone(person, name, advance_name)
        return counted_in_family(person, period, parameters, contracts(person, period, name, advance_name))


class counted_employer_loan(Money):
    """Credit paid off by the employer counts evenly over the months of the term set for repaying it."""

    entity = Person
    label = "Loan paid off by the employer, reference quarter"
    reference = "Order № 181 p. 16 1), seventh paragraph"

    def formula_2023_07_01(person, period, parameters):
        return counted_in_family(person, period, parameters, loans(person, period, "employer_loan_repayment"))


def contracts(person, period, name, advance_name):
    """The parts of contracts that count in the quarter: of the advance, and of the rest."""
    for month, at, sums in stated_sums(person, name):
        first, last = months_of_sum(person, name, month, at)
        advance, advance_to = numpy.zeros(at.size), first - A_MONTH
        if person.get_holder(advance_name).get_array(month) is not None:
            advance = person(advance_name, month)[at]
            advance_to = end_of_advance(person, month, at, advance, first, last)
        rest = (to_tiyn(sums) - to_tiyn(advance)) / TIYN
        all_paid = advance_to == last
        wrong = (rest < 0) | (all_paid & (rest > 0))
        cure = "The advance is above the sum of the contract, or leaves no month for the rest: correct them."
        refuse(person, wrong, advance_name, month, cure, at)
        for amount, start, end in ((advance, first, advance_to), (rest, advance_to + A_MONTH, last)):
            yield spread_over(amount, at, start, end, period)


def loans(person, period, name):
    """The parts of loans paid off that count in the quarter."""
    for month, at, sums in stated_sums(person, name):
        yield spread_over(sums, at, *months_of_sum(person, name, month, at), period)


def end_of_advance(person, month, at, advance, first, last):
    """Last month of each advance (datetime64[M]); the month before the contract where there is none."""
    days = as_last_stated(person, "civil_contract_advance_to", month)[at]
    stated = days != numpy.datetime64(NOT_STATED)
    until = days.astype("datetime64[M]")
    outside = (advance > 0) & (~stated | (until < first) | (until > last))
    cure = "An advance needs a last day within the contract: state it."
    refuse(person, outside, "civil_contract_advance_to", month, cure, at)
    return numpy.where(advance > 0, until, first - A_MONTH)


def refuse_advances_alone(person, name, advance_name):
    """An advance in a month in which no sum of a contract is stated would be lost without a word."""
    for month, at, _ in stated_sums(person, advance_name):
        contract = person.get_holder(name).get_array(month)
        alone = numpy.ones(at.size, bool) if contract is None else contract[at] == 0
        cure = f"State the sum of the whole contract, {name}, in the same month."
        refuse(person, alone, advance_name, month, cure, at)
