"""Table 6, by group: region, residence, family type, number of children, and the crossings that readers ask for."""

from __future__ import annotations

import itertools

import numpy

from openfisca_kz.population.statistics.cells import NOT_STATED, Cells, groupings, refuse_too_many
from openfisca_kz.population.statistics.changes import KINDS
from openfisca_kz.population.statistics.counts import Counts, Labels
from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.gaps import Poor
from openfisca_kz.population.statistics.long import FAMILIES, MONEY, PERSONS, RECORDS, SHARE, TENGE, Long, ratio
from openfisca_kz.population.statistics.settings import WITHOUT_TSA
from openfisca_kz.population.statistics.sums import Sums, of_systems, sums

TABLE = "by_group"
GROUPS = (
    ("region",),
    ("residence",),
    ("family_type",),
    ("children",),
    ("with_disability",),
    ("region", "residence"),
    ("region", "family_type"),
)
"""Groupings and crossings that the table shows."""
CHANGES = ("gained", "lost")


def count(families: Families, poor: dict[str, Poor], changes: dict[str, numpy.ndarray]) -> Counts:
    """Labels of each grouping that the frame has, and of each crossing the sums of every group that occurs.

    poor: at the TSA line of the baseline, without assistance and under each system. changes: the kind of change of each
    family under each other system.
    """
    cells = Cells(groupings(families))
    found = sums(families, cells)
    for name, kind_of in changes.items():
        for kind in CHANGES:
            rows = numpy.flatnonzero(kind_of == KINDS.index(kind))
            found[f"{kind}@{name}"] = cells.sums(rows, families.weight[rows])
            found[f"{kind}_records@{name}"] = cells.sums(rows)
    for name, those in poor.items():
        found[f"poor_persons@{name}"] = cells.sums(those.rows, families.persons[those.rows])
        found[f"poor_records@{name}"] = cells.sums(those.rows)
    labels = {axis: Labels(names, NOT_STATED) for axis, names in cells.axes.items()}
    crossings = [axes for axes in GROUPS if set(axes) <= set(cells.axes)]
    return {"labels": labels, "groups": {axes: _groups(cells, axes, found) for axes in crossings}}


def _groups(cells: Cells, axes: tuple[str, ...], found: Sums) -> Counts:
    """Each figure of the groups that occur; a group is named by its label on each axis."""
    names = list(itertools.product(*(cells.axes[axis] for axis in axes)))
    occurs = numpy.flatnonzero(cells.along(found["records"], *axes)).tolist()
    of_figures = {figure: cells.along(cube, *axes).tolist() for figure, cube in found.items()}
    return {figure: {names[place]: values[place] for place in occurs} for figure, values in of_figures.items()}


def add(long: Long, counts: Counts) -> None:
    """Add the table: a row for each group that the frame can tell, named like `region=aktobe`."""
    refuse_too_many({axis: labels.names for axis, labels in counts["labels"].items()})
    for axes, figures in counts["groups"].items():
        groups = list(itertools.product(*(counts["labels"][axis].names for axis in axes)))
        names = [", ".join(f"{axis}={label}" for axis, label in zip(axes, group, strict=True)) for group in groups]
        _add(long, names, {
            figure: numpy.array([values.get(group, 0.0) for group in groups]) for figure, values in figures.items()
        })  # fmt: skip


def _add(long: Long, names: list[str], sums: Sums) -> None:
    records, persons = sums["records"], sums["persons"]

    def of(figure: str) -> dict[str, numpy.ndarray]:
        return of_systems(sums, figure, long.names)

    long.column(TABLE, names, "records", records, RECORDS, records)
    long.column(TABLE, names, "families", sums["families"], FAMILIES, among=records)
    long.column(TABLE, names, "persons", persons, PERSONS, among=records)
    long.column(TABLE, names, "mean_income", ratio(sums["income"], persons), TENGE, among=records)
    about, received, cost = of("recipient_records"), of("recipient_persons"), of("cost")
    coverage = {name: ratio(values, persons) for name, values in received.items()}
    mean = {name: ratio(values, received[name]) for name, values in cost.items()}
    entitled = of("entitled_families")
    long.systems(TABLE, names, "entitled_families", entitled, FAMILIES, of("entitled_records"), records)
    long.systems(TABLE, names, "recipient_families", of("recipient_families"), FAMILIES, about, records)
    long.systems(TABLE, names, "recipient_persons", received, PERSONS, about, records)
    long.systems(TABLE, names, "coverage", coverage, SHARE, about, records)
    long.systems(TABLE, names, "cost", cost, MONEY, about, records)
    long.systems(TABLE, names, "mean_amount_of_person", mean, TENGE, about, records)
    everywhere = (WITHOUT_TSA, *long.names)
    poor, about_poor = (of_systems(sums, figure, everywhere) for figure in ("poor_persons", "poor_records"))
    rates = {name: ratio(values, persons) for name, values in poor.items()}
    long.systems(TABLE, names, "poor_persons", poor, PERSONS, about_poor, records)
    long.systems(TABLE, names, "poverty_rate", rates, SHARE, about_poor, records)
    for name in long.names[1:]:
        for change in CHANGES:
            about_changed = sums[f"{change}_records@{name}"]
            families = sums[f"{change}@{name}"]
            long.column(TABLE, names, f"families_{change}@{name}", families, FAMILIES, about_changed, records)
