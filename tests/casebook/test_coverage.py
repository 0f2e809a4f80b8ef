"""Which provision a case is about, and the command that shows the register."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from openfisca_kz.casebook.coverage import case_coverage
from openfisca_kz.cli import build_app
from openfisca_kz.legislation.citations import parse
from tests.casebook.examples import GOOD

LAW = Path(__file__).parents[1] / "law"


@pytest.fixture(scope="module")
def cases(system):
    return case_coverage([LAW], system)


def test_no_case_cites_what_the_register_does_not_have(cases):
    assert cases.problems == []


def test_the_cases_of_a_provision(cases):
    assert len(cases.of(parse("Order № 181 p. 8 2)"))) >= 4
    assert len(cases.of(parse("Social Code art. 128 1)"))) >= 10
    assert cases.of(parse("Order № 181 p. 3")) == []
    assert cases.number > len(cases.about_none) > 0


@pytest.mark.parametrize(
    ("file", "name", "about"),
    [
        ("order_181/anything.yaml", "Order 181 p. 8 2) – aid", "Order № 181 p. 8 2)"),
        ("order_181/anything.yaml", "p. 8 2) – aid", "Order № 181 p. 8 2)"),
        ("order_181/point_12.yaml", "three members", "Order № 181 p. 12"),
        ("order_181/point_16_1.yaml", "a wage", "Order № 181 p. 16 1)"),
        ("order_181/point_8/02_aid.yaml", "aid", "Order № 181 p. 8"),
        ("order_227/annex_9_2_school_aid.yaml", "aid", "Order № 227 annex 9 p. 2"),
        ("social_code/article_126.yaml", "p. 2 – this is no article", None),
        ("social_code/anything.yaml", "art. 126 p. 2 – a child", "Social Code art. 126 p. 2"),
        ("anything.yaml", "aid", None),
        ("order_160/line.yaml", "Order 160 p. 1 1) – a line", None),
    ],
)
def test_the_name_or_else_the_file_says_it(system, tmp_path, file, name, about):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(GOOD.replace("One wage", name), encoding="utf-8")
    found = case_coverage([tmp_path], system)
    assert [str(citation) for citation in found.by_provision] == ([about] if about else [])


def test_a_case_about_an_unknown_provision_is_named(system, tmp_path):
    (tmp_path / "case.yaml").write_text(GOOD.replace("One wage", "Order 181 p. 99 – x"), encoding="utf-8")
    (problem,) = case_coverage([tmp_path], system).problems
    assert problem.endswith("cites Order № 181 p. 99, which the register of provisions does not have.")


def run(*arguments):
    return CliRunner().invoke(build_app(), ["coverage", *arguments], catch_exceptions=False)


def test_the_command_shows_every_provision_and_a_summary():
    result = run(str(LAW), "--on", "2025-06-01")
    assert result.exit_code == 0
    for words in ("art. 126 p. 2", "housing_aid", "procedure: Signature.", "repeats Social Code"):
        assert words in " ".join(result.output.split()), words
    assert " provisions: " in result.output.splitlines()[-1]
    assert " 0 open." in result.output


def test_the_command_shows_what_lacks_a_case(tmp_path):
    (tmp_path / "case.yaml").write_text(GOOD.replace("One wage", "Order 181 p. 8 2) – x"), encoding="utf-8")
    result = run(str(tmp_path), "--missing")
    assert result.exit_code == 0
    assert "p. 8 2)" not in result.output
    assert "funeral_benefit" in result.output
    assert "procedure" not in result.output


def test_the_command_works_without_cases(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 0
    assert "No cases were looked at" in result.output
