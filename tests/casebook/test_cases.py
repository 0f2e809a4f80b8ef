"""What a lawyer gets wrong in a case file is named with file, case and cure; nothing passes by mistake."""

import pytest

from openfisca_kz.casebook.cases import CaseError, case_files, read_cases
from openfisca_kz.casebook.running import run, with_reforms
from tests.casebook.examples import GOOD


def differences(system, folder, text):
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return [found for case in read_cases(folder / "case.yaml", system) for found in run(case, with_reforms(system))]


def test_a_good_case_holds(system, tmp_path):
    assert differences(system, tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("output:", "ouput:", "case 1 «One wage»: unknown key «ouput»; did you mean «output»"),
        ("- name: One wage\n  description", "- description", "without a name"),
        ("  period: 2025-05\n", "", "needs «period:»"),
        ("wage:", "wgae:", "unknown name «wgae» in input; did you mean «wage»"),
        ("    total_income", "    total_incom", "unknown name «total_incom» in output; did you mean «total_income»"),
        ("applicant: a", "applicnt: a", "unknown name «applicnt» in input; did you mean «applicant»"),
        ("persons:", "person_s:", "unknown name «person_s»"),
        ("      f: {tsa", "      g: {tsa", "output names g, which the input does not have"),
        ("60000.01", "-1", "negative"),
        ("60000.01", "abc", "case 1 «One wage»"),
        ("2025-03: ", "2025-03-01: ", "is an amount a month"),
        ("  input:", "  absolute_error_margin: 1\n  input:", "above a tiyn"),
        ("  input:", "  absolute_error_margin: {total_income: 0.01}\n  input:", "needs «default: 0»"),
        ("  input:", "   input:", "not readable as YAML.*line"),
        ("  period: 2025-05\n", "  period: 2025-05\n  period: 2025-06\n", "is given twice"),
    ],
)
def test_a_mistake_is_named(system, tmp_path, right, wrong, message):
    assert right in GOOD
    with pytest.raises(CaseError, match=f"(?s)case.yaml.*{message}"):
        differences(system, tmp_path, GOOD.replace(right, wrong, 1))


@pytest.mark.parametrize("text", ["", "[]", "just words", "- 1"])
def test_a_file_without_cases_is_refused(system, tmp_path, text):
    with pytest.raises(CaseError, match="holds no cases"):
        differences(system, tmp_path, text)


def test_an_empty_output_is_refused(system, tmp_path):
    with pytest.raises(CaseError, match="needs «output:»"):
        differences(system, tmp_path, GOOD[: GOOD.index("  output:")] + "  output: {}\n")


@pytest.mark.parametrize("output", ["families: {f: {}}", "persons: {}", "total_income: {}"])
def test_an_output_that_expects_nothing_is_refused(system, tmp_path, output):
    with pytest.raises(CaseError, match="output expects nothing"):
        differences(system, tmp_path, GOOD[: GOOD.index("  output:")] + f"  output: {{{output}}}\n")


@pytest.mark.parametrize(
    ("right", "wrong", "count"),
    [
        ("180000.01", "180000", 1),
        ("180000.01", "180000.011", 1),
        ("given\n", "published\n", 1),
        ("tsa_entitled: true", "tsa_entitled: false", 1),
        ("tsa_entitled: true", "tsa_entitled: 1", 1),
        ("family_size: 1", "family_size: 2", 1),
        ("family_size: 1", "family_size: true", 1),
    ],
)
def test_every_wrong_expectation_is_found(system, tmp_path, right, wrong, count):
    assert len(differences(system, tmp_path, GOOD.replace(right, wrong))) == count


def test_all_differences_are_told_not_only_the_first(system, tmp_path):
    text = GOOD.replace("180000.01", "1").replace("tsa_entitled: true", "tsa_entitled: false")
    assert differences(system, tmp_path, text) == [
        "total_income in 2025-05: expected 1, got 180000.01",
        "tsa_entitled of f in 2025-05: expected False, got True",
    ]


def test_what_the_stock_runner_cannot_see_is_a_difference_here(system, tmp_path):
    text = GOOD.replace("60000.01", "19880001").replace("180000.01", "20000000").replace("tsa_entitled: true", "age: 0")
    text = text.replace("{age: 0, family_size: 1}", "{family_size: 1}")
    assert differences(system, tmp_path, text) == ["total_income in 2025-05: expected 20000000, got 20000001.00"]


def test_reforms_of_a_case_are_applied(system, tmp_path):
    text = GOOD.replace("wage: {", "city_transport_aid: {").replace(
        "  input:", "  reforms: openfisca_kz.reforms.order_95_2025.BeforeOrder95\n  input:"
    )
    assert differences(system, tmp_path, text) == []
    with pytest.raises(CaseError, match="NoSuchReform"):
        differences(system, tmp_path, text.replace("BeforeOrder95", "NoSuchReform"))


def test_a_path_without_cases_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "missing.yaml"):
        with pytest.raises(CaseError, match="no case files"):
            case_files([path])
