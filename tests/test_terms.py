"""Terms of months, ages of half years, parts of sums: against plain dates and exact fractions."""

import datetime
from calendar import monthrange
from fractions import Fraction

import numpy
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.periods import period

from openfisca_kz.building_blocks.terms import attained, months_later, months_left_in_quarter, part_of_tiyn, term_runs
from openfisca_kz.dates import completed_years

dates = st.dates(datetime.date(1930, 1, 1), datetime.date(2031, 12, 31))


def days(*values):
    return numpy.array(values, dtype="datetime64[D]")


def plain_months_later(day, months):
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


@given(dates, st.integers(-60, 60))
def test_months_later(day, months):
    assert months_later(days(day), months)[0] == numpy.datetime64(plain_months_later(day, months))


@given(dates, dates, st.integers(0, 80))
def test_whole_years_are_attained_as_they_are_completed(born, day, years):
    assert attained(days(born), years, days(day))[0] == (completed_years(days(born), days(day))[0] >= years)


def test_half_a_year_on_a_day_that_the_month_lacks_is_the_first_of_the_next():
    born = days("1966-08-31", "1966-08-31", "1966-12-31", "1966-12-31")
    day = days("2028-02-29", "2028-03-01", "2028-06-30", "2028-07-01")
    assert attained(born, 61.5, day).tolist() == [False, True, False, True]


def test_without_a_date_of_birth_no_age_is_attained():
    assert not attained(days("NaT"), 0, days("2025-05-05"))[0]


@given(dates, dates, st.booleans())
def test_a_term_runs_from_its_day_to_the_day_of_the_same_number(since, day, included):
    end = plain_months_later(since, 6)
    expected = since <= day and (day < end or (included and day == end))
    assert term_runs(days(since), 6, days(day), numpy.array([included]))[0] == expected


@given(st.integers(0, 10**15), st.integers(0, 93), st.integers(1, 5_000))
def test_part_of_tiyn_is_exact(tiyn, parts, whole):
    exact = Fraction(tiyn) * parts / whole + Fraction(1, 2)
    got = part_of_tiyn(numpy.array([tiyn], dtype=float), numpy.array([parts]), whole)[0]
    assert got == exact.numerator // exact.denominator


def test_months_left_in_a_quarter():
    assert [months_left_in_quarter(period(f"2025-{month:02}")) for month in range(1, 13)] == [3, 2, 1] * 4
