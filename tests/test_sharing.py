"""What laws have in common is calculated once: the results are those of full runs, bit for bit."""

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openfisca_core.simulations import Simulation

from benchmarks.mutants import changed
from openfisca_kz.engine import build_simulations
from openfisca_kz.entities import Family
from openfisca_kz.money import Money
from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.reforms.order_95_2025 import AfterOrder95, BeforeOrder95
from openfisca_kz.reforms.parametric import ParametricReform
from openfisca_kz.sharing import RecordingSimulation, differences, hand_over, touched

PERIOD = "2025-05"
NAMES = (
    "total_income",
    "per_capita_income",
    "poverty_line",
    "poverty_line_basis",
    "refusal_ground",
    "tsa_entitled",
    "targeted_social_assistance",
    "child_supplement",
)
MONTHS = ("2025-01", "2025-02", "2025-03")


def inputs(system, seed=0, families=300):
    """Families with every kind of income, dates of birth, and both sides of the two facts that order 95 asks about."""
    rng = numpy.random.default_rng(seed)
    of_person = numpy.repeat(numpy.arange(families), rng.integers(1, 6, families))
    count = of_person.size
    kinds = [kind for group in system.parameters.total_income.children.values() for kind in group.children]
    plain = [kind for kind in kinds if not system.variables[kind].formulas]
    persons = {}
    for kind in [*rng.choice(plain, 12, replace=False), "education_material_aid", "rental_housing_payment"]:
        given = rng.random(count) < 0.2
        persons |= {(kind, month): numpy.where(given, rng.integers(0, 90_000, count), 0.0) for month in MONTHS}
    for fact in ("education_organisation_ownership", "rental_housing_payment_basis"):
        values = numpy.array(system.variables[fact].possible_values.names[1:3])
        persons |= {(fact, month): values[rng.integers(0, 2, count)] for month in MONTHS}
    born = numpy.datetime64("1960-01-01") + rng.integers(0, 23_000, count)
    persons["birth_date", None] = born
    regions = numpy.array(system.variables["region"].possible_values.names[1:])
    return of_person, families, persons, {("region", PERIOD): regions[rng.integers(0, 20, families)]}


def calculated(simulation):
    return {name: simulation.calculate(name, PERIOD) for name in NAMES}


def shared(systems, population):
    of_person, families, persons, of_families = population
    simulations = build_simulations(
        systems, of_person, families, None, persons, of_families, simulation_class=RecordingSimulation
    )
    first = calculated(simulations[0])
    hand_over(simulations[0], simulations[1:], [differences(systems[0], system) for system in systems[1:]])
    return [first, *map(calculated, simulations[1:])], simulations


def full(systems, population):
    of_person, families, persons, of_families = population
    return [
        calculated(simulation)
        for system in systems
        for simulation in build_simulations([system], of_person, families, None, persons, of_families)
    ]


def assert_same(systems, population):
    for one, other in zip(shared(systems, population)[0], full(systems, population), strict=True):
        for name in NAMES:
            assert one[name].tobytes() == other[name].tobytes(), name


@pytest.mark.parametrize("seed", range(5))
def test_before_and_after_equal_two_full_runs(system, seed):
    assert_same([BeforeOrder95(system), AfterOrder95(system)], inputs(system, seed))


@pytest.fixture(scope="module")
def figures(system):
    return [p for p in dated_parameters(system.parameters) if isinstance(p.values_list[0].value, int | float)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_figures_of_the_law_changed(system, figures, data):
    chosen = data.draw(st.lists(st.sampled_from(figures), min_size=1, max_size=3, unique_by=lambda p: p.name))
    new = {p.name: {"2023-07-01": changed(p.values_list[0].value)} for p in chosen}
    reform = ParametricReform(system, {"name": "changed", "parameters": new})
    assert_same([system, reform], inputs(system, data.draw(st.integers(0, 1_000)), families=40))


def test_an_item_taken_off_a_list_is_seen_by_who_runs_over_it(system):
    reform = ParametricReform(
        system, {"name": "no pensions", "parameters": {"total_income.point_16_2.pension": {"2023-07-01": None}}}
    )
    assert_same([system, reform], inputs(system))


def test_a_rewritten_variable_and_all_that_reads_it_are_calculated_anew(system):
    class poverty_line(Money):  # noqa: N801 variables are named like this
        entity = Family
        label = "Another line"

        def formula_2023_07_01(family, period):  # noqa: N805
            return numpy.full(family.count, 100_000.0)

    other = BeforeOrder95(system)
    other.replace_variable(poverty_line)
    assert "poverty_line" in differences(BeforeOrder95(system), other).variables
    results, _ = shared([BeforeOrder95(system), other], inputs(system))
    assert set(results[1]["poverty_line"]) == {100_000.0}
    assert_same([BeforeOrder95(system), other], inputs(system))


def test_what_is_calculated_later_is_among_the_reads_too(system):
    _, (first, _) = shared([system, system], inputs(system))
    before = set(first.reads())
    first.calculate("family_size", "2024-03")
    assert {name for name, _ in set(first.reads()) - before} >= {"family_size"}


def test_what_order_95_cannot_touch_is_not_calculated_again(system):
    systems = [BeforeOrder95(system), AfterOrder95(system)]
    _, (first, second) = shared(systems, inputs(system))
    reads = first.reads()
    reached = {name for name, _ in touched(reads, differences(*systems))}
    assert "counted_point_8_income" in reached
    assert reached.isdisjoint({"age", "poverty_line", "poverty_line_basis", "counted_pay", "counted_social_payments"})
    for name in ("poverty_line", "counted_pay", "age"):
        assert numpy.shares_memory(first.calculate(name, PERIOD), second.calculate(name, PERIOD))
    assert type(second) is Simulation
