"""A table of an act as one parameter file: cells become parameters, a later table gives only what changes."""

import pytest

from openfisca_kz.legislation import acts
from openfisca_kz.parameter_files import dated_parameters, load_parameters

GOOD = """description: Sets the figures of a table.
metadata: {unit: month, columns: {cost: currency-KZT}}
tables:
  order_181_2023:
    provision: annex 2
    grade: A
    rows:
      first: {kg: 1, cost: 10}
      second: {kg: 2, cost: 20}
      plain: 7
  order_95_2025:
    provision: p. 1
    grade: B
    note: because
    rows:
      first: {cost: 11}
      second: null
"""


def load(folder, text):
    (folder / "table.yaml").write_text(text, encoding="utf-8")
    return load_parameters(folder).table


def test_cells_are_dated_parameters(tmp_path):
    table = load(tmp_path, GOOD)
    commencement = acts()["order_95_2025"]["in_force"]
    assert {parameter.name for parameter in dated_parameters(table)} == {
        "table.first.kg",
        "table.first.cost",
        "table.second.kg",
        "table.second.cost",
        "table.plain",
    }
    before, after = table.get_at_instant("2025-01-01"), table.get_at_instant(commencement)
    assert (before.first.cost, before.first.kg, before.second.kg, before.plain) == (10, 1, 2, 7)
    assert (after.first.cost, after.first.kg, after.plain) == (11, 1, 7)
    assert "kg" not in after.second
    assert "cost" not in after.second
    cost = table.first.cost
    assert cost.metadata["unit"] == "currency-KZT"
    assert table.plain.metadata["unit"] == "month"
    assert cost.values_list[0].metadata["act"] == "order_95_2025"
    assert cost.values_list[0].metadata["grade"] == "B"
    assert cost.values_list[1].metadata["provision"] == "annex 2"


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("    rows:\n      first: {cost", "    rwos:\n      first: {cost", "no .rows:"),
        ("grade: A", "grade: D", "needs .grade:"),
        ("order_181_2023", "order_1_1999", "neither a date"),
        ("note: because", "nota: because", "unknown key nota"),
        ("tables:", "extra: 1\ntables:", "unknown key extra"),
    ],
)
def test_a_wrong_table_is_named_with_its_fault(tmp_path, wrong, right, message):
    with pytest.raises(ValueError, match="table.yaml.*" + message):
        load(tmp_path, GOOD.replace(wrong, right))
