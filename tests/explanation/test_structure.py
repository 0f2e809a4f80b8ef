"""Explanations are whole: every step once and after what it uses, for every variable, with the values of the rules."""

import json

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.errors import SituationError
from openfisca_kz.explanation import as_text, explain
from openfisca_kz.facts import is_calculated
from openfisca_kz.situations.simulation import TimeLimitError
from tests.explanation.families import ASKED, monthly, plain, readme_family, small_family, step

CALCULATED = sorted(name for name, variable in CountryTaxBenefitSystem().variables.items() if is_calculated(variable))


def check(explanation):
    """What holds of every explanation."""
    known = {one["id"] for one in explanation["inputs"]}
    assert len(known) == len(explanation["inputs"])
    for one in explanation["steps"]:
        assert one["id"] == "/".join((one["entity"], one["record"], one["variable"], one["period"]))
        assert one["id"] not in known, f"{one['id']} comes twice"
        assert set(one["uses"]) <= known, f"{one['id']} comes before what it uses"
        assert {part["id"] for part in one["parts"]} - {None} <= known
        if one["parts"]:
            assert sum(round(part["amount"] * 100) for part in one["parts"]) == round(one["value"] * 100), one["id"]
        known.add(one["id"])
    assert not {one["id"] for one in explanation["not_read"]} & known
    for line in explanation["incomes"]:
        assert line["steps"]
        assert set(line["steps"]) <= known
    json.dumps(explanation, allow_nan=False)


@pytest.mark.parametrize("name", CALCULATED)
def test_every_variable_asked_alone(system, name):
    entity = system.variables[name].entity.plural
    family = small_family()
    for asked in ASKED:
        del family["families"]["family"][asked]
    for record in family[entity].values():
        record[name] = {"2025-05": None}
    explanation = explain(family, system)
    check(explanation)
    assert [one["value"] for one in explanation["results"]] == plain(family, system)
    steps = {one["id"]: one for one in explanation["steps"]}
    for result in explanation["results"]:
        assert steps[result["id"]]["value"] == result["value"]
        assert steps[result["id"]]["shown"]
        assert not steps[result["id"]]["beside"]
    assert system.variables[name].label in as_text(explanation)


def test_the_values_are_those_of_a_plain_calculation(system, before):
    for law in (system, before):
        family = readme_family()
        explanation = explain(family, law)
        check(explanation)
        assert [one["value"] for one in explanation["results"]] == plain(family, law)


def test_the_same_again(system):
    assert json.dumps(explain(readme_family(), system)) == json.dumps(explain(readme_family(), system))


def test_a_step_uses_the_members_of_its_own_family_only(system):
    family = small_family()
    family["persons"]["neighbour"] = {"wage": monthly(900000), "birth_date": {"ETERNITY": "1980-01-01"}}
    family["families"]["next_door"] = {"applicant": "neighbour", "tsa_entitled": {"2025-05": None}}
    explanation = explain(family, system)
    check(explanation)
    values = {one["id"]: one["value"] for one in explanation["results"]}
    assert values["families/family/tsa_entitled/2025-05"] is True
    assert values["families/next_door/tsa_entitled/2025-05"] is False
    uses = step(explanation, "income_before_departures", "family")["uses"]
    assert not [used for used in uses if "neighbour" in used]
    assert "persons/mother/counted_income/2025-05" in uses
    assert [one["record"] for one in explanation["families"]] == ["family", "next_door"]


def test_results_stand_in_the_order_of_the_situation(system):
    family = small_family("tsa_entitled", "total_income")
    family["persons"]["son"]["age"] = {"2025-05": None}
    assert [one["variable"] for one in explain(family, system)["results"]] == ["age", "tsa_entitled", "total_income"]


def test_an_input_can_be_asked_for(system):
    family = small_family("region")
    family["persons"]["mother"]["wage"]["2025-04"] = None
    explanation = explain(family, system)
    check(explanation)
    assert [one["value"] for one in explanation["results"]] == [0, "not_stated"]
    assert explanation["steps"] == []


def test_two_applications_are_told_apart(system):
    family = small_family("total_income")
    family["families"]["family"]["total_income"]["2025-08"] = None
    explanation = explain(family, system)
    check(explanation)
    assert [one["period"] for one in explanation["families"][0]["applications"]] == ["2025-05", "2025-08"]
    page = as_text(explanation)
    assert "reference quarter, 2025-05: 180 000 tenge" in page
    assert "reference quarter, 2025-08: 0 tenge" in page


def test_companions_rest_on_nothing_and_nothing_rests_on_them(system):
    explanation = explain(small_family("targeted_social_assistance"), system)
    beside = {one["id"] for one in explanation["steps"] if one["beside"]}
    assert {one.split("/")[2] for one in beside} >= {"poverty_line_basis", "per_capita_income", "refusal_ground"}
    for one in explanation["steps"]:
        if not one["beside"]:
            assert not beside & set(one["uses"])


def test_what_a_rule_refuses_is_refused_here_too(system):
    family = readme_family("2025-04-05")
    del family["persons"]["pupil"]["education_organisation_ownership"]
    with pytest.raises(SituationError, match="education_organisation_ownership"):
        explain(family, system)


def test_the_time_is_limited(system):
    with pytest.raises(TimeLimitError):
        explain(readme_family(), system, deadline=0.0)


def test_an_unknown_language_is_an_error(system):
    with pytest.raises(ValueError, match="en"):
        explain(readme_family(), system, "de")
