"""The rules of the house: arrows between floors, no figure of the law in a formula, everything labelled and cited."""

import ast
import tomllib
from pathlib import Path

import numpy
import pytest
from openfisca_core.model_api import Enum

import openfisca_kz
from openfisca_kz.building_blocks.quantities import Quantity
from openfisca_kz.legislation import acts
from openfisca_kz.legislation.citations import Citation
from openfisca_kz.legislation.encoding import variable_citations
from openfisca_kz.legislation.provisions import provisions
from openfisca_kz.locale import LANGUAGES, labels, parameter_label
from openfisca_kz.parameter_files import dated_parameters

PACKAGE = Path(openfisca_kz.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))
FLOORS = ("population", "casebook", "service")
SHARED = ("tables", "terminal")
"""What several floors stand on, above the law: reading and calculating tables, plain output."""
ABOVE_THE_LAW = {*FLOORS, *SHARED, "cli", "client"}
NEEDED_BY_THE_LAW = {"openfisca_core", "numpy", "yaml", "openfisca_kz"}


def floor_of(path):
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return name if name in ABOVE_THE_LAW else "law"


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_import_against_the_arrows(path):
    own_floor = floor_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "openfisca_kz" and len(parts) > 1 and parts[1] in ABOVE_THE_LAW:
            assert own_floor != "law", f"{path.name} imports {name}"
            assert own_floor == "cli" or parts[1] in (own_floor, *SHARED), f"{path.name} imports {name}"
            assert own_floor not in SHARED or parts[1] in SHARED, f"{path.name} imports {name}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if floor_of(path) == "law"], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_the_law_needs_only_core_numpy_and_yaml(path):
    import sys

    outside = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)
    assert outside <= NEEDED_BY_THE_LAW


def test_extras_are_the_floors():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {name.split(">")[0].split("[")[0] for name in project["dependencies"]} == {
        "numpy",
        "openfisca-core",
        "PyYAML",
    }
    assert {"population", "dev"} <= set(project["optional-dependencies"])


@pytest.mark.parametrize("path", sorted((PACKAGE / "variables").rglob("*.py")), ids=lambda path: path.name)
def test_no_literal_figure_of_the_law_in_a_formula(path):
    """0 and 1 are arithmetic and −1 marks «not known»; every other number belongs into a dated parameter."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            assert node.value in (0, 1), f"{path.name}:{node.lineno}: the number {node.value}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "variables").rglob("*.py")), ids=lambda path: path.name)
def test_no_loop_over_persons_and_no_slow_reduction(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.While)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"max", "min", "all"} or not _on_population(node.func.value), (
                f"{path.name}:{node.lineno}: {node.func.attr} over members is slow; use a sum"
            )


def _on_population(node):
    return isinstance(node, ast.Name) and node.id in {"family", "person"}


def test_every_variable_has_label_unit_reference_and_rule(system):
    for name, variable in system.variables.items():
        assert variable.label, name
        assert variable.reference, name
        assert variable.unit or variable.value_type == Enum, name
        assert variable.documentation, name
        assert len(variable.documentation) > 30, name


def test_money_is_never_kept_in_single_precision(system):
    for name, variable in system.variables.items():
        if variable.value_type is float:
            assert variable.dtype is numpy.float64, name
            assert variable.unit in {"currency-KZT", "currency-foreign", "m2"} or isinstance(variable, Quantity), name


def test_every_parameter_says_what_it_does_in_which_unit(system):
    verbs = ("Sets", "Counts", "Rounds", "Lets", "Pays", "Measures", "Shows")
    units = {"currency-KZT", "mci", "years", "weeks", "months", "members", "count", "m2", "/1", "boolean"}
    units |= {"natural_zone", "kg", "l", "piece", "month", "day"}  # personal subsidiary farming
    for parameter in dated_parameters(system.parameters):
        assert parameter.description.startswith(verbs), parameter.name
        assert parameter.metadata["unit"] in units, parameter.name


def test_every_value_has_act_or_source_provision_and_grade(system):
    for parameter in dated_parameters(system.parameters):
        for value in parameter.values_list:
            if value.value is None:
                continue
            where = f"{parameter.name} {value.instant_str}"
            assert value.metadata["grade"] in "ABC", where
            (reference,) = value.metadata["reference"]
            assert reference["title"], where
            if "act" in value.metadata:
                assert reference["href"].startswith("https://"), where
                assert value.metadata["provision"], where
            if value.metadata["grade"] != "A":
                assert value.metadata.get("note") or "href" in reference, where


def test_every_act_of_the_register_is_complete_and_cited(system):
    cited = {
        value.metadata["act"]
        for parameter in dated_parameters(system.parameters)
        for value in parameter.values_list
        if "act" in value.metadata
    } | {redaction.act for provision in provisions().values() for redaction in provision.redactions}
    cited |= {
        citation.act
        for variable in system.variables.values()
        for citation in variable_citations(variable)
        if isinstance(citation, Citation)
    }
    assert set(acts()) == cited
    for act, entry in acts().items():
        for key in ("title", "short", "number", "date", "in_force", "in_force_grade", "in_force_note", "href"):
            assert entry.get(key), f"{act}: {key}"


def test_the_commencement_of_order_95_stands_in_one_place():
    date = acts()["order_95_2025"]["in_force"]
    for path in [*PACKAGE.rglob("*.yaml"), *MODULES]:
        if path.name != "acts.yaml":
            assert date not in path.read_text(encoding="utf-8"), f"{path} repeats {date}"


def test_every_income_kind_is_in_exactly_one_list_or_read_by_a_rule(system):
    """A kind in no list is what a rule makes income of (rent before its floor, a sum before it is spread)."""
    from openfisca_kz.money import Income

    lists = system.parameters.total_income.children
    listed = [kind for group in lists.values() for kind in group.children]
    incomes = {name for name, variable in system.variables.items() if isinstance(variable, Income)}
    assert len(listed) == len(set(listed))
    assert set(listed) <= incomes
    assert incomes - set(listed) <= names_in_formulas()
    assert {group: len(node.children) for group, node in lists.items()} == {
        "point_4": 13,
        "point_16_1": 8,
        "point_16_2": 18,
        "point_17": 1,
        "point_31": 2,
        "point_8": 31,
    }


def names_in_formulas():
    """Every string inside a formula or a helper of one, where inputs are read by their names."""
    return {
        text.value
        for path in (PACKAGE / "variables").rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for text in ast.walk(function)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_a_label_in_the_language(system, language):
    named = labels(language)
    assert set(named["variables"]) == set(system.variables)
    for name, variable in system.variables.items():
        if variable.value_type == Enum:
            assert set(named["values"][name]) == {item.name for item in variable.possible_values}, name
    assert set(named["roles"]) == {"applicant", "spouse", "child", "other"}
    assert set(named["entities"]) == {"person", "family"}
    names = {parameter.name for parameter in dated_parameters(system.parameters)}
    assert [name for name in sorted(names) if not parameter_label(name, language)] == []
    nodes = {".".join(name.split(".")[:length]) for name in names for length in range(1, 9)}
    assert set(named["parameters"]) <= nodes


PUBLIC_FAMILY = """region application_date total_income per_capita_income poverty_line poverty_line_basis tsa_entitled
targeted_social_assistance child_supplement""".split()
PUBLIC_PERSON = """birth_date wage pension large_family_allowance student_stipend housing_aid education_material_aid
education_organisation_ownership rental_housing_payment rental_housing_payment_basis""".split()
REGIONS = """abai akmola aktobe almaty almaty_region astana atyrau east_kazakhstan karaganda kostanay kyzylorda
mangystau north_kazakhstan pavlodar shymkent turkistan ulytau west_kazakhstan zhambyl zhetisu""".split()


def test_every_public_name_is_there(system):
    assert [entity.key for entity in system.entities] == ["person", "family"]
    assert [entity.plural for entity in system.entities] == ["persons", "families"]
    assert [role.key for role in system.group_entities[0].roles] == ["applicant", "spouse", "child", "other"]
    for names, entity in ((PUBLIC_FAMILY, "family"), (PUBLIC_PERSON, "person")):
        for name in names:
            assert system.get_variable(name, check_existence=True).entity.key == entity, name
    for name, values in {
        "region": REGIONS,
        "education_organisation_ownership": ["state", "private"],
        "rental_housing_payment_basis": ["order_60_2022", "order_221_2024", "order_152_2025"],
    }.items():
        assert {item.name for item in system.get_variable(name).possible_values} == {"not_stated", *values}
    from openfisca_kz.reforms.order_95_2025 import AfterOrder95, BeforeOrder95

    assert BeforeOrder95.act == AfterOrder95.act == "order_95_2025"
