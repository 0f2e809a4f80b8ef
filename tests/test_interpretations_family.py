"""Both readings on members who come and leave, terms of months, status and the signals of order № 227."""

import pytest
from openfisca_core.simulations import SimulationBuilder

from tests.test_interpretations import reading

LINE = {"given_poverty_line": {"2025-07": 36_000}}
ARRIVED = {"arrival_date": {"ETERNITY": "2025-05-17"}, "wage": {"2025-05": 31_000}}
ARRIVED_LATE = {"arrival_date": {"ETERNITY": "2025-07-01"}, "wage": {"2025-05": 31_000}}
CAME_BACK = {
    "departure_date": {"ETERNITY": "2025-05-17"},
    "arrival_date": {"ETERNITY": "2025-06-01"},
    "wage": {"2025-04": 60_000, "2025-05": 31_000},
}
LEFT = {"departure_date": {"ETERNITY": "2025-06-01"}, "wage": {"2025-04": 60_000, "2025-06": 30_000}}
STUDENT = {
    "birth_date": {"ETERNITY": "2008-01-01"},
    "lives_apart_from_family": {"2025-07": True},
    "full_time_student_in_kazakhstan": {"2025-07": True},
}

READINGS = {
    # name: (variable, the other person, the family, default result, other result); the mother earns nothing
    # 17 years old: a member, or not
    "student_under_age_may_live_apart": ("family_size", STUDENT, {}, 2, 1),
    # May from the 17th: 15 of 31 days, or the whole month
    "month_of_change_by_days": ("total_income", ARRIVED, {}, 15_000, 31_000),
    # arrival on 1 July, after the quarter: all of it, or nothing
    "arrival_after_quarter_counts_in_full": ("total_income", ARRIVED_LATE, {}, 31_000, 0),
    # April and 16 of 31 days of May; or nothing before the return
    "income_before_absence_counts": ("total_income", CAME_BACK, {}, 76_000, 0),
    # 90 000 ÷ 2 ÷ 3 = 15 000 for June, or 45 000 for the quarter
    "departed_share_from_departure": ("total_income", LEFT, {}, 75_000, 45_000),
    # 90 000 − 15 000; or without the 30 000 of June 60 000 − 60 000 ÷ 2 ÷ 3
    "income_after_departure_counts": ("total_income", LEFT, {}, 75_000, 50_000),
    # 1 January to 1 July
    "last_day_of_term_included": (
        "refused_false_data",
        {"false_data_date": {"ETERNITY": "2025-01-01"}},
        {},
        True,
        False,
    ),
    # 36 000 for one member, or for both
    "amount_for_members_with_right_only": (
        "targeted_social_assistance",
        {"legal_status": {"2025-07": "other"}},
        {},
        36_000,
        72_000,
    ),
    # 36 000 × 2 × 3 = 216 000, or 36 000
    "spending_per_member_and_month": ("spending_signal", {}, {"account_spending": {"2025-07": 36_000.01}}, False, True),
    # 2 × 46 228 × 2 × 3 = 554 736, or without the months 184 912
    "loans_over_three_months": ("loans_signal", {}, {"loans_taken": {"2025-07": 184_912.01}}, False, True),
}


def calculate(system, variable, person, family):
    situation = {
        "persons": {"mother": {}, "other": person},
        "families": {"f": {"applicant": "mother", "others": ["other"], **LINE, **family}},
    }
    return SimulationBuilder().build_from_dict(system, situation).calculate(variable, "2025-07")[0]


@pytest.mark.parametrize("name", READINGS)
def test_both_readings(system, name):
    variable, person, family, default, other = READINGS[name]
    assert calculate(system, variable, person, family) == default
    assert calculate(reading(system, name, value=False), variable, person, family) == other


def test_the_month_of_departure_taken_off_as_a_whole(system):
    """90 000 ÷ 2 ÷ 3 = 15 000 a month: May from the 17th by days and June, 15 ÷ 31 + 1; or May and June whole."""
    left = {"departure_date": {"ETERNITY": "2025-05-17"}, "wage": {"2025-04": 90_000}}
    assert calculate(system, "departed_share", left, {}) == 22_258.06  # 15 000 × 46 ÷ 31 = 22 258.064…
    other = reading(system, "month_of_change_by_days", value=False)
    assert calculate(other, "departed_share", left, {}) == 30_000


def test_income_before_an_arrival_and_after_a_departure_in_one_month(system):
    """Here from 11 to 20 June: 20 of 30 days outside."""
    guest = {
        "arrival_date": {"ETERNITY": "2025-06-11"},
        "departure_date": {"ETERNITY": "2025-06-21"},
        "wage": {"2025-06": 30_000},
    }
    other = reading(system, "income_after_departure_counts", value=False)
    assert calculate(system, "income_before_departures", guest, {}) == 20_000
    assert calculate(other, "income_before_departures", guest, {}) == 10_000


@pytest.mark.parametrize(("breach", "by_default"), [("2025-01-01", True), ("2025-01-02", True), ("2024-12-31", False)])
def test_the_first_day_of_six_months_before_the_application(system, breach, by_default):
    other = reading(system, "last_day_of_term_included", value=False)
    person = {"contract_breach_date": {"ETERNITY": breach}}
    assert calculate(system, "refused_contract_breached", person, {}) == by_default
    assert calculate(other, "refused_contract_breached", person, {}) == (breach == "2025-01-02")
