"""The steps behind results: what each record's value rests on, every step once, after all that it uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from openfisca_core.periods import Period
from openfisca_core.variables import Variable

from openfisca_kz.explanation.assumptions import Assumptions
from openfisca_kz.explanation.recording import ExplainingSimulation, Reading
from openfisca_kz.explanation.statements import Family, Place, Statement, Statements
from openfisca_kz.facts import is_calculated
from openfisca_kz.income_lists import FACT_OF
from openfisca_kz.sharing import Result
from openfisca_kz.situations.answering import Value, as_json

COMPANIONS = {
    "poverty_line": "poverty_line_basis",
    "income_within_poverty_line": "per_capita_income",
    "tsa_entitled": "refusal_ground",
}
"""What a reader asks about a step although no result rests on it: it is explained before the step."""


@dataclass
class Step:
    """One calculated value of one record.

    reading: what the formula read for all records of the family. uses: ids of the steps and statements among it that
    this record has, in the order in which they were read.
    """

    place: Place
    period: Period
    variable: Variable
    value: Value
    reading: Reading
    uses: dict[str, None] = field(default_factory=dict)


class Graph:
    """The steps, inputs and assumptions of one family, from a simulation that has calculated what is asked for."""

    def __init__(self, simulation: ExplainingSimulation, statements: Statements, family: Family) -> None:
        self.simulation, self.statements, self.family = simulation, statements, family
        self.variables: dict[str, Variable] = simulation.tax_benefit_system.variables
        self.steps: dict[str, Step] = {}
        self.inputs: dict[str, Statement] = {}
        self.records = {"persons": list(family.roles), "families": [family.record]}
        self.assumptions = Assumptions(statements, self.records, self.variables)
        self._values: dict[Result, list[Value]] = {}
        self._calculate_companions()

    def explain(self, entity: str, record: str, name: str, period: Period) -> list[str]:
        """Adds what one value rests on, and gives the ids of what stands for it: a step, a statement, or nothing."""
        return self._visit(entity, self.records[entity].index(record), name, period)

    def value(self, name: str, period: Period, position: int) -> Value:
        """The value of a variable for a record of the family, as JSON has it; the default where nothing is known."""
        result = (name, period)
        if result not in self._values:
            population = self.simulation.get_variable_population(name)
            array = population.get_holder(name).get_array(period)
            if array is None:
                array = self.variables[name].default_array(population.count)
            self._values[result] = as_json(array)
        return self._values[result][position]

    def position(self, place: Place) -> int:
        """Position of a record among those of its entity in the family."""
        return self.records[place.entity].index(place.record)

    def own(self, step: Step, name: str, period: Period) -> Value:
        """The value of a variable for the record of a step, or for its family."""
        of_family = self.variables[name].entity.plural != step.place.entity
        return self.value(name, period, 0 if of_family else self.position(step.place))

    def _calculate_companions(self) -> None:
        for name, period in list(self.simulation.notebook.found):
            companion = self._companion(name, period)
            if companion:
                self.simulation.calculate(companion, period)

    def _companion(self, name: str, period: Period) -> str | None:
        variable = self.variables.get(COMPANIONS.get(name, ""))
        return variable.name if variable is not None and variable.get_formula(period) else None

    def _visit(self, entity: str, position: int, name: str, period: Period) -> list[str]:
        variable, record = self.variables[name], self.records[entity][position]
        stated = self._stated(entity, record, variable, period)
        if stated:
            return stated
        if not is_calculated(variable):
            self.assumptions.read(name, position, period, self.value(name, period, position))
            return []
        place = Place(entity, record, name, str(period))
        if place.id not in self.steps:
            reading = self.simulation.notebook.found[name, period]
            step = Step(place, period, variable, self.value(name, period, position), reading)
            self._read(step, position)
            companion = self._companion(name, period)
            if companion:
                self._visit(entity, position, companion, period)
            self.steps[place.id] = step
        return [place.id]

    def _stated(self, entity: str, record: str, variable: Variable, period: Period) -> list[str]:
        stated = self.statements.answering(entity, record, variable, period)
        self.inputs.update({one.place.id: one for one in stated})
        return [one.place.id for one in stated]

    def _read(self, step: Step, position: int) -> None:
        """Follows what the formula of a step read, for its record, its family or the members of it."""
        for name, period in step.reading.results:
            for entity, target in self._targets(step, position, name):
                if not self._beside_nothing(step, name, period, target):
                    step.uses.update(dict.fromkeys(self._visit(entity, target, name, period)))
        for name, period in step.reading.statements:
            for entity, target in self._targets(step, position, name):
                record = self.records[entity][target]
                step.uses.update(dict.fromkeys(self._stated(entity, record, self.variables[name], period)))
        for name in step.reading.looked_for:
            if not is_calculated(self.variables[name]):
                for _, target in self._targets(step, position, name):
                    self.assumptions.asked(name, target, step.period)

    def _targets(self, step: Step, position: int, name: str) -> Iterable[tuple[str, int]]:
        entity = self.variables[name].entity.plural
        if entity == step.place.entity:
            return [(entity, position)]
        return [(entity, target) for target in range(len(self.records[entity]))]

    def _beside_nothing(self, step: Step, name: str, period: Period, position: int) -> bool:
        """Whether a fact about a kind of income is read of somebody who received none: it then decides nothing."""
        kinds = [kind for kind, fact in FACT_OF.items() if fact == name and (kind, period) in step.reading.results]
        return bool(kinds) and not any(self.value(kind, period, position) for kind in kinds)
