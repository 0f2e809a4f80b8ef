"""Weights that reproduce given totals and stay as close as possible to the first ones: generalised raking.

The exponential distance of Deville and Särndal (1992): the weight is the first weight × exp(Σ multiplier × value). For
counts of one kind at a time this is iterative proportional fitting; here a family can count for several totals at once
and more than once (persons of an age group), which libraries for survey weights do not take. The multipliers are the
minimum of a convex function, found by Newton's method; weights are never negative.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from openfisca_kz.tables.errors import RunError

MOST_STEPS = 200
SMALLEST_STEP = 2.0**-30
LARGEST_EXPONENT = 50.0


class CalibrationError(RunError):
    """No weights of these families reproduce the totals."""


def rake(
    values: numpy.ndarray,
    totals: numpy.ndarray,
    first: numpy.ndarray,
    names: Sequence[str] | None = None,
    tolerance: float = 1e-7,
    sizes: numpy.ndarray | None = None,
) -> numpy.ndarray:
    """The calibrated weights.

    Args:
        values: shape (families, totals), what each family adds to each total; finite.
        totals: shape (totals,), what `weights @ values` is to be; zero is allowed where values have both signs.
        first: shape (families,), weights before, above 0.
        names: how messages name the totals.
        tolerance: largest deviation allowed, as a share of `sizes`.
        sizes: shape (totals,), what a deviation is a share of: the totals themselves unless given.

    Returns:
        Weights, shape (families,), above 0.

    Raises:
        CalibrationError: totals that contradict each other or that the families cannot make up; names the worst.
    """
    names = [f"total {number}" for number in range(len(totals))] if names is None else names
    sizes = numpy.abs(totals) if sizes is None else sizes
    if not (numpy.isfinite(values).all() and numpy.isfinite(totals).all() and (first > 0).all() and (sizes > 0).all()):
        raise CalibrationError("Calibration: values and totals must be finite, first weights and sizes above 0.")
    _refuse_out_of_reach(values, totals, names)
    scaled, aim = values / sizes, totals / sizes
    multipliers = numpy.zeros(len(totals))
    weights = first * _exponential(scaled @ multipliers)
    height = weights.sum() - aim @ multipliers
    for _ in range(MOST_STEPS):
        gap = weights @ scaled - aim
        if numpy.abs(gap).max() <= tolerance:
            return weights
        curvature = scaled.T @ (scaled * weights[:, None])
        direction = numpy.linalg.lstsq(curvature, -gap, rcond=1e-12)[0]
        step = 1.0
        while step > SMALLEST_STEP:
            trial = multipliers + step * direction
            trial_weights = first * _exponential(scaled @ trial)
            trial_height = trial_weights.sum() - aim @ trial
            if trial_height <= height + 1e-4 * step * (gap @ direction):
                break
            step /= 2
        else:
            break
        multipliers, weights, height = trial, trial_weights, trial_height
    gap = weights @ scaled - aim
    worst = numpy.argsort(-numpy.abs(gap))[:3]
    shown = ", ".join(f"{names[place]} (off by {gap[place]:+.2%})" for place in worst)
    raise CalibrationError(f"Calibration: no weights reach all totals. Furthest: {shown}. They contradict each other.")


def _exponential(exponents: numpy.ndarray) -> numpy.ndarray:
    """Bounded, so that a step too far gives a large number and no overflow."""
    return numpy.exp(numpy.clip(exponents, -LARGEST_EXPONENT, LARGEST_EXPONENT))


def _refuse_out_of_reach(values: numpy.ndarray, totals: numpy.ndarray, names: Sequence[str]) -> None:
    """Refuse totals that no family adds to, or whose sign no family has."""
    for place, total in enumerate(totals):
        column = values[:, place]
        above, below = (column > 0).any(), (column < 0).any()
        if (total > 0 and not above) or (total < 0 and not below) or (total == 0 and above != below):
            raise CalibrationError(f"Calibration: {names[place]}: no family to make it up. Make more families.")
