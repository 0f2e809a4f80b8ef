"""What is refused, what costs nothing, and blanks of tables, in the rules on members and on kinds of help."""

import numpy
import pytest
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.engine import build_simulations

MONTH = "2025-05"


def simulate(system, *persons, **family):
    names = [f"p{number}" for number in range(len(persons))]
    roles = {"applicant": names[0], "others": names[1:]} if len(names) > 1 else {"applicant": names[0]}
    situation = {"persons": dict(zip(names, persons, strict=True)), "families": {"f": {**roles, **family}}}
    return SimulationBuilder().build_from_dict(system, situation)


def born(date, **facts):
    return {"birth_date": {"ETERNITY": date}, **facts}


def test_a_family_of_whom_nobody_is_a_member_is_refused(system):
    simulation = simulate(system, {"on_full_state_support": {MONTH: True}})
    with pytest.raises(SituationParsingError, match=r"f.*no members"):
        simulation.calculate("tsa_entitled", MONTH)


def test_able_bodied_needs_the_date_of_birth(system):
    with pytest.raises(SituationParsingError, match=r"p1.*birth_date.*state it"):
        simulate(system, born("1990-01-01"), {}).calculate("kind_of_help", MONTH)


def test_able_bodied_needs_the_sex_only_between_the_two_ages(system):
    simulation = simulate(system, born("1990-01-01"), born("1950-01-01"))
    assert simulation.calculate("able_bodied", MONTH).tolist() == [True, False]
    with pytest.raises(SituationParsingError, match=r"p0.*sex.*state it"):
        simulate(system, born("1963-01-01")).calculate("able_bodied", MONTH)


def test_ill_and_disabled_persons_need_no_date_of_birth(system):
    persons = {"long_illness": {MONTH: True}}, {"disability_group": {MONTH: "first"}}
    assert not simulate(system, *persons).calculate("able_bodied", MONTH).any()


def test_a_refusal_asks_for_the_birth_date_of_who_refused_alone(system):
    refused = {"measures_refusal_date": {"ETERNITY": "2025-04-01"}}
    assert simulate(system, born("1990-01-01", **refused), {}).calculate("refused_employment_measures", MONTH)[0]
    with pytest.raises(SituationParsingError, match=r"p0.*birth_date"):
        simulate(system, refused, {}).calculate("tsa_entitled", MONTH)


def test_who_lives_apart_leaves_the_others_in(system):
    simulation = simulate(system, {}, {"lives_apart_from_family": {MONTH: True}}, {})
    assert simulation.calculate("family_size", MONTH)[0] == 2


@pytest.mark.parametrize("name", ["arrival_date", "departure_date", "death_date", "false_data_date"])
def test_a_blank_date_of_a_table_says_nothing(system, name):
    days = numpy.array(["NaT", "NaT"], dtype="datetime64[D]")
    wages = numpy.array([30_000.0, 60_000.0])
    (simulation,) = build_simulations(
        [system],
        numpy.array([0, 0]),
        1,
        person_inputs={(name, None): days, ("wage", "2025-02"): wages},
        family_inputs={("given_poverty_line", MONTH): numpy.array([36_000.0])},
    )
    assert simulation.calculate("family_size", MONTH)[0] == 2
    assert simulation.calculate("total_income", MONTH)[0] == 90_000
    assert simulation.calculate("targeted_social_assistance", MONTH)[0] == 42_000


def test_no_mask_of_persons_is_made_when_nothing_is_stated(system):
    simulation = simulate(system, {"wage": {"2025-02": 30_000}}, {})
    simulation.calculate("targeted_social_assistance", MONTH)
    for name in ("is_family_member", "help_is_for_member", "age", "right_by_status"):
        assert not simulation.get_holder(name).get_known_periods(), name


def test_a_yes_for_a_year_holds_in_its_months(system):
    simulation = simulate(system, {}, {"in_conscript_service": {"2025": True}})
    assert simulation.calculate("family_size", "2025-11")[0] == 1
