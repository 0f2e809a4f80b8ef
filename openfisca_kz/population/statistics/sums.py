"""Sums by cell that the tables of deciles and of groups share, made once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.long import ratio


@dataclass(frozen=True)
class SystemSums:
    """Sums by cell under one system; recipients are families that are paid more than 0."""

    entitled_records: numpy.ndarray
    entitled_families: numpy.ndarray
    recipient_records: numpy.ndarray
    recipient_families: numpy.ndarray
    recipient_persons: numpy.ndarray
    cost: numpy.ndarray


@dataclass(frozen=True)
class Sums:
    """Sums by cell; `income` is persons × income before assistance, `records` families of the frame, unweighted."""

    records: numpy.ndarray
    families: numpy.ndarray
    persons: numpy.ndarray
    children: numpy.ndarray
    income: numpy.ndarray
    systems: dict[str, SystemSums]


def sums(families: Families) -> Sums:
    """All sums over all cells."""
    cells, weight, persons = families.cells, families.weight, families.persons
    systems = {}
    for name, system in families.systems.items():
        right, paid = system.right_rows, system.paid_rows
        systems[name] = SystemSums(
            entitled_records=cells.sums(right),
            entitled_families=cells.sums(right, weight[right]),
            recipient_records=cells.sums(paid),
            recipient_families=cells.sums(paid, weight[paid]),
            recipient_persons=cells.sums(paid, persons[paid]),
            cost=cells.sums(paid, weight[paid] * system.paid[paid]),
        )
    income = families.income
    records, all_families, all_persons, all_children, all_income = cells.sums_of_all(
        None,
        weight,
        persons,
        families.child_persons,
        lambda rows: persons[rows] * income[rows],
    )
    return Sums(records, all_families, all_persons, all_children, all_income, systems)


def share_of_total(part: numpy.ndarray) -> numpy.ndarray:
    """Each element's share of the sum of all; NaN if that is 0."""
    return ratio(part, part.sum())
