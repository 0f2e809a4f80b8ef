"""Sums and the arithmetic written out: the parts add up, and the numbers on the page give the value."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.casebook.cases import case_files, read_cases
from openfisca_kz.casebook.running import with_reforms
from openfisca_kz.explanation import explain
from openfisca_kz.explanation.sums import TAKEN_OFF
from openfisca_kz.variables.total_income.total_income import LEFT_OUT
from tests.conftest import LAW
from tests.explanation.families import QUARTER, plain, small_family, step
from tests.explanation.situations import situation_of
from tests.explanation.test_structure import check

SYSTEM = CountryTaxBenefitSystem()
REFORMED = with_reforms(SYSTEM)
LISTED = sorted(kind for group in SYSTEM.parameters.total_income.children.values() for kind in group.children)
KINDS = [kind for kind in LISTED if kind not in ("education_material_aid", "rental_housing_payment")]
AMOUNTS = st.integers(1, 10**9).map(lambda tiyn: tiyn / 100)
INCOMES = st.dictionaries(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(QUARTER), AMOUNTS, min_size=1))


@given(mother=INCOMES, son=INCOMES, arrival=st.sampled_from([None, "2025-01-20", "2025-03-31"]))
@settings(max_examples=40, deadline=None)
def test_the_parts_add_up_to_the_income_that_counts(mother, son, arrival):
    family = small_family("total_income")
    family["persons"]["mother"] |= mother
    family["persons"]["son"] |= son
    if arrival:
        family["persons"]["son"]["arrival_date"] = {"ETERNITY": arrival}
    explanation = explain(family, SYSTEM)
    check(explanation)
    assert explanation["results"][0]["value"] == plain(family, SYSTEM)[0]
    for person in ("mother", "son"):
        counted = step(explanation, "counted_income", person)
        assert bool(counted["parts"]) == bool(counted["value"])
        lines = [line for line in explanation["incomes"] if line["record"] == person]
        stated = {name for name in family["persons"][person] if name in LISTED}
        assert {line["variable"] for line in lines} == stated
        if not arrival and not {"property_sale_income", "business_credit_or_grant_income"} & stated:
            counts = sum(round(line["amount"] * 100) for line in lines if line["counts"])
            assert counts == round(counted["value"] * 100)


def test_days_outside_the_family_are_a_part_of_their_own():
    family = small_family("total_income")
    family["persons"]["mother"]["arrival_date"] = {"ETERNITY": "2025-02-15"}
    pay = step(explain(family, SYSTEM), "counted_pay", "mother")
    wage, outside = pay["parts"]
    assert (wage["amount"], wage["label"]) == (180000, "Wage")
    assert (outside["amount"], outside["label"], outside["record"]) == (-90000, "days outside the family", None)


def test_what_is_taken_off_stands_below_zero():
    family = small_family("total_income")
    family["persons"]["mother"]["alimony_paid"] = {"2025-01": 30000}
    parts = {part["label"]: part["amount"] for part in step(explain(family, SYSTEM), "total_income")["parts"]}
    assert parts["Alimony paid, taken out of the payer's income, reference quarter"] == -30000
    assert sum(parts.values()) == 150000


def test_what_the_rules_take_off_is_what_is_written_with_a_minus():
    assert set(LEFT_OUT) < set(TAKEN_OFF)
    assert set(TAKEN_OFF) <= set(SYSTEM.variables)


def numbers(expression):
    """The value of an expression as it is written on a page."""
    plain_text = expression.replace(" ", "").replace("×", "*").replace("÷", "/").replace("−", "-").replace("…", "")
    return eval(re.sub(r"\d+(\.\d+)?", r"Fraction('\g<0>')", plain_text), {"Fraction": Fraction})


CASES = [
    case
    for path in case_files([LAW / "social_code", LAW / "order_160", LAW / "history", LAW / "worked_examples.yaml"])
    for case in read_cases(path, SYSTEM)
    if set(case.input) == {"persons", "families"}
][::6]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name[:60])
def test_cases_of_lawyers_are_explained_with_their_values(case):
    law = REFORMED(case.reforms)
    situation = situation_of(case, law)
    explanation = explain(situation, law)
    check(explanation)
    assert [one["value"] for one in explanation["results"]] == plain(situation, law)
    for one in explanation["steps"]:
        if one["arithmetic"]:
            left, sign, right = re.split(r" ([=≈≤>]) ", one["arithmetic"])
            if sign in "≤>":
                assert (numbers(left) <= numbers(right)) == (sign == "≤")
            else:
                assert abs(numbers(left) - Fraction(str(one["value"]))) < (Fraction(1, 1000) if sign == "=" else 1)
                assert numbers(right) == pytest.approx(one["value"], abs=0.01)


@pytest.mark.parametrize("case", CASES[::3], ids=lambda case: case.name[:60])
def test_what_was_not_read_changes_nothing(case):
    law = REFORMED(case.reforms)
    situation = situation_of(case, law)
    for one in explain(situation, law)["not_read"]:
        del situation[one["entity"]][one["record"]][one["variable"]][one["period"]]
    assert plain(situation, law) == plain(situation_of(case, law), law)
