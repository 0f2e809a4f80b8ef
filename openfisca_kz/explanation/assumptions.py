"""What was assumed: inputs that rules looked at or asked for, and that a record does not state."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from openfisca_core.periods import DateUnit, Period
from openfisca_core.variables import Variable

from openfisca_kz.building_blocks.quantities import Price, Quantity, SignedMoney
from openfisca_kz.building_blocks.statements import StatedSum, SumReceived
from openfisca_kz.dates import reference_months
from openfisca_kz.explanation.statements import ETERNITY, Statements
from openfisca_kz.facts import Fact
from openfisca_kz.money import GivenFigure, Income
from openfisca_kz.situations.answering import Value, as_json

KINDS = ("fact", "gap", "figure", "answer", "farm", "income")
"""What is assumed, in the order in which a reader should look at it: `fact` is not known unless stated (birth date,
region, day of application, status); `gap` is an amount that the record states for other months; `figure` is a line or a
minimum that somebody may know better; `answer` is a yes, a number or a day whose ordinary case is «none»; `farm` and
`income` are amounts and animals that nobody spoke of."""

DAYS_OF_ALL = ("birth_date", "application_date")
"""Days that every record has; of other days, not stated means that nothing happened."""


class Assumption(NamedTuple):
    """One value taken for some records and periods (none for what holds for ever); `read`: a rule looked at it."""

    variable: Variable
    kind: str
    value: Value
    records: tuple[str, ...]
    periods: tuple[str, ...]
    read: bool


class Assumptions:
    """Gathers what records of one family do not state."""

    def __init__(
        self, statements: Statements, records: Mapping[str, Sequence[str]], variables: Mapping[str, Variable]
    ) -> None:
        self._statements, self._records, self._variables = statements, records, variables
        self._read: dict[str, dict[tuple[int, str], Value]] = {}
        self._asked: dict[str, dict[Period, dict[int, None]]] = {}

    def read(self, name: str, position: int, period: Period, value: Value) -> None:
        """A rule looked at the value of an input that the record at a position does not state."""
        self._read.setdefault(name, {})[position, _text(self._variables[name], period)] = value

    def asked(self, name: str, position: int, period: Period) -> None:
        """A rule for an application in `period` asked for an input, stated or not."""
        self._asked.setdefault(name, {}).setdefault(period, {})[position] = None

    def sorted(self) -> list[Assumption]:
        """All that was assumed, by kind, first what was looked at, in the order in which the rules did."""
        names = dict.fromkeys([*self._read, *self._asked])
        found = [one for name in names for one in self._of(self._variables[name])]
        return sorted(found, key=lambda one: (KINDS.index(one.kind), not one.read))

    def _of(self, variable: Variable) -> Iterator[Assumption]:
        """Records for which the same value was taken for the same periods come together."""
        read = self._read.get(variable.name, {})
        default = as_json(variable.default_array(1))[0]
        taken = {
            (position, period): default
            for month, positions in self._asked.get(variable.name, {}).items()
            for position in positions
            for period in self._not_stated(variable, position, month)
        }
        periods: dict[tuple[int, Value], list[str]] = {}
        for (position, period), value in {**taken, **read}.items():
            periods.setdefault((position, value), []).append(period)
        together: dict[tuple[Value, str, tuple[str, ...]], list[int]] = {}
        for (position, value), own in periods.items():
            together.setdefault((value, self._kind(variable, position), tuple(sorted(own))), []).append(position)
        records = self._records[variable.entity.plural]
        for (value, kind, own_periods), positions in together.items():
            yield Assumption(
                variable,
                kind,
                value,
                tuple(records[position] for position in sorted(positions)),
                () if own_periods == (ETERNITY,) else own_periods,
                any((position, period) in read for position in positions for period in own_periods),
            )

    def _not_stated(self, variable: Variable, position: int, month: Period) -> list[str]:
        """The periods for which a record states nothing where a rule for an application in `month` asks for it."""
        entity = variable.entity.plural
        record = self._records[entity][position]
        stated = self._statements.of(entity, record, variable.name)
        if variable.definition_period == DateUnit.ETERNITY or isinstance(variable, Fact | StatedSum | SumReceived):
            return [] if stated else [_text(variable, month)]
        months = reference_months(month) if isinstance(variable, Income) else [month]
        answering = self._statements.answering
        return [_text(variable, one) for one in months if not (stated and answering(entity, record, variable, one))]

    def _kind(self, variable: Variable, position: int) -> str:
        entity = variable.entity.plural
        if isinstance(variable, Income | StatedSum):
            return "gap" if self._statements.of(entity, self._records[entity][position], variable.name) else "income"
        if isinstance(variable, GivenFigure):
            return "figure"
        if isinstance(variable, Quantity | Price | SignedMoney):
            return "farm" if variable.name.startswith("farm_") else "answer"
        return "fact" if isinstance(variable, Fact) or variable.name in DAYS_OF_ALL else "answer"


def _text(variable: Variable, period: Period) -> str:
    return ETERNITY if variable.definition_period == DateUnit.ETERNITY else _written(period)


@functools.lru_cache(maxsize=4096)
def _written(period: Period) -> str:
    """The engine takes its time to write a period."""
    return str(period)
