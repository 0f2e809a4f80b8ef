"""The other reading of an interpretation as a reform: what it turns round, what it refuses, what it leaves alone."""

from pathlib import Path

import pytest

from openfisca_kz.casebook.cases import case_files, read_cases
from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.reforms import other_readings

LAW = Path(__file__).parent / "law"
CASES = LAW / "readings"


def readings(system):
    """The interpretations that are true or false, by name."""
    named = {p.name.rpartition(".")[2]: p for p in dated_parameters(system.parameters.interpretation)}
    return {name: p for name, p in named.items() if isinstance(p.values_list[0].value, bool)}


def values(parameter):
    return [(value.instant_str, value.value) for value in parameter.values_list]


def test_one_interpretation_is_turned_round_on_every_day_and_nothing_else(system):
    before = {p.name: values(p) for p in dated_parameters(system.parameters)}
    other = other_readings.entrepreneur_floor_for_each_month(system)
    name = "interpretation.entrepreneur_floor_for_each_month"
    assert len(before[name]) > 1
    changed = {p.name: values(p) for p in dated_parameters(other.parameters)}
    assert changed.pop(name) == [(start, not value) for start, value in before[name]]
    assert changed == {other_name: value for other_name, value in before.items() if other_name != name}
    assert {p.name: values(p) for p in dated_parameters(system.parameters)} == before


@pytest.mark.parametrize("name", ["no_such_reading", "amount_rounding_step", "poverty_line_rounding_step"])
def test_what_is_no_reading_of_two_is_refused(system, name):
    with pytest.raises(
        ValueError, match=f"interpretation.{name}: there is no such reading of two. Known: able_bodied_"
    ):
        getattr(other_readings, name)(system)


def test_a_name_that_can_be_no_interpretation_is_no_attribute():
    assert not hasattr(other_readings, "__wrapped__")
    assert not hasattr(other_readings, "OtherWay")


def test_every_reading_of_two_has_its_cases(system):
    shown = {reform for path in case_files([LAW]) for case in read_cases(path, system) for reform in case.reforms}
    assert {f"openfisca_kz.reforms.other_readings.{name}" for name in readings(system)} <= shown


def test_the_files_of_readings_are_named_after_them(system):
    for path in CASES.glob("*.yaml"):
        assert path.stem in readings(system)
        cases = list(read_cases(path, system))
        reform = f"openfisca_kz.reforms.other_readings.{path.stem}"
        assert not cases[0].reforms, path
        assert any(case.reforms == (reform,) for case in cases), path
