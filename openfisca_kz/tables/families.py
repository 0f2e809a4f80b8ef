"""The families of a table as arrays: what is read from a file and what a comparison runs over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy

RESIDENCES = ("urban", "rural")
"""Where a family lives, as codes 0 and 1; −1 is not stated. For statistics only: the law does not ask."""


@dataclass
class Population:
    """Families and persons as numpy arrays; read only, since some are windows on the table that was read.

    Persons are in the order of the rows, families in the order of their first rows. Amounts are tenge of one month,
    by (variable, 'YYYY-MM'); roles are positions in the roles of the family entity; closed lists are `EnumArray`.

    family_ids: whole numbers (int64) if the table holds whole numbers, else text (object).
    weights: families that one stands for, float64. takes_up: whether a family that has the right applies (bool).
    residence: int8 positions in `RESIDENCES`, −1 where not stated, or None without the column.
    rows: how messages name each person: the row of the file.
    """

    file: str
    sha256: str
    provenance: str | None
    family_ids: numpy.ndarray
    family_of_person: numpy.ndarray
    roles: numpy.ndarray
    weights: numpy.ndarray
    takes_up: numpy.ndarray
    residence: numpy.ndarray | None = None
    amounts: dict[tuple[str, str], numpy.ndarray] = field(default_factory=dict)
    facts: dict[str, numpy.ndarray] = field(default_factory=dict)
    family_inputs: dict[str, numpy.ndarray] = field(default_factory=dict)
    is_parquet: bool = False
    rows: Sequence[object] = ()

    @property
    def n_families(self) -> int:
        """Number of families."""
        return len(self.family_ids)

    def blocks(self, families_each: int) -> Iterator[Population]:
        """The families in their order, so many at a time, each block as a population of its own."""
        if self.n_families <= families_each:
            yield self
            return
        for start in range(0, self.n_families, families_each):
            yield self.only(numpy.arange(start, min(start + families_each, self.n_families)))

    def members_of(self, places: numpy.ndarray) -> numpy.ndarray:
        """Positions of the persons of the families at these positions, ascending."""
        chosen = numpy.zeros(self.n_families, dtype=bool)
        chosen[places] = True
        return numpy.flatnonzero(chosen[self.family_of_person])

    def only(self, places: numpy.ndarray) -> Population:
        """The families at these positions (ascending, each once), as a population of their own."""
        number = numpy.full(self.n_families, -1)
        number[places] = numpy.arange(len(places))
        members = self.members_of(places)
        return Population(
            file=self.file,
            sha256=self.sha256,
            provenance=self.provenance,
            family_ids=self.family_ids[places],
            family_of_person=number[self.family_of_person[members]],
            roles=self.roles[members],
            weights=self.weights[places],
            takes_up=self.takes_up[places],
            residence=None if self.residence is None else self.residence[places],
            amounts={key: values[members] for key, values in self.amounts.items()},
            facts={key: values[members] for key, values in self.facts.items()},
            family_inputs={key: values[places] for key, values in self.family_inputs.items()},
            is_parquet=self.is_parquet,
            rows=_Chosen(self.rows, members) if len(self.rows) else (),
        )


class _Chosen(Sequence[object]):
    """Some of the names of rows, made when asked for."""

    def __init__(self, names: Sequence[object], places: numpy.ndarray) -> None:
        self._names, self._places = names, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> object: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[object]: ...
    def __getitem__(self, index: int | slice) -> object:
        if isinstance(index, slice):
            return _Chosen(self._names, self._places[index])
        return self._names[int(self._places[index])]
