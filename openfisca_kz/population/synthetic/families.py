"""Made families as arrays: columns of persons and of families, and how to take some of them, also several times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from openfisca_kz.tables.columns import ROLES

APPLICANT, SPOUSE, CHILD, OTHER = (ROLES.index(role) for role in ("applicant", "spouse", "child", "other"))
Columns = dict[str, numpy.ndarray]


@dataclass
class Families:
    """Families that stand together, one after the other, in the order of their persons.

    `sizes` is the number of members, shape (families,). `persons` and `families` hold columns by the header that the
    table gives them, shape (persons,) and (families,); choices are indices (role, region, residence and the enums of
    the law), dates datetime64[D]. `notes` are facts of families that the table does not show.
    """

    sizes: numpy.ndarray
    persons: Columns
    families: Columns
    notes: Columns

    @property
    def of_person(self) -> numpy.ndarray:
        """The family of each person, shape (persons,)."""
        return numpy.repeat(numpy.arange(len(self.sizes)), self.sizes)

    @property
    def starts(self) -> numpy.ndarray:
        """The place of each family's first person, shape (families,)."""
        return numpy.cumsum(self.sizes) - self.sizes

    def sum(self, values: numpy.ndarray) -> numpy.ndarray:
        """Sum over the members of each family, float64."""
        return numpy.bincount(self.of_person, weights=values, minlength=len(self.sizes))

    def take(self, places: numpy.ndarray) -> Families:
        """The families at `places`, in that order; a place may be named several times."""
        sizes = self.sizes[places]
        first = numpy.repeat(self.starts[places] - (numpy.cumsum(sizes) - sizes), sizes)
        rows = first + numpy.arange(sizes.sum())
        return Families(
            sizes,
            {name: column[rows] for name, column in self.persons.items()},
            {name: column[places] for name, column in self.families.items()},
            {name: column[places] for name, column in self.notes.items()},
        )
