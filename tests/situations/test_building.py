"""Situations are built as the engine builds them, many at once as one by one."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.casebook.cases import case_files, read_cases
from openfisca_kz.casebook.running import with_reforms
from openfisca_kz.errors import SituationError
from openfisca_kz.situations.answering import answers, as_json, fault_of
from openfisca_kz.situations.building import build
from tests.conftest import LAW

PERIOD = "2025-05"
MONTHS = ("2025-01", "2025-02", "2025-03")
RESULTS = ("total_income", "per_capita_income", "poverty_line", "tsa_entitled", "targeted_social_assistance",
           "child_supplement", "refusal_ground")  # fmt: skip


def as_situation(case, system):
    """The input of a lawyers' case with every period written out; None if it is in the engine's short form."""
    if set(case.input) != {"persons", "families"}:
        return None
    roles = {role.plural or role.key for role in system.group_entities[0].roles}
    return {
        plural: {
            str(record): {
                name: value
                if plural == "families" and name in roles
                else _by_period(value, case.period, system.variables[name])
                for name, value in (facts or {}).items()
            }
            for record, facts in records.items()
        }
        for plural, records in case.input.items()
    }


def _by_period(value, period, variable):
    values = value if isinstance(value, dict) else {period: value}
    return {str(when): _plain(one, variable) for when, one in values.items()}


def _plain(value, variable):
    if isinstance(value, str) and variable.value_type in (float, int):
        return eval(value)
    return str(value) if variable.value_type.__name__ in ("date", "str") else value


def test_every_case_of_the_lawyers_gives_the_same_arrays(system):
    """All variables that a case expects, through the engine's builder and through ours."""
    reformed, compared = with_reforms(system), 0
    for path in case_files([LAW]):
        for case in read_cases(path, system):
            situation = as_situation(case, system)
            names = [name for facts in _expected(case) for name in facts if name in system.variables]
            if situation is None or not names:
                continue
            law = reformed(case.reforms)
            builder = SimulationBuilder()
            builder.set_default_period(case.period)
            theirs = builder.build_from_dict(law, case.input)
            ours, _ = build([situation], law)
            for name in names:
                expected = theirs.calculate(name, case.period)
                assert as_json(ours.calculate(name, case.period)) == as_json(expected), (case.title, name)
                compared += 1
    assert compared > 1_500


def _expected(case):
    for key, value in case.output.items():
        if key in ("persons", "families"):
            yield from value.values()
        elif key in ("person", "family"):
            yield value
        else:
            yield {key: value}


AMOUNT = st.integers(0, 20_000_000).map(lambda tiyn: tiyn / 100)
FAMILY = st.fixed_dictionaries(
    {
        "adults": st.integers(1, 3),
        "children": st.integers(0, 4),
        "wage": AMOUNT,
        "aid": AMOUNT,
        "ownership": st.sampled_from(["state", "private"]),
        "cars": st.integers(0, 2),
        "region": st.sampled_from(["aktobe", "almaty", "turkistan"]),
        "day": st.integers(1, 31),
    }
)


def situation_of(family):
    adults = [f"adult {number}" for number in range(family["adults"])]
    children = [f"child/{number}" for number in range(family["children"])]
    persons = {person: {"birth_date": {"ETERNITY": "1985-03-01"}} for person in adults}
    persons |= {child: {"birth_date": {"ETERNITY": f"{2012 + 3 * n}-05-06"}} for n, child in enumerate(children)}
    persons[adults[0]]["wage"] = dict.fromkeys(MONTHS, family["wage"])
    if children:
        persons[children[0]] |= {
            "education_material_aid": {"2025-02": family["aid"]},
            "education_organisation_ownership": {"2025-02": family["ownership"]},
        }
    own = {
        "applicant": adults[0],
        "others": adults[1:],
        "children": children,
        "region": {PERIOD: family["region"]},
        "cars_owned": {PERIOD: family["cars"]},
        "application_date": {PERIOD: f"2025-05-{family['day']:02}"},
    }
    return {"persons": persons, "families": {"the family": own | {name: {PERIOD: None} for name in RESULTS}}}


@settings(max_examples=25, deadline=None)
@given(families=st.lists(FAMILY, min_size=2, max_size=6))
def test_many_at_once_are_each_alone(families, system):
    situations = [situation_of(family) for family in families]
    together, asked = build(situations, system)
    values = answers(together, asked)
    for number, situation in enumerate(situations):
        alone, own = build([situation], system)
        mine = [value for one, value in zip(asked, values, strict=True) if one.situation == number]
        assert mine == answers(alone, own)


def test_what_one_record_states_of_a_rule_is_its_own(system):
    """One family states its line and income, the other does not: each gets its own answer."""
    situation = {
        "persons": {"a": {"wage": dict.fromkeys(MONTHS, 10_000)}, "b": {"wage": dict.fromkeys(MONTHS, 10_000)}},
        "families": {
            "1": {"applicant": "a", "total_income": {PERIOD: 90_000}, "per_capita_income": {PERIOD: None}},
            "2": {"applicant": "b", "total_income": {PERIOD: None}, "per_capita_income": {PERIOD: None}},
        },
    }
    simulation, asked = build([situation], system)
    found = {(one.record, one.variable): value for one, value in zip(asked, answers(simulation, asked), strict=True)}
    assert found == {
        ("1", "per_capita_income"): 30_000,
        ("2", "total_income"): 30_000,
        ("2", "per_capita_income"): 10_000,
    }


def test_a_refusal_names_its_situation_and_place(system):
    bad = situation_of({"adults": 1, "children": 0, "wage": 1, "aid": 0, "ownership": "state", "cars": 0,
                        "region": "aktobe", "day": 5})  # fmt: skip
    bad["persons"]["adult 0"]["wage"]["2025-02"] = -5
    good = {"persons": {"x": {}}, "families": {"y": {"applicant": "x", "total_income": {PERIOD: None}}}}
    with pytest.raises(SituationError) as error:
        build([good, bad], system)
    fault = fault_of(error.value)
    assert (fault.situation, fault.place) == (1, ("persons", "adult 0", "wage", "2025-02"))
    assert "negative" in fault.message


def test_ids_may_be_of_any_kind(system):
    """With slashes, digits and letters of any script: the engine's own API fails on the first."""
    situation = {"persons": {"а/б~1": {}}, "families": {"2025": {"applicant": "а/б~1", "family_size": {PERIOD: None}}}}
    simulation, asked = build([situation], system)
    assert answers(simulation, asked) == [1]


def test_dates_that_nobody_stated_are_null_and_lists_are_named(system):
    situation = {
        "persons": {"a": {"birth_date": {"ETERNITY": None}}},
        "families": {"f": {"applicant": "a", "refusal_ground": {PERIOD: None}, "application_date": {PERIOD: None}}},
    }
    simulation, asked = build([situation], system)
    assert answers(simulation, asked) == [None, "none", "2025-05-01"]


def test_the_engine_refuses_the_same(system):
    """A statement for a year of what holds for a month: both refuse it."""
    situation = {"persons": {"a": {"exchange_rate": {"2025": 500}}}, "families": {"f": {"applicant": "a"}}}
    with pytest.raises(SituationParsingError):
        SimulationBuilder().build_from_entities(system, situation)
    with pytest.raises(SituationError):
        build([situation], system)


def test_arrays_of_results_are_plain(system):
    simulation, _ = build([{"persons": {"a": {}}, "families": {"f": {"applicant": "a"}}}], system)
    assert isinstance(simulation.calculate("tsa_entitled", PERIOD), numpy.ndarray)
