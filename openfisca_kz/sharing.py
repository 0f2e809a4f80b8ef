"""Several systems over one population: what a reform cannot touch is calculated once, and handed to the others.

While the first system calculates, the engine's tracer writes down what each formula really reads: variables, and the
figures and lists of the law. A result of the first system is the result of another one as well, if its formula is the
same object and everything that it read, directly or through other variables, has the same values in both: the same
steps over the same arrays. Nothing is declared by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.parameters import Parameter, ParameterNodeAtInstant
from openfisca_core.periods import Period
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.tracers import FullTracer, TraceNode

from openfisca_kz.parameter_files import dated_parameters

Result = tuple[str, Period]
"""A variable and its period."""


@dataclass(frozen=True)
class Differences:
    """What differs between two systems: dotted names of parameters, and names of variables."""

    parameters: frozenset[str]
    variables: frozenset[str]

    def touches(self, reads: Reads) -> bool:
        """Whether something that was read differs; who reads a list reads all that stands in it."""
        if reads.variable in self.variables:
            return True
        return any(
            name in self.parameters or any(changed.startswith(f"{name}.") for changed in self.parameters)
            for name in reads.parameters
        )


def differences(one: TaxBenefitSystem, other: TaxBenefitSystem) -> Differences:
    """The parameters that have another value on any day, and the variables that are another class, in either system."""
    values = [{parameter.name: _values(parameter) for parameter in _dated(system)} for system in (one, other)]
    names = values[0].keys() | values[1].keys()
    variables = one.variables.keys() | other.variables.keys()
    return Differences(
        frozenset(name for name in names if values[0].get(name) != values[1].get(name)),
        frozenset(name for name in variables if one.variables.get(name) is not other.variables.get(name)),
    )


def _dated(system: TaxBenefitSystem) -> Iterator[Parameter]:
    return dated_parameters(system.parameters)


def _values(parameter: Parameter) -> list[tuple[str, Any]]:
    """Start and value of each span of a parameter, newest first; of two on one day the engine takes the first."""
    spans: dict[str, Any] = {}
    for value in parameter.values_list:
        spans.setdefault(value.instant_str, value.value)
    return list(spans.items())


@dataclass
class Reads:
    """What the formula of one result read."""

    variable: str
    parameters: set[str] = field(default_factory=set)
    results: set[Result] = field(default_factory=set)


class _WithoutValues(FullTracer):  # type: ignore[misc]
    """Writes down what was read, and keeps no results alive: its nodes refer to one another."""

    def record_calculation_result(self, value: Any) -> None:
        """Nothing."""


class RecordingSimulation(Simulation):  # type: ignore[misc]
    """A simulation that knows, of every result, what its formula read."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.trace = True
        self.tracer = _WithoutValues()
        self._reads: tuple[int, dict[Result, Reads]] = (0, {})

    def trace_parameters_at_instant(self, formula_period: Any) -> RecordedNode:
        """The law of an instant as the engine hands it to a formula, with a record of what is read in it."""
        node = self.tax_benefit_system.get_parameters_at_instant(formula_period)
        return RecordedNode(node, self.tracer)

    def reads(self) -> dict[Result, Reads]:
        """What each result calculated so far read; a result asked for again adds nothing. Not for formulas to ask."""
        asked_for = len(self.tracer.trees)
        if self._reads[0] == asked_for:
            return self._reads[1]
        found: dict[Result, Reads] = {}
        waiting: list[TraceNode] = list(self.tracer.trees)
        while waiting:
            node = waiting.pop()
            own = found.setdefault((node.name, node.period), Reads(node.name))
            if node.parameters:
                own.parameters.update(read.name for read in node.parameters)
            if node.children:
                own.results.update((child.name, child.period) for child in node.children)
                waiting += node.children
        self._reads = asked_for, found
        return found


class RecordedNode:
    """A node of the law that tells the tracer what is read in it, also which items of a list are there at all."""

    def __init__(self, node: ParameterNodeAtInstant, tracer: Any) -> None:
        self._node, self._tracer = node, tracer

    def __getattr__(self, key: str) -> Any:
        return self._child(key, getattr(self._node, key))

    def __getitem__(self, key: Any) -> Any:
        try:
            child = self._node[key]
        except ParameterNotFoundError:
            self._record(key)  # that it is not there was read
            raise
        return self._child(key, child)

    def __contains__(self, key: str) -> bool:
        self._record(key)
        return key in self._node

    def __iter__(self) -> Iterator[str]:
        self._tracer.record_parameter_access(self._node._name, self._node._instant_str, None)  # noqa: SLF001
        return iter(self._node)

    def _child(self, key: Any, child: Any) -> Any:
        if isinstance(child, ParameterNodeAtInstant):
            return RecordedNode(child, self._tracer)
        self._record(key)
        return child

    def _record(self, key: Any) -> None:
        name = f"{self._node._name}.{key}" if self._node._name else str(key)  # noqa: SLF001
        self._tracer.record_parameter_access(name, self._node._instant_str, None)  # noqa: SLF001


def touched(reads: dict[Result, Reads], by: Differences) -> set[Result]:
    """The results that differences can reach: those that read one of them, or a result that does."""
    readers: dict[Result, list[Result]] = {}
    for result, own in reads.items():
        for read in own.results:
            readers.setdefault(read, []).append(result)
    found = {result for result, own in reads.items() if by.touches(own)}
    waiting = list(found)
    while waiting:
        for reader in readers.get(waiting.pop(), ()):
            if reader not in found:
                found.add(reader)
                waiting.append(reader)
    return found


def hand_over(
    first: RecordingSimulation,
    others: Sequence[Simulation],
    by: Sequence[Differences],
    at: Mapping[str, numpy.ndarray] | None = None,
) -> None:
    """Put into the other simulations every result of the first one that their differences from it do not touch.

    Args:
        first: has calculated all that it will.
        others: simulations over the same inputs (`engine.build_simulations`), which have calculated nothing yet.
        by: for each of them, how its system differs from that of `first`.
        at: if they are over some of its families only, the positions of these by entity (`person`, `family`).
    """
    reads = first.reads()
    for simulation, its_differences in zip(others, by, strict=True):
        reached = touched(reads, its_differences)
        for name, span in reads.keys() - reached:
            variable = first.tax_benefit_system.variables[name]
            if not variable.formulas:
                continue  # an input, which every simulation has
            array = first.get_holder(name).get_array(span)
            if array is not None:
                own = array if at is None else array[at[variable.entity.key]]
                simulation.get_holder(name)._set(span, own)  # noqa: SLF001 as a rule the very same array
