"""One partition of whole families under every law of a run: a row for each family."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

import numpy
import polars as pl
from openfisca_core import periods
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.comparison.causes import causes, provisions_between
from openfisca_kz.comparison.laws import Law, system_of
from openfisca_kz.dates import reference_months
from openfisca_kz.engine import Inputs, build_simulations
from openfisca_kz.facts import Fact
from openfisca_kz.sharing import Differences, RecordingSimulation, differences, hand_over, touched
from openfisca_kz.tables.calculating.composition import about_families, plain
from openfisca_kz.tables.calculating.screening import OF_INCOME, WITHIN_LINE, above_line, decided_by_income
from openfisca_kz.tables.errors import RuleError
from openfisca_kz.tables.families import Population

RESULTS = (
    "total_income",
    "per_capita_income",
    "poverty_line",
    "poverty_line_basis",
    "tsa_entitled",
    "targeted_social_assistance",
    "child_supplement",
    "refusal_ground",
)
"""What is calculated for each family under each law."""
DECIDING = ("tsa_entitled", "targeted_social_assistance", "child_supplement")
"""What must differ for a family to count as changed."""
Results = dict[str, numpy.ndarray]


def run_partition(laws: Sequence[Law], population: Population, period: str, share: bool = True) -> pl.DataFrame:
    """A row for each family, in the order of the population; columns of a law end in `@` and its name.

    Args:
        laws: the first one is the baseline; `cause@` says of each other law what changed the family's result.
        population: checked families and persons.
        period: month of application, 'YYYY-MM'.
        share: calculate what the laws have in common once; the results are the same, bit for bit.

    Raises:
        RuleError: what a rule refuses, naming persons by row and families by id.
    """
    try:
        return _run(laws, population, period, share)
    except SituationParsingError as error:
        raise RuleError(population.file, *_place_and_message(error.error)) from None


def _run(laws: Sequence[Law], population: Population, period: str, share: bool) -> pl.DataFrame:
    systems = [system_of(law) for law in laws]
    names = [name for name in RESULTS if name != "child_supplement" or "birth_date" in population.facts]
    screened = share and decided_by_income(systems, period)
    whole = _Calculation(systems, population, period, share)
    results = whole.results([*OF_INCOME, WITHIN_LINE] if screened else names)
    columns = about_families(population, whole.made[0], period)
    calculation = whole
    places = numpy.arange(population.n_families)
    if screened:
        places = numpy.flatnonzero(numpy.logical_or.reduce([of_law.pop(WITHIN_LINE) for of_law in results]))
        others = [name for name in names if name not in OF_INCOME]
        if places.size:
            calculation = _Calculation(systems, population.only(places), period, share)
            of_few = calculation.results(others)
        for number, of_law in enumerate(results):
            above = above_line(systems[number], others, population.n_families)
            for name, values in above.items():
                if places.size:
                    values[places] = of_few[number][name]
            of_law |= above
    for law, of_law in zip(laws, results, strict=True):
        columns |= {f"{name}@{law.name}": plain(values) for name, values in of_law.items()}
        if law is not laws[0]:
            baseline, own = ({name: values[places] for name, values in one.items()} for one in (results[0], of_law))
            texts = causes(
                _differ(baseline, own),
                provisions_between(laws[0], law),
                _one_at_a_time(calculation, baseline, names),
            )
            columns[f"cause@{law.name}"] = _texts(texts, places, population.n_families)
    whole.let_go()
    calculation.let_go()
    return pl.DataFrame(columns)


def _place_and_message(error: object) -> tuple[tuple[str, ...], str]:
    """OpenFisca nests its errors, a dictionary or a list for each part of the place."""
    place = []
    while isinstance(error, dict | list):
        parts = error.items() if isinstance(error, dict) else enumerate(error)
        part, error = next((part, inner) for part, inner in parts if inner is not None)
        place.append(str(part))
    return tuple(place), str(error)


def _texts(texts: numpy.ndarray, places: numpy.ndarray, count: int) -> pl.Series:
    """A text for each of `count` families: those given at some places, '' at the others, nearly all of a country."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(["", *texts]))}
    codes = numpy.zeros(count, dtype=numpy.uint32)
    codes[places] = [numbers[text] for text in texts]
    return pl.Series(list(numbers), dtype=pl.String).gather(codes)


class _Calculation:
    """Simulations of a population under each system; with `share` what they have in common is calculated once."""

    def __init__(self, systems: Sequence[TaxBenefitSystem], population: Population, period: str, share: bool) -> None:
        self.population, self.period = population, period
        self.made = simulations(systems, population, period, RecordingSimulation if share else Simulation)

    def results(self, names: Sequence[str]) -> list[Results]:
        """The results under each system. To be asked once: what is shared is handed over when the first has all."""
        first, *others = self.made
        found = [_results(first, names, self.period)]
        if isinstance(first, RecordingSimulation):
            by = [_differences(first.tax_benefit_system, other.tax_benefit_system) for other in others]
            hand_over(first, others, by)
        return found + [_results(other, names, self.period) for other in others]

    def let_go(self) -> None:
        """Lets go of the arrays at once: simulations refer to themselves, so they would wait for the collector."""
        for simulation in self.made:
            _let_go(simulation)


def simulations(
    systems: Sequence[TaxBenefitSystem],
    population: Population,
    period: str,
    simulation_class: type[Simulation] = Simulation,
) -> list[Simulation]:
    """Simulations of the population under each system, over the same arrays."""
    persons, families = inputs(population, systems[0], period)
    return build_simulations(
        systems,
        population.family_of_person,
        population.n_families,
        population.roles,
        persons,
        families,
        person_ids=population.rows,
        family_ids=list(population.family_ids),
        simulation_class=simulation_class,
    )


def inputs(population: Population, system: TaxBenefitSystem, period: str) -> tuple[Inputs, Inputs]:
    """Inputs by (variable, month): amounts by their months, facts from the quarter on, others for the period."""
    quarter = [str(month) for month in reference_months(periods.period(period))]
    persons: dict[tuple[str, str | None], numpy.ndarray] = {}
    for key, values in population.amounts.items():
        persons[key] = values
    for name, values in population.facts.items():
        variable = system.variables[name]
        if variable.definition_period == periods.DateUnit.ETERNITY:
            persons[name, None] = values
        else:
            persons[name, quarter[0] if isinstance(variable, Fact) else period] = values
    families = {
        (name, None if system.variables[name].definition_period == periods.DateUnit.ETERNITY else period): values
        for name, values in population.family_inputs.items()
    }
    return persons, families


def _results(simulation: Simulation, names: Sequence[str], period: str) -> Results:
    return {name: simulation.calculate(name, period) for name in names}


def _differ(one: Results, other: Results) -> numpy.ndarray:
    different: numpy.ndarray = numpy.zeros(len(one["tsa_entitled"]), dtype=bool)
    for name in DECIDING:
        if name in one:
            different |= one[name] != other[name]
    return different


def _one_at_a_time(
    calculation: _Calculation, baseline: Results, names: Sequence[str]
) -> Callable[[TaxBenefitSystem, numpy.ndarray], numpy.ndarray]:
    """Whether families at some places have other results under a system than in the `baseline`."""
    first, population, period = calculation.made[0], calculation.population, calculation.period
    deciding = [name for name in names if name in DECIDING]
    month = periods.period(period)
    recorded = first if isinstance(first, RecordingSimulation) else None
    reads = recorded.reads() if recorded else {}
    subset: Population | None = None

    def differs(system: TaxBenefitSystem, places: numpy.ndarray) -> numpy.ndarray:
        nonlocal subset
        by = _differences(first.tax_benefit_system, system)
        if recorded and not {(name, month) for name in deciding} & touched(reads, by):
            return numpy.zeros(places.size, dtype=bool)
        subset = subset or population.only(places)
        (simulation,) = simulations([system], subset, period)
        if recorded:
            hand_over(recorded, [simulation], [by], {"family": places, "person": population.members_of(places)})
        own = {name: values[places] for name, values in baseline.items()}
        found = _differ(own, _results(simulation, deciding, period))
        _let_go(simulation)
        return found

    return differs


@functools.lru_cache(maxsize=256)
def _differences(one: TaxBenefitSystem, other: TaxBenefitSystem) -> Differences:
    """How two systems differ, found once while they are in use."""
    return differences(one, other)


def _let_go(simulation: Simulation) -> None:
    """Lets go of the arrays of a simulation at once: it refers to itself, so they would wait for the collector."""
    for population in simulation.populations.values():
        population.__dict__.clear()
