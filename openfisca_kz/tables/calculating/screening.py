"""Families that the income alone decides: whom the line refuses, no other rule needs to look at.

A family above its poverty line has no right, whatever else holds (Code art. 120 p. 1, 128 1)), and that is its first
ground of refusal. Of a country these are nearly all families, so the other rules run over the few that are left. The
results are the same, bit for bit (a test compares them); what a rule asks of a family that the income has refused, such
as the sex of somebody who refused work, need then not be known.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.comparison.laws import country

OF_INCOME = ("total_income", "per_capita_income", "poverty_line", "poverty_line_basis")
"""Results that every family needs."""
WITHIN_LINE = "income_within_poverty_line"
SINCE = "2023-07"
"""First month of the Social Code, whose art. 128 1) this is."""


def decided_by_income(systems: Sequence[TaxBenefitSystem], period: str) -> bool:
    """Whether the rule holds under all systems: the Code applies, and no reform has rewritten a variable."""
    own = country().variables
    return period >= SINCE and all(
        system.variables.keys() == own.keys() and all(system.variables[name] is own[name] for name in own)
        for system in systems
    )


def above_line(system: TaxBenefitSystem, names: Sequence[str], count: int) -> dict[str, numpy.ndarray]:
    """The results of families above the line, each of shape (count,): no right, no amount, the ground by the income."""
    found: dict[str, numpy.ndarray] = {}
    for name in names:
        if name == "refusal_ground":
            grounds = system.variables[name].possible_values
            found[name] = EnumArray(numpy.full(count, grounds.income_above_line.index, numpy.uint8), grounds)
        else:
            found[name] = numpy.zeros(count, system.variables[name].dtype)
    return found
