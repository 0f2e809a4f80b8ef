"""Yes, no and numbers: nobody's answer is lost for another's, in another month, or below zero."""

import numpy
import pytest
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

MONTH = "2025-05"


def simulate(system, families, persons=None):
    situation = {
        "persons": {name: (persons or {}).get(name, {}) for name in families},
        "families": {name: {"applicant": name, **stated} for name, stated in families.items()},
    }
    return SimulationBuilder().build_from_dict(system, situation)


def test_one_family_answers_for_a_year_and_another_for_the_month(system):
    simulation = simulate(system, {"f": {"survey_refused": {"2025": True}}, "g": {"survey_refused": {MONTH: True}}})
    assert simulation.calculate("refused_survey", MONTH).tolist() == [True, True]
    assert not simulation.calculate("tsa_entitled", MONTH).any()


def test_an_answer_for_another_month_alone_is_refused(system):
    simulation = simulate(system, {"f": {"survey_refused": {"2025-04": True}}})
    with pytest.raises(SituationParsingError, match=r"f.*survey_refused.*2025-04.*state it there"):
        simulation.calculate("tsa_entitled", MONTH)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("survey_refused", True),
        ("cars_owned", 2),
        ("dwellings_owned", 2),
        ("account_spending", 1_000_000),
        ("farm_potatoes", 3),
        ("farm_potatoes_without_income", True),
        ("farm_beef_cattle_age", 0),
    ],
)
def test_an_answer_for_another_month_is_refused_though_another_family_gives_it(system, name, answer):
    farm = {"farm_potatoes": {MONTH: 1}, "farm_beef_cattle": {MONTH: 1}, "given_natural_zone": {MONTH: "steppe"}}
    farm |= {"farm_price_potatoes": {MONTH: 100}, "farm_price_beef": {MONTH: 2_000}}
    simulation = simulate(system, {"f": {**farm, name: {MONTH: answer}}, "g": {**farm, name: {"2025-04": answer}}})
    asked = "need_signal" if name == "account_spending" else "tsa_entitled"
    with pytest.raises(SituationParsingError, match=rf"g.*{name}.*2025-04.*state it there"):
        simulation.calculate(asked, MONTH)


@pytest.mark.parametrize("name", ["in_conscript_service", "long_illness", "weeks_of_pregnancy"])
def test_an_answer_of_a_person_for_another_month_alone_is_refused(system, name):
    persons = {
        "f": {"birth_date": {"ETERNITY": "1990-01-01"}},
        "g": {"birth_date": {"ETERNITY": "1990-01-01"}, name: {"2025-04": True}},
    }
    simulation = simulate(system, {"f": {}, "g": {}}, persons)
    with pytest.raises(SituationParsingError, match=rf"g.*{name}.*2025-04.*state it there"):
        simulation.calculate("number_of_measures", MONTH)


def test_who_said_no_for_the_month_is_not_silent(system):
    families = {"f": {"survey_refused": {"2025-04": True, MONTH: False}}, "g": {"survey_refused": {MONTH: True}}}
    simulation = simulate(system, families)
    assert simulation.calculate("refused_survey", MONTH).tolist() == [False, True]


@pytest.mark.parametrize("month", [MONTH, "2025-04", "2025", "2022-02"])
@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize(
    ("name", "fact"), [("is_family_member", "in_conscript_service"), ("right_by_status", "legal_")]
)
def test_what_the_rules_find_cannot_be_stated(system, name, fact, answer, month):
    with pytest.raises(SituationParsingError, match=rf"persons.*{name}.*{month}.*found by the rules.*{fact}"):
        simulate(system, {"f": {}, "g": {}}, {"g": {name: {month: answer}}})


def test_who_is_stated_to_be_none_is_named(system):
    with pytest.raises(SituationParsingError, match="'g'"):
        simulate(system, {"f": {}, "g": {}}, {"g": {"is_family_member": {MONTH: False}}})


@pytest.mark.parametrize(
    "name",
    [
        "works_away_from_home",
        "school_child_registered_elsewhere",
        "in_boarding_institution",
        "full_time_student_in_kazakhstan",
    ],
)
def test_an_exception_of_another_month_is_refused_whatever_another_family_states(system, name):
    families = {"f": {}, "g": {}}
    for other in ({}, {"departure_date": {"ETERNITY": "2025-05-10"}}):
        simulation = simulate(system, families, {"f": {name: {"2025-04": True}}, "g": other})
        with pytest.raises(SituationParsingError, match=rf"f.*{name}.*2025-04.*state it there"):
            simulation.calculate("family_size", MONTH)


def test_who_said_no_for_another_month_alone_has_lost_nothing(system):
    simulation = simulate(system, {"f": {"survey_refused": {"2025-04": False}}, "g": {"survey_refused": {MONTH: True}}})
    assert simulation.calculate("refused_survey", MONTH).tolist() == [False, True]


@pytest.mark.parametrize("order", [(MONTH, "2025"), ("2025", MONTH)])
def test_a_no_for_the_month_goes_before_a_yes_for_the_year(system, order):
    answers = {MONTH: False, "2025": True}
    families = {
        "f": {"survey_refused": {when: answers[when] for when in order}},
        "g": {"survey_refused": {"2025": True}},
    }
    simulation = simulate(system, families)
    assert simulation.calculate("refused_survey", MONTH).tolist() == [False, True]
    assert simulation.calculate("refused_survey", "2025-06").tolist() == [True, True]


def test_no_heads_in_the_month_go_before_those_of_the_year(system):
    farm = {
        "given_natural_zone": {"2025": "steppe"},
        "farm_price_beef": {"2025": 2_000},
        "farm_beef_cattle": {"2025": 1},
    }
    sold = {**farm, "farm_beef_cattle": {"2025": 1, MONTH: 0}}
    income = simulate(system, {"f": sold, "g": farm}).calculate("counted_farm_income", MONTH)
    assert income[0] == 0
    assert income[1] > 0


def test_arrays_say_something_about_everybody(system):
    simulation = simulate(system, {"f": {}, "g": {}})
    simulation.set_input("survey_refused", "2025-04", numpy.array([True, True]))
    simulation.set_input("survey_refused", MONTH, numpy.array([False, True]))
    assert simulation.calculate("refused_survey", MONTH).tolist() == [False, True]
    assert simulation.calculate("refused_survey", "2025-04").tolist() == [True, True]


def test_answers_along_an_axis(system):
    situation = {
        "persons": {"p": {}},
        "families": {"f": {"applicant": "p", "cars_owned": {MONTH: 0}}},
        "axes": [[{"name": "cars_owned", "count": 3, "min": 0, "max": 2, "period": MONTH}]],
    }
    simulation = SimulationBuilder().build_from_dict(system, situation)
    assert simulation.calculate("no_need_by_cars", MONTH).tolist() == [False, False, True]


WAGE = {"name": "wage", "count": 2, "min": 0, "max": 100_000, "period": "2025-01"}
POTATOES = {"name": "farm_potatoes", "count": 2, "min": 0, "max": 10, "period": MONTH}


@pytest.mark.parametrize(
    ("axes", "incomes"),
    [
        ([], [0]),
        ([[WAGE]], [0, 100_000]),
        # of the month itself, before what is stated for the year: 10 × (80 × 60 − 1 796) ÷ 12 × 3 = 7 510
        ([[POTATOES]], [0, 7_510]),
        ([[WAGE], [POTATOES]], [0, 100_000, 7_510, 107_510]),
    ],
)
def test_statements_hold_along_axes(system, axes, incomes):
    """A conscript of the year who is none in May, potatoes of the year that are none in May."""
    situation = {
        "persons": {"p": {}, "q": {"in_conscript_service": {"2025": True, MONTH: False}}},
        "families": {
            "f": {
                "applicant": "p",
                "spouse": "q",
                "farm_potatoes": {"2025": 7, MONTH: 0},
                "farm_price_potatoes": {"2025": 60},
                "given_natural_zone": {"2025": "steppe"},
            }
        },
        **({"axes": axes} if axes else {}),
    }
    simulation = SimulationBuilder().build_from_dict(system, situation)
    assert simulation.calculate("family_size", MONTH).tolist() == [2] * len(incomes)
    assert simulation.calculate("total_income", MONTH).tolist() == incomes


@pytest.mark.parametrize("name", ["cars_owned", "dwellings_owned", "dwellings_area"])
def test_a_number_below_zero_is_refused(system, name):
    with pytest.raises(SituationParsingError, match=f"f.*{name}.*cannot be negative"):
        simulate(system, {"f": {name: {MONTH: -1}}})


def test_a_conclusion_on_an_earlier_application_says_nothing_about_this_one(system):
    simulation = simulate(system, {"f": {"commission_conclusion": {"2024-11": "no_need"}}})
    assert simulation.calculate("tsa_entitled", MONTH)[0]
    assert not simulation.calculate("tsa_entitled", "2024-11")[0]


def test_a_child_still_to_come_hinders_nobody(system):
    persons = {
        "mother": {},
        "baby": {"birth_date": {"ETERNITY": "2025-05-20"}, "arrival_date": {"ETERNITY": "2025-05-20"}},
    }
    situation = {"persons": persons, "families": {"f": {"applicant": "mother", "children": ["baby"]}}}
    simulation = SimulationBuilder().build_from_dict(system, situation)
    assert simulation.calculate("child_supplement", MONTH)[0] == 0
    assert simulation.calculate("family_size", MONTH)[0] == 1


def test_measures_are_for_members(system):
    persons = {"mother": {}, "late": {"death_date": {"ETERNITY": "2025-01-05"}}}
    situation = {"persons": persons, "families": {"f": {"applicant": "mother", "spouse": "late"}}}
    simulation = SimulationBuilder().build_from_dict(system, situation)
    first, second = simulation.calculate("number_of_measures", MONTH)
    assert first > 0
    assert second == 0
