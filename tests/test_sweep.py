"""Every first of a month from July 2023 to December 2026: each result has a value, and exactly one rule makes it."""

import datetime
from collections import Counter

import numpy
import pytest
from openfisca_core.model_api import Enum
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.dates import reference_months
from openfisca_kz.parameter_files import dated_parameters

MONTHS = [f"{year}-{month:02}" for year in (2023, 2024, 2025, 2026) for month in range(1, 13)]
MONTHS = [month for month in MONTHS if month >= "2023-07"]


def results(system):
    """Variables with a formula that are no facts carried over from another month."""
    return [name for name, variable in system.variables.items() if variable.formulas]


@pytest.fixture(scope="module")
def situation():
    def build(month):
        quarter = [str(one) for one in reference_months(period(month))]
        born = {"mother": "1990-03-01", "father": "1955-05-05", "pupil": "2012-01-01", "small": "2020-12-31"}
        sexes = {"mother": "female", "father": "male", "pupil": "female", "small": "male"}
        persons = {name: {"birth_date": {"ETERNITY": born[name]}, "sex": {month: sexes[name]}} for name in born}
        persons["mother"]["wage"] = dict.fromkeys(quarter, 60_000)
        persons["father"]["pension"] = dict.fromkeys(quarter, 20_000)
        persons["pupil"] |= {
            "is_pupil": {month: True},
            "education_material_aid": {quarter[1]: 46_228},
            "education_organisation_ownership": {month: "private"},
        }
        family = {
            "applicant": "mother",
            "spouse": "father",
            "children": ["pupil", "small"],
            "region": {month: "aktobe"},
            "district": {month: "aktobe__aktobe_city"},
        }
        return SimulationBuilder().build_from_dict(build.system, {"persons": persons, "families": {"f": family}})

    return build


@pytest.mark.parametrize("month", MONTHS)
def test_each_result_has_a_value(system, situation, month):
    situation.system = system
    simulation = situation(month)
    for name in results(system):
        values = simulation.calculate(name, month)
        assert values is not None, name
        assert len(values) == simulation.get_variable_population(name).count, name
        if system.variables[name].value_type is float:
            assert numpy.isfinite(values).all(), name
        if system.variables[name].value_type == Enum:
            assert values.decode_to_str()[0], name
    assert simulation.calculate("poverty_line", month)[0] > 0
    assert simulation.calculate("tsa_entitled", month)[0]
    assert simulation.calculate("targeted_social_assistance", month)[0] > 0
    assert simulation.calculate("child_supplement", month)[0] > 0


ENDED = {"charitable_aid_within_line"}
"""Rules of the time before the Code."""


@pytest.mark.parametrize("month", MONTHS)
def test_exactly_one_rule_applies(system, month):
    """No gap: a formula for the month. No overlap: formulas start on different days, and so do values of a figure."""
    for name in results(system):
        formula = system.variables[name].get_formula(period(month))
        assert (formula is None) == (name in ENDED), name
    day = f"{month}-01"
    for parameter in dated_parameters(system.parameters):
        starts = Counter(value.instant_str for value in parameter.values_list)
        assert set(starts.values()) == {1}, parameter.name
        in_force = [value for value in parameter.values_list if value.instant_str <= day]
        if parameter.name.startswith("total_income."):
            assert in_force, parameter.name
            assert isinstance(in_force[0].value, bool), parameter.name


def test_the_sweep_is_whole():
    assert len(MONTHS) == 42
    assert datetime.date.fromisoformat(f"{MONTHS[-1]}-01") == datetime.date(2026, 12, 1)
