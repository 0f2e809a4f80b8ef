"""Where steps come from: the figures and list items of the law that a formula read, and the provisions it encodes."""

from __future__ import annotations

import functools
from typing import NamedTuple

from openfisca_core.parameters import Parameter, ParameterAtInstant, ParameterNode
from openfisca_core.variables import Variable

from openfisca_kz.evidence import value_on
from openfisca_kz.explanation.graph import Graph, Step
from openfisca_kz.income_lists import CONTINUES, FACT_OF
from openfisca_kz.legislation import acts
from openfisca_kz.legislation.citations import CODE_ACT, Citation, CitationError
from openfisca_kz.legislation.encoding import variable_citations
from openfisca_kz.legislation.provisions import Provision, resolve, set_by

LISTS = "total_income"
"""The lists of incomes: each formula runs over whole lists, and only items of what somebody received decide."""
INTERPRETATION = "interpretation."
TABLES_BY = ("region", "district", "natural_zone")
"""What chooses a row of a table: formulas read the whole table, and the record's own row decides."""
OF_A_FACT = {f"{INTERPRETATION}{reading}" for _, reading in CONTINUES.values()}
"""Readings that matter only for some values of a fact (see `incomes`)."""
OF_THE_LINE = {
    "given": (),
    "published": ("poverty_line.published.",),
    "regional_median": ("poverty_line.median_share", "interpretation.poverty_line"),
    "regional_minimum": (
        "poverty_line.minimum_share",
        "subsistence_minimum.regional.",
        "interpretation.poverty_line",
        "interpretation.regional_minimum",
    ),
    "national_minimum": (
        "poverty_line.minimum_share",
        "poverty_line.budget_minimum_share",
        "subsistence_minimum.national",
        "interpretation.poverty_line",
    ),
}
"""What makes the poverty line on each basis; the rules of the line read the figures of all of them."""
RULES_OF_THE_LINE = ("poverty_line", "poverty_line_basis", "regional_subsistence_minimum")
GRADES = "ABC"
"""Of evidence, from the surest."""


class Figure(NamedTuple):
    """A figure or a yes/no of the law, in force on the day (ISO date) as of which it was read."""

    parameter: Parameter
    value: ParameterAtInstant
    day: str

    @property
    def name(self) -> str:
        """Dotted name of the parameter."""
        return str(self.parameter.name)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same figure read on the same day."""
        return (self.name, self.value.instant_str, self.day)

    @property
    def act(self) -> str | None:
        """The act that set the value, by its id in the register."""
        act = self.value.metadata.get("act")
        return act if act in acts() else None

    @property
    def citation(self) -> Citation | None:
        """The provision that holds the value, of the act amended where an amending act set it; None if not readable."""
        provision = self.value.metadata.get("provision")
        return _citation(self.act, provision) if self.act and provision else None

    @property
    def commencement(self) -> str | None:
        """The act whose uncertain day of commencement the value starts on, if it does."""
        act = self.act
        uncertain = act is not None and acts()[act]["in_force_grade"] != GRADES[0]
        return act if act and uncertain and self.value.instant_str == acts()[act]["in_force"] else None


@functools.lru_cache(maxsize=4096)
def _citation(act: str, provision: str) -> Citation | None:
    try:
        return set_by(act, provision)
    except CitationError:
        return None


def figure(root: ParameterNode, name: str, day: str) -> Figure | None:
    """The figure of a dotted name on a day; None for a list, and where none was in force."""
    node = root
    for part in name.split("."):
        node = getattr(node, "children", {}).get(part)
    if not isinstance(node, Parameter):
        return None
    value = value_on(node, day)
    return None if value is None or value.value is None else Figure(node, value, day)


def figures(step: Step, graph: Graph) -> list[Figure]:
    """The figures that the formula of a step read and that can decide for its record; lists run over are left out."""
    root = graph.simulation.tax_benefit_system.parameters
    others, lists = _other_rows(step, graph), lists_of(step)
    found: dict[tuple[str, str], Figure] = {}
    for name, day in step.reading.parameters:
        parts = name.split(".")
        in_list = parts[0] == LISTS and not lists.isdisjoint(parts)
        if in_list or name in OF_A_FACT or not others.isdisjoint(parts):
            continue
        one = figure(root, name, day)
        if one:
            found.setdefault((name, one.value.instant_str), one)
    return list(found.values())


def lists_of(step: Step) -> set[str]:
    """The lists of incomes that a formula runs over; it reads each as a whole, and every item of it."""
    names = (name.split(".") for name, _ in step.reading.parameters)
    return {parts[1] for parts in names if len(parts) == 2 and parts[0] == LISTS}


def _other_rows(step: Step, graph: Graph) -> set[str]:
    """Rows of tables that are for other records: other regions, districts and zones than the step's own."""
    rows: set[str] = set()
    own: set[str] = set()
    for name, period in step.reading.results:
        if name in TABLES_BY:
            rows.update(part for item in graph.variables[name].possible_values.names for part in item.split("__"))
            own.update(str(graph.own(step, name, period)).split("__"))
    return rows - own


def decides(one: Figure, step: Step, graph: Graph) -> bool:
    """Whether a figure that a step read decides what it found; false only for other bases of the poverty line."""
    if step.place.variable not in RULES_OF_THE_LINE or "poverty_line_basis" not in graph.variables:
        return True
    basis = str(graph.value("poverty_line_basis", step.period, 0))
    return one.name.startswith(OF_THE_LINE.get(basis, ("",)))


def list_items(step: Step, graph: Graph, group: str, kind: str, fact: str | None) -> list[Figure]:
    """What decides whether a kind of income counts: its item of a list on the day of application.

    Args:
        fact: value of the fact on which it depends (`FACT_OF`); of who does not state it, the items of all values.
    """
    root = graph.simulation.tax_benefit_system.parameters
    item = f"{LISTS}.{group}.{kind}"
    days = {name: day for name, day in step.reading.parameters if name.startswith(item)}
    names = [item]
    if kind in FACT_OF:
        names = [f"{item}.{fact}"] if f"{item}.{fact}" in days else [name for name in days if name != item]
        continued, reading = CONTINUES.get(fact or "", ("", ""))
        day = days.get(f"{item}.{continued}")
        passes_on = figure(root, f"{INTERPRETATION}{reading}", day) if day else None
        if passes_on and day:
            by = f"{item}.{continued}" if passes_on.value.value else f"{item}.{fact}"
            return [one for one in (figure(root, by, day), passes_on) if one]
    return [one for name in names if name in days and (one := figure(root, name, days[name]))]


def provisions_of(variable: Variable, day: str) -> list[tuple[Citation, Provision | None]]:
    """The provisions that a variable cites and that are law on a day, each with its entry of the register, if any.

    What was in force before the Social Code gave way to it.
    """
    return [one for one in _cited(variable) if _is_law(one[0], day)]


@functools.lru_cache(maxsize=1024)
def _cited(variable: Variable) -> tuple[tuple[Citation, Provision | None], ...]:
    cited = (one for one in variable_citations(variable) if isinstance(one, Citation))
    return tuple((one, resolve(one)) for one in cited)


def _is_law(citation: Citation, day: str) -> bool:
    code, start = acts()[CODE_ACT]["in_force"], acts()[citation.act]["in_force"]
    return start <= day and (day < code or start >= code)
