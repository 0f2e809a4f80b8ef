"""The figures of the law typed a second time, from the budget laws and published lists, against the parameter files."""

import pytest

# start: (monthly calculation index, subsistence minimum, minimum wage)
FIGURES = {
    "2010-01-01": (1_413, 14_952, 14_952),
    "2011-01-01": (1_512, 15_999, 15_999),
    "2012-01-01": (1_618, 17_439, 17_439),
    "2013-01-01": (1_731, 18_660, 18_660),
    "2014-01-01": (1_852, 19_966, 19_966),
    "2015-01-01": (1_982, 21_364, 21_364),
    "2016-01-01": (2_121, 22_859, 22_859),
    "2017-01-01": (2_269, 24_459, 24_459),
    "2018-01-01": (2_405, 28_284, 28_284),
    "2019-01-01": (2_525, 29_698, 42_500),
    "2020-01-01": (2_651, 31_183, 42_500),
    "2020-04-01": (2_778, 32_668, 42_500),
    "2021-01-01": (2_917, 34_302, 42_500),
    "2022-01-01": (3_063, 36_018, 60_000),
    "2022-04-01": (3_180, 37_389, 60_000),
    "2023-01-01": (3_450, 40_567, 70_000),
    "2024-01-01": (3_692, 43_407, 85_000),
    "2025-01-01": (3_932, 46_228, 85_000),
    "2026-01-01": (4_325, 50_851, 85_000),
}
REGIONAL_MINIMUMS = {
    "2024-08-01": {"mangystau": 66_687, "almaty": 60_595, "astana": 59_851, "abai": 56_404, "pavlodar": 54_531},
    "2025-08-01": {"mangystau": 73_276, "astana": 66_204, "almaty": 65_573, "shymkent": 61_489, "zhetisu": 59_115},
    "2025-09-01": {"mangystau": 73_994, "astana": 65_696, "almaty": 65_651, "shymkent": 61_209, "zhetisu": 59_725},
    "2025-11-01": {"mangystau": 66_667, "astana": 60_551, "almaty": 59_358, "ulytau": 57_892},
}


@pytest.mark.parametrize("start", FIGURES)
def test_figures_of_the_budget_laws(system, start):
    law = system.parameters(start)
    assert (law.monthly_calculation_index, law.subsistence_minimum.national, law.minimum_wage) == FIGURES[start]


def test_no_other_change_of_a_budget_figure(system):
    starts = {
        value.instant_str
        for parameter in (
            system.parameters.monthly_calculation_index,
            system.parameters.minimum_wage,
            system.parameters.subsistence_minimum.national,
        )
        for value in parameter.values_list
    }
    assert starts == set(FIGURES)


@pytest.mark.parametrize("start", REGIONAL_MINIMUMS)
def test_published_minimums_of_regions(system, start):
    published = system.parameters(start).subsistence_minimum.regional
    assert {region: published[region] for region in REGIONAL_MINIMUMS[start]} == REGIONAL_MINIMUMS[start]
