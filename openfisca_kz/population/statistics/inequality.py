"""Table 5, inequality: mean, median, Gini, S80/S20, Atkinson, redistribution and reranking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from openfisca_kz.population.statistics import blocks
from openfisca_kz.population.statistics.incomes import Incomes, Paid
from openfisca_kz.population.statistics.long import RATIO, TENGE, Long, ratio
from openfisca_kz.population.statistics.ranking import Distribution, Ranking
from openfisca_kz.population.statistics.settings import WITHOUT_TSA

TABLE = "inequality"
MEASURES = {
    "mean_income": TENGE,
    "median_income": TENGE,
    "gini": RATIO,
    "s80_s20": RATIO,
}


@dataclass(frozen=True)
class Spread:
    """Measures of one distribution of income over persons; NaN where there is nobody or no income."""

    mean: float
    median: float
    gini: float
    s80_s20: float
    atkinson: tuple[float, ...]
    concentration: float
    """Of this income over persons ranked by income before assistance; equals the Gini before assistance."""


def spreads(incomes: Incomes, ranking: Ranking, aversions: tuple[float, ...]) -> dict[str, Spread]:
    """Measures of the income before assistance and after it under each system."""
    before, middle = ranking.before, ranking.twice_middle
    total, count = float(before.persons.sum()), before.income.size
    income_before = blocks.total(lambda rows: before.persons[rows] * before.income[rows], count)
    concentrated = blocks.total(lambda rows: before.persons[rows] * before.income[rows] * middle[rows], count)

    place = numpy.empty(count, numpy.int32)
    place[ranking.order] = numpy.arange(count, dtype=numpy.int32)

    def after(paid: Paid) -> Spread:
        rows = place[paid.rows]
        raised = before.raised(rows, before.income[rows] + paid.for_a_member)
        money_paid = before.persons[rows] * paid.for_a_member
        money = income_before + float(money_paid.sum())
        return _spread(raised, aversions, total, money, concentrated + float((money_paid * middle[rows]).sum()))

    found = {WITHOUT_TSA: _spread(before, aversions, total, income_before, concentrated)}
    return found | {name: after(paid) for name, paid in incomes.paid.items()}


def _spread(
    those: Distribution, aversions: tuple[float, ...], total: float, money: float, concentrated: float
) -> Spread:
    income, persons = those.income, those.persons
    if not income.size:
        return Spread(numpy.nan, numpy.nan, numpy.nan, numpy.nan, tuple(numpy.nan for _ in aversions), numpy.nan)
    up_to = numpy.cumsum(persons)
    ranked = blocks.total(lambda i: (2 * up_to[i] - persons[i]) * persons[i] * income[i], income.size)
    poorest, richest = _poorest(up_to, those, 0.2), _richest(up_to, those, 0.8)
    return Spread(
        mean=float(ratio(money, total)),
        median=those.quantile(0.5, up_to),
        gini=float(ratio(ranked, total * money)) - 1,
        s80_s20=float(ratio(richest, poorest)),
        atkinson=tuple(_atkinson(income, persons, aversion, total, money) for aversion in aversions),
        concentration=float(ratio(concentrated, total * money)) - 1,
    )


def _poorest(up_to: numpy.ndarray, those: Distribution, share: float) -> float:
    """Income of the poorest `share` of persons; a family on the boundary is divided."""
    income, wanted = those.income, share * up_to[-1]
    whole = min(int(numpy.searchsorted(up_to, wanted, side="right")), income.size - 1)
    rest = wanted - (up_to[whole - 1] if whole else 0.0)
    rest = rest if rest > 1e-12 * up_to[-1] else 0.0  # exactly the families before, but for rounding
    return blocks.total(lambda rows: those.persons[rows] * income[rows], whole) + rest * float(income[whole])


def _richest(up_to: numpy.ndarray, those: Distribution, share: float) -> float:
    """Income of the persons above `share` of all; a family on the boundary is divided."""
    income, wanted = those.income, share * up_to[-1]
    first = min(int(numpy.searchsorted(up_to, wanted, side="right")), income.size - 1)
    above = blocks.total(lambda rows: those.persons[rows] * income[rows], income.size, first + 1)
    return above + (float(up_to[first]) - wanted) * float(income[first])


def _atkinson(income: numpy.ndarray, persons: numpy.ndarray, aversion: float, total: float, money: float) -> float:
    """Atkinson measure for the aversion ε; 1 if ε is 1 or more and somebody has no income."""
    if money == 0:
        return numpy.nan
    mean = money / total
    if aversion >= 1 and income[0] <= 0:
        return 1.0
    power = 1 - aversion

    def level(rows: slice) -> numpy.ndarray:
        scaled = income[rows] / mean
        if power == 0:
            return persons[rows] * numpy.log(scaled)
        return persons[rows] * (numpy.sqrt(scaled) if power == 0.5 else 1 / scaled if power == -1 else scaled**power)

    average = blocks.total(level, income.size) / total
    return 1 - float(numpy.exp(average) if power == 0 else average ** (1 / power))


def add(long: Long, measured: dict[str, Spread], aversions: tuple[float, ...]) -> None:
    """Add the table: a row for each measure; columns are the income before assistance and each system."""
    rows = {
        "mean_income": {name: spread.mean for name, spread in measured.items()},
        "median_income": {name: spread.median for name, spread in measured.items()},
        "gini": {name: spread.gini for name, spread in measured.items()},
        "s80_s20": {name: spread.s80_s20 for name, spread in measured.items()},
    }
    for row, values in rows.items():
        long.measure(TABLE, row, values, MEASURES[row])
    for number, aversion in enumerate(aversions):
        values = {name: spread.atkinson[number] for name, spread in measured.items()}
        long.measure(TABLE, f"atkinson_{aversion:g}", values, RATIO)
    gini = measured[WITHOUT_TSA].gini
    after = {name: measured[name] for name in long.names}
    long.measure(TABLE, "redistribution", {name: gini - spread.gini for name, spread in after.items()}, RATIO)
    effect = {name: gini - spread.concentration for name, spread in after.items()}
    long.measure(TABLE, "reynolds_smolensky", effect, RATIO)
    reranking = {name: spread.gini - spread.concentration for name, spread in after.items()}
    long.measure(TABLE, "reranking", reranking, RATIO)
