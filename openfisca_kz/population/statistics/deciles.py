"""Table 2, deciles: income before and after assistance, cost and coverage by decile of income before assistance."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.frame import Families
from openfisca_kz.population.statistics.long import FAMILIES, MONEY, PERSONS, RECORDS, SHARE, TENGE, Long, ratio
from openfisca_kz.population.statistics.ranking import DECILES
from openfisca_kz.population.statistics.settings import difference
from openfisca_kz.population.statistics.sums import Sums

TABLE = "deciles"
ALL = "all"


def with_all(by_decile: numpy.ndarray) -> numpy.ndarray:
    """The ten deciles and the whole population behind them; the whole is the sum, not a mean of means."""
    return numpy.append(by_decile, by_decile.sum())


def decile_rows() -> list[str]:
    """Names of the rows of a table by decile: 1 to 10, all."""
    return [*(str(number + 1) for number in range(DECILES)), ALL]


def add(long: Long, families: Families, sums: Sums) -> None:
    """Add the table: rows 1 to 10 and `all`."""
    rows = decile_rows()

    def by_decile(cells: numpy.ndarray) -> numpy.ndarray:
        return with_all(families.cells.along(cells, "decile"))

    records, persons, income = by_decile(sums.records), by_decile(sums.persons), by_decile(sums.income)
    plain = {
        "records": (records, RECORDS),
        "families": (by_decile(sums.families), FAMILIES),
        "persons": (persons, PERSONS),
        "income_up_to": (_largest(families), TENGE),
        "mean_income": (ratio(income, persons), TENGE),
    }
    for figure, (values, unit) in plain.items():
        long.column(TABLE, rows, figure, values, unit, among=records)
    cost = {name: by_decile(system.cost) for name, system in sums.systems.items()}
    about = {name: by_decile(system.recipient_records) for name, system in sums.systems.items()}
    received = {name: by_decile(system.recipient_persons) for name, system in sums.systems.items()}
    after = {name: ratio(income + spent, persons) for name, spent in cost.items()}
    # A mean moves by what is paid: it is about the paid families where there are some, else about all.
    long.systems(TABLE, rows, "mean_income_after", after, TENGE, about, records)
    baseline = families.names[0]
    for name in families.names[1:]:
        relative = ratio(after[name] - after[baseline], after[baseline])
        few = numpy.maximum(_small(about[name], long), _small(about[baseline], long))
        column = f"relative_change@{difference(name, baseline)}"
        long.column(TABLE, rows, column, relative, SHARE, few, records)
    by_system = {
        "recipient_families": ({name: by_decile(s.recipient_families) for name, s in sums.systems.items()}, FAMILIES),
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


def _largest(families: Families) -> numpy.ndarray:
    """The largest income of each decile but the last, whose largest would be one family's."""
    starts = families.ranking.starts
    found = numpy.full(DECILES + 1, numpy.nan)
    for decile in range(DECILES - 1):
        if starts[decile + 1] > starts[decile]:
            found[decile] = families.ranking.income[starts[decile + 1] - 1]
    return found
