"""What a situation states and asks, record by record, and which statement answers a reading of a variable."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from openfisca_core import periods
from openfisca_core.periods import DateUnit, Period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_kz.dates import last_stated_first
from openfisca_kz.facts import Fact
from openfisca_kz.situations.building import Situation

ETERNITY = str(DateUnit.ETERNITY).upper()


class Place(NamedTuple):
    """Where a value stands: entity (plural), record, variable, period as text."""

    entity: str
    record: str
    variable: str
    period: str

    @property
    def id(self) -> str:
        """The place as one text, such as `families/family/total_income/2025-05`."""
        return "/".join(self)


class Statement(NamedTuple):
    """A value that a situation states, with the months that it speaks of; none for what holds for ever."""

    place: Place
    value: Any
    months: tuple[Period, ...]


class Family(NamedTuple):
    """A family of a situation: its id, the roles of its members by their ids, in the order of the persons."""

    record: str
    roles: dict[str, str]


class Statements:
    """All that a situation states, by record and variable, and what it asks for, in its order."""

    def __init__(self, situation: Situation, system: TaxBenefitSystem) -> None:
        (entity,) = system.group_entities
        self._roles = {role.plural or role.key: role.key for role in entity.flattened_roles}
        self.all: list[Statement] = []
        self.asked: list[Place] = []
        self._of: dict[tuple[str, str, str], list[Statement]] = {}
        for place, value in self._places(situation):
            if value is None:
                self.asked.append(place)
                continue
            statement = Statement(place, value, _months(place.period, system.variables[place.variable]))
            self.all.append(statement)
            self._of.setdefault(place[:3], []).append(statement)
        self.families = [self._family(situation, record) for record in situation["families"]]

    def _places(self, situation: Situation) -> Iterator[tuple[Place, Any]]:
        for entity in ("persons", "families"):
            for record, facts in situation[entity].items():
                for name, by_period in facts.items():
                    if entity == "families" and name in self._roles:
                        continue
                    for period, value in by_period.items():
                        yield Place(entity, record, name, period), value

    def _family(self, situation: Situation, record: str) -> Family:
        role_of = {}
        for role, key in self._roles.items():
            members = situation["families"][record].get(role) or ()
            role_of.update(dict.fromkeys([members] if isinstance(members, str) else members, key))
        return Family(record, {person: role_of[person] for person in situation["persons"] if person in role_of})

    def of(self, entity: str, record: str, variable: str) -> list[Statement]:
        """Everything that a record states of a variable."""
        return self._of.get((entity, record, variable), [])

    def answering(self, entity: str, record: str, variable: Variable, period: Period) -> list[Statement]:
        """What a record states that answers a reading of the variable for a period; empty if it states nothing for it.

        A statement for the month itself goes before one for a longer period; a fact stated for another month holds.
        """
        stated = self.of(entity, record, variable.name)
        if not stated or variable.definition_period == DateUnit.ETERNITY:
            return stated[-1:]
        if not isinstance(variable, Fact):
            return _for_month(stated, period)
        stated = [one for one in stated if one.value != variable.default_value.name]
        months = {month for one in stated for month in one.months}
        return next((_for_month(stated, month) for month in last_stated_first(months, period)), [])


def _for_month(stated: list[Statement], month: Period) -> list[Statement]:
    speaking = [one for one in stated if month in one.months]
    return sorted(speaking, key=lambda one: len(one.months))[:1]


def _months(text: str, variable: Variable) -> tuple[Period, ...]:
    return () if variable.definition_period == DateUnit.ETERNITY else _months_of(text)


@functools.lru_cache(maxsize=4096)
def _months_of(text: str) -> tuple[Period, ...]:
    return tuple(periods.period(text).get_subperiods(DateUnit.MONTH))
