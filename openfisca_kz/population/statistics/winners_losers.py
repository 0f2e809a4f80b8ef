"""Table 3, winners and losers: persons by change of income, families by change of the right, in each decile."""

from __future__ import annotations

import math

import numpy

from openfisca_kz.population.statistics.blocks import by_key
from openfisca_kz.population.statistics.changes import BINS, KINDS, bins, kinds
from openfisca_kz.population.statistics.counts import Counts
from openfisca_kz.population.statistics.deciles import decile_rows
from openfisca_kz.population.statistics.frame import Families, System
from openfisca_kz.population.statistics.long import FAMILIES, MONEY, PERSONS, SHARE, Long, ratio, with_all
from openfisca_kz.population.statistics.ranking import DECILES

TABLE = "winners_losers"


def count(families: Families, decile: numpy.ndarray) -> Counts:
    """By system what `_tables` and `_money` count; only of systems other than the baseline."""
    return {
        system.name: {**_tables(families, decile, system), **_money(families, decile, system)}
        for system in families.others
    }


def _tables(families: Families, decile: numpy.ndarray, system: System) -> Counts:
    """Families of the frame, weighted families and persons by decile, bin and kind, shape (10, 5, 6)."""
    bin_of, kind_of = bins(families, system), kinds(families, system)
    shape = (DECILES, len(BINS), len(KINDS))

    def key(rows: slice) -> numpy.ndarray:
        return (decile[rows].astype(numpy.int16) * len(BINS) + bin_of[rows]) * len(KINDS) + kind_of[rows]

    found = by_key(key, decile.size, math.prod(shape), None, families.weight, families.persons)
    return {name: values.reshape(shape) for name, values in zip(("records", "families", "persons"), found, strict=True)}


def _money(families: Families, decile: numpy.ndarray, system: System) -> Counts:
    """What winners receive more and losers less by decile, and how many they are in the frame, shape (10,)."""
    change = system.paid - families.baseline.paid
    counts = {}
    for name, chosen, sign in (
        ("gains", numpy.flatnonzero(change > 0), 1),
        ("losses", numpy.flatnonzero(change < 0), -1),
    ):
        money = families.weight[chosen] * change[chosen] * sign
        counts[name] = numpy.bincount(decile[chosen], money, DECILES)
        counts[f"records_of_{name}"] = numpy.bincount(decile[chosen], minlength=DECILES).astype(float)
    return counts


def add(long: Long, counts: Counts) -> None:
    """Add the table: rows 1 to 10 and `all`; only systems other than the baseline have columns."""
    for name, of in counts.items():
        _add_by_income(long, name, of)
        _add_by_right(long, name, of)
        among = with_all(of["records"].sum(axis=(1, 2)))
        for figure in ("gains", "losses"):
            about = with_all(of[f"records_of_{figure}"])
            long.column(TABLE, decile_rows(), f"{figure}@{name}", with_all(of[figure]), MONEY, about, among)


def _add_by_income(long: Long, name: str, of: Counts) -> None:
    records, persons = (with_all(of[figure].sum(axis=2)) for figure in ("records", "persons"))
    among, everybody = records.sum(axis=1), persons.sum(axis=1)
    for number, change in enumerate(BINS):
        about, counted = records[:, number], persons[:, number]
        long.column(TABLE, decile_rows(), f"persons_{change}@{name}", counted, PERSONS, about, among)
        long.column(TABLE, decile_rows(), f"share_{change}@{name}", ratio(counted, everybody), SHARE, about, among)


def _add_by_right(long: Long, name: str, of: Counts) -> None:
    records, weighted, persons = (with_all(of[figure].sum(axis=1)) for figure in ("records", "families", "persons"))
    among = records.sum(axis=1)
    for number, change in enumerate(KINDS):
        about = records[:, number]
        long.column(TABLE, decile_rows(), f"families_{change}@{name}", weighted[:, number], FAMILIES, about, among)
        long.column(TABLE, decile_rows(), f"persons_right_{change}@{name}", persons[:, number], PERSONS, about, among)
