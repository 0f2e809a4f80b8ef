"""Table 7, targeting: does assistance reach the poor, and how much of it."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.frame import Families, System
from openfisca_kz.population.statistics.gaps import Poor
from openfisca_kz.population.statistics.long import MONEY, PERSONS, RATIO, SHARE, Long, ratio
from openfisca_kz.population.statistics.ranking import DECILES
from openfisca_kz.population.statistics.settings import WITHOUT_TSA
from openfisca_kz.population.statistics.sums import Sums, share_of_total

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


def add(long: Long, families: Families, sums: Sums, poor: dict[str, Poor]) -> None:
    """Add the table: a row for each measure, then coverage and distribution by fifth of persons."""
    persons, records = _fifths(families, sums.persons), _fifths(families, sums.records)
    found = {
        name: _figures(families, system, poor[WITHOUT_TSA], _fifths(families, sums.systems[name].cost), persons)
        for name, system in families.systems.items()
    }
    for row, unit in UNITS.items():
        long.measure(TABLE, row, {name: figures[row] for name, figures in found.items()}, unit)
    received = {name: _fifths(families, system.recipient_persons) for name, system in sums.systems.items()}
    about = {name: _fifths(families, system.recipient_records) for name, system in sums.systems.items()}
    cost = {name: _fifths(families, system.cost) for name, system in sums.systems.items()}
    by_fifth = {
        "coverage": {name: ratio(values, persons) for name, values in received.items()},
        "share_of_recipients": {name: share_of_total(values) for name, values in received.items()},
        "share_of_cost": {name: share_of_total(values) for name, values in cost.items()},
    }
    for figure, values in by_fifth.items():
        rows = [f"{figure}: quintile {number + 1}" for number in range(QUINTILES)]
        long.systems(TABLE, rows, "", values, SHARE, about, records)


def _fifths(families: Families, cube: numpy.ndarray) -> numpy.ndarray:
    """Sums by fifth of persons: two deciles each."""
    return families.cells.along(cube, "decile").reshape(QUINTILES, DECILES // QUINTILES).sum(axis=1)


def _figures(
    families: Families, system: System, poor: Poor, cost_by_fifth: numpy.ndarray, persons_by_fifth: numpy.ndarray
) -> dict[str, float]:
    persons, rows = families.persons, system.paid_rows
    paid = families.weight[rows] * system.paid[rows]
    cost, people = float(paid.sum()), float(persons.sum())
    recipients = float(persons[rows].sum())
    money = cost + float((persons[rows] * families.income[rows]).sum())

    weight, amount = families.weight[poor.rows], system.paid[poor.rows]
    reached = amount > 0
    poor_persons = float(persons[poor.rows].sum())
    poor_recipients = float(persons[poor.rows[reached]].sum())
    to_poor = float((weight * amount).sum())
    gap, closed = float((weight * poor.lacking).sum()), float((weight * numpy.minimum(amount, poor.lacking)).sum())
    gap_of_reached = float((weight * poor.lacking)[reached].sum())
    share_of_poorest = numpy.cumsum(share_of_total(cost_by_fifth))
    poorest = numpy.cumsum(share_of_total(persons_by_fifth))
    figures: dict[str, numpy.ndarray | float] = {
        "recipient_persons": recipients,
        "poor_persons": poor_persons,
        "poor_recipient_persons": poor_recipients,
        "coverage": ratio(recipients, people),
        "coverage_of_poor": ratio(poor_recipients, poor_persons),
        "under_coverage": 1 - ratio(poor_recipients, poor_persons),
        "leakage_of_persons": ratio(max(recipients - poor_recipients, 0.0), recipients),
        "leakage_of_money": ratio(max(cost - to_poor, 0.0), cost),
        "gap_without_tsa": gap,
        "gap_closed": closed,
        "share_of_gap_closed": ratio(closed, gap),
        "adequacy": ratio(closed, gap_of_reached),
        "generosity": ratio(cost, money),
        "cost_per_tenge_of_gap_closed": ratio(cost, closed),
        "cgh_poor": ratio(ratio(to_poor, cost), ratio(poor_persons, people)),
        "cgh_poorest_quintile": ratio(share_of_poorest[0], poorest[0]),
        "cgh_poorest_two_quintiles": ratio(share_of_poorest[1], poorest[1]),
    }
    return {name: float(value) for name, value in figures.items()}
