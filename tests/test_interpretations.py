"""Each reading of a provision that is silent or ambiguous: the default and the other one, priced by a reform."""

import importlib
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
        "persons": {"a": {"wage": {"2025-02": 50_000}}, "b": {"birth_date": {"ETERNITY": "2020-01-01"}}, "c": {}},
        "families": {"f": {"applicant": "a", "children": ["b"], "others": ["c"], **family}},
    }
    return SimulationBuilder().build_from_dict(system, situation).calculate(variable, month)[0]


READINGS = {
    # name: (variable, month, family, default result, other value, other result)
    # 3 × 20 000 − 50 000 ÷ 3 = 43 333.33…
    "amount_rounding_step": (
        "targeted_social_assistance",
        "2025-05",
        {"given_poverty_line": {"2025-05": 20_000}},
        43_333,
        0.01,
        43_333.33,
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
    # 50 000 ÷ 9 = 5 555.56 (up): within the line by less than half a tenge, so the amount is 0; 1.5 × 3 932 = 5 898
    "supplement_without_amount": (
        "child_supplement",
        "2025-05",
        {"given_poverty_line": {"2025-05": 5_555.56}},
        0,
        True,
        5_898,
    ),
}


def test_every_interpretation_is_tested(system):
    names = {p.name.rpartition(".")[2] for p in dated_parameters(system.parameters.interpretation)}
    files = Path(__file__).parent.glob("test_interpretations*.py")
    tested = [name for path in files for name in importlib.import_module(f"tests.{path.stem}").READINGS]
    assert sorted(tested) == sorted(names)


@pytest.mark.parametrize("name", READINGS)
def test_both_readings(system, name):
    variable, month, family, default, other_value, other = READINGS[name]
    assert calculate(system, variable, month, **family) == default
    assert calculate(reading(system, name, other_value), variable, month, **family) == other
