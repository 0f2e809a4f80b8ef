"""Table 7, targeting: does assistance reach the poor, and how much of it."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.counts import Counts
from openfisca_kz.population.statistics.frame import Families, System
from openfisca_kz.population.statistics.gaps import Poor
from openfisca_kz.population.statistics.long import MONEY, PERSONS, RATIO, SHARE, Long, ratio
from openfisca_kz.population.statistics.ranking import DECILES
from openfisca_kz.population.statistics.sums import Sums, of_systems, share_of_total

TABLE = "targeting"
QUINTILES = 5
UNITS = {
    "recipient_persons": PERSONS,
    "poor_persons": PERSONS,
    "poor_recipient_persons": PERSONS,
    "coverage": SHARE,
    "coverage_of_poor": SHARE,
    "under_coverage": SHARE,
    "leakage_of_persons": SHARE,
    "leakage_of_money": SHARE,
    "gap_without_tsa": MONEY,
    "gap_closed": MONEY,
    "share_of_gap_closed": SHARE,
    "adequacy": SHARE,
    "generosity": SHARE,
    "cost_per_tenge_of_gap_closed": RATIO,
    "cgh_poor": RATIO,
    "cgh_poorest_quintile": RATIO,
    "cgh_poorest_two_quintiles": RATIO,
}


def count(families: Families, poor: Poor) -> Counts:
    """By system what reaches whom; `poor` are those at the TSA line of the baseline without assistance."""
    return {name: _count(families, system, poor) for name, system in families.systems.items()}


def _count(families: Families, system: System, poor: Poor) -> Counts:
    persons, rows = families.persons, system.paid_rows
    weight, amount = families.weight[poor.rows], system.paid[poor.rows]
    reached = amount > 0
    counted = {
        "cost": families.weight[rows] * system.paid[rows],
        "people": persons,
        "recipients": persons[rows],
        "income_of_recipients": persons[rows] * families.income[rows],
        "poor": persons[poor.rows],
        "poor_recipients": persons[poor.rows[reached]],
        "to_poor": weight * amount,
        "gap": weight * poor.lacking,
        "closed": weight * numpy.minimum(amount, poor.lacking),
        "gap_of_reached": (weight * poor.lacking)[reached],
    }
    return {name: float(values.sum()) for name, values in counted.items()}


def add(long: Long, counts: Counts, sums: Sums) -> None:
    """Add the table: a row for each measure, then coverage and distribution by fifth of persons; `sums` by decile."""
    persons, records = _fifths(sums["persons"]), _fifths(sums["records"])

    def of(figure: str) -> dict[str, numpy.ndarray]:
        return {name: _fifths(values) for name, values in of_systems(sums, figure, long.names).items()}

    received, about, cost = of("recipient_persons"), of("recipient_records"), of("cost")
    found = {name: _figures(counts[name], cost[name], persons) for name in long.names}
    for row, unit in UNITS.items():
        long.measure(TABLE, row, {name: figures[row] for name, figures in found.items()}, unit)
    by_fifth = {
        "coverage": {name: ratio(values, persons) for name, values in received.items()},
        "share_of_recipients": {name: share_of_total(values) for name, values in received.items()},
        "share_of_cost": {name: share_of_total(values) for name, values in cost.items()},
    }
    for figure, values in by_fifth.items():
        rows = [f"{figure}: quintile {number + 1}" for number in range(QUINTILES)]
        long.systems(TABLE, rows, "", values, SHARE, about, records)


def _fifths(by_decile: numpy.ndarray) -> numpy.ndarray:
    """Sums by fifth of persons: two deciles each."""
    return by_decile.reshape(QUINTILES, DECILES // QUINTILES).sum(axis=1)


def _figures(of: Counts, cost_by_fifth: numpy.ndarray, persons_by_fifth: numpy.ndarray) -> dict[str, float]:
    cost, recipients = of["cost"], of["recipients"]
    share_of_poorest = numpy.cumsum(share_of_total(cost_by_fifth))
    poorest = numpy.cumsum(share_of_total(persons_by_fifth))
    figures: dict[str, numpy.ndarray | float] = {
        "recipient_persons": recipients,
        "poor_persons": of["poor"],
        "poor_recipient_persons": of["poor_recipients"],
        "coverage": ratio(recipients, of["people"]),
        "coverage_of_poor": ratio(of["poor_recipients"], of["poor"]),
        "under_coverage": 1 - ratio(of["poor_recipients"], of["poor"]),
        "leakage_of_persons": ratio(max(recipients - of["poor_recipients"], 0.0), recipients),
        "leakage_of_money": ratio(max(cost - of["to_poor"], 0.0), cost),
        "gap_without_tsa": of["gap"],
        "gap_closed": of["closed"],
        "share_of_gap_closed": ratio(of["closed"], of["gap"]),
        "adequacy": ratio(of["closed"], of["gap_of_reached"]),
        "generosity": ratio(cost, cost + of["income_of_recipients"]),
        "cost_per_tenge_of_gap_closed": ratio(cost, of["closed"]),
        "cgh_poor": ratio(ratio(of["to_poor"], cost), ratio(of["poor"], of["people"])),
        "cgh_poorest_quintile": ratio(share_of_poorest[0], poorest[0]),
        "cgh_poorest_two_quintiles": ratio(share_of_poorest[1], poorest[1]),
    }
    return {name: float(value) for name, value in figures.items()}
