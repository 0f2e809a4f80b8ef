"""Incomes of all families, and who is paid how much: what is ranked, for which no block is enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy

from openfisca_kz.population.statistics.frame import Families


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


def incomes(blocks: Iterable[Families]) -> Incomes:
    """Those of all blocks together."""
    given, persons, before = [], [], 0
    paid: dict[str, list[Paid]] = {}
    for families in blocks:
        given.append(families.given_income)
        persons.append(families.persons)
        for name, system in families.systems.items():
            rows = system.paid_rows
            paid.setdefault(name, []).append(Paid(rows + before, system.paid[rows] / families.members[rows]))
        before += families.weight.size
    return Incomes(numpy.concatenate(given), numpy.concatenate(persons), {name: _all(of) for name, of in paid.items()})


def _all(parts: list[Paid]) -> Paid:
    return Paid(
        numpy.concatenate([part.rows for part in parts]), numpy.concatenate([part.for_a_member for part in parts])
    )
