"""Sums by their parts: what each income, person and deduction adds to a step or takes off it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from openfisca_kz.building_blocks.family_dates import belonged
from openfisca_kz.explanation.graph import Graph, Step
from openfisca_kz.explanation.incomes import IncomeLine, sum_of
from openfisca_kz.explanation.law import Figure
from openfisca_kz.explanation.statements import Place
from openfisca_kz.explanation.words import Words
from openfisca_kz.facts import is_calculated
from openfisca_kz.money import Money

SUMS = ("counted_income", "counted_point_8_income", "income_before_departures", "total_income", "assigned_total")
"""Sums of the amounts that their formulas read."""
TAKEN_OFF = (
    "alimony_left_out",
    "credit_or_grant_income_left_out",
    "wage_withheld_left_out",
    "charitable_aid_within_line",
    "alimony_paid_deduction",
    "property_purchase_deduction",
    "departed_share",
)
"""What those sums take off."""
REMAINDERS = {"income_before_departures": "not_below_zero", "child_supplement": "rounding"}
"""What makes the difference between a sum and its parts; of lists of incomes, days outside the family."""


class Part(NamedTuple):
    """A part of a sum in tenge, below zero if it is taken off.

    label: what it is, in the language. id: of the step or statement that it is; None for the incomes of a kind, and
    for what no record has of its own.
    """

    amount: float
    label: str
    record: str | None = None
    id: str | None = None


def parts(step: Step, graph: Graph, lines: list[IncomeLine], figures: list[Figure], words: Words) -> list[Part]:
    """The parts of a step that is a sum, which add up to its value; empty for all others.

    Args:
        lines: what a list decides in this step (`incomes`). figures: those that the step read.
    """
    name = step.place.variable
    if name == "child_supplement":
        found = list(_supplements(step, graph, figures, words))
    else:
        found = [Part(line.amount, words.variable(line.variable), line.record) for line in lines if line.counts]
        found += _steps_added(step, graph, words)
    total = step.value if isinstance(step.value, float) else 0.0
    remainder = sum_of([total, *(-part.amount for part in found)])
    if found and remainder:
        found.append(Part(remainder, words.fixed[REMAINDERS.get(name, "outside_family")]))
    return found


def _steps_added(step: Step, graph: Graph, words: Words) -> Iterator[Part]:
    for name, period in step.reading.results if step.place.variable in SUMS else ():
        variable = graph.variables[name]
        if not isinstance(variable, Money) or not is_calculated(variable):
            continue
        entity = variable.entity.plural
        own = [graph.position(step.place)] if entity == step.place.entity else range(len(graph.records[entity]))
        for position in own:
            amount = graph.value(name, period, position)
            if amount and isinstance(amount, float) and _is_of_family(step, graph, entity, position):
                place = Place(entity, graph.records[entity][position], name, str(period))
                sign = -1 if name in TAKEN_OFF else 1
                yield Part(sign * amount, words.variable(variable), place.record, place.id)


def _is_of_family(step: Step, graph: Graph, entity: str, position: int) -> bool:
    """Whether the income of a person is the family's: not of who had left before the quarter, or is no member."""
    asked = ("is_family_member", step.period) in step.reading.results
    if entity == step.place.entity or not asked:
        return True
    return bool(belonged(graph.simulation.persons, step.period)[position])


def _supplements(step: Step, graph: Graph, figures: list[Figure], words: Words) -> Iterator[Part]:
    """The supplement of each child of the age, before the family's sum is rounded."""
    known = {figure.name: figure.value.value for figure in figures}
    for position, person in enumerate(graph.records["persons"] if step.value else []):
        age, is_for = (graph.value(name, step.period, position) for name in ("age", "help_is_for_member"))
        of_age = known["child_supplement.age_from"] <= age <= known["child_supplement.age_to"]  # type: ignore[operator]
        if of_age and is_for:
            amount = known["child_supplement.mci_multiple"] * known["monthly_calculation_index"]
            id_ = Place("persons", person, "age", str(step.period)).id
            yield Part(amount, f"{words.variable(graph.variables['age'])}: {age}", person, id_)
