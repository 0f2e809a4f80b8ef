"""Each reading of a provision that is silent or ambiguous: the default and the other one, priced by a reform."""

from pathlib import Path

import pytest
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.parameter_files import dated_parameters


def reading(system, name, value):
    """The system with another reading of `interpretation.name` from the start of the Code."""

    class OtherReading(Reform):
        def apply(self):
            def choose(parameters):
                parameters.interpretation.children[name].update(start="2023-07-01", value=value)
                return parameters

            self.modify_parameters(choose)

    return OtherReading(system)


def calculate(system, variable, month, **family):
    situation = {
        "persons": {
            "a": {
                "wage": {"2025-02": 48_600},
                "wage_withheld": {"2025-02": 8_600},
                "rental_housing_payment": {"2025-06": 5_000},
                "rental_housing_payment_basis": {"2025-06": "order_152_2025"},
            },
            "b": {"birth_date": {"ETERNITY": "2020-01-01"}},
            "c": {},
        },
        "families": {"f": {"applicant": "a", "children": ["b"], "others": ["c"], **family}},
    }
    return SimulationBuilder().build_from_dict(system, situation).calculate(variable, month)[0]


READINGS = {
    # name: (variable, month, family, default result, other value, other result)
    # 3 × 20 000.50 − 48 600 ÷ 3 = 43 801.50
    "amount_rounding_step": (
        "targeted_social_assistance",
        "2025-05",
        {"given_poverty_line": {"2025-05": 20_000.50}},
        43_802,
        0.01,
        43_801.50,
    ),
    # 70 % of 40 567 = 28 396.9
    "poverty_line_rounding_step": ("poverty_line", "2023-08", {}, 28_397, 0.01, 28_396.9),
    # Mangystau, September 2025: 70 % of 73 994 = 51 795.8; else 70 % of 46 228 = 32 359.6
    "regional_minimum_from_a_month": (
        "poverty_line",
        "2025-11",
        {"region": {"2025-11": "mangystau"}},
        51_796,
        False,
        32_360,
    ),
    # three members exactly on the line: 3 × 3 × 5 400 = 48 600; 1.5 × 3 932 = 5 898
    # the wage of 48 600 less 8 600 withheld
    "wages_net_of_withholdings": ("total_income", "2025-05", {}, 48_600, True, 40_000),
    # with 5 000 under order № 152, which p. 8 26) does not name
    "order_152_continues_order_221": ("total_income", "2025-08", {}, 5_000, True, 0),
    "supplement_without_amount": (
        "child_supplement",
        "2025-05",
        {"given_poverty_line": {"2025-05": 5_400}},
        0,
        True,
        5_898,
    ),
}


def test_every_interpretation_is_tested(system):
    """Here, or beside the rules that it belongs to."""
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    names = {p.name.rpartition(".")[2] for p in dated_parameters(system.parameters.interpretation)}
    assert [name for name in sorted(names) if name not in tests] == []
    assert set(READINGS) <= names


@pytest.mark.parametrize("name", READINGS)
def test_both_readings(system, name):
    variable, month, family, default, other_value, other = READINGS[name]
    assert calculate(system, variable, month, **family) == default
    assert calculate(reading(system, name, other_value), variable, month, **family) == other
