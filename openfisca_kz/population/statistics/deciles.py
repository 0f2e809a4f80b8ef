"""Table 2, deciles: income before and after assistance, cost and coverage by decile of income before assistance."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.cells import Cells, Groups
from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.long import (
    FAMILIES,
    MONEY,
    PERSONS,
    RECORDS,
    SHARE,
    TENGE,
    Long,
    ratio,
    with_all,
)
from openfisca_kz.population.statistics.ranking import DECILES, Deciles
from openfisca_kz.population.statistics.settings import difference
from openfisca_kz.population.statistics.sums import Sums, of_systems, sums

TABLE = "deciles"
ALL = "all"


def decile_rows() -> list[str]:
    """Names of the rows of a table by decile: 1 to 10, all."""
    return [*(str(number + 1) for number in range(DECILES)), ALL]


def count(families: Families, decile: numpy.ndarray) -> Sums:
    """Sums of each decile, arrays of shape (10,); `decile` of each family."""
    return sums(families, Cells({"decile": Groups(tuple(decile_rows()[:DECILES]), decile)}))


def add(long: Long, sums: Sums, deciles: Deciles) -> None:
    """Add the table: rows 1 to 10 and `all`; the largest income of the last decile would be one family's."""
    rows = decile_rows()
    records, persons, income = with_all(sums["records"]), with_all(sums["persons"]), with_all(sums["income"])
    plain = {
        "records": (records, RECORDS),
        "families": (with_all(sums["families"]), FAMILIES),
        "persons": (persons, PERSONS),
        "income_up_to": (numpy.append(deciles.largest, [numpy.nan, numpy.nan]), TENGE),
        "mean_income": (ratio(income, persons), TENGE),
    }
    for figure, (values, unit) in plain.items():
        long.column(TABLE, rows, figure, values, unit, among=records)

    def of(figure: str) -> dict[str, numpy.ndarray]:
        return {name: with_all(values) for name, values in of_systems(sums, figure, long.names).items()}

    cost, about, received = of("cost"), of("recipient_records"), of("recipient_persons")
    after = {name: ratio(income + spent, persons) for name, spent in cost.items()}
    # A mean moves by what is paid: it is about the paid families where there are some, else about all.
    long.systems(TABLE, rows, "mean_income_after", after, TENGE, about, records)
    baseline = long.names[0]
    for name in long.names[1:]:
        relative = ratio(after[name] - after[baseline], after[baseline])
        few = numpy.maximum(_small(about[name], long), _small(about[baseline], long))
        column = f"relative_change@{difference(name, baseline)}"
        long.column(TABLE, rows, column, relative, SHARE, few, records)
    by_system = {
        "recipient_families": (of("recipient_families"), FAMILIES),
        "recipient_persons": (received, PERSONS),
        "coverage": ({name: ratio(values, persons) for name, values in received.items()}, SHARE),
        "cost": (cost, MONEY),
        "share_of_cost": ({name: ratio(values, values[-1]) for name, values in cost.items()}, SHARE),
    }
    for figure, (each, unit) in by_system.items():
        long.systems(TABLE, rows, figure, each, unit, about, records)


def _small(about: numpy.ndarray, long: Long) -> numpy.ndarray:
    """How many families a figure is about where they are too few to show it, else 0."""
    return numpy.where((about > 0) & (about < long.smallest_cell), about, 0)
