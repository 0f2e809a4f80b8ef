"""Results say on which figures below grade A they rest."""

from openfisca_core.periods import period

from openfisca_kz.evidence import remarks, unverified


def test_the_commencement_of_order_95_is_an_inference(system):
    found = {item.what: item.grade for item in unverified(system, period("2025-05"))}
    assert found["commencement of order № 95 of 31.03.2025 on 2025-04-11"] == "C"
    assert found["interpretation.amount_rounding_step"] == "C"


def test_before_it_the_order_is_not_named(system):
    assert not any("№ 95" in item.what for item in unverified(system, period("2025-03")))


def test_worst_first_and_no_figure_of_grade_a(system):
    grades = [item.grade for item in unverified(system, period("2025-05"))]
    assert grades == sorted(grades, reverse=True)
    assert set(grades) <= {"B", "C"}


def test_figures_of_a_region_are_named_where_the_region_is(system):
    def named(month, *regions):
        return {item.what for item in unverified(system, period(month), regions)}

    assert "poverty_line.published.aktobe" in named("2025-05", "aktobe")
    assert "poverty_line.published.aktobe" not in named("2025-05", "almaty")
    assert "poverty_line.published.aktobe" not in named("2025-08", "aktobe")
    assert "subsistence_minimum.regional.mangystau" in named("2025-11", "mangystau")
    assert "subsistence_minimum.regional.mangystau" not in named("2025-05", "mangystau")
    assert "subsistence_minimum.regional.kyzylorda" in named("2025-10", "kyzylorda")  # known in August alone


def test_a_comparison_of_before_and_after_does_not_rest_on_the_day_of_commencement(before, after):
    for system in (before, after):
        assert not any("№ 95" in item.what for item in unverified(system, period("2025-05")))


def test_results_after_june_2026_come_with_a_remark():
    assert remarks(period("2026-06")) == []
    assert "order № 181" in remarks(period("2026-07"))[0]
