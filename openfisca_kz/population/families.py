"""The families of a table as arrays: what is read from a file and what a comparison runs over."""

from dataclasses import dataclass, field

import numpy


@dataclass
class Population:
    """Families and persons as numpy arrays.

    Persons are in the order of the rows, families in the order of their first rows. Amounts are tenge of one month,
    by (variable, 'YYYY-MM'); roles are positions in the roles of the family entity.
    """

    file: str
    sha256: str
    provenance: str | None
    family_ids: numpy.ndarray
    family_of_person: numpy.ndarray
    roles: numpy.ndarray
    weights: numpy.ndarray
    amounts: dict[tuple[str, str], numpy.ndarray] = field(default_factory=dict)
    facts: dict[str, numpy.ndarray] = field(default_factory=dict)
    family_inputs: dict[str, numpy.ndarray] = field(default_factory=dict)
    is_parquet: bool = False
    first_row: int = 1

    @property
    def n_families(self) -> int:
        """Number of families."""
        return len(self.family_ids)
