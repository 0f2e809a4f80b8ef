"""A simulation in which a rule finds what some records state and others do not, which ends in time, and is quick.

A third of the time of one family is the ceremony of the engine: what is asked for is looked up by name several times,
texts are read as days again and again. Here a rule that asks is answered directly; what comes out is the same.
"""

from __future__ import annotations

import time
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.data_storage import InMemoryStorage
from openfisca_core.errors import CycleError
from openfisca_core.holders import Holder
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import Period
from openfisca_core.populations import GroupPopulation, Population
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

ETERNITY = periods.period(periods.DateUnit.ETERNITY)


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
        self._running: set[tuple[str, Period]] = set()

    def calculate(self, variable_name: str, period: Any) -> Any:
        """As the engine does; what is known already is found at once, and the rest without a trace.

        Raises:
            CycleError: a rule asks for its own result.
        """
        variable = self.tax_benefit_system.variables.get(variable_name)
        if self.trace or variable is None or type(period) is not Period:
            return super().calculate(variable_name, period)
        population = self.populations[variable.entity.key]
        holder = population._holders.get(variable_name)  # noqa: SLF001 `get_holder` would make one
        found = None if holder is None else holder.get_array(period)
        if found is not None:
            return found
        if not self._running:
            self._check_period_consistency(period, variable)
        if (variable_name, period) in self._running:
            raise CycleError(f"The rule for {variable_name} of {period} asks for its own result.")
        self._running.add((variable_name, period))
        try:
            found = self._run_formula(variable, population, period)
        finally:
            self._running.remove((variable_name, period))
        holder = population.get_holder(variable_name)
        if found is None:
            found = holder.default_array()
        elif type(found) is not numpy.ndarray or variable.value_type is Enum or found.dtype != variable.dtype:
            found = self._cast_formula_result(found, variable)
        holder.put_in_cache(found, period)
        return found

    def _run_formula(self, variable: Any, population: Any, period: Any) -> Any:
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise TimeLimitError
        found = super()._run_formula(variable, population, period) if self.trace else self._found(variable, period)
        holder = population._holders.get(variable.name)  # noqa: SLF001 `get_holder` would make one
        beside = {} if holder is None else holder.__dict__.get("stated_beside_formula", {})
        if period in beside:
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


class QuickHolder(Holder):  # type: ignore[misc]
    """Keeps values in memory, and finds them without reading the text of their period anew."""

    def __init__(self, variable: Any, population: Any) -> None:  # the engine's own, without its storage on disk
        self.population, self.variable, self.simulation = population, variable, population.simulation
        self._eternal = variable.definition_period == periods.DateUnit.ETERNITY
        self._memory_storage = InMemoryStorage(is_eternal=self._eternal)
        self._disk_storage = None
        self._on_disk_storable = self._do_not_store = False

    def get_array(self, period: Any) -> Any:
        """The values of a period; None if there are none."""
        if type(period) is not Period or self.variable.is_neutralized:
            return super().get_array(period)
        return self._memory_storage._arrays.get(ETERNITY if self._eternal else period)  # noqa: SLF001

    def put_in_cache(self, value: Any, period: Any) -> None:
        """Keeps a result, which has its type already."""
        self._memory_storage._arrays[ETERNITY if self._eternal else period] = value  # noqa: SLF001


class _Asked:
    """What a rule asks of records is calculated at once: the names and periods in rules are right, tests see to it."""

    simulation: Any
    entity: Any
    _holders: dict[str, Holder]

    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        if options is None and type(period) is Period:
            return self.simulation.calculate(variable_name, period)
        return super().__call__(variable_name, period, options)  # type: ignore[misc]

    def get_holder(self, variable_name: str) -> Holder:
        """What keeps the values of a variable; made when it is asked for first."""
        holder = self._holders.get(variable_name)
        if holder is None:
            variable = self.simulation.tax_benefit_system.variables.get(variable_name)
            if variable is None or variable.entity.key != self.entity.key:
                self.entity.check_variable_defined_for_entity(variable_name)  # says what is wrong
            holder = self._holders[variable_name] = QuickHolder(variable, self)
        return holder


class Persons(_Asked, Population):  # type: ignore[misc]
    """The persons of situations."""


class Families(_Asked, GroupPopulation):  # type: ignore[misc]
    """The families of situations."""


def populations(system: TaxBenefitSystem) -> dict[str, Population]:
    """Empty populations of persons and families, by the keys of their entities."""
    person, (family,) = system.person_entity, system.group_entities
    persons = Persons(person)
    return {person.key: persons, family.key: Families(family, persons)}
