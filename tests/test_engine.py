"""Whole populations from arrays: the same as one family at a time, in any order of rows."""

import datetime

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.engine import build_simulations, number_families

MONTHS = ("2025-01", "2025-02", "2025-03")
RESULTS = ("total_income", "per_capita_income", "tsa_entitled", "targeted_social_assistance", "child_supplement")
persons = st.fixed_dictionaries(
    {
        "wage": st.integers(0, 20_000_000).map(lambda tiyn: tiyn / 100),
        "education_material_aid": st.sampled_from([0.0, 46_228.0]),
        "education_organisation_ownership": st.sampled_from(["state", "private"]),
        "birth_date": st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2025, 1, 1)),
    }
)
families = st.lists(st.lists(persons, min_size=1, max_size=4), min_size=1, max_size=6)


def together(systems, members, order):
    """All families in one run, rows in the given order."""
    rows = [(family, person) for family, people in enumerate(members) for person in people]
    rows = [rows[position] for position in order]
    ids = numpy.array([family for family, _ in rows])
    inputs = {("birth_date", None): numpy.array([person["birth_date"] for _, person in rows], dtype="datetime64[D]")}
    for name in ("wage", "education_material_aid", "education_organisation_ownership"):
        for month in MONTHS:
            inputs[name, month] = numpy.array([person[name] for _, person in rows])
    day = numpy.array([f"2025-04-{1 + 5 * family:02}" for family in range(len(members))], dtype="datetime64[D]")
    return build_simulations(
        systems, ids, len(members), person_inputs=inputs, family_inputs={("application_date", "2025-04"): day}
    )


@settings(max_examples=40, deadline=None)
@given(members=families, data=st.data())
def test_together_shuffled_or_alone_the_results_are_the_same(system, members, data):
    count = sum(map(len, members))
    (in_order,) = together([system], members, range(count))
    (shuffled,) = together([system], members, data.draw(st.permutations(range(count))))
    for position, people in enumerate(members):
        situation = {
            "persons": {
                f"p{number}": {
                    "birth_date": {"ETERNITY": str(person["birth_date"])},
                    **{
                        name: dict.fromkeys(MONTHS, person[name])
                        for name in ("wage", "education_material_aid", "education_organisation_ownership")
                    },
                }
                for number, person in enumerate(people)
            },
            "families": {
                "f": {
                    "others": [f"p{number}" for number in range(len(people))],
                    "application_date": {"2025-04": f"2025-04-{1 + 5 * position:02}"},
                }
            },
        }
        alone = SimulationBuilder().build_from_dict(system, situation)
        for name in RESULTS:
            expected = alone.calculate(name, "2025-04")[0]
            assert in_order.calculate(name, "2025-04")[position] == expected, name
            assert shuffled.calculate(name, "2025-04")[position] == expected, name


def test_both_systems_read_the_same_arrays(before, after):
    wage = numpy.full(3, 1_000.0)
    one, two = build_simulations([before, after], numpy.array([0, 0, 1]), 2, person_inputs={("wage", "2025-01"): wage})
    assert one.calculate("wage", "2025-01") is two.calculate("wage", "2025-01") is wage
    assert one.family.members_entity_id is two.family.members_entity_id


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30))
def test_families_are_numbered_by_first_appearance(ids):
    numbers, count = number_families(numpy.array(ids))
    seen = list(dict.fromkeys(ids))
    assert count == len(seen)
    assert [seen[number] for number in numbers] == ids


@pytest.mark.parametrize("family_of_person", [[0, 2], [0, -1]])
def test_a_family_that_does_not_exist_is_refused(system, family_of_person):
    with pytest.raises(ValueError, match="indices from 0 to 1"):
        build_simulations([system], numpy.array(family_of_person), 2)


@pytest.mark.parametrize("roles", [[0], [0, 9], [-1, 0]])
def test_a_role_that_does_not_exist_is_refused(system, roles):
    with pytest.raises(ValueError, match="an index from 0 to 3 for each person"):
        build_simulations([system], numpy.array([0, 0]), 1, numpy.array(roles))


def test_a_date_that_is_not_given_is_no_age(system):
    births = numpy.array(["2000-01-01", "NaT"], dtype="datetime64[D]")
    (simulation,) = build_simulations([system], numpy.array([0, 0]), 1, person_inputs={("birth_date", None): births})
    assert simulation.calculate("age", "2025-05").tolist() == [25, -1]


def test_a_family_without_members_is_refused(system):
    (simulation,) = build_simulations([system], numpy.array([0, 0]), 2)
    with pytest.raises(SituationParsingError, match="no members"):
        simulation.calculate("targeted_social_assistance", "2025-05")


def test_an_array_of_the_wrong_length_is_refused(system):
    with pytest.raises(ValueError, match="length is 3"):
        build_simulations([system], numpy.array([0, 0]), 1, person_inputs={("wage", "2025-01"): numpy.zeros(3)})
