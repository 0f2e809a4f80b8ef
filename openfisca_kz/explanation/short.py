"""Which steps a reader is shown first, and which no result rests on."""

from __future__ import annotations

from collections.abc import Iterable

from openfisca_kz.explanation.assumptions import DAYS_OF_ALL
from openfisca_kz.explanation.describing import Data
from openfisca_kz.explanation.graph import Graph
from openfisca_kz.situations.answering import Value, as_json

MAIN = (
    "family_size",
    "total_income",
    "per_capita_income",
    "poverty_line_basis",
    "poverty_line",
    "income_within_poverty_line",
    "tsa_entitled",
    "targeted_social_assistance",
    "child_supplement",
    "kind_of_help",
)
"""Steps that a reader wants to see whatever they found."""
ASIDE = ("age", "members_with_right")
"""Steps that say nothing of their own unless something unusual leads to them."""
GENERAL = (*DAYS_OF_ALL, "region")
"""Inputs that nearly every step reads: that they are given makes no step worth showing."""


def mark(steps: dict[str, Data], graph: Graph, results: Iterable[str]) -> None:
    """Adds to each step `shown`, whether the short version needs it, and `beside`, whether no result rests on it.

    Args:
        steps: as data, by their ids, those that others use first. results: ids of what was asked for.
    """
    asked = set(results)
    rests_on = _closure(asked, graph)
    usual = {step.variable.name: as_json(step.variable.default_array(1))[0] for step in graph.steps.values()}
    for id_, data in steps.items():
        data["beside"] = id_ not in rests_on
        data["shown"] = id_ in asked or data["variable"] in MAIN or _says_something(data, steps, graph, usual)
    for data in steps.values():
        _pass_on(data, steps, asked)


def _closure(results: set[str], graph: Graph) -> set[str]:
    """All steps that results rest on, themselves included."""
    found: set[str] = set()
    waiting = [id_ for id_ in results if id_ in graph.steps]
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found.add(id_)
            waiting += [used for used in graph.steps[id_].uses if used in graph.steps]
    return found


def _says_something(data: Data, steps: dict[str, Data], graph: Graph, usual: dict[str, Value]) -> bool:
    """Whether a step found something, or found nothing although something stated leads to it."""
    used = [steps[id_] for id_ in data["uses"] if id_ in steps and steps[id_]["variable"] not in MAIN]
    if data["variable"] in ASIDE:
        return any(one["shown"] for one in used)
    if data["value"] != usual[data["variable"]]:
        return True
    stated = [graph.inputs[id_] for id_ in data["uses"] if id_ in graph.inputs]
    unusual = any(
        one.value != as_json(graph.variables[one.place.variable].default_array(1))[0]
        for one in stated
        if one.place.variable not in GENERAL
    )
    return unusual or any(one["shown"] and one["value"] == usual[one["variable"]] for one in used)


def _pass_on(data: Data, steps: dict[str, Data], asked: set[str]) -> None:
    """A sum of one part that is a sum itself takes over its parts, and the other one needs no showing."""
    if len(data["parts"]) != 1:
        return
    (only,) = data["parts"]
    inner = steps.get(only["id"] or "")
    if inner and inner["parts"] and only["amount"] == inner["value"] == data["value"]:
        data["parts"] = inner["parts"]
        inner["shown"] = inner["id"] in asked or inner["variable"] in MAIN
