"""Table 6, by group: region, residence, family type, number of children, and the crossings that readers ask for."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.changes import KINDS, kinds
from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.gaps import Poor
from openfisca_kz.population.statistics.long import FAMILIES, MONEY, PERSONS, RECORDS, SHARE, TENGE, Long, ratio
from openfisca_kz.population.statistics.sums import Sums

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


def add(long: Long, families: Families, sums: Sums, poor: dict[str, Poor]) -> None:
    """Add the table: a row for each group that the frame can tell, named like `region=aktobe`."""
    cells = families.cells
    changed = {}
    for system in families.others:
        position = kinds(families, system)
        for kind in ("gained", "lost"):
            rows = numpy.flatnonzero(position == KINDS.index(kind))
            changed[f"{kind}@{system.name}"] = (cells.sums(rows, families.weight[rows]), cells.sums(rows))
    poor_persons = {name: cells.sums(those.rows, families.persons[those.rows]) for name, those in poor.items()}
    poor_records = {name: cells.sums(those.rows) for name, those in poor.items()}
    for axes in GROUPS:
        if not set(axes) <= set(cells.axes):
            continue
        names = cells.labels(*axes)

        def of(cube: numpy.ndarray, axes: tuple[str, ...] = axes) -> numpy.ndarray:
            return cells.along(cube, *axes)

        records, persons = of(sums.records), of(sums.persons)
        long.column(TABLE, names, "records", records, RECORDS, records)
        long.column(TABLE, names, "families", of(sums.families), FAMILIES, among=records)
        long.column(TABLE, names, "persons", persons, PERSONS, among=records)
        long.column(TABLE, names, "mean_income", ratio(of(sums.income), persons), TENGE, among=records)
        systems = sums.systems
        about = {name: of(system.recipient_records) for name, system in systems.items()}
        entitled = {name: of(system.entitled_families) for name, system in systems.items()}
        entitled_about = {name: of(system.entitled_records) for name, system in systems.items()}
        received = {name: of(system.recipient_persons) for name, system in systems.items()}
        recipients = {name: of(system.recipient_families) for name, system in systems.items()}
        cost = {name: of(system.cost) for name, system in systems.items()}
        coverage = {name: ratio(values, persons) for name, values in received.items()}
        mean = {name: ratio(values, received[name]) for name, values in cost.items()}
        long.systems(TABLE, names, "entitled_families", entitled, FAMILIES, entitled_about, records)
        long.systems(TABLE, names, "recipient_families", recipients, FAMILIES, about, records)
        long.systems(TABLE, names, "recipient_persons", received, PERSONS, about, records)
        long.systems(TABLE, names, "coverage", coverage, SHARE, about, records)
        long.systems(TABLE, names, "cost", cost, MONEY, about, records)
        long.systems(TABLE, names, "mean_amount_of_person", mean, TENGE, about, records)
        counts = {name: of(values) for name, values in poor_persons.items()}
        poor_about = {name: of(values) for name, values in poor_records.items()}
        rates = {name: ratio(values, persons) for name, values in counts.items()}
        long.systems(TABLE, names, "poor_persons", counts, PERSONS, poor_about, records)
        long.systems(TABLE, names, "poverty_rate", rates, SHARE, poor_about, records)
        for column, (values, base) in changed.items():
            long.column(TABLE, names, f"families_{column}", of(values), FAMILIES, of(base), records)
