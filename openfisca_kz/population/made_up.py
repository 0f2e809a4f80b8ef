"""A made-up population, to try the commands out. It is NOT calibrated: its totals say nothing about Kazakhstan."""

from __future__ import annotations

import numpy
import polars as pl
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.population.columns import quarter_of

# ASSUMPTIONS. None is a statistic; they were chosen so that every branch of the comparison has families in it.
SIZE_SHARES = (0.12, 0.18, 0.19, 0.20, 0.14, 0.09, 0.05, 0.03)
"""Shares of families with 1, 2, … 8 members."""
SPOUSE_SHARE = 0.75
"""Families of two and more in which the applicant has a husband or wife."""
CHILD_SHARE = 0.8
"""Further members who are children; the others are adults."""
ADULT_AGES, CHILD_AGES, OTHER_AGES = (20, 62), (0, 18), (18, 80)
PENSION_AGE, SCHOOL_AGE, STUDENT_AGES = 62, 6, (17, 23)
WORK_SHARE = 0.75
"""Adults below pension age who have a wage."""
WAGE_MEDIAN, WAGE_SPREAD = 150_000, 0.55
"""Lognormal wage of a month: median in tenge, standard deviation of the logarithm."""
PENSION_RANGE = (62_000, 150_000)
STIPEND, STIPEND_SHARE = 47_000, 0.3
ALLOWANCE_PER_CHILD, LARGE_FAMILY = 15_700, 4
"""Large family allowance: tenge for each child, from this number of children."""
SCHOOL_AID, SCHOOL_AID_SHARE, PRIVATE_SHARE = 46_228, 0.25, 0.15
"""Aid for a pupil, once in a month of the quarter: tenge, share of pupils who got it, of these in private schools."""
RENT_PAYMENT_RANGE, RENT_PAYMENT_SHARE, NEW_ORDER_SHARE = (20_000, 90_000), 0.04, 0.7
"""Rent payment of a month: tenge, share of families, of these under order № 221 of 2024."""
WEIGHT_RANGE = (10, 90)
"""Families for which a made-up one stands."""


def provenance(seed: int) -> str:
    """The sentence that goes with the file and into every result made from it."""
    return f"made up, not calibrated, seed {seed}"


def make_up(families: int, seed: int, period: str, system: TaxBenefitSystem) -> pl.DataFrame:
    """A table of persons in `families` families that apply in the month `period` ('YYYY-MM').

    The same arguments give the same table. Ages are counted from the first of the month.
    """
    rng = numpy.random.default_rng(seed)
    sizes = rng.choice(numpy.arange(1, 9), families, p=SIZE_SHARES)
    family = numpy.repeat(numpy.arange(families), sizes)
    position = numpy.arange(len(family)) - numpy.repeat(numpy.cumsum(sizes) - sizes, sizes)
    count = len(family)

    role = numpy.where(rng.random(count) < CHILD_SHARE, "child", "other")
    couple = (rng.random(families) < SPOUSE_SHARE)[family]
    role = numpy.select([position == 0, (position == 1) & couple], ["applicant", "spouse"], role)
    child = role == "child"
    low, high = (numpy.select([child, role == "other"], [CHILD_AGES[i], OTHER_AGES[i]], ADULT_AGES[i]) for i in (0, 1))
    age_in_days = ((low + rng.random(count) * (high - low)) * 365.25).astype(int)
    age = age_in_days // 365.25
    pupil = child & (age >= SCHOOL_AGE)

    wage = rng.lognormal(numpy.log(WAGE_MEDIAN), WAGE_SPREAD, count).round(-2)
    works = ~child & (age < PENSION_AGE) & (rng.random(count) < WORK_SHARE)
    pensioner = age >= PENSION_AGE
    student = ~works & (age >= STUDENT_AGES[0]) & (age < STUDENT_AGES[1]) & (rng.random(count) < STIPEND_SHARE)
    children = numpy.bincount(family, weights=child)[family]
    allowance = numpy.where((position == 0) & (children >= LARGE_FAMILY), children * ALLOWANCE_PER_CHILD, 0)

    aided = pupil & (rng.random(count) < SCHOOL_AID_SHARE)
    aid_month = rng.integers(0, 3, count)
    private = rng.random(count) < PRIVATE_SHARE
    rents = (position == 0) & (rng.random(count) < RENT_PAYMENT_SHARE)
    new_order = rng.random(count) < NEW_ORDER_SHARE
    regions = numpy.array(system.variables["region"].possible_values.names[1:])

    return pl.DataFrame(
        {
            "family_id": numpy.char.add("F", (family + 1).astype(str)),
            "person_id": numpy.char.add("P", numpy.arange(1, count + 1).astype(str)),
            "role": role,
            "weight": rng.integers(*WEIGHT_RANGE, families).astype(float)[family],
            "region": regions[rng.integers(0, len(regions), families)][family],
            "birth_date": numpy.datetime64(period, "D") - age_in_days.astype("timedelta64[D]"),
            "wage": numpy.where(works, wage, 0.0),
            "pension": numpy.where(pensioner, rng.uniform(*PENSION_RANGE, count).round(-2), 0.0),
            "student_stipend": numpy.where(student, float(STIPEND), 0.0),
            "large_family_allowance": allowance.astype(float),
            "education_organisation_ownership": _fact(aided, private, "private", "state"),
            **{
                f"education_material_aid@{month}": numpy.where(aided & (aid_month == number), float(SCHOOL_AID), 0.0)
                for number, month in enumerate(quarter_of(period))
            },
            "rental_housing_payment_basis": _fact(rents, new_order, "order_221_2024", "order_60_2022"),
            "rental_housing_payment": numpy.where(rents, rng.uniform(*RENT_PAYMENT_RANGE, count).round(-2), 0.0),
        }
    )


def _fact(receives: numpy.ndarray, first: numpy.ndarray, name: str, other: str) -> numpy.ndarray:
    return numpy.where(receives, numpy.where(first, name, other), "not_stated")
