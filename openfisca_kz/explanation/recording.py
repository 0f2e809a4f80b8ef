"""A simulation that writes down, of every result, what its formula read: results, inputs, figures of the law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy
from openfisca_core.periods import Period
from openfisca_core.tracers import SimpleTracer

from openfisca_kz.sharing import RecordedNode, Result
from openfisca_kz.situations.simulation import SituationSimulation


@dataclass
class Reading:
    """What the formula of one variable read for one period, each in the order in which it was first read.

    value: what was found, an array over the records. results: other variables with their periods. statements: inputs
    whose values were read without asking the engine, by variable and period. parameters: dotted names, each with the
    day (ISO date) as of which it was read, lists included. looked_for: inputs that were asked for, stated or not.
    """

    value: numpy.ndarray | None = None
    results: dict[Result, None] = field(default_factory=dict)
    statements: dict[Result, None] = field(default_factory=dict)
    parameters: dict[tuple[str, str], None] = field(default_factory=dict)
    looked_for: dict[str, None] = field(default_factory=dict)


class Notebook(SimpleTracer):  # type: ignore[misc]
    """A tracer with one entry for each result, however often it is asked for; `add` takes what is looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[Result, Reading] = {}
        self._open: list[tuple[Result, Reading]] = []

    def record_calculation_start(self, variable: str, period: Period) -> None:
        """Opens the entry of a result, and notes it in the entry of the one that asks for it."""
        super().record_calculation_start(variable, period)
        result = (variable, period)
        if self._open:
            self._open[-1][1].results[result] = None
        self._open.append((result, self.found.setdefault(result, Reading())))

    def record_calculation_result(self, value: numpy.ndarray) -> None:
        """Keeps the values of the open entry."""
        self._open[-1][1].value = value

    def record_parameter_access(self, parameter: str, period: str, value: object) -> None:
        """Notes a figure or a list of the law; its value is looked up later (`law`)."""
        if self._open:
            self._open[-1][1].parameters[parameter, str(period)] = None

    def record_calculation_end(self) -> None:
        """Closes the entry."""
        super().record_calculation_end()
        self._open.pop()

    def record_statement(self, variable: str, period: Period) -> None:
        """Notes an input read past the engine; the engine's own look at it stands under its own entry already."""
        if self._open and self._open[-1][0][0] != variable:
            self._open[-1][1].statements[variable, period] = None

    def add(self, variable: str) -> None:
        """Notes an input that a rule asks for (`stated.holder_if_any`)."""
        if self._open:
            self._open[-1][1].looked_for[variable] = None


class ExplainingSimulation(SituationSimulation):
    """A simulation of one family that keeps a notebook of what was read."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.trace = True  # the engine then hands the law over through `trace_parameters_at_instant`
        self.notebook = self.tracer = Notebook()
        self.looked_for = self.notebook

    def trace_parameters_at_instant(self, formula_period: Any) -> RecordedNode:
        """The law of an instant as the engine hands it to a formula, with a record of what is read in it."""
        node = self.tax_benefit_system.get_parameters_at_instant(formula_period)
        return RecordedNode(node, self.notebook)

    def watch_statements(self) -> None:
        """From now on notes which statements are read; called when all are made and nothing is calculated yet."""
        for population in self.populations.values():
            for name, holder in population._holders.items():  # noqa: SLF001 only what is stated has a holder
                holder.get_array = self._watched(name, holder.get_array)

    def _watched(
        self, name: str, get_array: Callable[[Period], numpy.ndarray | None]
    ) -> Callable[[Period], numpy.ndarray | None]:
        def watched(period: Period) -> numpy.ndarray | None:
            self.notebook.record_statement(name, period)
            return get_array(period)

        return watched
