"""Each income that was stated: whether it counts, by which item of the lists, or which rule takes it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openfisca_core.variables import Variable

from openfisca_kz.building_blocks.statements import StatedSum
from openfisca_kz.explanation.graph import Graph, Step
from openfisca_kz.explanation.law import LISTS, Figure, list_items, lists_of
from openfisca_kz.income_lists import FACT_OF
from openfisca_kz.money import TIYN, Income


@dataclass
class IncomeLine:
    """What one person received of a kind, tenge by month.

    counts: by its item of a list; None where a rule of its own takes the kind up. steps: which steps do. items: what
    decides in the law, with `fact`, the value of the fact that it depends on, if any.
    """

    record: str
    variable: Variable
    amounts: dict[str, float]
    counts: bool | None
    steps: list[str]
    items: list[Figure]
    fact: str | None = None

    @property
    def amount(self) -> float:
        """The sum of all months, exact to the tiyn."""
        return sum_of(self.amounts.values())


def sum_of(amounts: Iterable[float]) -> float:
    """The sum of amounts in tenge, exact to the tiyn."""
    return sum(round(amount * TIYN) for amount in amounts) / TIYN


class Incomes:
    """The lines of one family, by step for those that a list decides."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        lists = graph.simulation.tax_benefit_system.parameters.children[LISTS].children
        self._group_of = {kind: group for group, node in lists.items() for kind in node.children}
        self.by_step = {id_: list(self._of_list(step)) for id_, step in graph.steps.items()}
        self.by_step = {id_: lines for id_, lines in self.by_step.items() if lines}
        listed = [line for lines in self.by_step.values() for line in lines]
        self.lines = self._sorted([*listed, *self._by_other_rules(listed)])

    def _of_list(self, step: Step) -> Iterator[IncomeLine]:
        """The lines of a step that runs over lists: one for each kind, and for each value of the fact it depends on."""
        groups = lists_of(step)
        found: dict[tuple[str, str | None], dict[str, float]] = {}
        for kind, month in step.reading.results:
            amount = self._graph.own(step, kind, month) if self._group_of.get(kind) in groups else 0
            if isinstance(amount, float) and amount:
                fact = str(self._graph.own(step, FACT_OF[kind], month)) if kind in FACT_OF else None
                found.setdefault((kind, fact), {})[str(month)] = amount
        for (kind, fact), amounts in found.items():
            items = list_items(step, self._graph, self._group_of[kind], kind, fact)
            counts = bool(items) and all(item.value.value for item in items if item.name.startswith(LISTS))
            variable = self._graph.variables[kind]
            yield IncomeLine(step.place.record, variable, amounts, counts, [step.place.id], items, fact)

    def _by_other_rules(self, listed: list[IncomeLine]) -> Iterator[IncomeLine]:
        """Stated amounts that no list decides: the steps that read them."""
        known = {(line.record, line.variable.name) for line in listed}
        found: dict[tuple[str, str], IncomeLine] = {}
        for id_, step in self._graph.steps.items():
            for used in step.uses:
                stated = self._graph.inputs.get(used)
                if stated is None:
                    continue
                _, record, name, period = stated.place
                variable = self._graph.variables[name]
                if isinstance(variable, Income | StatedSum) and (record, name) not in known and stated.value:
                    line = found.setdefault((record, name), IncomeLine(record, variable, {}, None, [], []))
                    line.amounts[period] = float(stated.value)
                    line.steps += [id_] if id_ not in line.steps else []
        yield from found.values()

    def _sorted(self, lines: list[IncomeLine]) -> list[IncomeLine]:
        """By person, then what counts, what has a rule of its own, what does not count; else as the rules ran."""
        persons, order = self._graph.records["persons"], {True: 0, None: 1, False: 2}
        return sorted(lines, key=lambda line: (persons.index(line.record), order[line.counts]))
