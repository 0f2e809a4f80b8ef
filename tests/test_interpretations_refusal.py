"""Both readings on who was able-bodied when refusing and dying, on single minors; what is asked of the dead."""

import pytest
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from tests.test_interpretations import reading

MONTH = "2025-07"
FAULTS = {
    "measures_refusal_date": "refused_employment_measures",
    "contract_breach_date": "refused_contract_breached",
    "false_data_date": "refused_false_data",
}


def simulate(system, *persons, applied="2025-07-20"):
    names = [f"p{number}" for number in range(len(persons))]
    situation = {
        "persons": dict(zip(names, persons, strict=True)),
        "families": {"f": {"applicant": "p0", "others": names[1:], "application_date": {MONTH: applied}}},
    }
    return SimulationBuilder().build_from_dict(system, situation)


def person(born=None, **dates):
    given = {"birth_date": born, **dates}
    return {name: {"ETERNITY": day} for name, day in given.items() if day} | {"sex": {MONTH: "male"}}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("born", "by_letter"),
    # thirty-five; sixty-two when at fault, sixty-three when he died
    [("1990-01-01", False), ("1962-07-01", True)],
)
def test_the_death_of_an_able_bodied_member_or_of_any(system, fault, born, by_letter):
    dead = person(born, **{fault: "2025-06-01", "death_date": "2025-07-10"})
    other = reading(system, "death_of_any_member_lifts_refusal", value=True)
    assert simulate(system, {}, dead).calculate(FAULTS[fault], MONTH)[0] == by_letter
    assert not simulate(other, {}, dead).calculate(FAULTS[fault], MONTH)[0]


@pytest.mark.parametrize(
    ("born", "refused", "by_default", "by_application"),
    [
        ("2007-07-01", "2025-06-30", False, True),  # seventeen, then eighteen
        ("2007-07-01", "2025-07-01", True, True),
        ("1962-07-01", "2025-06-30", True, False),  # sixty-two, then sixty-three
        ("1962-07-01", "2025-07-01", False, False),
        ("1990-07-01", "2025-06-30", True, True),
    ],
)
def test_able_bodied_on_the_day_of_refusal_or_of_application(system, born, refused, by_default, by_application):
    refuser = person(born, measures_refusal_date=refused)
    other = reading(system, "able_bodied_on_day_of_refusal", value=False)
    assert simulate(system, refuser).calculate("refused_employment_measures", MONTH)[0] == by_default
    assert simulate(other, refuser).calculate("refused_employment_measures", MONTH)[0] == by_application


def test_a_single_minor(system):
    other = reading(system, "single_minor_gets_unconditional_help", value=False)
    for law, contract in ((system, False), (other, True)):
        assert simulate(law, person("2008-01-01")).calculate("social_contract_required", MONTH)[0] == contract
        assert not simulate(law, person("2008-01-01"), person("2012-01-01")).calculate(
            "social_contract_required", MONTH
        )


@pytest.mark.parametrize("fault", ["contract_breach_date", "false_data_date"])
def test_of_the_dead_at_fault_the_date_of_birth_is_asked_where_it_decides(system, fault):
    dead = person(**{fault: "2025-06-01", "death_date": "2025-07-10"})
    with pytest.raises(SituationParsingError, match=r"p1.*birth_date.*state it"):
        simulate(system, {}, dead).calculate("tsa_entitled", MONTH)
    other = reading(system, "death_of_any_member_lifts_refusal", value=True)
    assert simulate(other, {}, dead).calculate("tsa_entitled", MONTH)[0]
    alive = person(**{fault: "2025-06-01"})
    assert simulate(system, {}, alive).calculate(FAULTS[fault], MONTH)[0]


def test_the_sex_of_the_dead_is_asked_between_the_two_ages(system):
    dead = person("1963-01-01", false_data_date="2025-06-01", death_date="2025-07-10") | {"sex": {}}
    with pytest.raises(SituationParsingError, match=r"p1.*sex.*state it"):
        simulate(system, {}, dead).calculate("tsa_entitled", MONTH)


def test_a_job_said_for_the_month_of_application_alone_is_taken_for_that_of_refusal(system):
    refuser = person("1990-01-01", measures_refusal_date="2025-05-10")
    told = {"has_permanent_job": {MONTH: True}}
    assert not simulate(system, refuser | told).calculate("refused_employment_measures", MONTH)[0]
    told["has_permanent_job"]["2025-05"] = False
    assert simulate(system, refuser | told).calculate("refused_employment_measures", MONTH)[0]


def test_a_job_said_for_neither_month_is_refused(system):
    refuser = person("1990-01-01", measures_refusal_date="2025-05-10")
    told = {"has_permanent_job": {"2025-06": True}}
    with pytest.raises(SituationParsingError, match=r"p0.*has_permanent_job.*2025-06.*state it there"):
        simulate(system, refuser | told).calculate("refused_employment_measures", MONTH)


def test_an_answer_for_the_month_of_refusal_is_read_of_who_refused_alone(system):
    refuser = person("1990-01-01", measures_refusal_date="2025-05-10") | {"has_permanent_job": {"2025-05": True}}
    assert not simulate(system, refuser).calculate("refused_employment_measures", MONTH)[0]
    with pytest.raises(SituationParsingError, match=r"p1.*has_permanent_job.*2025-05"):
        simulate(system, refuser, {"has_permanent_job": {"2025-05": True}}).calculate("tsa_entitled", MONTH)
