"""Amounts that rules make for several months, of members who came or left inside the quarter: both readings, bounds."""

import datetime

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.money import LARGEST_AMOUNT
from tests.test_interpretations import reading

MONTH = "2025-05"
FIRST_DAY = datetime.date(2025, 1, 1)
DAYS = 31 + 28 + 31

CONTRACT = {  # 30 000 a month from January to June
    "civil_contract_income": {"2025-03": 180_000},
    "civil_contract_income_from": {"2025-03": "2025-01-01"},
    "civil_contract_income_to": {"2025-03": "2025-06-30"},
}
LUMP_SUM = {  # 20 000 a month from September to February: 40 000
    "lump_sum": {"2025-02": 120_000},
    "lump_sum_from": {"2025-02": "2024-09-01"},
    "lump_sum_to": {"2025-02": "2025-02-28"},
}
SHORT_SUM = {  # received in February for three months of which two lie in the quarter
    "lump_sum": {"2025-02": 28_000},
    "lump_sum_from": {"2025-02": "2024-12-01"},
    "lump_sum_to": {"2025-02": "2025-02-28"},
}
ENTREPRENEUR = {
    "business_activity": {"2025-01": "entrepreneur"},
    "declared_business_income": {MONTH: 1_800_000},
    "declared_business_months": {MONTH: 12},
}
WORKER = {"business_activity": {"2025-01": "independent_worker"}, "independent_worker_income": {"2025-02": 28_000}}
FARM = {"farm_enterprise_annual_income": {MONTH: 600_000}}


def calculate(system, variable, *persons):
    names = [f"p{number}" for number in range(len(persons))]
    situation = {
        "persons": dict(zip(names, persons, strict=True)),
        "families": {name: {"applicant": name, "given_poverty_line": {MONTH: 36_000}} for name in names},
    }
    return SimulationBuilder().build_from_dict(system, situation).calculate(variable, MONTH)


def arrived(day, **facts):
    return {"arrival_date": {"ETERNITY": str(day)}, **facts}


@pytest.mark.parametrize(
    ("amounts", "divided", "whole"),
    [
        (CONTRACT, 45_000, 90_000),  # half of February and March
        (LUMP_SUM, 10_000, 40_000),  # half of February
        (SHORT_SUM, 14_000, 14_000),  # an amount of the month of receipt in both readings
        (ENTREPRENEUR, 225_000, 450_000),
        (FARM, 75_000, 150_000),
        (WORKER, 147_450, 294_900),  # half of 98 300 and 98 300; or three times 98 300
    ],
)
def test_arrival_inside_the_quarter(system, amounts, divided, whole):
    other = reading(system, "amounts_for_several_months_divided", value=False)
    person = arrived("2025-02-15", **amounts)
    assert calculate(system, "total_income", person)[0] == divided
    assert calculate(other, "total_income", person)[0] == whole


def test_income_after_a_departure_in_the_other_reading(system):
    """30 000 a month, left on 15 February: February's second half and March are left out; or nothing is divided."""
    afterwards = reading(system, "income_after_departure_counts", value=False)
    left = {"departure_date": {"ETERNITY": "2025-02-15"}, **CONTRACT}
    assert calculate(system, "counted_contract_income", left)[0] == 90_000
    assert calculate(afterwards, "counted_contract_income", left)[0] == 45_000
    undivided = reading(afterwards, "amounts_for_several_months_divided", value=False)
    assert calculate(undivided, "counted_contract_income", left)[0] == 90_000


def test_the_month_of_arrival_as_a_whole(system):
    other = reading(system, "month_of_change_by_days", value=False)
    assert calculate(other, "total_income", arrived("2025-02-15", **CONTRACT))[0] == 60_000


def test_who_arrived_after_the_quarter_counts_with_nothing_in_that_reading(system):
    """Nothing is divided there, so the amount does not count whole in either reading of its division."""
    nothing = reading(system, "arrival_after_quarter_counts_in_full", value=False)
    for system_ in (nothing, reading(nothing, "amounts_for_several_months_divided", value=False)):
        assert calculate(system_, "total_income", arrived("2025-04-01", **CONTRACT, **FARM))[0] == 0


@pytest.mark.parametrize(
    ("first", "whole", "by_overlap"),
    [
        ("2024-12-01", 28_000, 18_666.67),  # three months, two of them in the quarter: 28 000 × 2 ÷ 3
        ("2025-02-01", 28_000, 28_000),  # one month, in the quarter
        ("2024-11-01", 14_000, 14_000),  # four months: by overlap in both readings
    ],
)
def test_a_sum_for_three_months_or_fewer(system, first, whole, by_overlap):
    person = {**SHORT_SUM, "lump_sum_from": {"2025-02": first}}
    other = reading(system, "short_lump_sum_counts_whole", value=False)
    assert calculate(system, "total_income", person)[0] == whole
    assert calculate(other, "total_income", person)[0] == by_overlap


def test_a_short_sum_by_overlap_falls_to_its_own_months(system):
    """28 000 for December to February: 9 333.33… of January and of February, half of the latter after the arrival."""
    other = reading(system, "short_lump_sum_counts_whole", value=False)
    assert calculate(other, "total_income", arrived("2025-02-15", **SHORT_SUM))[0] == 4_666.67


def test_wages_net_of_withholdings_from_the_arrival(system):
    net = reading(system, "wages_net_of_withholdings", value=True)
    person = arrived("2025-02-15", wage={"2025-02": 28_000}, wage_withheld={"2025-02": 8_000})
    assert calculate(net, "total_income", person)[0] == 10_000


tiyn = st.integers(0, 10**9).map(lambda amount: amount / 100)
month = st.sampled_from(["2025-01", "2025-02", "2025-03"])
first_months = st.sampled_from(["2024-07-01", "2024-12-01", "2025-01-01", "2025-02-01"])
last_months = st.sampled_from(["2025-02-28", "2025-03-31", "2025-08-31"])


@st.composite
def persons(draw):
    """A person with amounts of every rule, and payments that lower them."""
    received = draw(month)
    person = {}
    for name in ("lump_sum", "civil_contract_income", "author_fee", "employer_loan_repayment"):
        person |= {
            name: {received: draw(tiyn)},
            f"{name}_from": {received: draw(first_months)},
            f"{name}_to": {received: draw(last_months)},
        }
    for name in ("wage", "rent_without_contract", "alimony_received"):
        person[name] = {draw(month): draw(tiyn)}
    for name in ("wage_withheld", "alimony_paid", "property_sale_income", "property_purchases"):
        person[name] = {draw(month): draw(tiyn)}
    person["farm_enterprise_annual_income"] = {MONTH: draw(tiyn)}
    if draw(st.booleans()):
        person |= {**ENTREPRENEUR, "declared_business_income": {MONTH: draw(tiyn)}}
    else:
        person |= {"independent_worker_income": {draw(month): draw(tiyn)}}
    return person


@settings(max_examples=40, deadline=None)
@given(person=persons(), days=st.lists(st.integers(0, DAYS - 1), min_size=3, max_size=6))
def test_later_arrivals_count_less_and_that_of_the_first_day_counts_all(system, person, days):
    arrivals = [FIRST_DAY + datetime.timedelta(days=number) for number in sorted({0, *days})]
    people = [person, *(arrived(day, **person) for day in arrivals)]
    income = numpy.rint(calculate(system, "counted_income", *people) * 100)
    assert income[0] == income[1]  # who arrived on the first day is as one who was there all along
    assert (numpy.diff(income[1:]) <= 0).all()
    assert (income >= 0).all()
    total = calculate(system, "total_income", *people)
    assert total[0] == total[1]
    assert (total >= 0).all()
    assert (numpy.rint(total * 100) <= income).all()


def test_the_largest_amounts_are_divided_exactly(system):
    kinds = [kind for group in ("point_4", "point_16_1", "point_16_2") for kind in listed(system, group)]
    person = {kind: {"2025-02": LARGEST_AMOUNT} for kind in kinds}
    assert calculate(system, "counted_income", arrived("2025-02-15", **person))[0] == len(kinds) * LARGEST_AMOUNT / 2


def listed(system, group):
    """Kinds of a list that count in May 2025."""
    return [kind for kind in system.parameters(MONTH).total_income[group] if kind != "business_credit_or_grant_income"]
