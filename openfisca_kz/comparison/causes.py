"""Which provision changed the result of a family: the differences between two laws, tried one provision at a time."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy
from openfisca_core.parameters import Parameter
from openfisca_core.reforms import Reform
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.comparison.laws import Law, system_of
from openfisca_kz.legislation.citations import short_name
from openfisca_kz.parameter_files import dated_parameters, with_values
from openfisca_kz.sharing import differences

TOGETHER = "together: "
"""Before provisions none of which changes anything alone."""


@dataclass(frozen=True)
class Cause:
    """What differs between two laws: a provision of an act («Order № 95, p. 8 26)»).

    Without an act, it is a figure that no act sets, by the dotted name of its parameter, or a variable that a reform
    rewrote, by its name.
    """

    name: str
    act: str | None = None

    def __str__(self) -> str:
        return f"{short_name(self.act)}, {self.name}" if self.act else self.name


@functools.lru_cache(maxsize=64)
def provisions_between(baseline: Law, other: Law) -> dict[Cause, TaxBenefitSystem]:
    """A system for each provision that differs: the baseline with that provision alone as the other law has it."""
    one, two = system_of(baseline), system_of(other)
    changed = differences(one, two)
    groups: dict[Cause, set[str]] = {}
    after = {parameter.name: parameter for parameter in dated_parameters(two.parameters)}
    before = {parameter.name: parameter for parameter in dated_parameters(one.parameters)}
    for name in sorted(changed.parameters):
        groups.setdefault(_provision(name, before.get(name), after.get(name)), set()).add(name)
    found: dict[Cause, TaxBenefitSystem] = {
        provision: _Partly(one, frozenset(names), frozenset(), two) for provision, names in groups.items()
    }
    for name in sorted(changed.variables):
        found[Cause(name)] = _Partly(one, frozenset(), frozenset([name]), two)
    return found


class _Partly(Reform):  # type: ignore[misc]
    """The baseline with some parameters and variables of another system."""

    def __init__(
        self, baseline: TaxBenefitSystem, parameters: frozenset[str], variables: frozenset[str], other: TaxBenefitSystem
    ) -> None:
        self.taken, self.rewritten, self.other = parameters, variables, other
        super().__init__(baseline)

    def apply(self) -> None:
        theirs = {parameter.name: parameter.values_list for parameter in dated_parameters(self.other.parameters)}
        self.parameters = with_values(self.baseline.parameters, {name: theirs[name] for name in self.taken})
        for name in self.rewritten:
            self.variables[name] = self.other.variables[name]


def _provision(name: str, *parameters: Parameter | None) -> Cause:
    """Act and provision of the first value that only one side has."""
    lists = [parameter.values_list if parameter else [] for parameter in parameters]
    spans = [{(value.instant_str, value.value) for value in values} for values in lists]
    for own, others in ((lists[1], spans[0]), (lists[0], spans[1])):
        for value in own:
            if (value.instant_str, value.value) not in others and "provision" in value.metadata:
                return Cause(value.metadata["provision"], value.metadata["act"])
    return Cause(name)


def causes(
    changed: numpy.ndarray,
    provisions: dict[Cause, TaxBenefitSystem],
    differs: Callable[[TaxBenefitSystem, numpy.ndarray], numpy.ndarray],
) -> numpy.ndarray:
    """The provisions that changed each family's result, as text; '' for families whose result is the same.

    Args:
        changed: bool array (families,), whether the result differs between the two laws.
        provisions: as `provisions_between` gives them.
        differs: for a system and positions of families, whether their result under it differs from the baseline's.
    """
    found = numpy.full(changed.size, "", dtype=object)
    places = numpy.flatnonzero(changed)
    if not places.size:
        return found
    if len(provisions) == 1:
        found[places] = str(next(iter(provisions)))
        return found
    texts = numpy.full(places.size, "", dtype=object)
    for provision, system in provisions.items():
        moved = differs(system, places)
        texts[moved] = [f"{text}; {provision}" if text else str(provision) for text in texts[moved]]
    texts[texts == ""] = TOGETHER + "; ".join(map(str, provisions))
    found[places] = texts
    return found
