"""Family types: one for every family."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import polars as pl

FAMILY_TYPES = (
    "one_pensioner",
    "pensioners",
    "one_adult",
    "adults_without_children",
    "one_adult_with_children",
    "one_child",
    "two_children",
    "three_children",
    "four_or_more_children",
)
"""Without children by whether all have reached the retirement age and by number; with children by adults and number."""

MOST_CHILDREN = 4
NUMBERS_OF_CHILDREN = ("0", "1", "2", "3", "4+")


def family_types(members: numpy.ndarray, children: numpy.ndarray, pensioners: numpy.ndarray) -> pl.Series:
    """The type of each family as an Enum of `FAMILY_TYPES`, named `family_type`.

    Args:
        members: number of members of each family, 1 or more, shape (families,).
        children: how many of them are children.
        pensioners: how many of them have reached the retirement age or receive a pension for age.

    One adult with children has a type of its own, whatever the number of children; the four types by number of
    children are of families with two adults and more, or with none.
    """
    adults = members - children
    all_pensioners = (pensioners >= members) & (children == 0)
    without = numpy.where(all_pensioners, 0, 2) + (members > 1)
    several = 4 + numpy.minimum(children, MOST_CHILDREN)
    codes = numpy.where(children == 0, without, numpy.where(adults == 1, 4, several))
    return as_enum(codes, FAMILY_TYPES).alias("family_type")


def as_enum(codes: numpy.ndarray, names: Sequence[str]) -> pl.Series:
    """Positions in `names` (fewer than 256) as an Enum, without a text for each row."""
    return pl.Series(codes.astype(numpy.uint8)).cat.to(pl.Enum(names))
