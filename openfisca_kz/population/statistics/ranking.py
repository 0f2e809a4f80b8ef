"""Incomes in ascending order: the order itself, deciles with ties together, and what is read off a sorted list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from openfisca_kz.population.statistics.blocks import blocks

DECILES = 10
NEARLY = 1e-9
"""Positions closer than this to a boundary, in parts of a group, stand on it: weights are not summed exactly."""


def ascending(values: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The order of finite `values`, shape (n,), and the values in it.

    Positions from the smallest to the largest; equal ones in the order given.

    The same as a stable argsort and much faster: value and position share one whole number, which is sorted. Values
    too close for the bits that are left are put right afterwards.
    """
    count = values.size
    if count == 0:
        return numpy.arange(0), values
    low, span = values.min(), values.max() - values.min()
    if span == 0 or not numpy.isfinite(span):
        return _stable(values)
    bits = numpy.uint64(max(count - 1, 1).bit_length())
    with numpy.errstate(over="ignore"):
        scale = (2.0 ** (62 - int(bits))) / span
    if not numpy.isfinite(scale):
        return _stable(values)
    packed = numpy.empty(count, numpy.uint64)
    for rows in blocks(count):
        numbers = ((values[rows] - low) * scale).astype(numpy.uint64)
        numbers <<= bits
        numbers |= numpy.arange(rows.start, rows.stop, dtype=numpy.uint64)
        packed[rows] = numbers
    packed.sort()
    order = (packed & numpy.uint64((1 << int(bits)) - 1)).view(numpy.int64)
    ordered = values[order]
    wrong = numpy.flatnonzero(ordered[1:] < ordered[:-1])
    if wrong.size:
        packed >>= bits
        together = _places(packed, numpy.unique(packed[wrong]))
        chosen = order[together]
        order[together] = chosen[numpy.lexsort((chosen, ordered[together], packed[together]))]
        ordered = values[order]
    return order, ordered


def _places(ordered: numpy.ndarray, wanted: numpy.ndarray) -> numpy.ndarray:
    """Where any of the `wanted` numbers, each there once, stands among `ordered` ones; both ascend."""
    first, behind = (numpy.searchsorted(ordered, wanted, side=side) for side in ("left", "right"))
    counts = behind - first
    return numpy.arange(counts.sum()) + numpy.repeat(first - numpy.cumsum(counts) + counts, counts)


def _stable(values: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    order = numpy.argsort(values, kind="stable")
    return order, values[order]


@dataclass(frozen=True)
class Ranking:
    """Persons ranked by the income of their family.

    order: positions of the families from the poorest to the richest, shape (families,).
    twice_middle: in that order, twice the number of persons up to the middle of those with the same income.
    before: the distribution of income before assistance in that order, negative incomes as 0.
    deciles: where the deciles lie.
    """

    order: numpy.ndarray
    twice_middle: numpy.ndarray
    before: Distribution
    deciles: Deciles


@dataclass(frozen=True)
class Deciles:
    """The incomes that divide persons into tenths.

    lowest: the lowest income of the second to the tenth decile, infinite without anybody in it or above, shape (9,).
    largest: the largest income of the first nine deciles, NaN of an empty one, shape (9,).
    """

    lowest: numpy.ndarray
    largest: numpy.ndarray

    def of(self, income: numpy.ndarray) -> numpy.ndarray:
        """The decile of families with an `income` for each member, 0 to 9, int8."""
        return numpy.searchsorted(self.lowest, income, side="right").astype(numpy.int8)


def rank(income: numpy.ndarray, persons: numpy.ndarray) -> Ranking:
    """Rank families by `income`; `persons` is the weight of all members together, above 0. Both of shape (families,).

    Equal incomes have one place, the middle of the persons who have it; the decile is where that middle falls.
    """
    order, ordered = ascending(income)
    ordered_persons = persons[order]
    up_to = numpy.cumsum(ordered_persons)
    last = numpy.flatnonzero(numpy.append(ordered[1:] != ordered[:-1], numpy.ones(min(1, income.size), bool)))
    ends = up_to[last]
    twice = ends.copy()
    twice[1:] += ends[:-1]
    twice = numpy.repeat(twice, numpy.diff(last, prepend=-1)) if last.size < income.size else twice
    bounds = (numpy.arange(1, DECILES) - NEARLY) / DECILES * 2 * (up_to[-1] if income.size else 0)
    starts = numpy.searchsorted(twice, bounds)
    positive = numpy.maximum(ordered, 0) if income.size and ordered[0] < 0 else ordered
    return Ranking(order, twice, Distribution(positive, ordered_persons), _deciles(ordered, starts))


def _deciles(ordered: numpy.ndarray, starts: numpy.ndarray) -> Deciles:
    """From incomes in ascending order, and where the second to the tenth decile start."""
    lowest, largest = (numpy.full(DECILES - 1, value) for value in (numpy.inf, numpy.nan))
    inside, filled = starts < ordered.size, starts > numpy.concatenate([[0], starts[:-1]])
    lowest[inside], largest[filled] = ordered[starts[inside]], ordered[starts[filled] - 1]
    return Deciles(lowest, largest)


@dataclass(frozen=True)
class Distribution:
    """Incomes from the lowest to the highest, none below 0, and the persons who have them; shapes (families,)."""

    income: numpy.ndarray
    persons: numpy.ndarray

    def raised(self, rows: numpy.ndarray, income: numpy.ndarray) -> Distribution:
        """The distribution after the families at `rows`, positions here, got another `income`."""
        staying = numpy.ones(self.income.size, bool)
        staying[rows] = False
        within, moved = ascending(income)
        rest = self.income[staying]
        places = numpy.searchsorted(rest, moved, side="right") + numpy.arange(moved.size)
        stay_at = numpy.ones(self.income.size, bool)
        stay_at[places] = False
        new_income = numpy.empty_like(self.income)
        new_income[places], new_income[stay_at] = moved, rest
        del rest  # at the size of a country every array counts
        new_persons = numpy.empty_like(self.persons)
        new_persons[places], new_persons[stay_at] = self.persons[rows][within], self.persons[staying]
        return Distribution(new_income, new_persons)

    def quantile(self, share: float, up_to: numpy.ndarray) -> float:
        """The income that `share` of the persons do not exceed; halfway to the next one if exactly that many do not.

        `up_to` are the persons up to and with each family, shape (families,), at least one.
        """
        target, slack = share * up_to[-1], up_to[-1] * 1e-12
        first = min(int(numpy.searchsorted(up_to, target - slack)), up_to.size - 1)
        if abs(up_to[first] - target) <= slack and first + 1 < up_to.size:
            return float((self.income[first] + self.income[first + 1]) / 2)
        return float(self.income[first])
