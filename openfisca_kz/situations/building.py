"""Simulations of situations, many at once, in a time that grows with what is said and not faster."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy
from openfisca_core import periods
from openfisca_core.holders import Holder
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import Period
from openfisca_core.populations import GroupPopulation
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.errors import SituationError
from openfisca_kz.law_variable import state_month
from openfisca_kz.situations.simulation import SituationSimulation, populations

Situation = dict[str, dict[str, dict[str, Any]]]
"""Records by entity (plural) and id; of each record its variables by period, of a family also its members by role."""
BETWEEN = "\0"
"""Between the number of a situation and the id of a record, where several situations are calculated at once."""


period_named = functools.lru_cache(maxsize=4_096)(periods.period)
"""A period by its text; the engine reads it anew each time."""


class Asked(NamedTuple):
    """One value that is asked for: where it stands in which situation, and the position of its record."""

    situation: int
    entity: str
    record: str
    variable: str
    period: str
    position: int


class _Statements(NamedTuple):
    """What is stated of one variable for one period: positions of the records, and the values."""

    positions: list[int]
    values: list[Any]


def build(
    situations: Sequence[Situation], system: TaxBenefitSystem, simulation_class: type[Simulation] = SituationSimulation
) -> tuple[Simulation, list[Asked]]:
    r"""A simulation of all records of some situations, and what they ask for, in the order in which they do.

    Of several situations the records are named `number\0id` in messages (see `answering.fault_of`).

    Raises:
        SituationError: what a variable refuses.
    """
    reading = _Reading(system, numbered=len(situations) > 1)
    for number, situation in enumerate(situations):
        reading.read(number, situation)
    made = populations(system)
    persons, families = made["person"], made["family"]
    persons.count, families.count = len(reading.ids["persons"]), len(reading.ids["families"])
    persons.ids, families.ids = reading.ids["persons"], reading.ids["families"]
    _assign(families, reading)
    simulation = simulation_class(system, made)
    for plural, population in (("persons", persons), ("families", families)):
        for name, by_period in reading.by_period(plural).items():
            holder = population.get_holder(name)
            for when in sorted(by_period, key=periods.key_period_size):  # months first, then years, as the engine does
                _state(holder, when, by_period[when])
    return simulation, reading.asked


class _Reading:
    """Gathers what situations say, by variable."""

    def __init__(self, system: TaxBenefitSystem, numbered: bool) -> None:
        self._numbered = numbered
        (entity,) = system.group_entities
        self._roles = {role.plural or role.key: place for place, role in enumerate(entity.flattened_roles)}
        self.ids: dict[str, list[str]] = {"persons": [], "families": []}
        self._said: dict[str, dict[tuple[str, str], _Statements]] = {"persons": {}, "families": {}}
        self.asked: list[Asked] = []
        self.family_of_person: list[int] = []
        self.role_of_person: list[int] = []

    def read(self, number: int, situation: Situation) -> None:
        """One situation: persons first, whose positions the families name."""
        positions = {}
        for person, facts in situation["persons"].items():
            positions[person] = self._record(number, "persons", person, facts)
        self.family_of_person += [-1] * len(positions)
        self.role_of_person += [0] * len(positions)
        for family, facts in situation["families"].items():
            position = self._record(number, "families", family, facts)
            for role, place in self._roles.items():
                members = facts.get(role) or ()
                for member in [members] if isinstance(members, str) else members:
                    self.family_of_person[positions[member]] = position
                    self.role_of_person[positions[member]] = place

    def _record(self, number: int, plural: str, record: str, facts: dict[str, Any]) -> int:
        ids, said = self.ids[plural], self._said[plural]
        position = len(ids)
        ids.append(f"{number}{BETWEEN}{record}" if self._numbered else record)
        for name, by_period in facts.items():
            if plural == "families" and name in self._roles:
                continue
            for period, value in by_period.items():
                if value is None:
                    self.asked.append(Asked(number, plural, record, name, period, position))
                    continue
                statements = said.get((name, period))
                if statements is None:
                    statements = said[name, period] = _Statements([], [])
                statements.positions.append(position)
                statements.values.append(value)
        return position

    def by_period(self, plural: str) -> dict[str, dict[Period, _Statements]]:
        """What is said, by variable and period; one period may be written in several ways.

        Raises:
            SituationError: a record states one period in two ways.
        """
        found: dict[str, dict[Period, _Statements]] = {}
        for (name, text), own in self._said[plural].items():
            period = period_named(text)
            earlier = found.setdefault(name, {}).setdefault(period, own)
            if earlier is not own:
                twice = sorted(set(earlier.positions) & set(own.positions))
                if twice:
                    cure = f"{name} is stated for {text} under another name of the period, too: state it once."
                    raise SituationError([plural, self.ids[plural][twice[0]], name, text], cure)
                found[name][period] = _Statements(earlier.positions + own.positions, earlier.values + own.values)
        return found


def _assign(families: GroupPopulation, reading: _Reading) -> None:
    families.members_entity_id = numpy.array(reading.family_of_person, dtype=numpy.intp)
    roles = numpy.array(families.entity.flattened_roles)
    families._members_role = roles[reading.role_of_person]  # noqa: SLF001 its setter loops


@functools.cache
def _places(possible_values: type[Enum]) -> dict[str, int]:
    """The positions of the names of a closed list."""
    return {str(name): place for place, name in enumerate(possible_values.names)}


def _state(holder: Holder, when: Period, statements: _Statements) -> None:
    """Puts what is stated into the simulation; what a rule finds is stated for the records that state it alone."""
    variable = holder.variable
    values = statements.values
    if variable.value_type is Enum:
        values = [_places(variable.possible_values)[value] for value in values]
    array = variable.default_array(holder.population.count)
    array[statements.positions] = values
    if variable.formulas and variable.set_input is state_month and len(values) < holder.population.count:
        stated = numpy.zeros(holder.population.count, dtype=bool)
        stated[statements.positions] = True
        holder.__dict__.setdefault("stated_beside_formula", {})[when] = (stated, array)
    else:
        holder.set_input(when, array)
