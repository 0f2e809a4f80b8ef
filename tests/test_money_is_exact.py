"""10 000 random families, incomes to 10¹⁰ tenge with odd tiyns: every result equals the exact decimal calculation."""

import datetime
from decimal import Decimal
from random import Random

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.periods import period

from openfisca_kz.dates import reference_months
from openfisca_kz.engine import build_simulations
from openfisca_kz.money import LARGEST_AMOUNT
from tests.oracle import KINDS, RENT_PAYMENT, SCHOOL_AID, Household, Member, judge

FAMILIES_IN_A_RUN = 500
RUNS = 20  # 20 × 500 = 10 000 families, each under three laws
MONTHS = ["2023-07", "2024-05", "2025-03", "2025-04", "2025-05", "2026-01"]  # with the commencements inside
RESULTS = ("total_income", "per_capita_income", "tsa_entitled", "targeted_social_assistance", "child_supplement")


@settings(max_examples=RUNS, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**63), month=st.sampled_from(MONTHS))
def test_every_result_equals_the_exact_calculation(systems, seed, month):
    assert list(differences(systems, seed, month)) == []


def differences(systems, seed, month):
    """Law, family, calculated and exact results, for each family and law where they are not the same."""
    random = Random(seed)
    households = [random_household(random, month) for _ in range(FAMILIES_IN_A_RUN)]
    simulations = build_simulations(list(systems.values()), **arrays(month, households))
    for law, simulation in zip(systems, simulations, strict=True):
        result = {name: simulation.calculate(name, month) for name in RESULTS}
        for position, household in enumerate(households):
            outcome = judge(household, law)
            got = [float(result[name][position]) for name in RESULTS]
            expected = [
                float(outcome.total),
                float(outcome.per_capita),
                float(outcome.entitled),
                float(outcome.assistance),
                float(outcome.supplement),
            ]
            if got != expected:
                yield law, household, got, expected


def random_household(random, month):
    """One to six members with up to eight incomes each; half of the families stand on the line or a tiyn beside it."""
    household = Household(
        application=datetime.date.fromisoformat(f"{month}-01") + datetime.timedelta(days=random.randint(0, 29)),
        line=Decimal(random.randint(1, 10_000_000)) / 100,
        members=[random_member(random) for _ in range(random.randint(1, 6))],
    )
    if random.random() < 0.5:
        on_the_line = Decimal(round(judge(household).per_capita * 100)) / 100 + Decimal(random.randint(-1, 1)) / 100
        if 0 < on_the_line <= LARGEST_AMOUNT:
            household.line = on_the_line
    return household


def random_member(random):
    kinds = {
        (random.choice([*KINDS, "wage", SCHOOL_AID, RENT_PAYMENT]), random.randint(0, 2))
        for _ in range(random.randint(0, 8))
    }
    largest = random.choice([20_000_000, 10**12])  # tiyn: around the line, or to 10¹⁰ tenge
    return Member(
        born=datetime.date(1940, 1, 1) + datetime.timedelta(days=random.randint(0, 30_400)),
        school=random.choice(["state", "private"]),
        rent_order=random.choice(["order_60_2022", "order_221_2024"]),
        incomes=[(kind, place, Decimal(random.randint(0, largest)) / 100) for kind, place in sorted(kinds)],
    )


def arrays(month, households):
    months = [str(quarter_month) for quarter_month in reference_months(period(month))]
    persons = [(family, member) for family, home in enumerate(households) for member in home.members]
    person_inputs = {("birth_date", None): numpy.array([member.born for _, member in persons], dtype="datetime64[D]")}
    for quarter_month in months:
        person_inputs["education_organisation_ownership", quarter_month] = numpy.array([m.school for _, m in persons])
        person_inputs["rental_housing_payment_basis", quarter_month] = numpy.array([m.rent_order for _, m in persons])
    for position, (_, member) in enumerate(persons):
        for kind, place, amount in member.incomes:
            array = person_inputs.setdefault((kind, months[place]), numpy.zeros(len(persons)))
            array[position] = float(amount)
    return {
        "family_of_person": numpy.array([family for family, _ in persons]),
        "n_families": len(households),
        "person_inputs": person_inputs,
        "family_inputs": {
            ("application_date", month): numpy.array([h.application for h in households], dtype="datetime64[D]"),
            ("given_poverty_line", month): numpy.array([float(h.line) for h in households]),
        },
    }
