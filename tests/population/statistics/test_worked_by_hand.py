"""The rows of docs/statistics.md that were worked by hand, and what follows from single families."""

import numpy
import polars as pl
import pytest

from openfisca_kz.population.statistics import FAMILY_TYPES, TABLES, Settings, StatisticsError, family_types, tables
from tests.population.statistics.frames import NAMES, differences, figures_of

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


def test_regions_may_have_numbers(example):
    codes = example.with_columns(region=pl.col("region").replace_strict({"abai": -2, "aktobe": 7_100_000_000}))
    one, other = figures_of(example), figures_of(codes)
    spelled = {(t, r.replace("-2", "abai").replace("7100000000", "aktobe"), c): v for (t, r, c), v in other.items()}
    assert differences(one, spelled) == {}
    blank = figures_of(example.with_columns(region=pl.lit(None)))
    assert blank["by_group", "region=not_stated", "persons"] == 16


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
