"""The money type: nothing bent or lost on the way in, sums exact to the tiyn, halves rounded upwards."""

from decimal import Decimal

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.money import LARGEST_AMOUNT, TiynSum, equal_parts, round_half_up

tiyn = st.integers(0, LARGEST_AMOUNT * 100)


@given(st.lists(tiyn, min_size=1, max_size=300))
def test_a_sum_is_exact_in_any_order(amounts):
    total = TiynSum(1)
    for amount in amounts:
        total.add(numpy.array([float(Decimal(amount) / 100)]))
    assert total.tenge()[0] == float(Decimal(sum(amounts)) / 100)


@given(tiyn, st.integers(1, 12))
def test_equal_parts_are_whole_tiyn_and_add_up(amount, parts):
    shares = [Decimal(f"{share[0]:.2f}") for share in equal_parts(numpy.array([float(Decimal(amount) / 100)]), parts)]
    assert sum(shares) == Decimal(amount) / 100
    assert max(shares) - min(shares) <= Decimal(parts) / 100


@pytest.mark.parametrize(
    ("amount", "step", "rounded"),
    [(0.5, 1, 1), (2.5, 1, 3), (10_790.666666, 1, 10_791), (0.4999, 1, 0), (1.005, 0.01, 1.01)],
)
def test_a_half_goes_upwards(amount, step, rounded):
    assert round_half_up(numpy.array([amount]), step)[0] == pytest.approx(rounded, abs=1e-9)


def test_seventy_percent_of_a_minimum_is_rounded_as_published():
    assert round_half_up(numpy.array([22_941 * 0.5, 22_636 * 0.4, 22_636 * 0.6]), 1).tolist() == [11_471, 9_054, 13_582]


def simulate(system, **person):
    situation = {"persons": {"a": person}, "families": {"f": {"applicant": "a"}}}
    return SimulationBuilder().build_from_dict(system, situation)


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        ({"2025-02": -1}, "negative"),
        ({"2025-02": float("nan")}, "not a finite number"),
        ({"2025-02": float("inf")}, "not a finite number"),
        ({"2025-02": 0.001}, "more than two decimals"),
        ({"2025-02": 10_000_000_001}, "above 10 000 000 000"),
        ({"2025-02-03": 5}, "a month"),
        ({"2025-W07": 5}, "a month"),
        ({"2025-02": 5, "month:2025-01:3": 9}, "state each month once"),
    ],
)
def test_what_is_no_amount_of_a_month_is_refused_with_the_place(system, amounts, message):
    with pytest.raises(SituationParsingError, match=message) as error:
        simulate(system, wage=amounts)
    assert "wage" in str(error.value)


@pytest.mark.parametrize("name", ["given_poverty_line", "regional_median_income", "given_regional_subsistence_minimum"])
@pytest.mark.parametrize(("figure", "message"), [(-5, "negative"), (float("nan"), "finite"), (float("inf"), "finite")])
def test_a_given_figure_is_checked_too(system, name, figure, message):
    situation = {"persons": {"a": {}}, "families": {"f": {"applicant": "a", name: {"2025-05": figure}}}}
    with pytest.raises(SituationParsingError, match=f"(?s)f.*{name}.*{message}"):
        SimulationBuilder().build_from_dict(system, situation)


def test_a_given_figure_of_a_year_is_not_divided(system):
    family = {"applicant": "a", "given_poverty_line": {"2025": 36_550}}
    simulation = SimulationBuilder().build_from_dict(system, {"persons": {"a": {}}, "families": {"f": family}})
    assert simulation.calculate("poverty_line", "2025-05")[0] == 36_550


def test_an_amount_of_a_quarter_is_divided_into_its_months(system):
    simulation = simulate(system, wage={"month:2025-01:3": 100})
    assert [simulation.calculate("wage", f"2025-0{month}")[0] for month in (1, 2, 3)] == [33.33, 33.33, 33.34]
    assert simulation.calculate("total_income", "2025-05")[0] == 100


def test_one_person_may_state_a_month_and_another_the_quarter(system):
    persons = {"a": {"wage": {"2025-02": 7}}, "b": {"wage": {"month:2025-01:3": 9}}}
    families = {"f": {"applicant": "a", "spouse": "b"}}
    simulation = SimulationBuilder().build_from_dict(system, {"persons": persons, "families": families})
    stated = [simulation.calculate("wage", f"2025-0{month}").tolist() for month in (1, 2, 3)]
    assert stated == [[0, 3], [7, 3], [0, 3]]


def test_large_money_keeps_its_tiyn(system):
    simulation = simulate(system, wage={"2025-02": 9_999_999_999.99})
    assert simulation.calculate("total_income", "2025-05")[0] == 9_999_999_999.99
