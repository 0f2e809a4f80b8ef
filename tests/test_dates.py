"""The reference quarter, the day of application, ages."""

import datetime

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.errors import SituationParsingError
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.dates import completed_years, reference_months
from tests import oracle

QUARTER_BEFORE = {1: "2024-10", 2: "2024-10", 3: "2024-10", 4: "2025-01", 5: "2025-01", 6: "2025-01"}
QUARTER_BEFORE |= {7: "2025-04", 8: "2025-04", 9: "2025-04", 10: "2025-07", 11: "2025-07", 12: "2025-07"}


@pytest.mark.parametrize("month", range(1, 13))
def test_the_reference_quarter_of_each_month(month):
    months = [str(one) for one in reference_months(period(f"2025-{month:02}"))]
    assert months[0] == QUARTER_BEFORE[month]
    assert len(months) == 3


dates = st.dates(datetime.date(1930, 1, 1), datetime.date(2026, 12, 31))


@given(st.lists(st.tuples(dates, dates), min_size=1, max_size=20))
def test_completed_years(pairs):
    born, day = (numpy.array(column, dtype="datetime64[D]") for column in zip(*pairs, strict=True))
    assert completed_years(born, day).tolist() == [oracle.age(*pair) for pair in pairs]


def simulate(system, **family):
    situation = {"persons": {"a": {}}, "families": {"f": {"applicant": "a", **family}}}
    return SimulationBuilder().build_from_dict(system, situation)


@pytest.mark.parametrize("date", ["2025-04-30", "2025-06-01", "2024-05-05"])
def test_a_day_outside_the_month_is_refused(system, date):
    simulation = simulate(system, application_date={"2025-05": date})
    with pytest.raises(SituationParsingError, match=f"{date} is not a day of 2025-05"):
        simulation.calculate("tsa_entitled", "2025-05")


def test_without_a_date_the_first_day_of_the_month_holds(system):
    assert str(simulate(system).calculate("application_date", "2025-05")[0]) == "2025-05-01"


def test_a_family_without_a_date_beside_one_with_a_date_applies_on_the_first_day(system):
    situation = {
        "persons": {"a": {}, "b": {}},
        "families": {"f": {"applicant": "a", "application_date": {"2025-05": "2025-05-20"}}, "g": {"applicant": "b"}},
    }
    simulation = SimulationBuilder().build_from_dict(system, situation)
    assert [str(day) for day in simulation.calculate("application_date", "2025-05")] == ["2025-05-20", "2025-05-01"]
    assert simulation.calculate("tsa_entitled", "2025-05").all()


def test_nobody_is_born_after_the_application(system):
    situation = {"persons": {"a": {"birth_date": {"ETERNITY": "2025-06-01"}}}, "families": {"f": {"applicant": "a"}}}
    with pytest.raises(SituationParsingError, match=r"a.*birth_date.*after the day of application"):
        SimulationBuilder().build_from_dict(system, situation).calculate("child_supplement", "2025-05")


def test_before_the_code_nothing_is_calculated(system):
    simulation = simulate(system)
    with pytest.raises(SituationParsingError, match="the law before 2023-07 is not covered"):
        simulation.calculate("tsa_entitled", "2023-06")
    assert simulation.calculate("tsa_entitled", "2023-07")[0]


def test_age_is_not_known_without_a_date_of_birth(system):
    assert simulate(system).calculate("age", "2025-05")[0] == -1
