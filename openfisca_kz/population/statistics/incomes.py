"""Incomes of all families, and who is paid how much: what is ranked, for which no block is enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy
import polars as pl

from openfisca_kz.population.statistics.frame import amounts_of, given_income_of, members_of, take_up_of, weighted
from openfisca_kz.population.statistics.settings import Settings


@dataclass(frozen=True)
class Paid:
    """The families that one system pays: their positions, and tenge a month for each member."""

    rows: numpy.ndarray
    for_a_member: numpy.ndarray


@dataclass(frozen=True)
class Incomes:
    """Income as given, tenge a month for a person, and persons with their weight, shape (families,); paid by system."""

    given: numpy.ndarray
    persons: numpy.ndarray
    paid: dict[str, Paid]


def incomes(frames: Iterable[pl.DataFrame], names: Sequence[str], settings: Settings) -> Incomes:
    """Those of all blocks together, each a frame with the columns that are read here or more.

    Raises:
        StatisticsError: as `prepare`, of these columns.
    """
    given, persons, before = [], [], 0
    paid: dict[str, list[Paid]] = {name: [] for name in names}
    for rows in frames:
        frame, weight = weighted(rows)
        members = members_of(frame)
        given.append(given_income_of(frame))
        persons.append(weight * members)
        takes_up = take_up_of(frame) if settings.take_up else None
        for name in names:
            amounts = amounts_of(frame, name, takes_up)
            who = amounts.paid_rows
            paid[name].append(Paid(who + before, amounts.paid[who] / members[who]))
        before += weight.size
    return Incomes(numpy.concatenate(given), numpy.concatenate(persons), {name: _all(of) for name, of in paid.items()})


def _all(parts: list[Paid]) -> Paid:
    return Paid(
        numpy.concatenate([part.rows for part in parts]), numpy.concatenate([part.for_a_member for part in parts])
    )
