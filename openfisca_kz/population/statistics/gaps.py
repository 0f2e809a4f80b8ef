"""Who is poor at a line, and by how much: before assistance and under each system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from openfisca_kz.population.statistics.blocks import blocks
from openfisca_kz.population.statistics.frame import Families, System
from openfisca_kz.population.statistics.settings import WITHOUT_TSA


@dataclass(frozen=True)
class Poor:
    """The poor families at one line: their positions, what each family lacks and what the line gives it.

    Both in tenge a month for the family: line × members less its income, and line × members.
    """

    rows: numpy.ndarray
    lacking: numpy.ndarray
    needed: numpy.ndarray


def poor_before(families: Families, line: numpy.ndarray | float) -> Poor:
    """Families whose income before assistance leaves them poor at `line`, tenge a month for a person."""
    found_rows, found_lacking = [numpy.arange(0)], [numpy.zeros(0)]
    for part in blocks(families.income.size):
        of_part = line[part] if isinstance(line, numpy.ndarray) else line
        lacking = (of_part - families.income[part]) * families.members[part]
        rows = numpy.flatnonzero(lacking >= families.settings.smallest_gap)
        found_rows.append(rows + part.start)
        found_lacking.append(lacking[rows])
    poor = numpy.concatenate(found_rows)
    lines = line[poor] if isinstance(line, numpy.ndarray) else line
    return Poor(poor, numpy.concatenate(found_lacking), lines * families.members[poor])


def poor_after(families: Families, before: Poor, system: System) -> Poor:
    """Who of them is still poor with what the system pays; nobody else can be, for assistance only adds."""
    lacking = before.lacking - system.paid[before.rows]
    still = lacking >= families.settings.smallest_gap
    return Poor(before.rows[still], lacking[still], before.needed[still])


def poor_everywhere(families: Families, line: numpy.ndarray | float) -> Iterator[tuple[str, Poor]]:
    """The poor at one line without assistance, then under each system."""
    before = poor_before(families, line)
    yield WITHOUT_TSA, before
    for name, system in families.systems.items():
        yield name, poor_after(families, before, system)
