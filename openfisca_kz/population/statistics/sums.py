"""Sums by cell, for the tables by decile and those by group."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.cells import Cells
from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.long import ratio

Sums = dict[str, numpy.ndarray]
"""Arrays by figure, those of a system as `figure@system`."""


def sums(families: Families, cells: Cells) -> Sums:
    """Sums over each cell.

    `income` is persons × income before assistance, `records` families of the frame, unweighted; recipients are families
    that are paid more than 0.
    """
    weight, persons, income = families.weight, families.persons, families.income
    records, of_families, of_persons, of_income = cells.sums_of_all(
        None, weight, persons, lambda rows: persons[rows] * income[rows]
    )
    found = {"records": records, "families": of_families, "persons": of_persons, "income": of_income}
    for name, system in families.systems.items():
        right, paid = system.right_rows, system.paid_rows
        found |= {
            f"entitled_records@{name}": cells.sums(right),
            f"entitled_families@{name}": cells.sums(right, weight[right]),
            f"recipient_records@{name}": cells.sums(paid),
            f"recipient_families@{name}": cells.sums(paid, weight[paid]),
            f"recipient_persons@{name}": cells.sums(paid, persons[paid]),
            f"cost@{name}": cells.sums(paid, weight[paid] * system.paid[paid]),
        }
    return found


def of_systems(sums: Sums, figure: str, names: tuple[str, ...]) -> Sums:
    """One figure of all systems, by their names."""
    return {name: sums[f"{figure}@{name}"] for name in names}


def share_of_total(part: numpy.ndarray) -> numpy.ndarray:
    """Each element's share of the sum of all; NaN if that is 0."""
    return ratio(part, part.sum())
