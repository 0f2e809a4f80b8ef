"""A simulation in which a rule finds what some records state and others do not, which ends in time, and is quick.

A third of the time of one family is the ceremony of the engine: what is asked for is looked up by name several times,
texts are read as days again and again. Here a rule that asks is answered directly; what comes out is the same.
"""

from __future__ import annotations

import time
from typing import Any

import numpy
from openfisca_core.periods import Period
from openfisca_core.populations import GroupPopulation, Population
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem


class TimeLimitError(Exception):
    """A calculation took longer than it may."""


class SituationSimulation(Simulation):  # type: ignore[misc]
    """A simulation of situations.

    A variable that a rule finds may be stated of one record and asked of another: each gets its own. (The engine would
    take the statement for all, with the default of the variable for the others.)

    deadline: reading of `time.monotonic` after which no further formula is begun; None for no limit.
    """

    deadline: float | None = None

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._laws: dict[Any, Any] = {}

    def calculate(self, variable_name: str, period: Any) -> Any:
        """As the engine does; what is known already is found at once."""
        if not self.trace and isinstance(period, Period):
            entity = self.tax_benefit_system.variables[variable_name].entity.key
            holder = self.populations[entity]._holders.get(variable_name)  # noqa: SLF001
            known = None if holder is None else holder.get_array(period)
            if known is not None:
                return known
        return super().calculate(variable_name, period)

    def _run_formula(self, variable: Any, population: Any, period: Any) -> Any:
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise TimeLimitError
        found = super()._run_formula(variable, population, period) if self.trace else self._found(variable, period)
        beside = population.get_holder(variable.name).__dict__.get("stated_beside_formula")
        if beside and period in beside:
            stated, values = beside[period]
            found = numpy.where(stated, values, found if found is not None else variable.default_array(stated.size))
        return found

    def _found(self, variable: Any, period: Any) -> Any:
        formula = variable.get_formula(period)
        if formula is None:
            return None
        population = self.populations[variable.entity.key]
        arguments = (population, period, self._law_at)[: formula.__code__.co_argcount]
        return formula(*arguments)

    def _law_at(self, when: Any) -> Any:
        """The law of an instant, looked up once."""
        law = self._laws.get(when)
        if law is None:
            law = self._laws[when] = self.tax_benefit_system.get_parameters_at_instant(when)
        return law


class _Asked:
    """What a rule asks of records is calculated at once: the names and periods in rules are right, tests see to it."""

    simulation: Any

    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        if options is None and isinstance(period, Period):
            return self.simulation.calculate(variable_name, period)
        return super().__call__(variable_name, period, options)  # type: ignore[misc]


class Persons(_Asked, Population):  # type: ignore[misc]
    """The persons of situations."""


class Families(_Asked, GroupPopulation):  # type: ignore[misc]
    """The families of situations."""


def populations(system: TaxBenefitSystem) -> dict[str, Population]:
    """Empty populations of persons and families, by the keys of their entities."""
    person, (family,) = system.person_entity, system.group_entities
    persons = Persons(person)
    return {person.key: persons, family.key: Families(family, persons)}
