"""Rates of exchange, and amounts converted at them exactly."""

import numpy
from openfisca_core.holders import Holder
from openfisca_core.periods import Period

from openfisca_kz.errors import SituationError
from openfisca_kz.law_variable import one_month_only
from openfisca_kz.money import TIYN, to_tiyn

RATE_STEPS = 1_000_000
"""Steps of a rate in a tenge: six decimals. Millionths × whole tiyn stay within 64 bits up to 10¹⁰ tenge."""

NOISE = 1e-3
"""Part of a step by which a stored float may miss it."""


def state_rate(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes rates of exchange of a month, tenge for one unit, 0 where not stated.

    Raises:
        SituationError: a longer period; a rate that is not finite, negative, or finer than six decimals.
    """
    one_month_only(holder, period, f"State {holder.variable.name} for one month (2025-05), not for {period}.")
    rates = numpy.asarray(array, dtype=numpy.float64)
    finite = numpy.isfinite(rates) & (rates >= 0)
    steps = numpy.where(finite, rates, 0) * RATE_STEPS
    at_fault = numpy.flatnonzero(~finite | (numpy.abs(steps - numpy.rint(steps)) > NOISE))
    if at_fault.size:
        population = holder.population
        place = [population.entity.plural, str(population.ids[at_fault[0]]), holder.variable.name, str(period)]
        cure = f"{rates[at_fault[0]]}: write tenge for one unit of the currency, with up to six decimals."
        raise SituationError(place, cure)
    holder._set(period, rates)  # noqa: SLF001 the engine's own helpers for set_input do the same


def in_tenge(amounts: numpy.ndarray, rates: numpy.ndarray) -> numpy.ndarray:
    """Amounts × rates in tenge, rounded half up to a whole tiyn; exact for products up to 10¹⁰ tenge."""
    exact = to_tiyn(amounts).astype(numpy.int64) * numpy.rint(rates * RATE_STEPS).astype(numpy.int64)
    return (2 * exact + RATE_STEPS) // (2 * RATE_STEPS) / TIYN
