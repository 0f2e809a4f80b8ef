"""Readings of order № 181 p. 6–26: the default and the other one, each priced by hand."""

import pytest
from openfisca_core.simulations import SimulationBuilder

from tests.test_interpretations import reading

QUARTER = ("2025-01", "2025-02", "2025-03")  # reference quarter of an application in May 2025


def each(amount, months=QUARTER):
    return dict.fromkeys(months, amount)


READINGS = {
    # name: (month, persons, default, other value, other result); the result is total income
    # minimum wage 85 000: each below it, 2 × 85 000; or 50 000 + 20 000 = 70 000 raised once
    "rent_floor_for_each_person": (
        "2025-05",
        {
            "a": {"rent_without_contract": {"2025-02": 50_000}},
            "b": {"rent_without_contract": {"2025-02": 20_000}},
        },
        170_000,
        False,
        85_000,
    ),
    # 1 000 000 − 1 100 000 leaves 0 beside the wage of 150 000; or takes 100 000 of it
    "dearer_purchase_lowers_other_income": (
        "2025-05",
        {
            "a": {"property_sale_income": {"2025-01": 1_000_000}, "wage": {"2025-02": 150_000}},
            "b": {"property_purchases": {"2025-03": 1_100_000}},
        },
        150_000,
        True,
        50_000,
    ),
    # 120 000 for July to February, eight months: 15 000 × January and February = 30 000, or × 3 = 45 000
    "lump_sum_months_of_quarter": (
        "2025-05",
        {
            "a": {
                "lump_sum": {"2025-02": 120_000},
                "lump_sum_from": {"2025-02": "2024-07-01"},
                "lump_sum_to": {"2025-02": "2025-02-28"},
            }
        },
        30_000,
        True,
        45_000,
    ),
    # the payer earns 30 000 and pays 50 000: the wife's 40 000 stay; or 30 000 + 40 000 − 50 000
    "alimony_paid_lowers_income_of_others": (
        "2025-05",
        {
            "a": {"wage": {"2025-01": 30_000}, "alimony_paid": {"2025-01": 50_000}},
            "b": {"wage": {"2025-01": 40_000}},
        },
        40_000,
        True,
        20_000,
    ),
    "alimony_of_excepted_payer_counts": (
        "2025-05",
        {"a": {"alimony_received": {"2025-01": 12_000}, "alimony_payer": {"2025-01": "registered_unemployed"}}},
        0,
        True,
        12_000,
    ),
    "alimony_of_spouse_in_family_counts": (
        "2025-05",
        {
            "a": {"alimony_received": {"2025-01": 12_000}, "alimony_payer": {"2025-01": "spouse_in_family"}},
            "b": {"wage": {"2025-01": 100_000}},
        },
        100_000,
        True,
        112_000,
    ),
    # 3 × 25 × 3 932 = 294 900, or 98 300 once; the income of 60 000 is below both
    "independent_worker_floor_for_each_month": (
        "2025-05",
        {"a": {"business_activity": {"2025-01": "independent_worker"}, "independent_worker_income": each(20_000)}},
        294_900,
        False,
        98_300,
    ),
    # entrepreneur in March: 3 × 98 300 = 294 900; beside it 2 × 98 300 for January and February
    "independent_worker_floor_beside_entrepreneur": (
        "2025-05",
        {"a": {"business_activity": {"2025-01": "independent_worker", "2025-03": "entrepreneur"}}},
        294_900,
        True,
        491_500,
    ),
    # 360 000 ÷ 12 × 3 = 90 000, below 294 900 and below 98 300
    "entrepreneur_floor_for_each_month": (
        "2025-05",
        {
            "a": {
                "business_activity": {"2025-01": "entrepreneur"},
                "declared_business_income": {"2025-05": 360_000},
                "declared_business_months": {"2025-05": 12},
            }
        },
        294_900,
        False,
        98_300,
    ),
    # application in January 2025 for October to December 2024: 75 × 3 692 = 276 900, or 75 × 3 932 = 294 900
    "floor_figures_of_application": (
        "2025-01",
        {"a": {"business_activity": {"2024-10": "entrepreneur"}}},
        276_900,
        True,
        294_900,
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_both_readings(system, name):
    month, persons, default, other_value, other = READINGS[name]
    assert total_income(system, month, persons) == default
    assert total_income(reading(system, name, other_value), month, persons) == other


def total_income(system, month, persons):
    family = {"applicant": "a", **({"spouse": "b"} if "b" in persons else {})}
    situation = {"persons": persons, "families": {"f": family}}
    return SimulationBuilder().build_from_dict(system, situation).calculate("total_income", month)[0]


@pytest.mark.parametrize(
    ("declared", "default", "other"),
    [
        # 400 000 ÷ 12 × 3 = 100 000: above 98 300 of a quarter, below 294 900
        (400_000, 294_900, 100_000),
        # 1 179 600 ÷ 12 = 98 300, on the floor of a month: 294 900 both ways; a tenge more a year counts
        (1_179_600, 294_900, 294_900),
        (1_179_612, 294_903, 294_903),
    ],
)
def test_the_floor_of_a_month_and_of_a_quarter(system, declared, default, other):
    persons = {
        "a": {
            "business_activity": {"2025-01": "entrepreneur"},
            "declared_business_income": {"2025-05": declared},
            "declared_business_months": {"2025-05": 12},
        }
    }
    assert total_income(system, "2025-05", persons) == default
    of_a_quarter = reading(system, "entrepreneur_floor_for_each_month", value=False)
    assert total_income(of_a_quarter, "2025-05", persons) == other


def test_the_minimum_wage_of_the_month_or_of_the_application(system):
    """Rent of December 2023 in an application of January 2024: 70 000 of the month, 85 000 of the application."""
    persons = {"a": {"rent_without_contract": {"2023-12": 10_000}}}
    assert total_income(system, "2024-01", persons) == 70_000
    of_application = reading(system, "floor_figures_of_application", value=True)
    assert total_income(of_application, "2024-01", persons) == 85_000


def test_once_for_the_family_a_rent_above_the_floor_raises_nothing(system):
    """80 000 + 20 000 is above 85 000; of two families each has its own floor."""
    once = reading(system, "rent_floor_for_each_person", value=False)
    rents = {name: {"rent_without_contract": {"2025-01": rent}} for name, rent in (("a", 80_000), ("b", 20_000))}
    assert total_income(once, "2025-05", rents) == 100_000
    apart = {"persons": rents, "families": {"f": {"applicant": "a"}, "g": {"applicant": "b"}}}
    simulation = SimulationBuilder().build_from_dict(once, apart)
    assert list(simulation.calculate("total_income", "2025-05")) == [85_000, 85_000]


@pytest.mark.parametrize(("received", "default", "other"), [("2025-01", 20_000, 60_000), ("2024-12", 20_000, 0)])
def test_a_sum_received_before_the_quarter_counts_only_by_its_own_months(system, received, default, other):
    """120 000 for August 2024 to January 2025, six months: January, or three months if received in the quarter."""
    dates = {"lump_sum_from": {received: "2024-08-01"}, "lump_sum_to": {received: "2025-01-31"}}
    persons = {"a": {"lump_sum": {received: 120_000}, **dates}}
    assert total_income(system, "2025-05", persons) == default
    assert total_income(reading(system, "lump_sum_months_of_quarter", value=True), "2025-05", persons) == other


def test_an_author_fee_for_a_month_is_never_multiplied(system):
    """50 000 for February: one month of its own, also where the months of the quarter are counted."""
    dates = {"author_fee_from": {"2025-02": "2025-02-01"}, "author_fee_to": {"2025-02": "2025-02-28"}}
    persons = {"a": {"author_fee": {"2025-02": 50_000}, **dates}}
    assert total_income(system, "2025-05", persons) == 50_000
    assert total_income(reading(system, "lump_sum_months_of_quarter", value=True), "2025-05", persons) == 50_000


def test_a_purchase_without_a_sale_takes_nothing_off_in_either_reading(system):
    persons = {"a": {"property_purchases": {"2025-01": 50_000}, "wage": {"2025-01": 60_000}}, "b": {}}
    persons["b"]["property_sale_income"] = {"2024-12": 50_000}
    assert total_income(system, "2025-05", persons) == 60_000
    dearer = reading(system, "dearer_purchase_lowers_other_income", value=True)
    assert total_income(dearer, "2025-05", persons) == 60_000
    persons["b"]["property_sale_income"] = {"2025-01": 0}
    assert total_income(dearer, "2025-05", persons) == 60_000
