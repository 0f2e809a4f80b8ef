"""Sums over the members of families."""

import numpy
from openfisca_core.errors import SituationParsingError
from openfisca_core.populations import GroupPopulation


def sum_of_members(families: GroupPopulation, array: numpy.ndarray) -> numpy.ndarray:
    """Sum of a person array for each family (float64, exact for integers below 2⁵³).

    The engine's own sum forgets families without members at the end and shifts their values; this one does not.
    """
    return numpy.bincount(families.members_entity_id, weights=array, minlength=families.count)


def number_of_members(families: GroupPopulation) -> numpy.ndarray:
    """Number of members of each family (int).

    Raises:
        SituationParsingError: a family without members.
    """
    sizes = numpy.bincount(families.members_entity_id, minlength=families.count)
    empty = numpy.flatnonzero(sizes == 0)
    if empty.size:
        family = str(families.ids[empty[0]])
        raise SituationParsingError(
            [families.entity.plural, family], "This family has no members: add its persons, or take it out."
        )
    return sizes
