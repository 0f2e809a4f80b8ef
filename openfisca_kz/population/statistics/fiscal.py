"""Table 1, fiscal: cost, recipients, average amounts, and published figures beside them."""

from __future__ import annotations

from collections.abc import Callable

import numpy

from openfisca_kz.population.statistics.frame import Families, System
from openfisca_kz.population.statistics.long import CHILDREN, FAMILIES, MONEY, PERSONS, RATIO, SHARE, Long, ratio
from openfisca_kz.population.statistics.settings import StatisticsError

TABLE = "fiscal"
YEAR = "tenge a year"


def add(long: Long, families: Families) -> None:
    """Add the table: a row for each measure, a column for each system."""
    figures = {system.name: _figures(families, system) for system in families.systems.values()}
    unknown = set(families.settings.administrative) - set(UNITS)
    if unknown:
        raise StatisticsError(f"The fiscal table has no row {', '.join(sorted(unknown))}. Rows: {', '.join(UNITS)}.")
    for row, unit in UNITS.items():
        long.measure(TABLE, row, {name: values[row] for name, values in figures.items()}, unit)
        published = families.settings.administrative.get(row)
        if published is not None:
            long.column(TABLE, [row], "administrative", numpy.array([published]), unit)
            for name, values in figures.items():
                long.column(TABLE, [row], f"ratio_to_administrative@{name}", ratio(values[row], published), RATIO)


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


def _figures(families: Families, system: System) -> dict[str, float]:
    right, paid = system.right_rows, system.paid_rows

    def total(values: numpy.ndarray, rows: numpy.ndarray) -> float:
        return float(values[rows].sum())

    def money(amount: numpy.ndarray, rows: numpy.ndarray) -> float:
        return float((families.weight[rows] * amount[rows]).sum())

    cost = money(system.paid, paid)
    supplement = system.child_supplement
    payable = right[system.right[right] > 0]
    found: dict[str, float] = {
        "cost_of_month": cost,
        "cost_of_year": cost * families.settings.months,
        "cost_of_month_tsa": money(system.tsa, paid),
        "cost_of_month_child_supplement": numpy.nan if supplement is None else money(supplement, paid),
        "cost_of_month_if_all_applied": money(system.right, right),
    }
    counted: dict[str, Callable[[numpy.ndarray], float]] = {
        "families": lambda rows: total(families.weight, rows),
        "persons": lambda rows: total(families.persons, rows),
        "children": lambda rows: total(families.child_persons, rows),
    }
    for whom, count in counted.items():
        found[f"entitled_{whom}"], found[f"recipient_{whom}"] = count(right), count(paid)
    found["take_up"] = float(ratio(found["recipient_families"], total(families.weight, payable)))
    found["mean_amount_of_family"] = float(ratio(cost, found["recipient_families"]))
    found["mean_amount_of_person"] = float(ratio(cost, found["recipient_persons"]))
    return found
