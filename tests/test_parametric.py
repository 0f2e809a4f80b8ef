"""Reforms of figures from YAML files: what they change, and what is refused."""

import pytest

from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.reforms.parametric import ParametricReform, ReformError, read_reform


def values(system):
    return {p.name: [(v.instant_str, v.value) for v in p.values_list] for p in dated_parameters(system.parameters)}


def reform(system, **parameters):
    return ParametricReform(system, {"name": "Test", "parameters": parameters}, "test.yaml")


def test_a_value_holds_from_its_day_on_and_the_baseline_stays(system):
    before = values(system)
    changed = reform(system, **{"poverty_line.minimum_share": {"2025-04-01": 0.8}})
    law = changed.parameters
    assert law("2025-03-31").poverty_line.minimum_share == 0.7
    assert law("2025-04-01").poverty_line.minimum_share == 0.8
    assert law("2035-01-01").poverty_line.minimum_share == 0.8
    assert values(system) == before
    assert {name for name, own in values(changed).items() if own != before[name]} == {"poverty_line.minimum_share"}


def test_several_days_and_an_item_of_a_list(system):
    item = {"total_income.point_8.housing_aid": {"2025-01-01": True, "2026-01-01": False}}
    law = reform(system, **item).parameters
    assert [law(day).total_income.point_8.housing_aid for day in ("2024-12-31", "2025-06-01", "2026-01-01")] == [
        False,
        True,
        False,
    ]


def test_null_ends_a_parameter(system):
    law = reform(system, **{"subsistence_minimum.regional.aktobe": {"2024-01-01": None}}).parameters
    assert "aktobe" not in law("2025-01-01").subsistence_minimum.regional


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"parameters": {"poverty_line.minimum_share": {"2025-01-01": 1}}}, "needs «name:»"),
        ({"name": "x", "parameters": {}}, "at least one parameter"),
        ({"name": "x", "figures": {}}, "unknown key «figures»"),
        ({"name": "x", "parameters": {"poverty_line.minimum_shar": {"2025-01-01": 1}}}, "did you mean «poverty_line.m"),
        ({"name": "x", "parameters": {"poverty_line.minimum_share": 0.8}}, "needs days and values"),
        ({"name": "x", "parameters": {"poverty_line.minimum_share": {"2025-13-01": 1}}}, "«2025-13-01» is not a day"),
        ({"name": "x", "parameters": {"poverty_line.minimum_share": {"2025-01-01": "80 %"}}}, "is not a number"),
        ({"name": "x", "parameters": {"poverty_line.minimum_share": {"2025-01-01": True}}}, "is not a number"),
        ({"name": "x", "parameters": {"poverty_line.minimum_share": {"2025-01-01": float("nan")}}}, "is not a number"),
        ({"name": "x", "parameters": {"total_income.point_8.housing_aid": {"2025-01-01": 1}}}, "not true or false"),
    ],
)
def test_what_is_refused(system, content, message):
    with pytest.raises(ReformError, match=r"test\.yaml") as refused:
        ParametricReform(system, content, "test.yaml")
    assert message in str(refused.value)


def test_files_that_are_no_reform(tmp_path):
    path = tmp_path / "reform.yaml"
    with pytest.raises(ReformError, match="no such file"):
        read_reform(path)
    path.write_text("- a list\n")
    with pytest.raises(ReformError, match="holds no reform"):
        read_reform(path)
    path.write_text("name: [\n")
    with pytest.raises(ReformError, match="not readable as YAML"):
        read_reform(path)
