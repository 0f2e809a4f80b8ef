"""Personal subsidiary farming: what is refused, the individual card, and random farms against exact fractions."""

import datetime
from fractions import Fraction
from math import floor

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.errors import SituationParsingError
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.building_blocks.farm_card import individual_card
from openfisca_kz.building_blocks.farming import PRODUCTS
from tests.test_farming_tables import NORMS, cells

MONTH = "2025-05"


def simulation(system, *families, month=MONTH):
    builder = SimulationBuilder()
    builder.set_default_period(month)
    situation = {
        "persons": {f"p{number}": {} for number in range(len(families))},
        "families": {f"f{number}": {"applicant": f"p{number}", **family} for number, family in enumerate(families)},
    }
    return builder.build_from_dict(system, situation)


def refusal(system, month=MONTH, **family):
    """Place and message of the error that the family's total income ends in."""
    with pytest.raises(SituationParsingError) as error:
        simulation(system, family, month=month).calculate("total_income", month)
    place = error.value.error["families"]["f0"]
    ((name, by_period),) = place.items()
    ((_, message),) = by_period.items()
    return name, message


@pytest.mark.parametrize("kind", PRODUCTS)
def test_a_missing_price_is_never_taken_for_zero(system, kind):
    name, message = refusal(system, given_natural_zone="dry_steppe", **{f"farm_{kind}": 1})
    assert name == next(iter(PRODUCTS[kind].values()))
    assert "not given" in message
    assert f"farm_{kind}" in message


def test_wool_needs_its_price_where_it_has_a_norm(system):
    family = {"farm_sheep_and_goats": 1, "farm_price_mutton": 2000}
    assert refusal(system, given_natural_zone="steppe", **family)[0] == "farm_price_wool"
    assert simulation(system, {"given_natural_zone": "desert", **family}).calculate("counted_farm_income", MONTH) > 0


@pytest.mark.parametrize(
    ("zone", "kind"),
    [("steppe", "melons"), ("steppe", "grapes"), ("steppe", "camels"), ("south_siberian_mountain", "camels")],
)
def test_what_has_no_norm_in_the_zone_is_refused(system, zone, kind):
    price = next(iter(PRODUCTS[kind].values()))
    name, message = refusal(system, given_natural_zone=zone, **{f"farm_{kind}": 1, price: 100})
    assert name == f"farm_{kind}"
    assert "has no norm" in message
    assert f"farm_{kind}_corrected_norm" in message


@pytest.mark.parametrize(
    ("family", "name", "message"),
    [
        ({"farm_pigs": 1, "farm_price_pork": 900}, "district", "state district or given_natural_zone"),
        ({"farm_pigs": 1.5}, "farm_pigs", "whole number"),
        ({"farm_pigs": -1}, "farm_pigs", "negative"),
        ({"farm_potatoes": float("nan")}, "farm_potatoes", "finite"),
        ({"farm_price_pork": float("inf")}, "farm_price_pork", "finite"),
        ({"farm_pigs_age": -2}, "farm_pigs_age", "negative"),
        ({"farm_pigs": {"2025-02": 1}}, "farm_pigs", "month of application"),
        ({"farm_pigs_without_income": {"2025-02": True}, "farm_pigs": 1}, "farm_pigs_without_income", "state it there"),
        ({"farm_working_horses": 1}, "farm_working_horses_since", "state the day"),
        (
            {"region": "abai", "district": "akmola__esil", "farm_pigs": 1, "farm_price_pork": 9},
            "district",
            "not in the region",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_with_place_and_cure(system, family, name, message):
    place, text = refusal(system, **family)
    assert place == name
    assert message in text


def test_a_quantity_of_a_day_is_refused(system):
    with pytest.raises(SituationParsingError, match="give a month"):
        simulation(system, {"farm_pigs": {"day:2025-05-01": 1}})


def test_a_district_that_annex_1_does_not_name_yet(system):
    family = {"district": "almaty_region__alatau_city", "farm_pigs": 1, "farm_price_pork": 900}
    name, message = refusal(system, month="2024-04", **family)
    assert name == "district"
    assert "does not name" in message
    assert simulation(system, family).calculate("counted_farm_income", MONTH) > 0


def test_a_year_holds_for_its_months_and_a_month_goes_before_it(system):
    family = {"given_natural_zone": "steppe", "farm_price_pork": {"2025": 900, "2025-05": 1000}}
    prices = simulation(system, family).calculate
    assert prices("farm_price_pork", "2025-06") == 900
    assert prices("farm_price_pork", "2025-05") == 1000


def test_families_without_a_farm_cost_nothing(system):
    run = simulation(system, {}, {})
    assert list(run.calculate("total_income", MONTH)) == [0, 0]
    assert not run.get_holder("counted_farm_income").get_known_periods()
    assert not run.get_holder("natural_zone").get_known_periods()
    assert not run.get_holder("farm_price_milk").get_known_periods()


def test_the_individual_card(system):
    family = {
        "given_natural_zone": "dry_steppe",
        "farm_potatoes": 6,
        "farm_price_potatoes": 180,
        "farm_dairy_cattle": 2,
        "farm_price_milk": 250,
        "farm_pigs": 3,
        "farm_pigs_without_income": True,
        "farm_barren_cattle": 1,
        "farm_barren_cattle_since": {"ETERNITY": "2024-04-30"},
        "farm_price_beef": 2000,
    }
    run = simulation(system, {}, family)
    assert individual_card(run, period(MONTH), 0) == []
    # 70 × 180 − 1 777; 1 900 × 250 − 40 721; 159 × 2 000 − 34 130
    assert individual_card(run, period(MONTH), 1) == [
        ("potatoes", 6, 10_823, 64_938, 16_234.5),
        ("dairy_cattle", 2, 434_279, 868_558, 217_139.5),
        ("beef_cattle", 1, 283_870, 283_870, 70_967.5),
    ]
    assert run.calculate("counted_farm_income", MONTH)[1] == 16_234.5 + 217_139.5 + 70_967.5


def test_declared_lines_stand_on_the_card_only_above_the_limit(system):
    family = {"farm_pigs": 4, "farm_pigs_without_income": True, "farm_no_income_limit": 1}
    run = simulation(
        system, {**family, "farm_pigs_corrected_norm": 46_228}, {**family, "farm_pigs_corrected_norm": 46_229}
    )
    assert individual_card(run, period(MONTH), 0) == []
    assert individual_card(run, period(MONTH), 1) == [("pigs", 4, 46_229, 184_916, 46_229)]


farms = st.builds(
    dict,
    zone=st.sampled_from(list(NORMS)),
    units=st.dictionaries(st.sampled_from(list(PRODUCTS)), st.integers(1, 40), max_size=6),
    price=st.integers(1, 500_000).map(lambda tiyn: Fraction(tiyn, 100)),
)


def exact(farm):
    """Farm income of the quarter from the typed annexes, in exact fractions; None where a norm is missing."""
    products, costs, animals, animal_costs = map(cells, NORMS[farm["zone"]])
    table = dict(zip(PRODUCTS, zip(products + animals, costs + animal_costs, strict=True), strict=True))
    total = Fraction(0)
    for kind, units in farm["units"].items():
        product, cost = table[kind]
        if product is None:
            return None
        value = sum(Fraction(part) for part in product.split("/")) * farm["price"]  # wool at the same price
        total += units * ((value / 10 if kind == "egg_poultry" else value) - Fraction(cost))
    tiyn = floor(total / 12 * 3 * 100 + Fraction(1, 2))  # half a tiyn upwards
    return max(Fraction(tiyn, 100), Fraction(0))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(several=st.lists(farms, min_size=1, max_size=5))
def test_random_farms_together_equal_the_exact_calculation_of_each(system, several):
    several = [farm for farm in several if exact(farm) is not None] or [{"zone": "desert", "units": {}, "price": 1}]
    families = [
        {
            "given_natural_zone": farm["zone"],
            **{f"farm_{kind}": units for kind, units in farm["units"].items()},
            **{name: float(farm["price"]) for prices in PRODUCTS.values() for name in prices.values()},
        }
        for farm in several
    ]
    counted = simulation(system, *families).calculate("counted_farm_income", MONTH)
    expected = numpy.array([float(exact(farm) or 0) for farm in several])
    assert numpy.abs(counted - expected).max() < 0.001


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    since=st.dates(datetime.date(2022, 1, 1), datetime.date(2025, 5, 31)),
    applied=st.dates(datetime.date(2025, 5, 1), datetime.date(2025, 5, 31)),
)
def test_working_horses_count_after_more_than_a_year(system, since, applied):
    family = {
        "application_date": applied.isoformat(),
        "farm_working_horses": 1,
        "farm_working_horses_since": {"ETERNITY": since.isoformat()},
        "farm_horses_corrected_norm": 40_000,
    }
    a_year_on = since.replace(year=since.year + 1) if (since.month, since.day) != (2, 29) else None
    longer = applied > (a_year_on or datetime.date(since.year + 1, 3, 1))
    assert simulation(system, family).calculate("counted_farm_income", MONTH) == (10_000 if longer else 0)


def test_more_of_a_gain_is_never_less_income(system):
    family = {"given_natural_zone": "steppe", "farm_price_potatoes": 150}
    run = simulation(system, *({**family, "farm_potatoes": area} for area in range(20)))
    counted = run.calculate("counted_farm_income", MONTH)
    assert (numpy.diff(counted) > 0).all()
