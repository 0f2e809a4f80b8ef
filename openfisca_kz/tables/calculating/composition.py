"""What holds of a family under every law: weight, members, type, and the money that it received before assistance."""

from __future__ import annotations

from typing import Any

import numpy
import polars as pl
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.periods import Period, period
from openfisca_core.simulations import Simulation

from openfisca_kz.dates import reference_months
from openfisca_kz.members import number_of_members, sum_of_members
from openfisca_kz.money import TIYN, TiynSum
from openfisca_kz.tables.columns import ROLES
from openfisca_kz.tables.families import RESIDENCES, Population
from openfisca_kz.tables.family_types import as_enum, family_types

NOT_RECEIVED = ("alimony_paid", "property_purchases", "wage_withheld")
"""Amounts of a table that the person paid, or did not get."""
ASSISTANCE = ("tsa_received", "child_supplement_received")
"""Assistance of the quarter itself: the tables start from incomes before it."""
FOREIGN, IN_TENGE = "income_in_foreign_currency", "counted_foreign_currency_income"
WITHOUT_DISABILITY = ("not_stated", "none")


def about_families(population: Population, simulation: Simulation, month: str) -> dict[str, Any]:
    """Columns of the families by name, each of shape (families,), in the order of the population.

    Children are members below the age at which the Code calls a person able-bodied; without dates of birth, those with
    the role `child`. Pensioners receive a pension or have reached the retirement age of men.
    """
    families = simulation.populations["family"]
    law = simulation.tax_benefit_system.get_parameters_at_instant(f"{month}-01")
    members = number_of_members(families)
    children = sum_of_members(families, _children(population, simulation, month, law)).astype(int)
    pensioners = sum_of_members(families, _pensioners(population, simulation, month, law)).astype(int)
    columns: dict[str, Any] = {
        "family_id": population.family_ids,
        "weight": population.weights,
        "members": members.astype(numpy.int16),
        "children": children.astype(numpy.int16),
        "family_type": family_types(members, children, pensioners),
        "takes_up": population.takes_up,
        "income": money_received(population, simulation, period(month)) / members,
        "subsistence_minimum": numpy.full(members.size, float(law.subsistence_minimum.national)),
    }
    if population.residence is not None:
        codes = pl.Series(population.residence)
        columns["residence"] = codes.replace_strict(
            list(range(len(RESIDENCES))), RESIDENCES, default=None, return_dtype=pl.Enum(RESIDENCES)
        )
    if "disability_group" in population.facts:
        group: Any = population.facts["disability_group"]
        without = [group.possible_values[name].index for name in WITHOUT_DISABILITY if name in _names(group)]
        columns["with_disability"] = sum_of_members(families, ~numpy.isin(group.view(numpy.ndarray), without)) > 0
    columns |= {name: plain(values) for name, values in population.family_inputs.items()}
    return columns


def money_received(population: Population, simulation: Simulation, month: Period) -> numpy.ndarray:
    """Tenge a month for each family in the reference quarter, before assistance, whether it counts as income or not.

    Every amount of the table, but for what was paid, withheld or owed by its own name (`NOT_RECEIVED`) and for the
    assistance itself (`ASSISTANCE`). Foreign currency is that of the baseline in tenge.
    """
    months = [str(one) for one in reference_months(month)]
    total = TiynSum(len(population.family_of_person))
    for (kind, of_month), amounts in population.amounts.items():
        if kind not in (*NOT_RECEIVED, *ASSISTANCE, FOREIGN) and of_month in months:
            total.add(amounts)
    if any(kind == FOREIGN for kind, _ in population.amounts):
        total.add(simulation.calculate(IN_TENGE, month))
    tiyn = numpy.rint(total.tenge() * TIYN)
    return sum_of_members(simulation.populations["family"], tiyn) / (TIYN * len(months))


def plain(values: numpy.ndarray) -> Any:
    """A column of the engine as polars holds it: closed lists as Enum."""
    if not isinstance(values, EnumArray):
        return values
    return as_enum(values.view(numpy.ndarray), _names(values))


def _names(values: EnumArray) -> list[str]:
    return list(values.possible_values.names)


def _children(population: Population, simulation: Simulation, month: str, law: Any) -> numpy.ndarray:
    if "birth_date" not in population.facts:
        return population.roles == ROLES.index("child")
    age: numpy.ndarray = simulation.calculate("age", month) < law.able_bodied.age_from
    return age


def _pensioners(population: Population, simulation: Simulation, month: str, law: Any) -> numpy.ndarray:
    found = numpy.zeros(len(population.family_of_person), dtype=bool)
    for (kind, _), amounts in population.amounts.items():
        if kind == "pension":
            found |= amounts > 0
    if "birth_date" in population.facts:
        found |= simulation.calculate("age", month) >= law.able_bodied.retirement_age.men
    return found
