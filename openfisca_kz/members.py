"""Sums over the members of families."""

import numpy
from openfisca_core.populations import GroupPopulation

from openfisca_kz.errors import SituationError


def sum_of_members(families: GroupPopulation, array: numpy.ndarray) -> numpy.ndarray:
    """Sum of a person array for each family (float64, exact for integers below 2⁵³).

    The engine's own sum forgets families without members at the end and shifts their values; this one does not.
    """
    return numpy.bincount(families.members_entity_id, weights=array, minlength=families.count)


def number_of_members(families: GroupPopulation, members: numpy.ndarray | None = None) -> numpy.ndarray:
    """Number of members of each family (int): of all its persons, or of those in `members` (bool array).

    Raises:
        SituationError: a family without members.
    """
    of_persons = families.members_entity_id if members is None else families.members_entity_id[members]
    sizes = numpy.bincount(of_persons, minlength=families.count)
    empty = numpy.flatnonzero(sizes == 0)
    if empty.size:
        family = str(families.ids[empty[0]])
        raise SituationError(
            [families.entity.plural, family], "This family has no members: add its persons, or take it out."
        )
    return sizes


def first_of_family(families: GroupPopulation, chosen: numpy.ndarray) -> numpy.ndarray:
    """Of the persons chosen (bool array) only the first of each family, in the order in which persons are given."""
    candidates = numpy.flatnonzero(chosen)
    _, first = numpy.unique(families.members_entity_id[candidates], return_index=True)
    result = numpy.zeros(chosen.size, dtype=bool)
    result[candidates[first]] = True
    return result
