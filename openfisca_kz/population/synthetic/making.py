"""Who belongs to the made families: where they live, how many children and grown-ups, their ages and sexes.

Everything here is chance round the shares of figures.yaml and assumptions.yaml; the weights correct the outcome.
"""

from __future__ import annotations

import numpy
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.population.synthetic.families import APPLICANT, CHILD, OTHER, SPOUSE, Families
from openfisca_kz.population.synthetic.figures import assumptions, figures, targets

DAYS_OF_A_YEAR = 365.25
ADULT_AGE, OLDEST_PARENT = 18, 60
FEMALE, MALE = 1, 2
"""Indices of the law's `sex`."""


def make(count: int, rng: numpy.random.Generator, period: str, system: TaxBenefitSystem) -> Families:
    """`count` families without incomes, applying in the month `period` ('YYYY-MM'); ages hold on its first day."""
    regions, urban = _places(count, rng, system)
    hardship, children = _hardship_and_children(rng, urban)
    with_children = children > 0
    spouse, kind = _couples(rng, with_children)
    grown_up, grandparent = _further(rng, with_children, kind, hardship)
    elderly = ~with_children & (kind < 2) & (rng.random(count) < assumptions()["elderly_share_of_childless"])

    counts = numpy.stack([numpy.ones(count, int), spouse, children, grown_up, grandparent], axis=1)
    sizes = counts.sum(axis=1)
    parts = numpy.tile(numpy.arange(5), count)
    part = numpy.repeat(parts, counts.ravel())
    family = numpy.repeat(numpy.arange(count), sizes)
    ages = _ages(rng, part, family, hardship, with_children, elderly)
    days = numpy.maximum((ages * DAYS_OF_A_YEAR).astype(int), 0)
    persons = {
        "role": numpy.array([APPLICANT, SPOUSE, CHILD, OTHER, OTHER])[part].astype(numpy.int8),
        "birth_date": numpy.datetime64(period, "D") - days.astype("timedelta64[D]"),
        "sex": _sexes(rng, part, family, spouse, with_children),
    }
    return Families(
        sizes,
        persons,
        {"region": regions, "residence": numpy.where(urban, 0, 1).astype(numpy.int8)},
        {"hardship": hardship},
    )


def _places(count: int, rng: numpy.random.Generator, system: TaxBenefitSystem) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The region of each family, as an index of the law's `region`, and whether it lives in a town."""
    names = list(system.variables["region"].possible_values.names)
    people = {dict(target.where)["region"]: target.value for target in targets() if target.group == REGIONS_GROUP}
    shares = numpy.array([people.get(name, 0.0) for name in names])
    regions = rng.choice(len(names), count, p=shares / shares.sum()).astype(numpy.int16)
    elsewhere = assumptions()["urban_share_elsewhere"]
    known = figures()["urban_shares"]
    urban_shares = numpy.array([elsewhere if known.get(name) is None else known[name] for name in names])
    return regions, rng.random(count) < urban_shares[regions]


REGIONS_GROUP = "Population of the regions"


def _hardship_and_children(rng: numpy.random.Generator, urban: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Whether each family is in hardship, and the number of its children."""
    count = len(urban)
    numbers = numpy.arange(len(assumptions()["children_urban"]))
    children = numpy.where(
        urban,
        rng.choice(numbers, count, p=assumptions()["children_urban"]),
        rng.choice(numbers, count, p=assumptions()["children_rural"]),
    )
    share = assumptions()["hardship_share"]
    chance = numpy.where(urban, share["urban"], share["rural"]) + share["for_each_child"] * children
    return rng.random(count) < chance, children


def _couples(rng: numpy.random.Generator, with_children: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Whether each applicant has a husband or wife, and the kind of the families without children."""
    count = len(with_children)
    kinds = assumptions()["childless_kinds"]
    kind = rng.choice(len(kinds), count, p=list(kinds.values()))
    both_parents = rng.random(count) < assumptions()["couple_share_with_children"]
    return numpy.where(with_children, both_parents, kind > 0).astype(int), kind


def _further(
    rng: numpy.random.Generator, with_children: numpy.ndarray, kind: numpy.ndarray, hardship: numpy.ndarray
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Number of grown-up children and of grandparents of each family."""
    count = len(kind)
    factor = numpy.where(hardship, assumptions()["further_in_hardship"], 1)
    young = rng.random(count) < assumptions()["young_grown_up_share"] * factor
    grown_up = numpy.where(with_children, young, numpy.maximum(kind - 1, 0)).astype(int)
    grandparent = with_children & (rng.random(count) < assumptions()["grandparent_share"] * factor)
    return grown_up, grandparent.astype(int)


def _ages(
    rng: numpy.random.Generator,
    part: numpy.ndarray,
    family: numpy.ndarray,
    hardship: numpy.ndarray,
    with_children: numpy.ndarray,
    elderly: numpy.ndarray,
) -> numpy.ndarray:
    """Age of each person in years, with fractions. Parts: applicant, spouse, children, grown-ups, grandparents."""

    def between(name: str, size: int) -> numpy.ndarray:
        low, high = assumptions()["ages_of_adults"][name]
        return rng.uniform(low, high, size)

    count = len(hardship)
    oldest = numpy.where(hardship, assumptions()["oldest_child_in_hardship"], ADULT_AGE)
    child_ages = rng.uniform(0, oldest[family])
    eldest = numpy.zeros(count)
    numpy.maximum.at(eldest, family[part == 2], child_ages[part == 2])
    grown_up = between("grown_up", len(part))
    oldest_grown_up = numpy.zeros(count)
    numpy.maximum.at(oldest_grown_up, family[part == 3], grown_up[part == 3])
    youngest_parent = numpy.maximum(eldest, oldest_grown_up)
    parent = numpy.minimum(youngest_parent + between("parent_at_birth", count), OLDEST_PARENT)
    applicant = numpy.where(elderly, between("elderly", count), between("applicant", count))
    applicant = numpy.where(with_children | (oldest_grown_up > 0), parent, applicant)
    spouse = numpy.maximum(applicant - between("apart_of_couple", count), ADULT_AGE)
    grandparent = numpy.maximum(between("grandparent", count), applicant + ADULT_AGE)
    return numpy.select(
        [part == 0, part == 1, part == 2, part == 3],
        [applicant[family], spouse[family], child_ages, grown_up],
        grandparent[family],
    )


def _sexes(
    rng: numpy.random.Generator,
    part: numpy.ndarray,
    family: numpy.ndarray,
    spouse: numpy.ndarray,
    with_children: numpy.ndarray,
) -> numpy.ndarray:
    """Index of the law's `sex`: of a couple the applicant is the man; who is alone with children is a woman."""
    any_sex = numpy.where(rng.random(len(part)) < 0.5, FEMALE, MALE)
    couple, mother = spouse[family] > 0, with_children[family]
    applicant = numpy.select([couple, mother], [MALE, FEMALE], any_sex)
    return numpy.select([part == 0, part == 1], [applicant, FEMALE], any_sex).astype(numpy.int8)
