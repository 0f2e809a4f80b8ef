"""Table 4, poverty: FGT 0, 1 and 2 at four lines, for families, persons and children."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.counts import Counts
from openfisca_kz.population.statistics.frame import Families, numbers
from openfisca_kz.population.statistics.gaps import Poor, poor_after, poor_before, poor_everywhere
from openfisca_kz.population.statistics.long import CHILDREN, FAMILIES, MONEY, PERSONS, SHARE, TENGE, Long, ratio
from openfisca_kz.population.statistics.settings import WITHOUT_TSA

TABLE = "poverty"
LINES = ("tsa_line", "tsa_line_of_system", "subsistence_minimum", "relative_line")
WHOM = {"families": FAMILIES, "persons": PERSONS, "children": CHILDREN}


def count(families: Families, at_tsa_line: dict[str, Poor]) -> Counts:
    """What the poor lack at the lines that are known of each family, and the sum of each system's line over persons.

    at_tsa_line: the poor at the baseline's line.
    """
    minimum = numbers(families.frame, "subsistence_minimum", "Give tenge a month.", least=0)
    own = {name: _over_persons(families, system.line) for name, system in families.systems.items()}
    everywhere = {
        "tsa_line": (at_tsa_line, dict.fromkeys(families.names, own[families.baseline.name])),
        "tsa_line_of_system": (_own_lines(families, at_tsa_line), own),
        "subsistence_minimum": (
            dict(poor_everywhere(families, minimum)),
            dict.fromkeys(families.names, _over_persons(families, minimum)),
        ),
    }
    return {line: {**_count(families, poor), "over_persons": sums} for line, (poor, sums) in everywhere.items()}


def count_relative(families: Families, line: float) -> Counts:
    """What the poor lack at the relative line."""
    return {"relative_line": _count(families, dict(poor_everywhere(families, line)))}


def _over_persons(families: Families, line: numpy.ndarray) -> float:
    return float((families.persons * line).sum())


def _own_lines(families: Families, at_baseline: dict[str, Poor]) -> dict[str, Poor]:
    """The poor at each system's own line; where it is the baseline's, the same poor."""
    baseline = families.baseline
    found = {WITHOUT_TSA: at_baseline[WITHOUT_TSA]}
    for name, system in families.systems.items():
        if system is baseline or numpy.array_equal(system.line, baseline.line):
            found[name] = at_baseline[name]
        else:
            found[name] = poor_after(families, poor_before(families, system.line), system)
    return found


def _count(families: Families, poor: dict[str, Poor]) -> Counts:
    """Of each distribution the poor and what they lack.

    Of the poor and whom they are: all together, weighted with the share of the line that they lack, and its square.
    """
    weights = {"families": families.weight, "persons": families.persons, "children": families.child_persons}
    found: Counts = {"poor": {}, "gap": {}}
    for name, those in poor.items():
        share = those.lacking / those.needed
        counted = {whom: weight[those.rows] for whom, weight in weights.items()}
        found["poor"][name] = {
            whom: numpy.array([weight.sum(), (weight * share).sum(), (weight * share**2).sum()])
            for whom, weight in counted.items()
        }
        found["gap"][name] = float((counted["families"] * those.lacking).sum())
    return found


def add(long: Long, counts: Counts, everybody: dict[str, float], relative_line: float) -> None:
    """Add the table: a row for each line and whom it counts; `everybody` are all families, persons, children."""
    for line in LINES:
        of = counts[line]
        for whom, unit in WHOM.items():
            sums = {name: poor[whom] for name, poor in of["poor"].items()}
            _row(long, f"{line}: {whom}", sums, everybody[whom], unit)
        gaps = {name: numpy.array([gap]) for name, gap in of["gap"].items()}
        long.systems(TABLE, [f"{line}: persons"], "gap", gaps, MONEY)
        sums = of.get("over_persons", {})
        mean = {
            name: ratio(numpy.array([sums[name]]), everybody["persons"]) if sums else numpy.array([relative_line])
            for name in long.names
        }
        long.systems(TABLE, [f"{line}: persons"], "mean_line", mean, TENGE)


def _row(long: Long, row: str, sums: dict[str, numpy.ndarray], total: float, unit: str) -> None:
    poor = {name: values[:1] for name, values in sums.items()}
    long.systems(TABLE, [row], "poor", poor, unit)
    for power in range(3):
        shares = {name: ratio(values[power : power + 1], total) for name, values in sums.items()}
        long.systems(TABLE, [row], f"fgt{power}", shares, SHARE)
