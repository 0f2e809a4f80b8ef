"""The same families under the law before and after an amending act: a row for each family, and a summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import polars as pl
from openfisca_core import periods
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.engine import Inputs, build_simulations
from openfisca_kz.evidence import remarks, unverified
from openfisca_kz.facts import Fact
from openfisca_kz.population.columns import quarter_of
from openfisca_kz.population.families import Population

TSA, SUPPLEMENT = "targeted_social_assistance", "child_supplement"
RESULTS = ("poverty_line", "poverty_line_basis", "total_income", "per_capita_income", "tsa_entitled", TSA)
Results = dict[str, numpy.ndarray]
CHANGES = ("gained", "lost", "changed", "unchanged", "entitled_neither")


@dataclass
class Comparison:
    """Results of a comparison: `families` has a row for each family, `summary` is ready for JSON."""

    families: pl.DataFrame
    summary: dict[str, Any]


def compare(population: Population, before: TaxBenefitSystem, after: TaxBenefitSystem, period: str) -> Comparison:
    """Calculate all families under both systems for applications in the month `period` ('YYYY-MM').

    Amounts are tenge a month, total income is tenge of the reference quarter. The supplement for children needs
    dates of birth: without the column birth_date it is left out, not zero.
    """
    with_supplement = "birth_date" in population.facts
    person_inputs, family_inputs = _inputs(population, before, period)
    results = []
    for simulation in build_simulations(
        [before, after],
        population.family_of_person,
        population.n_families,
        population.roles,
        person_inputs,
        family_inputs,
        person_ids=range(population.first_row, population.first_row + len(population.family_of_person)),
        family_ids=list(population.family_ids),
    ):
        names = [*RESULTS, SUPPLEMENT] if with_supplement else list(RESULTS)
        results.append({name: _plain(simulation.calculate(name, period)) for name in names})
        sizes = simulation.calculate("family_size", period)
    families = _families(population, sizes, *results)
    return Comparison(families, _summary(population, families, (before, after), period, with_supplement))


def _inputs(population: Population, system: TaxBenefitSystem, period: str) -> tuple[Inputs, Inputs]:
    """Inputs by (variable, month): amounts by their months, facts of persons for the quarter, others for the period."""
    quarter = quarter_of(period)
    persons: dict[tuple[str, str | None], numpy.ndarray] = {
        (name, month): values for (name, month), values in population.amounts.items()
    }
    for name, values in population.facts.items():
        variable = system.variables[name]
        if variable.definition_period == periods.DateUnit.ETERNITY:
            persons[name, None] = values
        else:
            months = quarter if isinstance(variable, Fact) else (period,)
            persons |= {(name, month): values for month in months}
    eternal = periods.DateUnit.ETERNITY
    families = {
        (name, None if system.variables[name].definition_period == eternal else period): values
        for name, values in population.family_inputs.items()
    }
    return persons, families


def _plain(values: numpy.ndarray) -> numpy.ndarray:
    return values.decode_to_str() if isinstance(values, EnumArray) else values


def _families(population: Population, sizes: numpy.ndarray, before: Results, after: Results) -> pl.DataFrame:
    columns: dict[str, Any] = {
        "family_id": population.family_ids,
        "members": sizes,
        "weight": population.weights,
    }
    columns |= {name: _plain(values) for name, values in population.family_inputs.items()}
    for name in before:
        columns |= {f"{name}_before": before[name], f"{name}_after": after[name]}
    paid_before, paid_after = (result[TSA] + result.get(SUPPLEMENT, 0) for result in (before, after))
    had, has = before["tsa_entitled"], after["tsa_entitled"]
    same = paid_before == paid_after
    columns["paid_before"], columns["paid_after"] = paid_before, paid_after
    columns["difference"] = paid_after - paid_before
    conditions = [~had & has, had & ~has, had & has & ~same, had & has & same]
    columns["change"] = numpy.select(conditions, CHANGES[:4], CHANGES[4])
    return pl.DataFrame(columns)


def _summary(
    population: Population,
    families: pl.DataFrame,
    systems: Sequence[TaxBenefitSystem],
    period: str,
    with_supplement: bool,
) -> dict[str, Any]:
    weights = families["weight"].to_numpy()

    def count(chosen: pl.Series | None = None, each: numpy.ndarray | int = 1) -> dict[str, float]:
        rows = numpy.ones(len(weights)) if chosen is None else chosen.to_numpy().astype(float)
        return {"weighted": float((rows * weights * each).sum()), "unweighted": int((rows * each).sum())}

    def cost(name: str) -> dict[str, dict[str, float]]:
        table = {}
        for kind, factors in (("weighted", weights), ("unweighted", 1.0)):
            old, new = (float((families[f"{name}_{when}"].to_numpy() * factors).sum()) for when in ("before", "after"))
            table[kind] = {"before": old, "after": new, "difference": new - old}
        return table

    entitled = {when: families[f"tsa_entitled_{when}"] for when in ("before", "after")}
    basis = families["poverty_line_basis_after"]
    return {
        "period": period,
        "reference_quarter": list(quarter_of(period)),
        "made_up_population": population.provenance,
        "counts": {
            "families": count(),
            "persons": count(each=families["members"].to_numpy()),
            "entitled_before": count(entitled["before"]),
            "entitled_after": count(entitled["after"]),
            **{change: count(families["change"] == change) for change in CHANGES},
        },
        "monthly_cost_tenge": {
            TSA: cost(TSA),
            SUPPLEMENT: cost(SUPPLEMENT) if with_supplement else None,
            "together": cost("paid"),
        },
        "not_computed": []
        if with_supplement
        else [
            {
                "what": SUPPLEMENT,
                "why": "the table has no column birth_date, so the ages of children are not known",
            }
        ],
        "families_by_poverty_line_basis": {name: count(basis == name) for name in sorted(basis.unique())},
        "warnings": _warnings(systems[0], period),
        "not_verified": _not_verified(systems, period, population),
    }


def _warnings(system: TaxBenefitSystem, period: str) -> list[str]:
    """Acts not read up to the month, and a year that is later than the newest figures of the law."""
    newest = system.parameters.monthly_calculation_index.values_list[0].instant_str[:4]
    found = remarks(periods.period(period))
    if period[:4] > newest:
        found.append(f"The newest figures of the law known here are of {newest}: {period} is calculated with them.")
    return found


def _not_verified(systems: Sequence[TaxBenefitSystem], period: str, population: Population) -> list[dict[str, str]]:
    """Figures of grade B or C that either side rests on, the least sure first."""
    regions = set(_plain(population.family_inputs["region"])) if "region" in population.family_inputs else set()
    found = {item for system in systems for item in unverified(system, periods.period(period), regions)}
    ordered = sorted(found, key=lambda item: (-ord(item.grade), item.what))
    return [{"what": item.what, "grade": item.grade, "note": item.note} for item in ordered]
