"""The reader of parameter files refuses what would otherwise pass silently."""

import pytest

from openfisca_kz.legislation import acts
from openfisca_kz.parameter_files import load_parameters

GOOD = """description: Sets a figure.
metadata: {unit: currency-KZT}
values:
  2024-01-01: {value: 10, act: code_224_vii_2023, provision: art. 1, grade: A}
  order_95_2025: {value: 12, provision: p. 2, grade: B, note: because}
"""


def load(folder, text):
    (folder / "figure.yaml").write_text(text, encoding="utf-8")
    return load_parameters(folder).figure


def test_a_value_starts_on_its_date_or_on_the_commencement_of_its_act(tmp_path):
    figure = load(tmp_path, GOOD)
    commencement = acts()["order_95_2025"]["in_force"]
    assert [value.instant_str for value in figure.values_list] == [commencement, "2024-01-01"]
    assert (figure("2024-12-31"), figure(commencement)) == (10, 12)
    assert figure.values_list[0].metadata["act"] == "order_95_2025"
    (reference,) = figure.values_list[0].metadata["reference"]
    assert reference["title"].endswith("№ 95 amending some orders, p. 2")


def test_null_ends_a_figure(tmp_path):
    figure = load(
        tmp_path,
        GOOD.replace("order_95_2025: {value: 12, provision: p. 2, grade: B, note: because}", "2025-01-01: null"),
    )
    assert (figure("2024-12-31"), figure("2025-01-01")) == (10, None)


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("grade: A", "grade: D", "needs `grade:` A, B, C"),
        (", grade: A", "", "needs `grade:`"),
        ("act: code_224_vii_2023", "act: code_1999", "needs `act:`"),
        ("act: code_224_vii_2023, ", "", "needs `act:`"),
        ("provision: art. 1, ", "", "needs `provision:`"),
        ("value: 10", "valeu: 10", "has no `value:`"),
        ("note: because", "nota: because", "unknown key nota"),
        ("order_95_2025", "order_96_2025", "neither a date"),
        ("order_95_2025", "2024-01-01", "is given twice"),
    ],
)
def test_a_wrong_file_is_named_with_value_and_cure(tmp_path, wrong, right, message):
    with pytest.raises(ValueError, match="figure.yaml.*" + message.replace("`", ".")):
        load(tmp_path, GOOD.replace(wrong, right))


def test_two_values_of_one_day_are_refused(tmp_path):
    commencement = acts()["order_95_2025"]["in_force"]
    with pytest.raises(ValueError, match=f"two values start on {commencement}"):
        load(tmp_path, GOOD.replace("2024-01-01", commencement))
