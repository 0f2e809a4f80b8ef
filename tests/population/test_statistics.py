"""The ten tables against a second calculation, and what must hold whatever the families."""

from datetime import timedelta
from unittest.mock import patch

import numpy
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.population.statistics import (
    FAMILY_TYPES,
    TABLES,
    Settings,
    StatisticsError,
    cells,
    family_types,
    making,
    tables,
)
from openfisca_kz.population.statistics.ranking import ascending
from tests.slow_statistics import Slow

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
@given(st.lists(a_family(least_income=-40), min_size=1, max_size=14), st.integers(1, 6), st.booleans())
def test_counted_in_blocks_of_any_size_the_figures_are_the_same(families, size, as_enum):
    frame = frame_of(families)
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


@pytest.fixture
def example():
    """The families worked by hand in docs/statistics.md."""
    rows = [
        # weight members children income  before: entitled tsa supplement state   after: … cause
        ("A", 1, 4, 2, 40, True, (True, 240, 0, "entitled"), (True, 240, 0, "entitled"), ""),
        ("B", 2, 2, 1, 90, True, (False, 0, 0, "above_line"), (True, 20, 0, "entitled"), "p. 8 19) e)"),
        ("C", 1, 3, 1, 120, True, (True, 60, 30, "entitled"), (False, 0, 0, "above_line"), "p. 8 26)"),
        ("D", 1, 1, 0, 60, False, (True, 40, 0, "entitled"), (True, 40, 0, "entitled"), ""),
        ("E", 2, 2, 0, 300, True, (False, 0, 0, "above_line"), (False, 0, 0, "no_need"), ""),
    ]
    families = []
    for family, weight, members, children, income, takes_up, before, after, cause in rows:
        families.append(
            {
                "family_id": family, "weight": weight, "members": members, "children": children,
                "region": "abai" if family in "AB" else "aktobe", "residence": "rural" if family in "ABC" else "urban",
                "takes_up": takes_up, "income": income, "subsistence_minimum": 140,
                "family_type": family_types(*(numpy.array([n]) for n in (members, children, 0)))[0],
            }
        )  # fmt: skip
        for name, (entitled, tsa, supplement, state) in (("before", before), ("after", after)):
            families[-1] |= {
                f"poverty_line@{name}": 100, f"entitled@{name}": entitled, f"tsa@{name}": tsa,
                f"child_supplement@{name}": supplement, f"refusal@{name}": state,
            }  # fmt: skip
        families[-1]["cause@after"] = cause
    return frame_of(families)


WORKED = {
    ("fiscal", "cost_of_month"): (330, 280, -50),
    ("fiscal", "cost_of_year"): (3960, 3360, -600),
    ("fiscal", "cost_of_month_child_supplement"): (30, 0, -30),
    ("fiscal", "cost_of_month_if_all_applied"): (370, 320, -50),
    ("fiscal", "entitled_families"): (3, 4, 1),
    ("fiscal", "recipient_persons"): (7, 8, 1),
    ("fiscal", "recipient_children"): (3, 4, 1),
    ("fiscal", "take_up"): (2 / 3, 3 / 4, 1 / 12),
    ("fiscal", "mean_amount_of_person"): (330 / 7, 35, 35 - 330 / 7),
    ("deciles", "2", "mean_income_after"): (100, 100, 0),
    ("deciles", "7", "mean_income_after"): (150, 120, -30),
    ("deciles", "all", "mean_income_after"): (2470 / 16, 2420 / 16, -50 / 16),
    ("poverty", "tsa_line: persons", "fgt0"): (5 / 16, 1 / 16, -4 / 16),
    ("poverty", "tsa_line: persons", "fgt1"): (0.05, 0.025, -0.025),
    ("poverty", "tsa_line: persons", "fgt2"): (0.0125, 0.01, -0.0025),
    ("poverty", "tsa_line: persons", "gap"): (80, 40, -40),
    ("poverty", "tsa_line: children", "fgt0"): (2 / 5, 0, -2 / 5),
    ("poverty", "relative_line: persons", "mean_line"): (60, 60, 0),
    ("inequality", "median_income"): (100, 100, 0),
    ("inequality", "mean_income"): (2470 / 16, 2420 / 16, -50 / 16),
    ("inequality", "reynolds_smolensky"): (47380 / 34240 - 50230 / 39520, None, None),
    ("targeting", "coverage"): (7 / 16, 8 / 16, 1 / 16),
    ("targeting", "coverage_of_poor"): (4 / 9, 8 / 9, 4 / 9),
    ("targeting", "leakage_of_persons"): (3 / 7, 0, -3 / 7),
    ("targeting", "leakage_of_money"): (90 / 330, 0, -90 / 330),
    ("targeting", "share_of_gap_closed"): (0.75, 280 / 320, 0.125),
    ("targeting", "adequacy"): (1, 1, 0),
    ("targeting", "generosity"): (330 / 850, 280 / 800, 0.35 - 330 / 850),
    ("targeting", "cost_per_tenge_of_gap_closed"): (1.375, 1, -0.375),
    ("targeting", "cgh_poor"): (240 / 330 / (9 / 16), 16 / 9, 16 / 9 - 240 / 330 / (9 / 16)),
    ("targeting", "share_of_cost: quintile 1"): (240 / 330, 240 / 280, 240 / 280 - 240 / 330),
    ("refusals", "above_line", "families"): (4, 1, -3),
}


def test_rows_worked_by_hand(example):
    figures = figures_of(example, choices=Settings(smallest_cell=0))
    for (table, row, *figure), expected in WORKED.items():
        prefix = f"{figure[0]}@" if figure else ""
        for system, value in zip((*NAMES, "after-before"), expected, strict=True):
            if value is not None:
                assert figures[table, row, f"{prefix}{system}"] == pytest.approx(value, abs=1e-12), (table, row, system)
    assert figures["poverty", "tsa_line: persons", "fgt1@without_tsa"] == pytest.approx(0.2)
    assert figures["poverty", "tsa_line: persons", "fgt2@without_tsa"] == pytest.approx(0.1025)
    assert figures["inequality", "gini", "without_tsa"] == pytest.approx(47380 / 34240 - 1)
    assert figures["inequality", "s80_s20", "without_tsa"] == pytest.approx(7.5)
    assert figures["deciles", "5", "income_up_to"] == 90
    for row, families, persons, amount in [
        ("gained", 2, 4, 40), ("lost", 1, 3, -90), ("more", 0, 0, 0), ("same", 2, 5, 0), ("neither", 2, 4, 0),
        ("gained: p. 8 19) e)", 2, 4, 40), ("lost: p. 8 26)", 1, 3, -90),
        ("above_line → no_need", 2, 4, None), ("entitled → above_line", 1, 3, None),
    ]:  # fmt: skip
        assert figures["transitions", row, "families@after"] == families, row
        assert figures["transitions", row, "persons@after"] == persons, row
        if amount is not None:
            assert figures["transitions", row, "change_of_amount@after"] == amount, row
    assert figures["winners_losers", "all", "persons_loss_over_5@after"] == 3
    assert figures["winners_losers", "all", "persons_gain_over_5@after"] == 4
    assert figures["winners_losers", "all", "persons_no_change@after"] == 9
    assert figures["winners_losers", "all", "gains@after"] == 40
    assert figures["winners_losers", "all", "losses@after"] == 90
    assert figures["by_group", "region=abai", "poverty_rate@before"] == 0.5
    assert figures["by_group", "region=abai", "families_gained@after"] == 2


def test_take_up_can_be_left_out(example):
    paid = figures_of(example, choices=Settings(smallest_cell=0, take_up=False))
    assert paid["fiscal", "cost_of_month", "before"] == 370
    assert paid["fiscal", "take_up", "before"] == 1
    assert paid["poverty", "tsa_line: persons", "fgt0@after"] == 0


def test_small_groups_are_hidden_and_counted(example):
    figures = figures_of(example, choices=Settings(smallest_cell=2))
    assert figures["by_group", "residence=rural", "families"] == 4
    assert figures["by_group", "residence=urban", "recipient_families@before"] == 0
    assert figures["by_group", "region=abai", "cost@before"] is None  # one family is paid
    assert figures["by_group", "region=abai", "cost@after"] == 280  # two are
    assert figures["by_group", "region=abai", "cost@after-before"] is None
    assert figures["deciles", "2", "records"] is None
    assert figures["transitions", "gained", "families@after"] is None
    assert figures["fiscal", "cost_of_month", "before"] == 330
    assert figures["quality", "figures_hidden", "all"] > 10


def test_an_amount_rounded_to_tenge_leaves_nobody_poor(example):
    """7 999 ÷ 3 a person: the law pays 1 (half up), and the line is missed by less than a tenge."""
    one = example.head(1).with_columns(
        members=pl.lit(3), income=pl.lit(7998.6 / 3), **{f"poverty_line@{name}": pl.lit(8000 / 3) for name in NAMES},
        **{f"tsa@{name}": pl.lit(1) for name in NAMES},
    )  # fmt: skip
    figures = figures_of(one, choices=Settings(smallest_cell=0))
    assert figures["poverty", "tsa_line: persons", "fgt0@without_tsa"] == 1
    assert figures["poverty", "tsa_line: persons", "fgt0@before"] == 0


def test_one_family_no_money_no_family(example):
    alone = figures_of(example.head(1), choices=Settings(smallest_cell=0))
    assert alone["inequality", "gini", "before"] == 0
    assert alone["inequality", "s80_s20", "before"] == pytest.approx(1)
    assert alone["deciles", "6", "records"] == 1
    assert alone["deciles", "1", "records"] is None
    nothing = example.with_columns(
        pl.lit(0.0).alias("income"),
        *(pl.lit(0).alias(name) for name in example.columns if name.startswith(("tsa@", "child_supplement@"))),
    )
    poor = figures_of(nothing, choices=Settings(smallest_cell=0))
    assert poor["inequality", "gini", "before"] is None
    assert poor["inequality", "atkinson_1", "before"] is None
    assert poor["targeting", "leakage_of_money", "before"] is None
    assert poor["poverty", "tsa_line: persons", "fgt2@before"] == 1
    empty = figures_of(example.clear(), choices=Settings(smallest_cell=0))
    assert {key[0] for key in empty} == set(TABLES)
    assert empty["fiscal", "mean_amount_of_family", "before"] is None
    assert empty["inequality", "gini", "before"] is None


def test_families_of_weight_zero_stand_for_nobody(example):
    with_ghost = pl.concat([example, example.head(1).with_columns(weight=pl.lit(0.0), income=pl.lit(1e9))])
    one, other = figures_of(example), figures_of(with_ghost)
    assert differences(one, other, without=["quality"]) == {}
    assert other["quality", "records_without_weight", "all"] == 1


def test_without_ages_the_supplement_is_not_known(example):
    figures = figures_of(example.drop(cs for cs in example.columns if cs.startswith("child_supplement")))
    assert figures["fiscal", "cost_of_month_child_supplement", "before"] is None
    assert figures["fiscal", "cost_of_month", "before"] == 300
    assert figures["quality", "child_supplement_known: before", "all"] == 0


def test_published_figures_beside_ours(example):
    choices = Settings(smallest_cell=0, administrative={"cost_of_year": 1980, "recipient_families": 4})
    figures = figures_of(example, choices=choices)
    assert figures["fiscal", "cost_of_year", "administrative"] == 1980
    assert figures["fiscal", "cost_of_year", "ratio_to_administrative@before"] == 2
    with pytest.raises(StatisticsError, match=r"no row recipients\. Rows: cost_of_month, "):
        tables(example, NAMES, Settings(administrative={"recipients": 4}))


def test_facts_of_the_run_are_in_the_table_of_quality(example):
    long = tables(example, NAMES, run={"seconds": (1.5, "s"), "warnings": (None, "warnings")})
    row = long.filter(pl.col("row") == "seconds").row(0, named=True)
    assert row == {"table": "quality", "row": "seconds", "column": "all", "value": 1.5, "unit": "s"}


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


@pytest.mark.parametrize(
    ("members", "children", "pensioners", "expected"),
    [
        (1, 0, 1, "one_pensioner"), (2, 0, 2, "pensioners"), (2, 0, 1, "adults_without_children"),
        (1, 0, 0, "one_adult"), (2, 1, 0, "one_adult_with_children"), (6, 5, 0, "one_adult_with_children"),
        (3, 1, 0, "one_child"), (4, 1, 3, "one_child"), (4, 2, 0, "two_children"), (5, 3, 0, "three_children"),
        (6, 4, 0, "four_or_more_children"), (9, 7, 0, "four_or_more_children"), (2, 2, 0, "two_children"),
    ],
)  # fmt: skip
def test_the_type_of_a_family(members, children, pensioners, expected):
    found = family_types(*(numpy.array([number]) for number in (members, children, pensioners)))
    assert found.to_list() == [expected]
    assert found.dtype == pl.Enum(FAMILY_TYPES)
