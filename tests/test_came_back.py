"""Members who left and came back, dates that contradict one another, and what no order of persons may change."""

import datetime

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from tests.test_arrivals import MONTH, arrived, calculate, month, persons, tiyn
from tests.test_interpretations import reading

FIRST, LAST = datetime.date(2024, 12, 1), datetime.date(2025, 5, 1)
days = st.dates(FIRST, LAST)
QUARTER = (("2025-01", 31), ("2025-02", 28), ("2025-03", 31))


def forever(**dates):
    return {name: {"ETERNITY": str(day)} for name, day in dates.items()}


def of_family(system, variable, people, order=None):
    names = [f"p{number}" for number in order or range(len(people))]
    situation = {
        "persons": {name: people[int(name[1:])] for name in names},
        "families": {"f": {"applicant": names[0], "others": names[1:], "given_poverty_line": {MONTH: 36_000}}},
    }
    return SimulationBuilder().build_from_dict(system, situation).calculate(variable, MONTH)[0]


@settings(max_examples=60, deadline=None)
@given(one=days, other=days, wages=st.lists(st.integers(0, 10**8), min_size=3, max_size=3))
def test_only_the_days_of_absence_are_left_out(system, one, other, wages):
    """Each month's amount less its part for the days outside, a half of a tiyn upwards."""
    left, back = min(one, other), max(one, other) + datetime.timedelta(days=1)
    expected = 0
    for (name, length), wage in zip(QUARTER, wages, strict=True):
        all_days = [datetime.date.fromisoformat(f"{name}-01") + datetime.timedelta(days=n) for n in range(length)]
        outside = sum(left <= day < back for day in all_days)
        expected += wage - (2 * wage * outside + length) // (2 * length)
    late = back > datetime.date(2025, 3, 31)
    if late and left < datetime.date(2025, 1, 1):
        expected = sum(wages)  # an arrival after the quarter, which counts in full
    person = {"wage": {name: wage / 100 for (name, _), wage in zip(QUARTER, wages, strict=True)}}
    if back <= LAST:
        got = calculate(system, "total_income", {**person, **forever(departure_date=left, arrival_date=back)})[0]
        assert round(got * 100) == expected


@settings(max_examples=30, deadline=None)
@given(person=persons(), dates=st.lists(days, min_size=3, max_size=3))
def test_who_came_back_has_at_least_the_income_of_who_arrived_then(system, person, dates):
    """And of two who came back on one day, who left later has at least as much; nobody more than who never left."""
    early, late, back = sorted(dates)
    if late == back or datetime.date(2025, 3, 31) < back:
        return
    people = [
        arrived(back, **person),
        {**person, **forever(departure_date=early, arrival_date=back)},
        {**person, **forever(departure_date=late, arrival_date=back)},
        person,
    ]
    assert (numpy.diff(numpy.rint(calculate(system, "counted_income", *people) * 100)) >= 0).all()


changes = st.sampled_from(
    [
        {},
        forever(arrival_date="2025-02-15"),
        forever(departure_date="2025-02-10"),
        forever(departure_date="2025-01-20", arrival_date="2025-03-05"),
        forever(departure_date="2025-01-20", arrival_date="2025-04-05"),
        forever(departure_date="2025-01-01"),
        forever(death_date="2025-03-31"),
        {"in_prison_or_compulsory_treatment": {MONTH: True}},
    ]
)


@st.composite
def landlords(draw):
    """A person with small amounts of the kinds that are taken together in a family, and a change."""
    kinds = ("wage", "rent_without_contract", "property_sale_income", "property_purchases", "alimony_paid")
    amounts = st.one_of(st.integers(0, 2).map(lambda amount: amount / 100), tiyn)
    return {**{kind: {draw(month): draw(amounts)} for kind in kinds}, **draw(changes)}


@settings(max_examples=50, deadline=None)
@given(family=st.lists(landlords(), min_size=1, max_size=4), data=st.data())
@pytest.mark.parametrize("other", ["", "rent_floor_for_each_person", "income_before_absence_counts"])
def test_the_order_of_persons_changes_nothing_and_no_income_is_negative(system, other, family, data):
    law = reading(system, other, value=False) if other else system
    people = [{"wage": {"2025-01": 0.01}}, *family]  # one who is a member in any case
    income = of_family(law, "total_income", people)
    assert income >= 0
    assert of_family(law, "departed_share", people) <= of_family(law, "income_before_departures", people)
    order = data.draw(st.permutations(range(len(people))))
    assert of_family(law, "total_income", people, order) == income


def test_a_floor_for_the_family_is_no_income_of_the_first_who_lets(system):
    """Alimony of 0.02 comes out of the payer's own rent of 0.01, whoever is named first: 85 000 − 0.01."""
    law = reading(system, "rent_floor_for_each_person", value=False)
    rent = {"rent_without_contract": {"2025-01": 0.01}}
    people = [rent, {**rent, "alimony_paid": {"2025-01": 0.02}}]
    assert [of_family(law, "total_income", people, order) for order in ([0, 1], [1, 0])] == [84_999.99, 84_999.99]


few = st.integers(0, 5).map(lambda amount: {"2025-02": amount / 100})
sellers = st.fixed_dictionaries(
    dict.fromkeys(("wage", "property_sale_income", "property_purchases", "alimony_paid"), few)
)


@settings(max_examples=100, deadline=None)
@given(family=st.lists(sellers, min_size=2, max_size=4))
def test_alimony_paid_takes_nothing_of_the_income_of_others(system, family):
    """Wages of who pays none are in the income of the family, whatever the others sell, buy and pay."""
    wages = sum(round(person["wage"]["2025-02"] * 100) for person in family if not person["alimony_paid"]["2025-02"])
    assert round(of_family(system, "total_income", family) * 100) >= wages


CONTRADICTIONS = {
    "arrival_after_the_death": {"death_date": "2025-03-05", "arrival_date": "2025-03-06"},
    "arrival_after_the_quarter_and_the_death": {"death_date": "2025-03-05", "arrival_date": "2025-04-10"},
    "departure_after_the_death": {"death_date": "2025-03-05", "departure_date": "2025-03-06"},
    "death_before_the_birth": {"birth_date": "2025-03-05", "death_date": "2025-03-04"},
    "arrival_before_the_birth": {"birth_date": "2025-03-05", "arrival_date": "2025-03-04"},
    "departure_before_the_birth": {"birth_date": "2025-03-05", "departure_date": "2025-03-04"},
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
@pytest.mark.parametrize("variable", ["family_size", "total_income", "counted_income"])
def test_dates_that_contradict_one_another_are_refused(system, name, variable):
    person = {"wage": {"2025-02": 1_000}, **forever(**CONTRADICTIONS[name])}
    with pytest.raises(SituationParsingError, match=r"p1.*lies before .*correct one of them"):
        of_family(system, variable, [{}, person])


def test_the_same_day_contradicts_nothing(system):
    dates = dict.fromkeys(("birth_date", "arrival_date", "departure_date", "death_date"), "2025-03-05")
    assert of_family(system, "family_size", [{}, forever(**dates)]) == 1
