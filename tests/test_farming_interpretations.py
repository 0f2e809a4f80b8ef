"""Order № 181 p. 30, 35: readings on losses and on the limit of what gives no income, the default and the other one."""

import pytest

MONTH = "2025-05"


def stated(**family):
    return {name: {MONTH: value} for name, value in {"given_natural_zone": "steppe", **family}.items()}


READINGS = {
    # name: (variable, month, family, default result, other value, other result)
    # Potatoes 80 × 10 − 1 796 = −996, vegetables 100 × 100 − 6 422 = 3 578: 2 582 ÷ 4; without the loss 3 578 ÷ 4
    "farm_loss_offsets_gain": (
        "counted_farm_income",
        MONTH,
        stated(farm_potatoes=1, farm_price_potatoes=10, farm_vegetables=1, farm_price_vegetables=100),
        645.5,
        False,
        894.5,
    ),
    # The wage of 48 600, and a loss of 4 × 996 ÷ 4 = 996 in the quarter
    "farm_loss_offsets_other_income": (
        "total_income",
        MONTH,
        stated(farm_potatoes=4, farm_price_potatoes=10),
        48_600,
        True,
        47_604,
    ),
    # 10 × (100 × 300 − 6 422) = 235 780; 58 945 a quarter is above 46 228, 19 648.33 a month is not
    "farm_limit_for_a_month": (
        "counted_farm_income",
        MONTH,
        stated(
            farm_vegetables=10,
            farm_price_vegetables=300,
            farm_vegetables_without_income=True,
            farm_no_income_limit=1,
        ),
        58_945,
        True,
        0,
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_both_readings(system, name):
    from tests.test_interpretations import calculate, reading

    variable, month, family, default, other_value, other = READINGS[name]
    assert calculate(system, variable, month, **family) == default
    assert calculate(reading(system, name, other_value), variable, month, **family) == other


def test_a_loss_never_makes_total_income_negative(system):
    from tests.test_interpretations import calculate, reading

    other = reading(system, "farm_loss_offsets_other_income", value=True)
    assert calculate(other, "total_income", MONTH, **stated(farm_potatoes=1000, farm_price_potatoes=10)) == 0
