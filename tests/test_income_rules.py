"""What must hold for all families under order № 181 p. 4 8), 6, 7, 13, 18–20, 22–26; what a rule refuses."""

import datetime
import math
from fractions import Fraction

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.building_blocks.currency import in_tenge
from openfisca_kz.building_blocks.spreading import share
from openfisca_kz.engine import build_simulations
from openfisca_kz.money import LARGEST_AMOUNT

PERIOD, QUARTER = "2025-05", ("2025-01", "2025-02", "2025-03")
FLOOR = 7_500 * 3_932  # tiyn: 75 MCI for the three months
tiyn_amounts = st.integers(0, LARGEST_AMOUNT * 100)
ordinary = st.integers(1, 50_000_000)  # up to 500 000 tenge


def half_up(tiyn: Fraction) -> int:
    return math.floor(tiyn + Fraction(1, 2))


def in_tiyn(amount) -> int:
    return round(float(amount) * 100)


def situation(persons, **family):
    roles = {"applicant": "a", **({"spouse": "b"} if "b" in persons else {})}
    return {"persons": persons, "families": {"f": {**roles, **family}}}


def calculate(system, name, persons, period=PERIOD, **family):
    return SimulationBuilder().build_from_dict(system, situation(persons, **family)).calculate(name, period)


@given(tiyn=tiyn_amounts, months=st.integers(1, 600), counted=st.integers(0, 3))
def test_a_share_is_the_exact_fraction_rounded_once_and_never_more_than_the_sum(tiyn, months, counted):
    counted = min(counted, months)
    (got,) = share(numpy.array([tiyn / 100]), numpy.array([months]), counted)
    assert in_tiyn(got) == half_up(Fraction(tiyn * counted, months))
    assert in_tiyn(got) <= tiyn


@given(hundredths=st.integers(0, 10**8), millionths=st.integers(1, 10**9))
def test_a_converted_amount_is_the_exact_product_rounded_once(hundredths, millionths):
    (got,) = in_tenge(numpy.array([hundredths / 100]), numpy.array([millionths / 1_000_000]))
    assert in_tiyn(got) == half_up(Fraction(hundredths * millionths, 1_000_000))


@settings(max_examples=60, deadline=None)
@given(
    tiyn=ordinary,
    start=st.dates(datetime.date(2023, 1, 1), datetime.date(2025, 6, 30)),
    months=st.integers(1, 40),
    received=st.sampled_from(["2024-11", "2024-12", *QUARTER, "2025-04"]),
    kind=st.sampled_from(["lump_sum", "alimony_arrears", "author_fee"]),
)
def test_a_sum_counts_for_its_months_in_the_quarter(system, tiyn, start, months, received, kind):
    first = start.year * 12 + start.month - 1
    last = first + months - 1
    end = datetime.date((last + 1) // 12, (last + 1) % 12 + 1, 1) - datetime.timedelta(days=1)
    persons = {
        "a": {kind: {received: tiyn / 100}, f"{kind}_from": {received: start}, f"{kind}_to": {received: end}},
    }
    (got,) = calculate(system, "total_income", persons)
    quarter = range(2025 * 12, 2025 * 12 + 3)
    inside = len(set(range(first, last + 1)) & set(quarter))
    if received == "2025-04":
        expected = 0
    elif kind != "author_fee" and months <= 3:
        expected = tiyn if received in QUARTER else 0
    else:
        expected = half_up(Fraction(tiyn * inside, months))
    assert in_tiyn(got) == expected <= tiyn


@given(
    tiyn=ordinary,
    month=st.integers(2024 * 12 + 9, 2025 * 12 + 1),
    day=st.integers(2, 28),
    longer=st.booleans(),
    kind=st.sampled_from(["lump_sum", "alimony_arrears"]),
)
@settings(max_examples=30, deadline=None)
def test_three_months_from_any_day_are_not_longer_than_the_quarter(system, tiyn, month, day, longer, kind):
    """From the 15th to the 14th of the third month after it counts whole; to the 15th by its four calendar months."""
    start, end = (datetime.date(number // 12, number % 12 + 1, day) for number in (month, month + 3))
    end -= datetime.timedelta(days=not longer)
    person = {kind: {"2025-02": tiyn / 100}, f"{kind}_from": {"2025-02": start}, f"{kind}_to": {"2025-02": end}}
    (got,) = calculate(system, "total_income", {"a": person})
    inside = len(set(range(month, month + 4)) & set(range(2025 * 12, 2025 * 12 + 3)))
    assert in_tiyn(got) == (half_up(Fraction(tiyn * inside, 4)) if longer else tiyn)


@settings(max_examples=60, deadline=None)
@given(
    whole=ordinary,
    part=st.integers(0, 100),
    months=st.integers(2, 24),
    in_advance=st.integers(1, 23),
    first=st.integers(2023 * 12 + 6, 2025 * 12 + 2),
)
def test_a_contract_with_an_advance_counts_twice_nowhere(system, whole, part, months, in_advance, first):
    in_advance = min(in_advance, months - 1)
    advance = whole * part // 100

    def day(month):
        return datetime.date(month // 12, month % 12 + 1, 15)

    stated = str(day(first))[:7]
    persons = {
        "a": {
            "civil_contract_income": {stated: whole / 100},
            "civil_contract_income_from": {stated: day(first)},
            "civil_contract_income_to": {stated: day(first + months - 1)},
            "civil_contract_advance": {stated: advance / 100},
            "civil_contract_advance_to": {stated: day(first + in_advance - 1)},
        }
    }
    (got,) = calculate(system, "total_income", persons)
    quarter = set(range(2025 * 12, 2025 * 12 + 3))
    of_advance = len(quarter & set(range(first, first + in_advance)))
    of_rest = len(quarter & set(range(first + in_advance, first + months)))
    if advance:
        expected = half_up(Fraction(advance * of_advance, in_advance))
        expected += half_up(Fraction((whole - advance) * of_rest, months - in_advance))
    else:
        expected = half_up(Fraction(whole * len(quarter & set(range(first, first + months))), months))
    assert in_tiyn(got) == expected <= whole


@settings(max_examples=60, deadline=None)
@given(declared=st.integers(0, 10**9), months=st.integers(1, 12))
def test_an_entrepreneur_never_counts_below_the_floor(system, declared, months):
    persons = {
        "a": {
            "business_activity": {"2025-01": "entrepreneur"},
            "declared_business_income": {PERIOD: declared / 100},
            "declared_business_months": {PERIOD: months},
        }
    }
    (got,) = calculate(system, "total_income", persons)
    assert in_tiyn(got) == max(half_up(Fraction(declared * 3, months)), FLOOR)


@settings(max_examples=60, deadline=None)
@given(incomes=st.lists(st.integers(0, 20_000_000), min_size=3, max_size=3))
def test_rent_without_a_contract_never_counts_below_the_minimum_wage_of_its_month(system, incomes):
    stated = {month: tiyn / 100 for month, tiyn in zip(QUARTER, incomes, strict=True)}
    (got,) = calculate(system, "total_income", {"a": {"rent_without_contract": stated}})
    assert in_tiyn(got) == sum(max(tiyn, 8_500_000) for tiyn in incomes if tiyn)


@settings(max_examples=60, deadline=None)
@given(
    wage=ordinary,
    paid=st.integers(0, 60_000_000),
    sold=st.integers(0, 10**9),
    bought=st.integers(0, 10**9),
    other=ordinary,
)
def test_what_is_taken_off_never_lowers_what_it_is_not_taken_from(system, wage, paid, sold, bought, other):
    persons = {
        "a": {"wage": {"2025-01": wage / 100}, "alimony_paid": {"2025-02": paid / 100}},
        "b": {
            "pension": {"2025-01": other / 100},
            "property_sale_income": {"2025-01": sold / 100},
            "property_purchases": {"2025-03": bought / 100},
        },
    }
    (got,) = calculate(system, "total_income", persons)
    assert in_tiyn(got) == max(wage - paid, 0) + other + max(sold - bought, 0)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"lump_sum": {"2025-02": 1}}, "needs lump_sum_from"),
        ({"lump_sum": {"2025-02": 1}, "lump_sum_from": {"2025-02": "2024-01-01"}}, "needs lump_sum_to"),
        (
            {
                "author_fee": {"2025-02": 1},
                "author_fee_from": {"2025-02": "2025-02-01"},
                "author_fee_to": {"2025-02": "2025-01-31"},
            },
            "lies before author_fee_from",
        ),
        ({"income_in_foreign_currency": {"2025-02": 1}}, "needs a rate above 0"),
        (
            {"income_in_foreign_currency": {"2025-02": 10**9}, "exchange_rate": {"2025-02": 500}},
            "more than 10 000 000 000",
        ),
        ({"exchange_rate": {"2025-02": -1}}, "tenge for one unit"),
        ({"exchange_rate": {"2025-02": 0.12345678}}, "six decimals"),
        ({"declared_business_income": {PERIOD: 100}}, "state business_activity"),
        (
            {"declared_business_income": {PERIOD: 100}, "business_activity": {"2025-01": "entrepreneur"}},
            "months of the tax period",
        ),
        (
            {"independent_worker_income": {"2025-02": 1}, "business_activity": {"2025-01": "entrepreneur"}},
            "no independent worker",
        ),
        (
            {"independent_worker_income": {"2025-02": 1}, "business_activity": {"2025-01": "none"}},
            "none in this month",
        ),
        (
            {"business_income": {"2025-02": 300_000}, "business_activity": {"2025-01": "independent_worker"}},
            "state it as independent_worker_income",
        ),
        (
            {"business_income": {"2025-02": 300_000}, "independent_worker_income": {"2025-02": 1}},
            "state it as independent_worker_income",
        ),
        ({"declared_business_income": {"2025": 1200}}, "state it in one month"),
        ({"declared_business_income": {"month:2025-01:3": 1200}}, "state it in one month"),
        ({"farm_enterprise_annual_income": {PERIOD: -1}}, "cannot be negative"),
        ({"divorced_spouse_income": {"2025-02": 1}}, "divorced_spouse_alimony: state it"),
        ({"civil_contract_advance": {"2025-02": 1}}, "State the sum of the whole contract"),
    ],
)
def test_what_is_missing_or_wrong_is_named(system, stated, message):
    with pytest.raises(SituationParsingError) as refused:
        calculate(system, "total_income", {"b": {}, "a": stated})
    assert message in str(refused.value.error)
    assert "'a'" in str(refused.value.error) or "declared_business_income" in str(refused.value.error)


@pytest.mark.parametrize("period", ["2025", "month:2025-01:3", "2025-02-01"])
@pytest.mark.parametrize(
    "name",
    [
        "lump_sum",
        "alimony_arrears",
        "employer_loan_repayment",
        "civil_contract_income",
        "civil_contract_advance",
        "author_fee",
        "farm_enterprise_annual_income",
    ],
)
def test_a_sum_is_stated_in_one_month(system, name, period):
    """Divided over a year, most parts of it would lie outside the quarter and be lost."""
    dates = {f"{name}_from": {"2025-01": "2025-01-01"}, f"{name}_to": {"2025-01": "2025-12-31"}}
    stated = {name: {period: 120_000}, **{date: day for date, day in dates.items() if date in system.variables}}
    with pytest.raises(SituationParsingError, match=rf"{name}.*{period}.*state it in one month"):
        calculate(system, "total_income", {"a": stated})


def test_dates_beside_a_sum_are_of_a_month(system):
    dates = {"lump_sum_from": {"2025": "2025-01-01"}, "lump_sum_to": {"2025-01": "2025-12-31"}}
    with pytest.raises(SituationParsingError) as refused:
        calculate(system, "total_income", {"a": {"lump_sum": {"2025-01": 1}, **dates}})
    cure = "State lump_sum_from for one month (2025-05), not for 2025."
    assert refused.value.error == {"persons": {"lump_sum_from": {"2025": cure}}}


@pytest.mark.parametrize(
    ("advance", "until", "message"),
    [
        (400, "2025-02-28", "above the sum"),
        (100, "2025-06-30", "leaves no month"),
        (100, "2025-07-01", "within the contract"),
        (100, "2024-12-31", "within the contract"),
        (100, None, "within the contract"),
    ],
)
def test_an_advance_that_does_not_fit_its_contract_is_named(system, advance, until, message):
    stated = {
        "civil_contract_income": {"2025-01": 300},
        "civil_contract_income_from": {"2025-01": "2025-01-01"},
        "civil_contract_income_to": {"2025-01": "2025-06-30"},
        "civil_contract_advance": {"2025-01": advance},
        **({"civil_contract_advance_to": {"2025-01": until}} if until else {}),
    }
    with pytest.raises(SituationParsingError) as refused:
        calculate(system, "total_income", {"a": stated})
    assert message in str(refused.value.error)


def test_one_person_without_dates_is_found_among_others_who_have_them(system):
    persons = {
        "a": {
            "lump_sum": {"2025-02": 400},
            "lump_sum_from": {PERIOD: "2024-12-01"},
            "lump_sum_to": {PERIOD: "2025-03-01"},
        },
        "b": {"lump_sum": {"2025-02": 400}},
    }
    with pytest.raises(SituationParsingError) as refused:
        calculate(system, "total_income", persons)
    assert "'b'" in str(refused.value.error)
    persons["b"] |= {"lump_sum_from": {PERIOD: "2024-12-01"}, "lump_sum_to": {"2025-02": "2025-03-01"}}
    assert calculate(system, "total_income", persons)[0] == 600


def test_families_together_are_as_each_alone(system):
    """Two families in one calculation, one with each rule, one with none of its inputs: nothing spills over."""
    rich = {
        "rent_without_contract": {"2025-01": 10},
        "property_sale_income": {"2025-01": 500},
        "property_purchases": {"2025-01": 200},
        "income_in_foreign_currency": {"2025-01": 1},
        "exchange_rate": {"2025-01": 500},
        "lump_sum": {"2025-01": 400},
        "lump_sum_from": {"2025-01": "2024-12-01"},
        "lump_sum_to": {"2025-01": "2025-03-01"},
        "alimony_paid": {"2025-01": 100},
        "business_activity": {"2025-01": "independent_worker"},
        "farm_enterprise_annual_income": {PERIOD: 1200},
        "divorced_spouse_income": {"2025-01": 7},
        "divorced_spouse_alimony": {"2025-01": "not_exacted"},
        "alimony_received": {"2025-01": 50},
        "alimony_payer": {"2025-01": "detained"},
    }
    # rent 85 000 + sale 300 + currency 500 + lump 300 + floor 294 900 + farm 300 + spouse 7 − alimony paid 100
    both = {
        "persons": {"c": {"wage": {"2025-01": 9}}, "a": rich, "b": {"wage": {"2025-02": 5}}},
        "families": {"g": {"applicant": "c"}, "f": {"applicant": "a", "spouse": "b"}},
    }
    totals = SimulationBuilder().build_from_dict(system, both).calculate("total_income", PERIOD)
    assert list(totals) == [9, 381_212]


def test_rules_without_inputs_cost_no_memory(system):
    """A population that states wages only: no rule makes arrays of its own beyond zeros that are never written."""
    persons = 20_000
    wage = numpy.full(persons, 100.0)
    simulation = build_simulations(
        [system],
        numpy.arange(persons),
        persons,
        person_inputs={("wage", month): wage for month in QUARTER},
    )[0]
    assert (simulation.calculate("total_income", PERIOD) == 300).all()
    for name in ("lump_sum", "alimony_paid", "property_purchases", "business_activity", "exchange_rate"):
        assert not simulation.get_holder(name).get_known_periods(), name


FROM_BUSINESS = {"business_income": {"2025-02": 200_000}}
DECLARED = {"declared_business_income": {PERIOD: 1_800_000}, "declared_business_months": {PERIOD: 12}}


@pytest.mark.parametrize("since", ["2025-03", "2024-06"])
@pytest.mark.parametrize("declared", [DECLARED, {}])
def test_business_income_beside_that_of_an_entrepreneur_is_refused(system, since, declared):
    """P. 26 takes the income of an entrepreneur from the declaration; without one, the floor."""
    person = {"business_activity": {since: "entrepreneur"}, **declared, **FROM_BUSINESS}
    with pytest.raises(SituationParsingError, match=r"b.*business_income.*2025-02.*declared_business_income.*leave"):
        calculate(system, "total_income", {"a": {}, "b": person})


def test_business_income_of_a_month_in_no_business_is_not(system):
    """Entrepreneur since March: 294 900, and 200 000 of February as received."""
    person = {"business_activity": {"2025-01": "none", "2025-03": "entrepreneur"}, **FROM_BUSINESS}
    assert calculate(system, "total_income", {"a": person})[0] == 294_900 + 200_000
    sold_in_january = {"independent_worker_income": {"2025-02": 1}, "business_income": {"2025-01": 200_000}}
    assert calculate(system, "total_income", {"a": sold_in_january})[0] == 98_300 + 200_000


def test_a_stated_zero_ends_what_was_declared_before(system):
    """Of one person alone: the other's declaration still holds."""
    business = {"business_activity": {"2025-01": "entrepreneur"}, "declared_business_months": {"2025-03": 12}}
    persons = {
        "a": {**business, "declared_business_income": {"2025-03": 1_800_000, "2025-04": 0}},
        "b": {**business, "declared_business_income": {"2025-03": 1_800_000}},
    }
    assert list(calculate(system, "counted_entrepreneur_income", persons)) == [294_900, 450_000]
    farm = {"farm_enterprise_annual_income": {"2025-03": 600_000, PERIOD: 0}}
    assert calculate(system, "total_income", {"a": farm})[0] == 0


def test_business_income_of_another_person_or_quarter_is_not(system):
    person = {"business_activity": {"2025-01": "entrepreneur"}, **DECLARED, "business_income": {"2025-04": 200_000}}
    assert calculate(system, "total_income", {"a": person, "b": FROM_BUSINESS})[0] == 450_000 + 200_000
    ended = {"business_activity": {"2024-06": "entrepreneur", "2024-12": "none"}, **FROM_BUSINESS}
    assert calculate(system, "total_income", {"a": ended})[0] == 200_000
