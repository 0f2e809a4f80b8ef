"""Tables 8 and 9: transitions between the states of families with the causes of change, and the reasons of refusal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from openfisca_kz.population.statistics.blocks import Part, by_key
from openfisca_kz.population.statistics.cells import Groups
from openfisca_kz.population.statistics.changes import KINDS, kinds
from openfisca_kz.population.statistics.frame import ENTITLED, Families, System
from openfisca_kz.population.statistics.long import CHILDREN, FAMILIES, MONEY, PERSONS, RECORDS, SHARE, Long, ratio

TRANSITIONS, REFUSALS = "transitions", "refusals"
ABOVE_LINE = "above_line"
UNITS = {"records": RECORDS, "families": FAMILIES, "persons": PERSONS, "children": CHILDREN}
NO_CAUSE = "no cause named"
Counts = dict[str, numpy.ndarray]


def add_transitions(long: Long, families: Families) -> None:
    """Add table 8: kinds of change, their causes, and the matrix of states before and after.

    Rows are `gained`, `gained: <cause>` and `<state> → <state>`; only systems other than the baseline have columns.
    """
    for system in families.others:
        kind = kinds(families, system)
        counts = _count(families, kind, len(KINDS))
        rows = numpy.flatnonzero(kind < KINDS.index("same"))
        change = families.weight[rows] * (system.right[rows] - families.baseline.right[rows])
        _columns(long, list(KINDS), counts, numpy.bincount(kind[rows], change, len(KINDS)), system)
        if system.cause is not None:
            _causes(long, families, system, system.cause, rows, kind[rows], change)
        _matrix(long, families, system)


def _causes(
    long: Long,
    families: Families,
    system: System,
    cause: Groups,
    rows: numpy.ndarray,
    kind: numpy.ndarray,
    change: numpy.ndarray,
) -> None:
    """Every change by the provision that caused it; a change without one is shown as such."""
    labels = cause.labels
    key = kind.astype(numpy.int64) * len(labels) + cause.codes[rows]
    size = KINDS.index("same") * len(labels)
    counts = _count_some(families, rows, key, size)
    names = [f"{name}: {label or NO_CAUSE}" for name in KINDS[: KINDS.index("same")] for label in labels]
    found = numpy.flatnonzero(counts["records"])
    money = numpy.bincount(key, change, size)
    _columns(long, [names[place] for place in found], _at(counts, found), money[found], system)


def _matrix(long: Long, families: Families, system: System) -> None:
    before, after = families.baseline.state, system.state
    width = len(after.labels)
    counts = _count(
        families,
        lambda rows: before.codes[rows].astype(numpy.int64) * width + after.codes[rows],
        len(before.labels) * width,
    )
    names = [f"{old} → {new}" for old in before.labels for new in after.labels]
    found = numpy.flatnonzero(counts["records"])
    _columns(long, [names[place] for place in found], _at(counts, found), None, system)


def _columns(long: Long, rows: Sequence[str], counts: Counts, money: numpy.ndarray | None, system: System) -> None:
    about = counts["records"]
    for name, values in counts.items():
        long.column(TRANSITIONS, rows, f"{name}@{system.name}", values, UNITS[name], about)
    if money is not None:
        long.column(TRANSITIONS, rows, f"change_of_amount@{system.name}", money, MONEY, about)


def _count(families: Families, key: numpy.ndarray | Part, size: int) -> Counts:
    """Families of the frame, families, persons and children by key."""
    weights = (families.weight, families.persons, families.child_persons)
    return dict(zip(UNITS, by_key(key, families.weight.size, size, None, *weights), strict=True))


def _count_some(families: Families, rows: numpy.ndarray, key: numpy.ndarray, size: int) -> Counts:
    """The same for the families at `rows`, whose keys are given."""
    weights = (families.weight[rows], families.persons[rows], families.child_persons[rows])
    counts = [numpy.bincount(key, values, size).astype(float) for values in (None, *weights)]
    return dict(zip(UNITS, counts, strict=True))


def _at(counts: Counts, places: numpy.ndarray) -> Counts:
    return {name: values[places] for name, values in counts.items()}


def add_refusals(long: Long, families: Families) -> None:
    """Add table 9: families by their state, the first failing ground or the right, under each system.

    The share is of the families refused for another reason than income above the line.
    """
    labels = list(dict.fromkeys(label for system in families.systems.values() for label in system.state.labels))
    figures: dict[str, dict[str, numpy.ndarray]] = {name: {} for name in (*UNITS, "share_of_refused")}
    for name, system in families.systems.items():
        counts = _count(families, system.state.codes, len(system.state.labels))
        place = {label: number for number, label in enumerate(system.state.labels)}
        for figure, values in counts.items():
            own = [values[place[label]] if label in place else 0.0 for label in labels]
            figures[figure][name] = numpy.array([*own, values.sum()])
        weight = figures["families"][name]
        refused = numpy.array([label not in (ENTITLED, ABOVE_LINE) for label in labels] + [False])
        shares = ratio(weight, weight[refused].sum())
        figures["share_of_refused"][name] = numpy.where(refused, shares, numpy.nan)
    rows = [*labels, "all"]
    about = figures["records"]
    for figure, by_system in figures.items():
        long.systems(REFUSALS, rows, figure, by_system, UNITS.get(figure, SHARE), about)
