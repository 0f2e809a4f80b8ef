"""Table 1, fiscal: cost, recipients, average amounts, and published figures beside them."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.counts import Counts
from openfisca_kz.population.statistics.frame import Families, System
from openfisca_kz.population.statistics.long import CHILDREN, FAMILIES, MONEY, PERSONS, RATIO, SHARE, Long, ratio
from openfisca_kz.population.statistics.settings import Settings, StatisticsError

TABLE = "fiscal"
YEAR = "tenge a year"
UNITS = {
    "cost_of_month": MONEY,
    "cost_of_year": YEAR,
    "cost_of_month_tsa": MONEY,
    "cost_of_month_child_supplement": MONEY,
    "cost_of_month_if_all_applied": MONEY,
    "entitled_families": FAMILIES,
    "entitled_persons": PERSONS,
    "entitled_children": CHILDREN,
    "recipient_families": FAMILIES,
    "recipient_persons": PERSONS,
    "recipient_children": CHILDREN,
    "take_up": SHARE,
    "mean_amount_of_family": "tenge a month for a family",
    "mean_amount_of_person": "tenge a month for a person",
}
"""Rows of the table."""


def check_published(settings: Settings) -> None:
    """Refuse published figures of rows that the table does not have."""
    unknown = set(settings.administrative) - set(UNITS)
    if unknown:
        raise StatisticsError(f"The fiscal table has no row {', '.join(sorted(unknown))}. Rows: {', '.join(UNITS)}.")


def count(families: Families) -> Counts:
    """By system the families, persons and children who have the right and who are paid, and money a month."""
    return {name: _count(families, system) for name, system in families.systems.items()}


def _count(families: Families, system: System) -> Counts:
    right, paid, weight = system.right_rows, system.paid_rows, families.weight

    def money(amount: numpy.ndarray, rows: numpy.ndarray) -> float:
        return float((weight[rows] * amount[rows]).sum())

    supplement = system.child_supplement
    found = {
        "cost": money(system.paid, paid),
        "tsa": money(system.tsa, paid),
        "child_supplement": numpy.nan if supplement is None else money(supplement, paid),
        "if_all_applied": money(system.right, right),
        "payable_families": float(weight[right[system.right[right] > 0]].sum()),
    }
    everybody = {"families": weight, "persons": families.persons, "children": families.child_persons}
    for whom, values in everybody.items():
        found[f"entitled_{whom}"] = float(values[right].sum())
        found[f"recipient_{whom}"] = float(values[paid].sum())
    return found


def add(long: Long, counts: Counts, settings: Settings) -> None:
    """Add the table: a row for each measure, a column for each system."""
    figures = {name: _figures(of, settings) for name, of in counts.items()}
    for row, unit in UNITS.items():
        long.measure(TABLE, row, {name: values[row] for name, values in figures.items()}, unit)
        published = settings.administrative.get(row)
        if published is not None:
            long.column(TABLE, [row], "administrative", numpy.array([published]), unit)
            for name, values in figures.items():
                long.column(TABLE, [row], f"ratio_to_administrative@{name}", ratio(values[row], published), RATIO)


def _figures(of: Counts, settings: Settings) -> dict[str, float]:
    return {
        **of,
        "cost_of_month": of["cost"],
        "cost_of_year": of["cost"] * settings.months,
        "cost_of_month_tsa": of["tsa"],
        "cost_of_month_child_supplement": of["child_supplement"],
        "cost_of_month_if_all_applied": of["if_all_applied"],
        "take_up": float(ratio(of["recipient_families"], of["payable_families"])),
        "mean_amount_of_family": float(ratio(of["cost"], of["recipient_families"])),
        "mean_amount_of_person": float(ratio(of["cost"], of["recipient_persons"])),
    }
