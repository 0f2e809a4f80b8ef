"""Table 4, poverty: FGT 0, 1 and 2 at four lines, for families, persons and children."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics import blocks
from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.gaps import Poor, poor_after, poor_before, poor_everywhere
from openfisca_kz.population.statistics.inequality import Spread
from openfisca_kz.population.statistics.long import CHILDREN, FAMILIES, MONEY, PERSONS, SHARE, TENGE, Long, ratio
from openfisca_kz.population.statistics.settings import WITHOUT_TSA

TABLE = "poverty"
LINES = ("tsa_line", "tsa_line_of_system", "subsistence_minimum", "relative_line")
WHOM = {"families": FAMILIES, "persons": PERSONS, "children": CHILDREN}


def add(long: Long, families: Families, spreads: dict[str, Spread]) -> dict[str, Poor]:
    """Add the table: a row for each line and whom it counts.

    Returns the poor at the TSA line of the baseline, without assistance and under each system.
    """
    weights = {"families": families.weight, "persons": families.persons, "children": families.child_persons}
    totals = {whom: float(values.sum()) for whom, values in weights.items()}
    at_tsa_line = dict(poor_everywhere(families, families.baseline.line))
    relative = families.settings.relative_share * spreads[families.names[0]].median
    everyone = {
        "tsa_line": (families.baseline.line, at_tsa_line),
        "tsa_line_of_system": (None, _own_lines(families, at_tsa_line)),
        "subsistence_minimum": (families.minimum, dict(poor_everywhere(families, families.minimum))),
        "relative_line": (relative, dict(poor_everywhere(families, relative))),
    }
    for name, (line, poor) in everyone.items():
        for whom, unit in WHOM.items():
            _row(long, f"{name}: {whom}", poor, weights[whom], totals[whom], unit)
        _money(long, families, f"{name}: persons", poor, line, totals["persons"])
    return at_tsa_line


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


def _row(long: Long, row: str, poor: dict[str, Poor], weight: numpy.ndarray, total: float, unit: str) -> None:
    figures: dict[str, dict[str, numpy.ndarray]] = {"poor": {}, "fgt0": {}, "fgt1": {}, "fgt2": {}}
    for name, those in poor.items():
        counted, share = weight[those.rows], those.lacking / those.needed
        poor_weight = float(counted.sum())
        figures["poor"][name] = _one(poor_weight)
        figures["fgt0"][name] = _one(ratio(poor_weight, total))
        figures["fgt1"][name] = _one(ratio((counted * share).sum(), total))
        figures["fgt2"][name] = _one(ratio((counted * share**2).sum(), total))
    for figure, values in figures.items():
        long.systems(TABLE, [row], figure, values, unit if figure == "poor" else SHARE)


def _money(
    long: Long,
    families: Families,
    row: str,
    poor: dict[str, Poor],
    line: numpy.ndarray | float | None,
    total: float,
) -> None:
    """What all poor families lack together, and the mean line of a person."""
    gaps = {name: _one((families.weight[p.rows] * p.lacking).sum()) for name, p in poor.items()}
    long.systems(TABLE, [row], "gap", gaps, MONEY)

    def mean(of: numpy.ndarray | float) -> numpy.ndarray:
        if isinstance(of, numpy.ndarray):
            return _one(ratio(blocks.total(lambda rows: families.persons[rows] * of[rows], of.size), total))
        return _one(of)

    lines = {name: mean(system.line if line is None else line) for name, system in families.systems.items()}
    long.systems(TABLE, [row], "mean_line", lines, TENGE)


def _one(value: numpy.ndarray | float) -> numpy.ndarray:
    return numpy.array([float(value)])
