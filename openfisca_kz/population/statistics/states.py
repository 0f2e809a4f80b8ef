"""Tables 8 and 9: transitions between the states of families with the causes of change, and the reasons of refusal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy

from openfisca_kz.population.statistics.blocks import Part, by_key
from openfisca_kz.population.statistics.cells import NOT_STATED, Groups, groups
from openfisca_kz.population.statistics.changes import KINDS
from openfisca_kz.population.statistics.counts import Counts, Labels
from openfisca_kz.population.statistics.frame import Families, column, refuse
from openfisca_kz.population.statistics.long import (
    CHILDREN,
    FAMILIES,
    MONEY,
    PERSONS,
    RECORDS,
    SHARE,
    Long,
    ratio,
    with_all,
)

TRANSITIONS, REFUSALS = "transitions", "refusals"
ENTITLED, ABOVE_LINE = "entitled", "above_line"
UNITS = {"records": RECORDS, "families": FAMILIES, "persons": PERSONS, "children": CHILDREN}
NO_CAUSE = "no cause named"
SAME = KINDS.index("same")
"""The kinds before this one are changes."""
States = dict[str, Groups]
"""The state of each family under each system: the first failing ground, or the right."""


def count(families: Families, changes: dict[str, numpy.ndarray]) -> Counts:
    """Records, families, persons and children, arrays of shape (4,), by what happens to them.

    changes: the kind of change of each family under each other system.
    labels, causes_named: of the states and of the causes of each system. in_state: by system and state. moves, kinds,
    causes: by other system and states before and after, kind of change, kind of change and its cause; kinds and causes
    have the change of the amounts behind the four.
    """
    of = states(families)
    baseline = families.baseline.name
    counts: Counts = {
        "labels": {name: Labels(state.labels, NOT_STATED) for name, state in of.items()},
        "in_state": {name: _in_state(families, state) for name, state in of.items()} if not families.others else {},
        **{name: {} for name in ("moves", "kinds", "causes", "causes_named")},
    }
    for system in families.others:
        kind = changes[system.name]
        cube = _cube(families, of[baseline], of[system.name], kind)
        for name, sums in ((baseline, cube.sum(axis=(1, 2))), (system.name, cube.sum(axis=(0, 2)))):
            counts["in_state"][name] = _named(of[name].labels, sums)
        pairs = [(before, after) for before in of[baseline].labels for after in of[system.name].labels]
        counts["moves"][system.name] = _named(pairs, cube.sum(axis=2).reshape(len(pairs), len(UNITS)))
        rows = numpy.flatnonzero(kind < SAME)
        change = families.weight[rows] * (system.right[rows] - families.baseline.right[rows])
        money = numpy.bincount(kind[rows], change, len(KINDS))
        by_kind = numpy.column_stack([cube.sum(axis=(0, 1)), money])
        counts["kinds"][system.name] = dict(zip(KINDS, by_kind, strict=True))
        cause = groups(column(families.frame, f"cause@{system.name}"))
        counts["causes_named"][system.name] = Labels(cause.labels, NOT_STATED)
        counts["causes"][system.name] = _causes(families, cause, rows, kind[rows], change)
    return counts


def _named(names: Sequence[Any], sums: numpy.ndarray) -> Counts:
    """The rows of `sums` that have records, by their names."""
    return {names[place]: sums[place] for place in numpy.flatnonzero(sums[:, 0]).tolist()}


def states(families: Families) -> States:
    """States of all families.

    Raises:
        StatisticsError: a state that contradicts the right under the same system.
    """
    found = {}
    for name, system in families.systems.items():
        state = found[name] = groups(column(families.frame, f"refusal@{name}"))
        says_entitled = state.codes == (state.labels.index(ENTITLED) if ENTITLED in state.labels else -1)
        cure = f"A family with the right, and only such a family, has '{ENTITLED}' there."
        amiss = says_entitled != system.entitled
        refuse(families.frame, f"refusal@{name}", amiss, f"disagrees with entitled@{name}", cure)
    return found


def _in_state(families: Families, state: Groups) -> Counts:
    return _named(state.labels, _count(families, state.codes, len(state.labels)))


def _cube(families: Families, before: Groups, after: Groups, kind: numpy.ndarray) -> numpy.ndarray:
    """By state before, state after and kind of change: shape (before, after, 6, 4)."""
    shape = (len(before.labels), len(after.labels), len(KINDS))

    def key(rows: slice) -> numpy.ndarray:
        return (before.codes[rows].astype(numpy.int64) * shape[1] + after.codes[rows]) * shape[2] + kind[rows]

    return _count(families, key, math.prod(shape)).reshape(*shape, len(UNITS))


def _count(families: Families, key: numpy.ndarray | Part, size: int) -> numpy.ndarray:
    """Records, families, persons and children by key, shape (size, 4)."""
    weights = (families.weight, families.persons, families.child_persons)
    return numpy.stack(by_key(key, families.weight.size, size, None, *weights), axis=1)


def _causes(
    families: Families, cause: Groups, rows: numpy.ndarray, kind: numpy.ndarray, change: numpy.ndarray
) -> Counts:
    """Every change by the provision that caused it."""
    key = kind.astype(numpy.int64) * len(cause.labels) + cause.codes[rows]
    weights = (None, families.weight[rows], families.persons[rows], families.child_persons[rows], change)
    sums = [numpy.bincount(key, values, SAME * len(cause.labels)) for values in weights]
    names = [(name, label) for name in KINDS[:SAME] for label in cause.labels]
    return _named(names, numpy.stack(sums, axis=1))


def add(transitions: Long, refusals: Long, counts: Counts) -> None:
    """Add table 8, kinds of change, their causes, and the matrix of states before and after; and table 9.

    Rows of table 8 are `gained`, `gained: <cause>` and `<state> → <state>`; only systems other than the baseline have
    columns. Table 9 has the families by their state under each system.
    """
    for name in transitions.names[1:]:
        _columns(transitions, counts["kinds"][name], name)
        causes = counts["causes"][name]
        named = [(kind, cause) for kind in KINDS for cause in counts["causes_named"][name].names]
        # a change without a cause is shown as such
        by_cause = {
            f"{kind}: {cause or NO_CAUSE}": causes[kind, cause] for kind, cause in named if (kind, cause) in causes
        }
        _columns(transitions, by_cause, name)
        moves = counts["moves"][name]
        before, after = (counts["labels"][each].names for each in (transitions.names[0], name))
        pairs = [(old, new) for old in before for new in after if (old, new) in moves]
        _columns(transitions, {f"{old} → {new}": moves[old, new] for old, new in pairs}, name)
    _refusals(refusals, counts)


def _columns(long: Long, by_row: Counts, system: str) -> None:
    """Records, families, persons, children, and the change of the amounts where it was counted."""
    rows, sums = list(by_row), numpy.array(list(by_row.values()))
    if not rows:
        return
    units = dict(zip((*UNITS, "change_of_amount"), (*UNITS.values(), MONEY), strict=True))
    for (figure, unit), values in zip(units.items(), sums.T, strict=False):
        long.column(TRANSITIONS, rows, f"{figure}@{system}", values, unit, sums[:, 0])


def _refusals(long: Long, counts: Counts) -> None:
    """Families by their state, the first failing ground or the right, under each system.

    The share is of the families refused for another reason than income above the line.
    """
    labels = list(dict.fromkeys(label for of in counts["labels"].values() for label in of.names))
    refused = numpy.array([label not in (ENTITLED, ABOVE_LINE) for label in labels] + [False])
    figures: dict[str, dict[str, numpy.ndarray]] = {name: {} for name in (*UNITS, "share_of_refused")}
    for name in long.names:
        of = counts["in_state"][name]
        sums = numpy.array([of.get(label, numpy.zeros(len(UNITS))) for label in labels]).reshape(-1, len(UNITS))
        sums = with_all(sums)
        for figure, values in zip(UNITS, sums.T, strict=True):
            figures[figure][name] = values
        weight = figures["families"][name]
        shares = ratio(weight, weight[refused].sum())
        figures["share_of_refused"][name] = numpy.where(refused, shares, numpy.nan)
    for figure, by_system in figures.items():
        long.systems(REFUSALS, [*labels, "all"], figure, by_system, UNITS.get(figure, SHARE), figures["records"])
