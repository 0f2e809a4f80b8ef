"""Every figure of the synthetic families is sourced, every assumption has a reason, and each of them is used."""

import ast
from pathlib import Path

import numpy
import pytest
import yaml

from openfisca_kz.population import synthetic
from openfisca_kz.population.synthetic import figures

HERE = Path(synthetic.__file__).parent
TEXTS = "\n".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.py"))


def test_every_target_and_figure_has_source_date_and_grade():
    assert len(figures.targets()) >= 60
    assert figures.figures()
    for target in figures.targets():
        assert target.grade in "ABC"
        assert figures.sources()[target.source]["title"]


def test_every_source_has_an_address_and_is_cited():
    cited = {target.source for target in figures.targets()}
    cited |= {entry["source"] for entry in yaml.safe_load((HERE / "figures.yaml").read_text(encoding="utf-8")).values()}
    assert cited == set(figures.sources())
    for source in figures.sources().values():
        assert source["href"].startswith("http")


def test_part_of_the_targets_is_kept_out():
    roles = [target.role for target in figures.targets()]
    assert roles.count("check") >= 15
    assert roles.count("fit") >= 40


@pytest.mark.parametrize("name", [*figures.assumptions(), *figures.figures()])
def test_every_assumption_and_figure_is_used(name):
    assert f'"{name}"' in TEXTS or name == "level_of_incomes"


def test_no_two_targets_have_the_same_name():
    names = [(target.group, target.what) for target in figures.targets()]
    assert len(names) == len(set(names))


def test_the_regions_make_up_the_published_population(system):
    people = {dict(t.where)["region"]: t.value for t in figures.targets() if t.group == "Population of the regions"}
    assert set(people) == set(system.variables["region"].possible_values.names[1:])
    assert sum(people.values()) == 20_495_975


def test_no_figure_above_a_hundred_stands_in_the_code():
    allowed = {180, 200, 50_000, 365.25}
    for path in HERE.glob("*.py"):
        numbers = {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
        }
        assert {number for number in numbers if abs(number) > 100} <= allowed, path.name


def test_shares_of_assumptions_are_shares():
    chosen = figures.assumptions()
    for name in ("children_urban", "children_rural", "disability_groups"):
        assert numpy.isclose(sum(chosen[name]), 1), name
    for shares in (
        *chosen["cars"].values(),
        chosen["childless_kinds"].values(),
        chosen["school_aid_by_quarter"].values(),
    ):
        assert numpy.isclose(sum(shares), 1)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"value": 1, "unit": "persons", "date": "2025-01-01", "source": "alau_population"}, "grade not given"),
        ({"value": 1, "unit": "x", "date": "2025-01-01", "source": "nobody", "grade": "B"}, "unknown source nobody"),
        ({"value": 1, "unit": "x", "date": "2025-01-01", "source": "alau_population", "grade": "C"}, "says in a note"),
    ],
)
def test_an_incomplete_figure_is_refused(entry, message):
    with pytest.raises(figures.FigureError, match=message):
        figures._check("something", entry)
