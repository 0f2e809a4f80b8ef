"""Yes, no and numbers: nobody's answer is lost for another's, in another month, or below zero."""

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


@pytest.mark.parametrize("name", ["cars_owned", "dwellings_owned", "dwellings_area"])
def test_a_number_below_zero_is_refused(system, name):
    with pytest.raises(SituationParsingError, match=f"f.*{name}.*cannot be negative"):
        simulate(system, {"f": {name: {MONTH: -1}}})


def test_a_conclusion_on_an_earlier_application_says_nothing_about_this_one(system):
    simulation = simulate(system, {"f": {"commission_conclusion": {"2024-11": "no_need"}}})
    assert simulation.calculate("tsa_entitled", MONTH)[0]
    assert not simulation.calculate("tsa_entitled", "2024-11")[0]


def test_income_of_the_whole_quarter_of_who_arrived_inside_it_is_refused(system):
    persons = {
        "wife": {"wage": {"2025-02": 100_000}},
        "husband": {"arrival_date": {"ETERNITY": "2025-03-01"}, "alimony_paid": {"2025-01": 80_000}},
    }
    persons["husband"]["wage"] = {"2025-01": 80_000}
    situation = {"persons": persons, "families": {"f": {"applicant": "wife", "spouse": "husband"}}}
    simulation = SimulationBuilder().build_from_dict(system, situation)
    with pytest.raises(SituationParsingError, match=r"husband.*alimony_paid_deduction.*arrived inside it"):
        simulation.calculate("total_income", MONTH)
    del persons["husband"]["alimony_paid"]
    simulation = SimulationBuilder().build_from_dict(system, situation)
    assert simulation.calculate("total_income", MONTH)[0] == 100_000


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
