"""What the law gives the made families: the engine run over their arrays, in this process."""

from __future__ import annotations

import numpy
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.population.synthetic.families import Families
from openfisca_kz.tables.calculating.partition import simulations
from openfisca_kz.tables.columns import Column, resolve
from openfisca_kz.tables.families import Population

NOT_OF_THE_LAW = ("role", "residence", "takes_up")


def assess(families: Families, period: str, system: TaxBenefitSystem) -> dict[str, numpy.ndarray]:
    """Right and amounts under `system` for applications on the first day of the month `period`.

    Returns `entitled` (bool), `assistance` and `supplement` (tenge a month), each of shape (families,).
    """
    names = [name for name in (*families.persons, *families.families) if name not in NOT_OF_THE_LAW]
    columns, problems = resolve([(name, name, None) for name in names], system, period, "month")
    if problems:
        raise ValueError("; ".join(map(str, problems)))
    (simulation,) = simulations([system], _population(families, columns, system), period)
    return {
        "entitled": simulation.calculate("tsa_entitled", period),
        "assistance": simulation.calculate("targeted_social_assistance", period),
        "supplement": simulation.calculate("child_supplement", period),
    }


def _population(families: Families, columns: dict[str, Column], system: TaxBenefitSystem) -> Population:
    count = len(families.sizes)
    population = Population(
        file="synthetic families",
        sha256="",
        provenance=None,
        family_ids=numpy.arange(count),
        family_of_person=families.of_person,
        roles=families.persons["role"],
        weights=numpy.ones(count),
        takes_up=numpy.ones(count, dtype=bool),
        rows=range(int(families.sizes.sum())),
    )
    for name, column in columns.items():
        values = families.persons[name] if name in families.persons else families.families[name]
        if column.type == "amount":
            population.amounts |= {(column.variable, month): values for month in column.months}
            continue
        choices = getattr(system.variables[column.variable], "possible_values", None)
        values = choices.encode(values.astype(numpy.int16)) if choices is not None else values
        (population.family_inputs if column.of_family else population.facts)[column.variable] = values
    return population
