"""Frames, names and settings from which no table can be made."""

import numpy
import polars as pl
import pytest

from openfisca_kz.population.statistics import Settings, StatisticsError, tables
from tests.population.statistics.frames import NAMES

FAULTS = {
    "weight": (pl.lit(-1.0), "record 1, family A, column weight, value '-1.0': below 0 (and 4 more)"),
    "income": (pl.when(pl.col("family_id") == "C").then(numpy.nan).otherwise(1.0), "record 3, family C, column income"),
    "members": (pl.lit(0), "column members, value '0': below 1"),
    "children": (pl.lit(5), "more children than members"),
    "tsa@after": (pl.lit(None, pl.Float64), "column tsa@after, value 'None': the cell is blank"),
    "takes_up": (pl.lit("yes"), "column takes_up: it holds String, not true and false"),
    "entitled@before": (pl.lit(value=False), "an amount without the right"),
    "refusal@before": (pl.lit("entitled"), "disagrees with entitled@before"),
    "poverty_line@after": (pl.lit("100"), "it holds String, not numbers"),
}


@pytest.mark.parametrize("column", FAULTS)
def test_a_frame_that_makes_no_sense_is_refused_by_name(example, column):
    expression, message = FAULTS[column]
    with pytest.raises(StatisticsError) as error:
        tables(example.with_columns(expression.alias(column)), NAMES)
    assert message in str(error.value)


def test_a_record_is_named_by_its_number_in_the_frame_also_behind_families_without_weight(example):
    frame = example.with_columns(weight=pl.when(pl.col("family_id") == "A").then(0.0).otherwise("weight"))
    wrong = pl.when(pl.col("family_id") == "C").then(-1).otherwise("tsa@before")
    with pytest.raises(StatisticsError, match=r"record 3, family C, column tsa@before, value '-1'"):
        tables(frame.with_columns(wrong.alias("tsa@before")), NAMES)


@pytest.mark.parametrize("column", ["region", "refusal@before", "cause@after"])
@pytest.mark.parametrize("value", [pl.lit([1, 2]), pl.lit(1.5), pl.lit("2025-05-01").str.to_date()])
def test_groups_are_names(example, column, value):
    for frame in (example, example.clear()):
        with pytest.raises(StatisticsError, match=rf"column {column}: it holds .*, not names of groups\. Store them"):
            tables(frame.with_columns(value.alias(column)), NAMES)


@pytest.mark.parametrize(
    ("names", "message"),
    [([], "No system"), (["a@b"], "a@b"), (["without_tsa"], "without_tsa"), (["before", "before"], "told apart")],
)
def test_names_that_columns_could_not_tell_apart_are_refused(example, names, message):
    with pytest.raises(StatisticsError, match=message):
        tables(example, names)


def test_a_missing_column_is_named(example):
    with pytest.raises(StatisticsError, match="no column cause@after"):
        tables(example.drop("cause@after"), NAMES)


def test_settings_out_of_range_are_refused():
    with pytest.raises(StatisticsError, match="relative_share = 60"):
        Settings(relative_share=60)
