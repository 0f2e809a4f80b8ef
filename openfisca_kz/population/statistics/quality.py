"""Table 10, quality: how much stands behind the figures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy

from openfisca_kz.population.statistics.cells import GROUPINGS, NOT_STATED
from openfisca_kz.population.statistics.counts import Counts, Extremes
from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.long import CHILDREN, FAMILIES, PERSONS, RECORDS, SHARE, Long, ratio

TABLE = "quality"
ALL = "all"
RunFacts = Mapping[str, tuple[float | None, str]]
"""Facts of a run by name, each with its unit."""


def count(families: Families) -> Counts:
    """How many families there are of what kind."""
    weight, applying = families.weight, families.takes_up
    on_the_line = {name: system.right[system.right_rows] == 0 for name, system in families.systems.items()}
    return {
        "records": weight.size,
        "without_weight": families.without_weight,
        "families": float(weight.sum()),
        "persons": float(families.persons.sum()),
        "children": float(families.child_persons.sum()),
        "squares": float((weight * weight).sum()),
        "weights": Extremes(float(weight.min()), float(weight.max())) if weight.size else Extremes(None, None),
        "negative": families.negative_incomes,
        "zero": int((families.income == 0).sum()) - families.negative_incomes,
        "applying": numpy.nan if applying is None else float(weight[applying].sum()),
        "on_the_line": {name: int(those.sum()) for name, those in on_the_line.items()},
    }


def add(long: Long, counts: Counts, by_group: Counts, fiscal: Counts, run: RunFacts) -> None:
    """Add the table behind all others, for it says how many of their figures are hidden."""
    families, weights = counts["families"], counts["weights"]
    rows: dict[str, tuple[float | None, str]] = {
        "records": (counts["records"] + counts["without_weight"], RECORDS),
        "records_without_weight": (counts["without_weight"], RECORDS),
        "families": (families, FAMILIES),
        "persons": (counts["persons"], PERSONS),
        "children": (counts["children"], CHILDREN),
        "smallest_weight": (weights.smallest, FAMILIES),
        "largest_weight": (weights.largest, FAMILIES),
        "effective_records": (float(ratio(families * families, counts["squares"])), RECORDS),
        "incomes_negative": (counts["negative"], RECORDS),
        "incomes_zero": (counts["zero"], RECORDS),
    }
    for name in GROUPINGS:
        rows[f"{name}_not_stated"] = (_not_stated(by_group, name, families), SHARE)
    rows["takes_up"] = (float(ratio(counts["applying"], families)), SHARE)
    for name in long.names:
        rows[f"entitled_to_nothing: {name}"] = (counts["on_the_line"][name], RECORDS)
        known = not numpy.isnan(fiscal[name]["child_supplement"])
        rows[f"child_supplement_known: {name}"] = (float(known), "yes or no")
    rows["smallest_cell"] = (long.smallest_cell, RECORDS)
    rows["figures_hidden"] = (long.hidden, "figures")
    for name, (value, unit) in {**rows, **run}.items():
        long.column(TABLE, [name], ALL, numpy.array([numpy.nan if value is None else value]), unit)


def _not_stated(by_group: Counts, name: str, families: float) -> float | None:
    """Share of families that do not say; None if the frame has no such column."""
    if name not in by_group["labels"]:
        return None
    return float(ratio(by_group["groups"][name,]["families"].get((NOT_STATED,), 0.0), families))
