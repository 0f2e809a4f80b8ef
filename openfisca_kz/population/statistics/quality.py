"""Table 10, quality: how much stands behind the figures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy

from openfisca_kz.population.statistics.cells import NOT_STATED
from openfisca_kz.population.statistics.frame import GROUPINGS, Families
from openfisca_kz.population.statistics.long import CHILDREN, FAMILIES, PERSONS, RECORDS, SHARE, Long, ratio
from openfisca_kz.population.statistics.sums import Sums

TABLE = "quality"
ALL = "all"
RunFacts = Mapping[str, tuple[float | None, str]]


def add(long: Long, families: Families, sums: Sums, run: RunFacts) -> None:
    """Add the table; `run` are facts of the run by name, each with its unit. Call it last: it counts what is hidden."""
    weight = families.weight
    count = weight.size
    rows: dict[str, tuple[float | None, str]] = {
        "records": (count + families.without_weight, RECORDS),
        "records_without_weight": (families.without_weight, RECORDS),
        "families": (float(weight.sum()), FAMILIES),
        "persons": (float(families.persons.sum()), PERSONS),
        "children": (float(families.child_persons.sum()), CHILDREN),
        "smallest_weight": (float(weight.min()) if count else None, FAMILIES),
        "largest_weight": (float(weight.max()) if count else None, FAMILIES),
        "effective_records": (float(ratio(weight.sum() ** 2, (weight * weight).sum())), RECORDS),
        "incomes_negative": (families.negative_incomes, RECORDS),
        "incomes_zero": (int((families.income == 0).sum()) - families.negative_incomes, RECORDS),
    }
    for name in GROUPINGS:
        rows[f"{name}_not_stated"] = (_not_stated(families, sums, name), SHARE)
    applying = None if families.takes_up is None else ratio(float(weight[families.takes_up].sum()), float(weight.sum()))
    rows["takes_up"] = (None if applying is None else float(applying), SHARE)
    for name, system in families.systems.items():
        on_the_line = system.right[system.right_rows] == 0
        rows[f"entitled_to_nothing: {name}"] = (int(on_the_line.sum()), RECORDS)
        rows[f"child_supplement_known: {name}"] = (float(system.child_supplement is not None), "yes or no")
    rows["smallest_cell"] = (families.settings.smallest_cell, RECORDS)
    rows["figures_hidden"] = (long.hidden, "figures")
    for name, fact in {**rows, **run}.items():
        value, unit = fact
        long.column(TABLE, [name], ALL, numpy.array([numpy.nan if value is None else value]), unit)


def _not_stated(families: Families, sums: Sums, name: str) -> float | None:
    """Share of families that do not say; None if the frame has no such column."""
    if name not in families.cells.axes:
        return None
    by_group = families.cells.along(sums.families, name)
    labels = families.cells.axes[name]
    missing = by_group[labels.index(NOT_STATED)] if NOT_STATED in labels else 0.0
    return float(ratio(missing, by_group.sum()))
