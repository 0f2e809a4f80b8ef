import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.population.synthetic.raking import CalibrationError, rake


@st.composite
def reachable(draw):
    """Families that count for several totals, first weights, and totals that some other weights make up."""
    families, totals = draw(st.integers(5, 60)), draw(st.integers(1, 6))
    numbers = st.integers(0, 5)
    values = numpy.array([[draw(numbers) for _ in range(totals)] for _ in range(families)], float)
    values[0] = 1  # every total has a family
    weights = numpy.array([draw(st.floats(0.5, 50)) for _ in range(families)])
    first = numpy.array([draw(st.floats(0.5, 50)) for _ in range(families)])
    return values, weights @ values, first


@settings(max_examples=60, deadline=None)
@given(reachable())
def test_totals_that_can_be_reached_are_reached_with_positive_weights(problem):
    values, totals, first = problem
    weights = rake(values, totals, first)
    assert numpy.allclose(weights @ values, totals, rtol=1e-6)
    assert (weights > 0).all()


@settings(max_examples=60, deadline=None)
@given(reachable())
def test_weights_that_fit_already_stay_as_they_are(problem):
    values, _, first = problem
    assert numpy.allclose(rake(values, first @ values, first), first, rtol=1e-5)


def test_one_margin_is_post_stratification():
    values = numpy.array([[1, 0], [1, 0], [0, 1]], float)
    assert numpy.allclose(rake(values, numpy.array([10.0, 3.0]), numpy.ones(3)), [5, 5, 3])


def test_two_margins_are_iterative_proportional_fitting():
    table, rows, columns = numpy.array([[4.0, 1.0], [2.0, 3.0]]), numpy.array([6.0, 4.0]), numpy.array([3.0, 7.0])
    fitted = table.copy()
    for _ in range(200):
        fitted *= (rows / fitted.sum(axis=1))[:, None]
        fitted *= columns / fitted.sum(axis=0)
    values = numpy.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]], float)
    weights = rake(values, numpy.concatenate([rows, columns]), table.ravel())
    assert numpy.allclose(weights, fitted.ravel(), rtol=1e-6)


def test_a_share_is_a_total_of_zero():
    poor, persons = numpy.array([3.0, 0, 0]), numpy.array([3.0, 2, 1])
    values = numpy.column_stack([poor - 0.25 * persons, persons])
    weights = rake(values, numpy.array([0.0, 60.0]), numpy.ones(3), sizes=numpy.array([15.0, 60.0]))
    assert weights @ poor == pytest.approx(15)


def test_totals_that_contradict_each_other_are_named():
    values = numpy.array([[1, 1], [2, 2]], float)
    with pytest.raises(CalibrationError, match=r"Furthest: (women|men) .*contradict"):
        rake(values, numpy.array([10.0, 20.0]), numpy.ones(2), ["women", "men"])


def test_a_total_out_of_the_range_of_the_families_is_refused():
    """Families of two or three members cannot be ten persons in two families."""
    values = numpy.array([[1, 2], [1, 3]], float)
    with pytest.raises(CalibrationError, match="no weights reach all totals"):
        rake(values, numpy.array([2.0, 10.0]), numpy.ones(2))


@pytest.mark.parametrize("total", [5.0, -5.0])
def test_a_total_without_a_family_is_named(total):
    values = numpy.array([[1, 0], [1, 0]], float)
    with pytest.raises(CalibrationError, match="Ulytau: no family to make it up"):
        rake(values, numpy.array([1.0, total]), numpy.ones(2), ["all", "Ulytau"])


@pytest.mark.parametrize("broken", [numpy.nan, numpy.inf])
def test_numbers_that_are_none_are_refused(broken):
    with pytest.raises(CalibrationError, match="must be finite"):
        rake(numpy.array([[broken]]), numpy.ones(1), numpy.ones(1))
