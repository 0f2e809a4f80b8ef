"""What a system changes for each family against the baseline."""

from __future__ import annotations

import numpy

from openfisca_kz.population.statistics.frame import Families, System

KINDS = ("gained", "lost", "more", "less", "same", "neither")
"""By the right: gained and lost it; had it twice with more, less, the same amount; had it neither time."""
BINS = ("loss_over_5", "loss_up_to_5", "no_change", "gain_up_to_5", "gain_over_5")
"""By income received, in % of the income after assistance of the baseline (the default bounds; see the settings)."""


def kinds(families: Families, system: System) -> numpy.ndarray:
    """The position in `KINDS` of each family, int8."""
    baseline = families.baseline
    found = numpy.full(families.weight.size, KINDS.index("neither"), numpy.int8)
    touched = numpy.flatnonzero(baseline.entitled | system.entitled)
    had, has = baseline.entitled[touched], system.entitled[touched]
    change = system.right[touched] - baseline.right[touched]
    found[touched] = numpy.select([~had, ~has, change > 0, change < 0], [0, 1, 2, 3], 4)
    return found


def bins(families: Families, system: System) -> numpy.ndarray:
    """The position in `BINS` of each family, int8; whoever had no income and gets some gains over the large bound."""
    settings, baseline = families.settings, families.baseline
    found = numpy.full(families.weight.size, BINS.index("no_change"), numpy.int8)
    change = system.paid - baseline.paid
    rows = numpy.flatnonzero(change)
    change = change[rows]
    had = families.income[rows] * families.members[rows] + baseline.paid[rows]
    size = numpy.abs(change)
    step = (size > settings.small_change * had).astype(numpy.int8) + (size > settings.large_change * had)
    found[rows] += numpy.where(change > 0, step, -step).astype(numpy.int8)
    return found
