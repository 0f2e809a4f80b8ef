"""Order № 227 annex 9: the model list typed again from the Russian text, its variables and individual plans."""

import re

import numpy
import pytest
import yaml
from openfisca_core.errors import SituationParsingError
from openfisca_core.model_api import Enum
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.building_blocks.individual_plan import individual_plan, model_list
from openfisca_kz.building_blocks.measures import SECTIONS, measures_of, variable_of
from openfisca_kz.engine import build_simulations
from openfisca_kz.legislation import acts
from openfisca_kz.parameter_files import dated_parameters
from tests.test_house import PACKAGE
from tests.test_reforms import COMMENCEMENT, EVE

# The annex as printed: point, sub-point, a word of the Russian text, id.
MODEL_LIST = """
1 1) профессиональное обучение = vocational_training
1 2) предпринимательской инициативе = entrepreneurial_initiative
1 3) молодежную практику = youth_practice
1 4) социальных рабочих мест = social_jobs
1 5) добровольному переселению = voluntary_resettlement
1 6) специальных рабочих мест = special_jobs
1 7) общественные работы = public_works
2 1) абилитации и реабилитации = disability_rehabilitation
2 2) специальные социальные услуги = special_social_services
2 3) жилищной помощи = housing_aid
2 4) социальной помощи = local_social_aid
2 5) юридической помощи = legal_aid
2 6) прикрепление к медицинской организации = clinic_attachment
2 7) скрининговых осмотров = screening
2 8) до двенадцати недель беременности = antenatal_care
2 9) помощи обучающимся и воспитанникам = school_aid
2 10) постановка на очередь детей = kindergarten_queue
2 11) дополнительного образования детей = additional_education
2 12) детям с ограниченными возможностями = limited_abilities_advice
2 13) нуждающимся в жилище = housing_queue
2 14) иные меры = other_support
"""
TYPED = re.findall(r"^(\d \d+\)) .* = (\w+)$", MODEL_LIST, re.MULTILINE)
OPEN_TO_EVERYBODY = [
    "housing_aid",
    "local_social_aid",
    "legal_aid",
    "clinic_attachment",
    "screening",
    "other_support",
]
MONTH = "2025-05"


def simulate(system, *persons, month=MONTH, day=None):
    """A family for each person, given as the facts of the month."""
    names = [f"p{number}" for number in range(len(persons))]
    stated = [
        {fact: {"ETERNITY" if fact == "birth_date" else month: value} for fact, value in facts.items()}
        for facts in persons
    ]
    families = {
        f"f{name}": {"applicant": name, **({"application_date": {month: day}} if day else {})} for name in names
    }
    situation = {"persons": dict(zip(names, stated, strict=True)), "families": families}
    return SimulationBuilder().build_from_dict(system, situation)


@pytest.mark.parametrize("day", ["2023-07-01", "2024-05-05", EVE, COMMENCEMENT, "2026-06-30", "2026-12-31"])
def test_the_list_is_that_of_the_annex(system, day):
    assert [(measure.number, measure.id) for measure in model_list(system, day)] == TYPED


def test_before_the_order_there_is_no_list(system):
    assert model_list(system, "2023-06-30") == []


def test_seven_and_fourteen():
    assert [number[0] for number, _ in TYPED] == ["1"] * 7 + ["2"] * 14


def test_each_section_is_a_point_of_the_annex(system):
    for measure in model_list(system, COMMENCEMENT):
        assert SECTIONS.index(measure.section) + 1 == int(measure.number[0])


def test_each_measure_has_its_variable_and_each_variable_its_measure(system):
    listed = {variable_of(id_) for _, id_ in TYPED}
    assert listed == {name for name in system.variables if name.endswith("_can_be_given")}
    ever = [id_ for section in SECTIONS for id_ in measures_of(system.parameters, section)]
    assert sorted(ever) == sorted(id_ for _, id_ in TYPED)


def test_variable_and_parameters_cite_the_same_sub_point(system):
    for number, id_ in TYPED:
        reference = system.variables[variable_of(id_)].reference
        assert f"Order № 227 annex 9 p. {number}" in reference, id_
        section = SECTIONS[int(number[0]) - 1]
        node = system.parameters.measures.children[section].children[id_]
        for parameter in dated_parameters(node) if id_ == "school_aid" else [node]:
            for value in parameter.values_list:
                assert value.metadata["provision"] == f"annex 9 p. {number}", parameter.name


def test_only_the_aid_to_private_pupils_changed(system):
    day_before, day_after = (
        {parameter.name: parameter(day) for parameter in dated_parameters(system.parameters.measures)}
        for day in (EVE, COMMENCEMENT)
    )
    changed = {name for name in day_before if day_before[name] != day_after[name]}
    assert changed == {"measures.social_adaptation.school_aid.private"}


def test_the_amended_measure_cites_both_acts(system):
    def acts_of(day):
        (aid,) = [measure for measure in model_list(system, day) if measure.id == "school_aid"]
        return [citation.title for citation in aid.citations]

    base, amending = acts()["order_227_2023"]["title"], acts()["order_95_2025"]["title"]
    assert acts_of(EVE) == [f"{base}, annex 9 p. 2 9)"]
    assert acts_of(COMMENCEMENT) == [f"{base}, annex 9 p. 2 9)", f"{amending}, annex 9 p. 2 9)"]


@pytest.mark.parametrize("name", ["in force", "before", "after"])
def test_each_law_gives_the_aid_by_its_own_words(systems, name):
    pupils = [{"is_pupil": True, "education_organisation_ownership": own} for own in ("state", "private")]
    for month, day in (("2025-04", EVE), ("2025-04", COMMENCEMENT)):
        simulation = simulate(systems[name], *pupils, month=month, day=day)
        private = {"in force": day == COMMENCEMENT, "before": False, "after": True}[name]
        assert simulation.calculate("school_aid_can_be_given", month).tolist() == [True, private]


def test_families_of_one_month_on_both_sides_of_the_day(system):
    pupil = {"is_pupil": True, "education_organisation_ownership": "private"}
    persons = {name: {fact: {"2025-04": value} for fact, value in pupil.items()} for name in ("a", "b")}
    families = {
        name: {"applicant": name, "application_date": {"2025-04": day}}
        for name, day in (("a", EVE), ("b", COMMENCEMENT))
    }
    simulation = SimulationBuilder().build_from_dict(system, {"persons": persons, "families": families})
    assert simulation.calculate("school_aid_can_be_given", "2025-04").tolist() == [False, True]


def test_an_ownership_that_decides_must_be_stated(system, before, after):
    for law, month, day in ((before, MONTH, None), (system, "2025-04", EVE)):
        simulation = simulate(law, {}, {"is_pupil": True}, month=month, day=day)
        with pytest.raises(SituationParsingError, match=r"p1.*education_organisation_ownership.*state it"):
            simulation.calculate("school_aid_can_be_given", month)
    assert simulate(after, {"is_pupil": True}).calculate("school_aid_can_be_given", MONTH).tolist() == [True]


def test_both_readings_of_the_school_aid(system):
    """The Russian text gives the aid to learners of any organisation, the Kazakh one still to those of state ones."""

    class KazakhText(Reform):
        def apply(self):
            def choose(parameters):
                parameters.interpretation.private_school_aid_measure.update(start="2023-07-01", value=False)
                return parameters

            self.modify_parameters(choose)

    pupils = [{"is_pupil": True, "education_organisation_ownership": own} for own in ("state", "private")]
    for law, private in ((system, True), (KazakhText(system), False)):
        assert simulate(law, *pupils).calculate("school_aid_can_be_given", MONTH).tolist() == [True, private]
    with pytest.raises(SituationParsingError, match="education_organisation_ownership"):
        simulate(KazakhText(system), {"is_pupil": True}).calculate("school_aid_can_be_given", MONTH)


@pytest.fixture
def family(system):
    """Mother, unemployed; father, in work, group III; son in a private school; daughter of four."""
    situation = {
        "persons": {
            "mother": {
                "unemployed": {MONTH: True},
                "legal_status": {MONTH: "citizen"},
                "birth_date": {"ETERNITY": "1990-01-01"},
            },
            "father": {"disability_group": {"2025-01": "third"}},
            "stranger": {"needs_special_social_services": {MONTH: True}},
            "son": {
                "birth_date": {"ETERNITY": "2014-03-01"},
                "is_pupil": {MONTH: True},
                "education_organisation_ownership": {"2025-01": "private"},
            },
            "daughter": {"birth_date": {"ETERNITY": "2021-03-01"}},
        },
        "families": {
            "other": {"applicant": "stranger"},
            "family": {"applicant": "mother", "spouse": "father", "children": ["son", "daughter"]},
        },
    }
    return SimulationBuilder().build_from_dict(system, situation)


def test_the_plan_of_a_family(family):
    plan = individual_plan(family, "family", MONTH)
    ids = {name: [measure.id for measure in measures] for name, measures in plan.items()}
    own = {
        "mother": [
            "vocational_training",
            "entrepreneurial_initiative",
            "social_jobs",
            "voluntary_resettlement",
            "public_works",
        ],
        "father": ["special_jobs", "disability_rehabilitation"],
        "son": ["school_aid", "additional_education"],
        "daughter": ["kindergarten_queue", "additional_education"],
    }
    order = [id_ for _, id_ in TYPED]
    assert ids == {name: sorted(own[name] + OPEN_TO_EVERYBODY, key=order.index) for name in own}
    numbers = family.calculate("number_of_measures", MONTH)
    for position, name in enumerate(family.populations["person"].ids):
        if name in plan:
            assert len(plan[name]) == numbers[position]


def test_the_plan_cites_the_annex(family):
    for measure in individual_plan(family, "family", MONTH)["mother"]:
        title, href = measure.citations[0]
        assert title == f"{acts()['order_227_2023']['title']}, annex 9 p. {measure.number}"
        assert href == acts()["order_227_2023"]["href"]


def test_the_plan_of_another_family_and_of_none(family):
    assert list(individual_plan(family, "other", MONTH)) == ["stranger"]
    with pytest.raises(ValueError, match="no family «nobody»; known: other, family"):
        individual_plan(family, "nobody", MONTH)


def test_before_the_list_a_plan_is_empty(family):
    assert individual_plan(family, "other", "2023-06") == {"stranger": []}


def test_a_population_in_which_nobody_states_anything(system):
    (simulation,) = build_simulations([system], numpy.arange(1000), 1000)
    assert (simulation.calculate("number_of_measures", MONTH) == len(OPEN_TO_EVERYBODY)).all()
    holders = simulation.populations["person"]._holders
    assert all(holders[fact].get_known_periods() == [] for fact in ("unemployed", "needs_housing") if fact in holders)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_name_of_the_list_has_a_label(system, language):
    labels = yaml.safe_load((PACKAGE / "locale" / language / "measures.yaml").read_text(encoding="utf-8"))
    facts = set(labels["variables"]) - {name for name in labels["variables"] if name.endswith("_can_be_given")}
    assert {variable_of(id_) for _, id_ in TYPED} <= set(labels["variables"]) <= set(system.variables)
    assert {"number_of_measures", "weeks_of_pregnancy"} <= facts
    for name in facts:
        variable = system.variables[name]
        if variable.value_type == Enum:
            assert set(labels["values"][name]) == {item.name for item in variable.possible_values}, name
    parameters = {parameter.name for parameter in dated_parameters(system.parameters.measures)}
    assert set(labels["parameters"]) == parameters | {"interpretation.private_school_aid_measure"}
