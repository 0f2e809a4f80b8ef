"""A small model of assistance that policyengine-core and openfisca-core can both run, and the run on policyengine-core.

Eight kinds of income in three months → countable income → average of the family's quarter → per head → poverty line →
eligible → amount. The reform takes two kinds out of what counts. Both engines get the very same formulas, families and
amounts. This module imports neither engine until it is asked to, and nothing of openfisca_kz: it runs in the
environment of policyengine-core as well.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import numpy

PERSONS = 1_000_000
KINDS = tuple(f"income_{number}" for number in range(8))
NO_LONGER_COUNT = KINDS[:2]
APPLICATION = "2025-05"
MONTHS = ("2025-01", "2025-02", "2025-03")
MONTHS_BEFORE = (-4, -3, -2)
RESULTS = ("eligible", "amount")
SUBSISTENCE_MINIMUM, SHARE = 46_228, 0.7


class Data(NamedTuple):
    """The arrays that every run starts from.

    `family_of_person` holds the id of each person's family (members stand together), shape (persons,); `families` the
    ids of the families; `amounts` whole tenge of a month by kind and month, shape (persons,), the engines' float32.
    """

    family_of_person: numpy.ndarray
    families: numpy.ndarray
    amounts: dict[tuple[str, str | None], numpy.ndarray]


def population() -> Data:
    """Families of one to seven persons, four on average; a fifth of the amounts is not zero. Seeded."""
    random = numpy.random.default_rng(1)
    sizes = random.integers(1, 8, PERSONS // 3)
    sizes = sizes[: numpy.searchsorted(numpy.cumsum(sizes), PERSONS)]
    sizes = numpy.append(sizes, PERSONS - sizes.sum())
    families = 1_000_000 + 7 * numpy.arange(sizes.size)
    amounts: dict[tuple[str, str | None], numpy.ndarray] = {
        (kind, month): ((random.random(PERSONS) < 0.2) * random.integers(0, 30_000, PERSONS)).astype(numpy.float32)
        for kind in KINDS
        for month in MONTHS
    }
    return Data(numpy.repeat(families, sizes), families, amounts)


def countable_income(person: Any, period: Any, parameters: Any) -> Any:
    """What counts of a person's income of a month."""
    counts = parameters(period).counts
    return sum(person(kind, period) for kind in KINDS if counts[kind])


def family_income(family: Any, period: Any) -> Any:
    """The family's countable income, average of the three months."""
    months = [period.offset(distance, "month") for distance in MONTHS_BEFORE]
    return sum(family.sum(family.members("countable_income", month)) for month in months) / len(months)


def family_size(family: Any, period: Any) -> Any:
    """Number of members."""
    return family.nb_persons()


def per_head(family: Any, period: Any) -> Any:
    """Income per head."""
    return family("family_income", period) / family("family_size", period)


def poverty_line(family: Any, period: Any, parameters: Any) -> Any:
    """A share of the subsistence minimum, in whole tenge."""
    law = parameters(period)
    return numpy.full(family.count, numpy.floor(law.share * law.subsistence_minimum + 0.5))


def eligible(family: Any, period: Any) -> Any:
    """Whether income per head does not exceed the line."""
    return family("per_head", period) <= family("poverty_line", period)


def amount(family: Any, period: Any) -> Any:
    """What each member lacks to the line, for all members."""
    gap = family("poverty_line", period) - family("per_head", period)
    return numpy.where(family("eligible", period), gap * family("family_size", period), 0)


def systems(core: str) -> list[Any]:
    """The law before and after the reform, on an engine: `openfisca_core` or `policyengine_core`."""
    build_entity = import_module(f"{core}.entities").build_entity
    person = build_entity(key="person", plural="persons", label="Person", is_person=True)
    roles = [{"key": "member", "plural": "members", "label": "Member"}]
    family = build_entity(key="family", plural="families", label="Family", roles=roles)
    variables = [
        *(_variable(core, kind, person, float) for kind in KINDS),
        _variable(core, "countable_income", person, float, countable_income),
        _variable(core, "family_income", family, float, family_income),
        _variable(core, "family_size", family, int, family_size),
        _variable(core, "per_head", family, float, per_head),
        _variable(core, "poverty_line", family, float, poverty_line),
        _variable(core, "eligible", family, bool, eligible),
        _variable(core, "amount", family, float, amount),
    ]
    made = []
    for out in ((), NO_LONGER_COUNT):
        system = import_module(f"{core}.taxbenefitsystems").TaxBenefitSystem([person, family])
        system.add_variables(*variables)
        figures = {"share": SHARE, "subsistence_minimum": SUBSISTENCE_MINIMUM}
        data: dict[str, Any] = {name: _since_2020(figure) for name, figure in figures.items()}
        data["counts"] = {kind: _since_2020(kind not in out) for kind in KINDS}
        system.parameters = import_module(f"{core}.parameters").ParameterNode("", data=data)
        made.append(system)
    return made


def _since_2020(value: float) -> dict[str, Any]:
    return {"values": {"2020-01-01": {"value": value}}}


def _variable(core: str, name: str, entity: Any, kind: type, formula: Callable[..., Any] | None = None) -> Any:
    api = import_module(f"{core}.model_api")
    attributes = {"value_type": kind, "entity": entity, "definition_period": api.MONTH, "label": name}
    return type(name, (api.Variable,), attributes | ({"formula": formula} if formula else {}))


def by_policyengine(laws: Sequence[Any], data: Data, entities_once: bool = False) -> list[numpy.ndarray]:
    """From arrays to the results of both laws.

    Args:
        laws: systems of policyengine-core.
        data: what to start from.
        entities_once: hand the entities of the first law to the second one; else each builds them, as its users do.
    """
    simulations = import_module("policyengine_core.simulations")
    first: dict[str, Any] = {}
    results = []
    for law in laws:
        if first:
            populations = law.instantiate_entities()
            for name, entity in populations.items():
                entity.count, entity.ids = first[name].count, first[name].ids
            populations["family"].members_entity_id = first["family"].members_entity_id
        else:
            builder = simulations.SimulationBuilder()
            builder.create_entities(law)
            builder.declare_person_entity("person", numpy.arange(PERSONS))
            families = builder.declare_entity("family", data.families)
            builder.join_with_persons(families, data.family_of_person, numpy.zeros(PERSONS, dtype=int))
            populations = builder.populations
            first = populations if entities_once else {}
        simulation = simulations.Simulation(tax_benefit_system=law, populations=populations)
        for (kind, month), amounts in data.amounts.items():
            simulation.set_input(kind, month, amounts)
        results += [simulation.calculate(name, APPLICATION) for name in RESULTS]
    return results


def serve(run: Callable[[], list[numpy.ndarray]]) -> None:
    """Runs once for every line of standard input, and prints seconds and the sum of each result as JSON."""
    for _ in sys.stdin:
        gc.collect()
        start = time.perf_counter()
        results = run()
        seconds = time.perf_counter() - start
        sums = [float(result.sum(dtype=numpy.float64)) for result in results]
        del results
        print(json.dumps({"seconds": seconds, "sums": sums}), flush=True)


def main(entities: str) -> None:
    """Serves runs on policyengine-core, its entities built for `each` law or `once`."""
    laws, data = systems("policyengine_core"), population()
    serve(lambda: by_policyengine(laws, data, entities == "once"))


if __name__ == "__main__":
    main(sys.argv[1])
