"""Facts hold until stated anew, person by person; where a fact decides, it must be stated."""

import pytest
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

FACT = "education_organisation_ownership"


def simulate(system, *persons):
    names = [f"p{number}" for number in range(len(persons))]
    families = {name: {"applicant": name} for name in names}
    situation = {"persons": dict(zip(names, persons, strict=True)), "families": families}
    return SimulationBuilder().build_from_dict(system, situation)


@pytest.mark.parametrize("stated", ["2024-11", "2025-02", "2025-05", "2025", "month:2025-01:3"])
def test_a_fact_stated_once_holds_whatever_the_month(system, stated):
    simulation = simulate(system, {FACT: {stated: "private"}})
    for month in ("2025-03", "2025-01", "2025-02"):
        assert simulation.calculate(FACT, month).decode_to_str()[0] == "private"


def test_a_fact_changes_when_it_is_stated_anew(system):
    simulation = simulate(system, {FACT: {"2025-02": "private", "2025-04": "state"}})
    said = [simulation.calculate(FACT, f"2025-0{month}").decode_to_str()[0] for month in (5, 1, 3, 2, 4)]
    assert said == ["state", "private", "private", "private", "state"]


def test_one_person_says_nothing_about_another(system):
    simulation = simulate(system, {FACT: {"2025-01": "private"}}, {FACT: {"2025-03": "state"}}, {})
    assert simulation.calculate(FACT, "2025-02").decode_to_str().tolist() == ["private", "state", "not_stated"]


def families(system, **stated):
    situation = {
        "persons": {name: {} for name in stated},
        "families": {name: {"applicant": name, "region": region} for name, region in stated.items()},
    }
    return SimulationBuilder().build_from_dict(system, situation)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"2025": "aktobe"}, {"2025-05": "astana"}),
        ({"2025-05": "aktobe"}, {"2025-04": "astana"}),
        ({"2025-06": "aktobe"}, {"2025-05": "astana"}),
        ({"2025-05": "aktobe", "2025": "almaty"}, {"2025": "astana"}),
    ],
)
def test_families_may_state_their_regions_for_different_periods(system, one, other):
    simulation = families(system, f=one, g=other)
    assert simulation.calculate("region", "2025-05").decode_to_str().tolist() == ["aktobe", "astana"]
    assert simulation.calculate("poverty_line", "2025-05").tolist() == [36_550, 32_360]


def test_a_fact_of_a_day_is_refused(system):
    with pytest.raises(SituationParsingError, match=r"region.*for a month"):
        families(system, f={"2025-05-05": "aktobe"})


AID = {"education_material_aid": {"2025-02": 46_228}}


def test_a_fact_that_decides_must_be_stated(before):
    simulation = simulate(before, {}, AID)
    with pytest.raises(SituationParsingError, match=f"p1.*{FACT}.*2025-02.*state it"):
        simulation.calculate("total_income", "2025-05")


def test_a_fact_that_decides_nothing_need_not_be_stated(after):
    assert simulate(after, AID).calculate("total_income", "2025-05")[0] == 0
