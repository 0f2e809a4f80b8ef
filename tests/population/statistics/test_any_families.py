"""The ten tables against a second calculation, and what must hold whatever the families."""

from datetime import timedelta
from unittest.mock import patch

import numpy
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.population.statistics import (
    Settings,
    StatisticsError,
    cells,
    making,
    tables,
)
from openfisca_kz.population.statistics.ranking import ascending
from tests.population.statistics.frames import (
    NAMES,
    OPEN,
    STATES,
    TOLERANCE,
    a_family,
    differences,
    figures_of,
    frame_of,
    same,
)
from tests.population.statistics.slow import Slow


@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(st.lists(a_family(least_income=-40), min_size=1, max_size=14), st.sampled_from([0, 2, 4]), st.booleans())
def test_every_figure_equals_the_slow_calculation(families, smallest_cell, take_up):
    choices = Settings(smallest_cell=smallest_cell, smallest_gap=0.4999, take_up=take_up)
    fast = figures_of(families, choices=choices)
    slow = Slow(families, NAMES, smallest_cell, take_up, 0.4999).figures
    wrong = {
        key: (fast.get(key, "absent"), value and float(value))
        for key, value in slow.items()
        if key not in fast or not same(fast[key], None if value is None else float(value))
    }
    assert not wrong
    others = {key: value for key, value in fast.items() if key not in slow and key[0] != "quality"}
    assert {key: value for key, value in others.items() if value} == {}


@settings(max_examples=40, deadline=timedelta(seconds=5))
@given(
    st.lists(a_family(least_income=-40), min_size=1, max_size=14),
    st.integers(1, 6),
    st.booleans(),
    st.sets(st.integers(0, 13)),
)
def test_counted_in_blocks_of_any_size_the_figures_are_the_same(families, size, as_enum, without_weight):
    frame = frame_of(
        [family | ({"weight": 0} if number in without_weight else {}) for number, family in enumerate(families)]
    )
    if as_enum:
        of_states = [f"refusal@{name}" for name in NAMES]
        regions = pl.col("region").cast(pl.Enum(["abai", "aktobe", "astana"]))
        frame = frame.with_columns(regions, pl.col(of_states).cast(pl.Enum([*STATES[::-1], "false_data"])))
    whole = figures_of(frame)
    with patch.object(making, "FAMILIES_EACH", size):
        in_blocks = figures_of(frame)
    assert list(in_blocks) == list(whole)
    assert differences(whole, in_blocks) == {}


def test_the_groups_of_all_blocks_together_are_not_too_many(example):
    names = [f"family {number}" for number in range(40)]
    many = pl.concat([example] * 8).with_columns(pl.Series("region", names))
    with (
        patch.object(making, "FAMILIES_EACH", 5),
        patch.object(cells, "MOST_CELLS", 1_500),
        pytest.raises(StatisticsError, match=r"too many groups \(region 40, residence 2, "),
    ):
        tables(many, NAMES, OPEN)


def test_causes_stand_in_the_order_of_an_enum_and_blank_ones_last(example):
    others = example.with_columns(pl.lit("p. 8 26)").alias("cause@after"))
    blank = example.with_columns(pl.lit(None, pl.String).alias("cause@after"))
    many = pl.concat([example, others, blank])

    def gained(frame):
        rows = [row for table, row, _ in figures_of(frame) if table == "transitions" and row.startswith("gained: ")]
        return list(dict.fromkeys(rows))

    assert gained(many) == ["gained: p. 8 19) e)", "gained: p. 8 26)", "gained: not_stated"]
    in_order = pl.Enum(["p. 8 26)", "p. 8 19) e)", "", "never"])
    assert gained(many.with_columns(pl.col("cause@after").cast(in_order))) == [
        "gained: p. 8 26)", "gained: p. 8 19) e)", "gained: not_stated",
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore:overflow encountered")
def test_weights_of_any_size_give_figures_or_none(example):
    figures = figures_of(example.with_columns(pl.col("weight") * 1e300))
    assert figures["quality", "effective_records", "all"] is None


def test_what_is_wrong_is_counted_in_all_blocks_together(example):
    wrong = pl.concat([example] * 3).with_columns(pl.lit("entitled").alias("refusal@before"))
    with patch.object(making, "FAMILIES_EACH", 2), pytest.raises(StatisticsError) as error:
        tables(wrong, NAMES)
    assert "record 2, family B, column refusal@before" in str(error.value)
    assert "(and 5 more)" in str(error.value)


@settings(max_examples=25, deadline=timedelta(seconds=5))
@given(st.lists(a_family(names=("a", "b", "c")), min_size=1, max_size=8))
def test_three_systems_in_one_pass_equal_each_pair(families):
    every = figures_of(families, ["a", "b", "c"])
    for other in "bc":
        pair = figures_of(families, ["a", other])
        common = {key: every.get(key) for key in pair}
        assert differences(common, pair, without=["quality"]) == {}


@settings(max_examples=30, deadline=timedelta(seconds=5))
@given(st.lists(a_family(), min_size=1, max_size=8))
def test_a_family_of_weight_k_is_k_families_of_weight_one(families):
    copies = [{**family, "weight": 1} for family in families for _ in range(family["weight"])]
    assert differences(figures_of(families), figures_of(copies), without=["quality"]) == {}


@settings(max_examples=30, deadline=timedelta(seconds=5))
@given(st.lists(a_family(), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_families_matters_only_to_rounding(families, random):
    mixed = random.sample(families, len(families))
    assert differences(figures_of(families), figures_of(mixed)) == {}


MONEY_UNITS = ("tenge", "tenge a month", "tenge a year", "tenge a month for a person", "tenge a month for a family")
AMOUNTS = ("income", "subsistence_minimum", "poverty_line", "tsa", "child_supplement")


@settings(max_examples=30, deadline=timedelta(seconds=5))
@given(st.lists(a_family(), min_size=1, max_size=8), st.sampled_from([0.5, 4.0, 1024.0]))
def test_other_money_scales_amounts_and_leaves_shares(families, factor):
    scaled = [
        {key: value * factor if key.split("@")[0] in AMOUNTS else value for key, value in family.items()}
        for family in families
    ]
    one = tables(frame_of(families), NAMES, OPEN)
    many = tables(frame_of(scaled), NAMES, Settings(smallest_cell=0, smallest_gap=0.4999 * factor))
    in_money = pl.col("unit").is_in(MONEY_UNITS)
    expected = one.with_columns(pl.when(in_money).then(pl.col("value") * factor).otherwise(pl.col("value")))
    found = [
        (left, right)
        for left, right in zip(expected.iter_rows(), many.iter_rows(), strict=True)
        if left[:3] != right[:3] or not same(left[3], right[3])
    ]
    assert found == []


@settings(max_examples=30, deadline=timedelta(seconds=5))
@given(st.lists(a_family(), min_size=1, max_size=8), st.sampled_from([2, 0.25]))
def test_weights_matter_only_to_one_another(families, factor):
    heavier = [{**family, "weight": family["weight"] * factor} for family in families]
    long, other = (tables(frame_of(each), NAMES, OPEN) for each in (families, heavier))
    shares = pl.col("unit").is_in(["share", "ratio", "tenge a month for a person"])
    left, right = (each.filter(shares)["value"].to_list() for each in (long, other))
    assert all(same(a, b) for a, b in zip(left, right, strict=True))


@settings(max_examples=40, deadline=timedelta(seconds=5))
@given(st.lists(a_family(least_income=-40), min_size=1, max_size=14))
def test_what_must_always_hold(families):
    figures = figures_of(families)

    def of(table, row, column):
        return figures[table, row, column]

    for name in ["without_tsa", *NAMES]:
        gini = of("inequality", "gini", name)
        assert gini is None or -TOLERANCE <= gini < 1
        previous = 1
        for power in range(3):
            fgt = of("poverty", "tsa_line: persons", f"fgt{power}@{name}")
            assert 0 <= fgt <= previous + TOLERANCE
            previous = fgt
    for name in NAMES:
        reranking = of("inequality", "reranking", name)
        assert reranking is None or reranking >= -TOLERANCE
        assert of("targeting", "gap_closed", name) <= of("fiscal", "cost_of_month", name) + TOLERANCE
        deciles = [of("deciles", str(number), f"cost@{name}") or 0 for number in range(1, 11)]
        assert same(sum(deciles), of("fiscal", "cost_of_month", name))
        states = [
            value
            for (table, row, column), value in figures.items()
            if (table, column) == ("refusals", f"families@{name}") and row != "all"
        ]
        assert same(sum(states), of("quality", "families", "all"))
    kinds = ("gained", "lost", "more", "less", "same", "neither")
    assert same(sum(of("transitions", kind, "persons@after") for kind in kinds), of("quality", "persons", "all"))
    change = of("fiscal", "cost_of_month_if_all_applied", "after-before")
    assert same(sum(of("transitions", kind, "change_of_amount@after") for kind in kinds), change)


@given(st.lists(st.one_of(st.floats(-1e12, 1e12), st.sampled_from([0.0, 1.0, 1.0 + 2**-40, 1e12])), max_size=60))
def test_the_fast_order_is_the_stable_order(values):
    order, ordered = ascending(numpy.array(values))
    expected = numpy.argsort(numpy.array(values), kind="stable")
    assert order.tolist() == expected.tolist()
    assert ordered.tolist() == numpy.array(values)[expected].tolist()


def test_texts_categories_and_enums_give_the_same(example):
    plain = tables(example, NAMES, OPEN)
    for kind in (pl.Categorical, "enum"):
        changed = example
        for name in ("region", "residence", "family_type", "refusal@before", "refusal@after", "cause@after"):
            labels = sorted(example[name].drop_nulls().unique().to_list())
            changed = changed.with_columns(pl.col(name).cast(pl.Enum(labels) if kind == "enum" else kind))
        assert tables(changed, NAMES, OPEN).equals(plain)


def test_the_same_families_give_the_same_bits(example):
    many = pl.concat([example] * 15_000)
    assert tables(many, NAMES, OPEN).equals(tables(many, NAMES, OPEN))
    parts = pl.concat([many.slice(start, 7_777) for start in range(0, many.height, 7_777)], rechunk=False)
    assert tables(parts, NAMES, OPEN).equals(tables(many, NAMES, OPEN))
