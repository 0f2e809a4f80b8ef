"""The law before the Social Code: the lists typed a second time, the covered months, both readings."""

import pytest
from openfisca_core.errors import SituationParsingError
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.building_blocks.covered_law import covered_months, is_covered, not_covered
from openfisca_kz.dates import in_force
from openfisca_kz.evidence import unverified
from openfisca_kz.population.running.analysis import check_period
from openfisca_kz.tables.errors import RunError

# What order № 237-п left out of total income, by the text of each redaction.
NOT_COUNTED_2018 = """tsa_received housing_aid funeral_benefit emergency_damage_aid birth_grant needy_pupil_aid
food_price_aid prosthetics_travel prosthetics_upkeep treatment_travel medicines_in_kind sanatorium_treatment_in_kind
prosthetic_products_in_kind mobility_equipment_in_kind education_material_aid.state education_material_aid.private
adoption_grant employment_measures_income resettlement_grant""".split()
NOT_COUNTED_2022 = """tsa_received housing_aid funeral_benefit disability_benefit_child_under_7
disability_benefit_child_7_to_17 special_benefit_child_under_7 special_benefit_child_7_to_17 decorated_mother_allowance
student_stipend emergency_damage_aid birth_grant needy_pupil_aid food_price_aid one_off_social_aid charitable_aid
prosthetics_travel prosthetics_upkeep treatment_travel medicines_in_kind sanatorium_treatment_in_kind
prosthetic_products_in_kind mobility_equipment_in_kind education_material_aid.state child_supplement_received
adoption_grant resettlement_grant loan_debt_relief housing_certificate emergency_food_kit
emergency_income_loss_payment""".split()


def leaves(node, prefix=""):
    for name in node:
        value = node[name]
        yield from leaves(value, f"{name}.") if hasattr(value, "__iter__") else [(f"{prefix}{name}", bool(value))]


@pytest.mark.parametrize(
    ("day", "left_out"),
    [
        ("2018-01-01", NOT_COUNTED_2018),
        ("2019-03-31", NOT_COUNTED_2018),
        ("2021-12-19", NOT_COUNTED_2022),
        ("2022-08-15", NOT_COUNTED_2022),
    ],
)
def test_the_lists_of_the_day(system, day, left_out):
    lists = system.parameters(day).total_income
    found = [leaf for group in lists for leaf in leaves(lists[group])]
    assert len(found) == 74  # 71 kinds, two of them by a fact with two values
    assert sorted(name for name, counts in found if not counts) == sorted(left_out)


@pytest.mark.parametrize("day", ["2017-12-31", "2019-04-01", "2020-06-01", "2021-12-18", "2022-08-16", "2023-06-30"])
def test_no_list_on_a_day_whose_text_was_not_read(system, day):
    lists = system.parameters(day)
    assert not [leaf for group in lists.total_income for leaf in leaves(lists.total_income[group])]
    assert not in_force(lists, "covered_law.texts_read", otherwise=False)


def test_the_covered_months():
    assert covered_months() == (("2018-01", "2019-03"), ("2022-01", "2022-07"), ("2023-07", "2099-12"))
    assert [
        month for month in ("2017-12", "2018-01", "2019-03", "2019-04", "2021-12", "2022-01") if is_covered(month)
    ] == [
        "2018-01",
        "2019-03",
        "2022-01",
    ]
    assert "2018-01–2019-03, 2022-01–2022-07" in not_covered()


@pytest.mark.parametrize("period", ["2018-01", "2019-03", "2022-01", "2022-07", "2023-07"])
def test_a_covered_month_is_compared(period):
    check_period(period)


@pytest.mark.parametrize("period", ["2017-12", "2019-04", "2019-12", "2020-01", "2021-12", "2022-08", "2023-06"])
def test_a_month_that_is_not_covered_is_refused_with_those_that_are(period):
    with pytest.raises(RunError, match="but for 2018-01–2019-03, 2022-01–2022-07"):
        check_period(period)


def apply_on(system, day, **person):
    situation = {
        "persons": {"a": {"wage": {"month:2021-07:3": 12_000}, **person}},
        "families": {"f": {"applicant": "a", "application_date": {day[:7]: day}}},
    }
    return SimulationBuilder().build_from_dict(system, situation).calculate("tsa_entitled", day[:7])[0]


@pytest.mark.parametrize("day", ["2019-04-01", "2020-05-05", "2021-12-18", "2022-08-16", "2023-06-30"])
def test_the_stock_tools_refuse_a_day_whose_texts_were_not_read(system, day):
    with pytest.raises(SituationParsingError, match=f"f.*{day}.*not covered, but for 2018-01–2019-03"):
        apply_on(system, day)


def test_what_no_rule_of_the_time_reads_is_refused_by_name(system):
    assert apply_on(system, "2022-03-01")
    for name, value in (("in_conscript_service", True), ("lump_sum", 5), ("alimony_paid", 5), ("wage_withheld", 5)):
        with pytest.raises(SituationParsingError, match=f"a.*{name}.*before the Social Code: leave it out"):
            apply_on(system, "2022-03-01", **{name: {"2022-03": value}})


@pytest.mark.parametrize("day", ["2018-01-01", "2019-03-31", "2022-03-01", "2023-06-30"])
def test_order_95_changes_nothing_before_the_code(system, before, after, day):
    values = [list(leaves(law.parameters(day).total_income.point_8)) for law in (system, before, after)]
    assert values[0] == values[1] == values[2]


def test_results_say_what_is_inferred(system):
    from openfisca_core.periods import period

    of_2019 = {item.what: item.grade for item in unverified(system, period("2019-02"))}
    assert of_2019["covered_law.texts_read"] == "C"
    assert of_2019["total_income.point_16_2.large_family_allowance"] == "B"
    assert "covered_law.texts_read" not in {item.what for item in unverified(system, period("2018-05"))}


def aid_within_line(system):
    situation = {
        "persons": {"a": {"charitable_aid": {"2018-01": 25_000}}},
        "families": {"f": {"applicant": "a", "given_poverty_line": {"2018-05": 10_000}}},
    }
    simulation = SimulationBuilder().build_from_dict(system, situation)
    return simulation.calculate("charitable_aid_within_line", "2018-05")[0], simulation.calculate(
        "total_income", "2018-05"
    )[0]


def test_both_readings_of_the_line_against_charitable_aid(system):
    """25 000 of the quarter against one line of 10 000, or against three."""

    class ALineEachMonth(Reform):
        def apply(self):
            def choose(parameters):
                parameters.interpretation.charitable_aid_line_each_month.update(start="2018-01-01", value=True)
                return parameters

            self.modify_parameters(choose)

    assert aid_within_line(system) == (10_000, 15_000)
    assert aid_within_line(ALineEachMonth(system)) == (25_000, 0)
