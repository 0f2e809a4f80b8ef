"""Table 3, winners and losers: persons by change of income, families by change of the right, in each decile."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.blocks import by_key
from openfisca_kz.population.statistics.changes import BINS, KINDS, bins, kinds
from openfisca_kz.population.statistics.deciles import decile_rows, with_all
from openfisca_kz.population.statistics.frame import Families, System
from openfisca_kz.population.statistics.long import FAMILIES, MONEY, PERSONS, SHARE, Long, ratio
from openfisca_kz.population.statistics.ranking import DECILES

TABLE = "winners_losers"


def add(long: Long, families: Families) -> None:
    """Add the table: rows 1 to 10 and `all`; only systems other than the baseline have columns."""
    for system in families.others:
        _by_income(long, families, system)
        _by_right(long, families, system)
        _money(long, families, system)


def _table(families: Families, position: numpy.ndarray, width: int) -> list[numpy.ndarray]:
    """Families of the frame, weighted families and persons by decile (and all) and by `position`, shape (11, width)."""
    decile = families.ranking.decile
    sums = by_key(
        lambda rows: decile[rows].astype(numpy.int16) * width + position[rows],
        decile.size,
        DECILES * width,
        None,
        families.weight,
        families.persons,
    )
    tables = [values.reshape(DECILES, width) for values in sums]
    return [numpy.vstack([table, table.sum(axis=0)]) for table in tables]


def _by_income(long: Long, families: Families, system: System) -> None:
    records, _, persons = _table(families, bins(families, system), len(BINS))
    among = records.sum(axis=1)
    for number, name in enumerate(BINS):
        about = records[:, number]
        counted, shares = persons[:, number], ratio(persons[:, number], persons.sum(axis=1))
        long.column(TABLE, decile_rows(), f"persons_{name}@{system.name}", counted, PERSONS, about, among)
        long.column(TABLE, decile_rows(), f"share_{name}@{system.name}", shares, SHARE, about, among)


def _by_right(long: Long, families: Families, system: System) -> None:
    records, weighted, persons = _table(families, kinds(families, system), len(KINDS))
    among = records.sum(axis=1)
    for number, name in enumerate(KINDS):
        about = records[:, number]
        long.column(TABLE, decile_rows(), f"families_{name}@{system.name}", weighted[:, number], FAMILIES, about, among)
        long.column(
            TABLE, decile_rows(), f"persons_right_{name}@{system.name}", persons[:, number], PERSONS, about, among
        )


def _money(long: Long, families: Families, system: System) -> None:
    """What winners receive more and losers less."""
    decile = families.ranking.decile
    among = with_all(numpy.diff(families.ranking.starts).astype(float))
    change = system.paid - families.baseline.paid
    for name, chosen, sign in (
        ("gains", numpy.flatnonzero(change > 0), 1),
        ("losses", numpy.flatnonzero(change < 0), -1),
    ):
        money = families.weight[chosen] * change[chosen] * sign
        values = with_all(numpy.bincount(decile[chosen], money, DECILES))
        about = with_all(numpy.bincount(decile[chosen], minlength=DECILES).astype(float))
        long.column(TABLE, decile_rows(), f"{name}@{system.name}", values, MONEY, about, among)
