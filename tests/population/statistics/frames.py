"""Frames of families for the tables, and their figures."""

import numpy
import polars as pl
from hypothesis import strategies as st

from openfisca_kz.population.statistics import Settings, family_types, tables

NAMES = ["before", "after"]
STATES = ["entitled", "above_line", "no_need", "survey"]
OPEN = Settings(smallest_cell=0, smallest_gap=0.4999)
"""Nothing hidden; no whole tenge and no third of one is exactly the smallest gap, where rounding would decide."""
TOLERANCE = 1e-9


@st.composite
def a_family(draw, names=tuple(NAMES), least_income=0):
    members = draw(st.integers(1, 4))
    children = draw(st.integers(0, members))
    family = {
        "weight": draw(st.sampled_from([1, 1, 2, 3, 5])),
        "members": members,
        "children": children,
        "region": draw(st.sampled_from(["abai", "aktobe", None])),
        "residence": draw(st.sampled_from(["urban", "rural"])),
        "takes_up": draw(st.sampled_from([True, True, False])),
        "family_type": family_types(*(numpy.array([n]) for n in (members, children, 0)))[0],
        "income": draw(st.one_of(st.integers(least_income, 300), st.sampled_from([0, 50, 100]))),
        "subsistence_minimum": draw(st.sampled_from([120, 140])),
    }
    for name in names:
        state = draw(st.sampled_from(STATES))
        family[f"poverty_line@{name}"] = draw(st.sampled_from([100, 100, 110]))
        family[f"entitled@{name}"] = state == "entitled"
        family[f"tsa@{name}"] = draw(st.integers(0, 200)) if state == "entitled" else 0
        family[f"child_supplement@{name}"] = 30 * children if state == "entitled" else 0
        family[f"refusal@{name}"] = state
        if name != names[0]:
            family[f"cause@{name}"] = draw(st.sampled_from(["", "p. 8 26)", "p. 8 19) e)"]))
    return family


def frame_of(families):
    schema = {"region": pl.String, "weight": pl.Float64, "income": pl.Float64}
    return pl.DataFrame(families, infer_schema_length=None, schema_overrides=schema)


def figures_of(families, names=NAMES, choices=OPEN):
    frame = families if isinstance(families, pl.DataFrame) else frame_of(families)
    long = tables(frame, names, choices)
    return {(table, row, column): value for table, row, column, value, _ in long.iter_rows()}


def same(one, other):
    if one is None or other is None:
        return one is None and other is None
    return abs(one - other) <= TOLERANCE * max(1, abs(one), abs(other))


def differences(one, other, without=()):
    keys = [key for key in {**one, **other} if key[0] not in without and not key[2].startswith("records")]
    return {key: (one.get(key), other.get(key)) for key in keys if not same(one.get(key) or 0, other.get(key) or 0)}
