"""One million persons, 40 income columns, three months, before and after order № 95: the engine against plain numpy.

Run alone it prints one JSON line: {"ratio": …, "engine_seconds": …, "numpy_seconds": …} or {"peak_gb": …}.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy
from openfisca_core.periods import period

from benchmarks.memory import peak_mb
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.dates import reference_months
from openfisca_kz.engine import build_simulations, number_families
from openfisca_kz.reforms.order_95_2025 import AfterOrder95, BeforeOrder95

PERSONS = 1_000_000
COLUMNS = 40
APPLICATION = "2025-05"
MONTHS = [str(month) for month in reference_months(period(APPLICATION))]
RESULTS = ("tsa_entitled", "targeted_social_assistance")
LINE = 36_550.0
ROUNDS = 15


def columns(system: CountryTaxBenefitSystem) -> list[str]:
    """School aid, rent payments and 38 other kinds, of each list of order № 181."""
    groups = system.parameters.total_income.children
    others = [
        kind
        for group in ("point_16_1", "point_16_2", "point_4", "point_8")
        for kind in groups[group].children
        if kind not in ("education_material_aid", "rental_housing_payment")
    ]
    return ["education_material_aid", "rental_housing_payment", *others[: COLUMNS - 2]]


def population(system: CountryTaxBenefitSystem) -> dict[str, numpy.ndarray]:
    """Family ids (not in order of size, each family together), amounts to the tiyn, facts."""
    random = numpy.random.default_rng(1)
    sizes = random.integers(1, 8, PERSONS // 3)
    sizes = sizes[: numpy.searchsorted(numpy.cumsum(sizes), PERSONS)]
    ids = numpy.repeat(random.permutation(sizes.size) + 1_000_000, sizes)
    ids = numpy.concatenate([ids, numpy.full(PERSONS - ids.size, 999_999)])
    amounts = {
        (name, month): numpy.round(random.random(PERSONS) * 2_000, 2) for name in columns(system) for month in MONTHS
    }
    return {
        "ids": ids,
        "amounts": amounts,
        "private": random.integers(0, 2, PERSONS).astype(bool),
        "order_221": random.integers(0, 2, PERSONS).astype(bool),
    }


def by_engine(systems: list, data: dict) -> list[numpy.ndarray]:
    """From arrays to both results, through OpenFisca."""
    family_of_person, n_families = number_families(data["ids"])
    ownership = numpy.where(data["private"], 2, 1).astype(numpy.int16)
    basis = numpy.where(data["order_221"], 2, 1).astype(numpy.int16)
    person_inputs = dict(data["amounts"])
    person_inputs["education_organisation_ownership", MONTHS[0]] = ownership
    person_inputs["rental_housing_payment_basis", MONTHS[0]] = basis
    line = numpy.full(n_families, LINE)
    simulations = build_simulations(
        systems,
        family_of_person,
        n_families,
        person_inputs=person_inputs,
        family_inputs={("given_poverty_line", APPLICATION): line},
    )
    results = []
    while simulations:  # each is let go when its results are read
        simulation = simulations.pop(0)
        results += [simulation.calculate(name, APPLICATION) for name in RESULTS]
    return results


def by_hand(counts: list[dict[str, bool]], data: dict) -> list[numpy.ndarray]:
    """The same arithmetic in plain numpy: number the families, add what counts, compare with the line."""
    _, family = numpy.unique(data["ids"], return_inverse=True)
    members = numpy.bincount(family)
    results = []
    for after, law in enumerate(counts):
        income = numpy.zeros(PERSONS)
        for (name, _), amounts in data["amounts"].items():
            if name == "education_material_aid":
                if not after:
                    income += amounts * data["private"]
            elif name == "rental_housing_payment":
                income += amounts * (~data["order_221"] if after else data["order_221"])
            elif law[name]:
                income += amounts
        per_capita = numpy.bincount(family, weights=income) / members / 3
        entitled = per_capita <= LINE
        results += [entitled, numpy.where(entitled, numpy.floor((LINE - per_capita) * members + 0.5), 0)]
    return results


def counting(system: CountryTaxBenefitSystem) -> dict[str, bool]:
    """What counts in a system, as plain booleans for the hand-written code."""
    lists = system.get_parameters_at_instant(f"{APPLICATION}-01").total_income
    return {kind: lists[group][kind] for group in lists for kind in lists[group]}


def seconds(run: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main(measure: str) -> None:
    """Prints the ratio (best of interleaved rounds), or the peak memory of an engine run with its data."""
    country = CountryTaxBenefitSystem()
    systems = [BeforeOrder95(country), AfterOrder95(country)]
    data = population(country)
    if measure == "peak":
        by_engine(systems, data)
        print(json.dumps({"peak_gb": peak_mb() / 1024}))
        return
    counts = [counting(system) for system in systems]
    first_member = numpy.unique(number_families(data["ids"])[0], return_index=True)[1]
    by_id = numpy.unique(data["ids"], return_inverse=True)[1][first_member]
    for engine, hand in zip(by_engine(systems, data), by_hand(counts, data), strict=True):
        different = numpy.abs(engine.astype(float) - hand[by_id]) > 1  # plain numpy can miss a half of a tenge
        if different.any():
            raise SystemExit(f"{different.sum()} families differ between engine and plain numpy")
    times = [(seconds(lambda: by_engine(systems, data)), seconds(lambda: by_hand(counts, data))) for _ in range(ROUNDS)]
    engine_seconds, numpy_seconds = (min(column) for column in zip(*times, strict=True))
    print(
        json.dumps(
            {
                "ratio": engine_seconds / numpy_seconds,
                "engine_seconds": engine_seconds,
                "numpy_seconds": numpy_seconds,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
