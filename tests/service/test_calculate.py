"""`/calculate` and `/trace`: the answers of OpenFisca's own API where that one is right, and right ones where not."""

import copy
import json
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from openfisca_web_api.app import create_app as create_stock_app
from starlette.testclient import TestClient

from openfisca_kz.service.app import create_app
from openfisca_kz.service.openapi import EXAMPLE
from openfisca_kz.service.settings import Settings
from tests.service.conftest import at_once
from tests.situations.test_building import FAMILY, situation_of

PERIOD = "2025-05"


@pytest.fixture(scope="module")
def stock(system):
    """OpenFisca's own API over the same law."""
    return create_stock_app(system).test_client()


def of_stock(stock, address, situation):
    """The answer of OpenFisca's own API to the records in their order, which `json=` of its test client would sort."""
    reply = stock.post(address, data=json.dumps(situation), content_type="application/json")
    assert reply.status_code == 200, reply.text
    return reply.get_json()


def values_of(trace):
    """The values of each step; days, which the stock API writes as HTTP does, as ISO writes them."""
    return {step: list(map(_with_iso_day, node["value"])) for step, node in trace["trace"].items()}


def _with_iso_day(value):
    if not (isinstance(value, str) and value.endswith(" GMT")):
        return value
    return datetime.strptime(value.replace("GMT", "+0000"), "%a, %d %b %Y %H:%M:%S %z").date().isoformat()


def test_the_family_of_the_readme(api, situation):
    """360 000 ÷ 4 ÷ 3 = 30 000, 4 × (36 550 − 30 000) = 26 200; one child of four: 1.5 × 3 932."""
    reply = api.post("/calculate", json=situation)
    assert reply.status_code == 200
    answered = reply.json()["families"]["family"]
    assert answered["total_income"] == {PERIOD: 360_000}
    assert answered["tsa_entitled"] == {PERIOD: True}
    assert answered["targeted_social_assistance"] == {PERIOD: 26_200}
    assert answered["child_supplement"] == {PERIOD: 5_898}
    assert reply.headers["content-type"] == "application/json"


def test_what_was_sent_comes_back_as_it_was(api, situation):
    sent = copy.deepcopy(situation)
    answered = api.post("/calculate", json=situation).json()
    for name in ("total_income", "tsa_entitled", "targeted_social_assistance", "child_supplement"):
        answered["families"]["family"][name][PERIOD] = None
    assert answered == sent
    assert list(answered["persons"]) == list(sent["persons"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(family=FAMILY)
def test_the_stock_api_answers_the_same(family, api, stock):
    situation = situation_of(family)
    situation["persons"] = {name.replace("/", "-"): facts for name, facts in situation["persons"].items()}
    (own,) = situation["families"].values()
    own["children"] = [name.replace("/", "-") for name in own["children"]]

    def ours_to(address):
        reply = api.post(address, json=situation)
        assert reply.status_code == 200, reply.text
        return reply.json()

    assert ours_to("/calculate") == of_stock(stock, "/calculate", situation)
    ours, theirs = ours_to("/trace"), of_stock(stock, "/trace", situation)
    assert ours["entitiesDescription"] == theirs["entitiesDescription"]
    assert sorted(ours["requestedCalculations"]) == sorted(theirs["requestedCalculations"])
    assert values_of(ours) == values_of(theirs)


def test_every_step_of_the_stock_trace_is_in_ours(api, stock):
    ours, theirs = api.post("/trace", json=EXAMPLE).json(), of_stock(stock, "/trace", EXAMPLE)
    assert values_of(ours) == values_of(theirs)
    for step, recorded in theirs["trace"].items():
        assert set(ours["trace"][step]["dependencies"]) == set(recorded["dependencies"]), step
        assert ours["trace"][step]["parameters"] == recorded["parameters"], step


def test_one_family_states_what_another_asks_for(api):
    """The stock API gives the second family the default, 0."""
    persons = {"a": {"wage": {"2025-01": 30_000}}, "b": {"wage": {"2025-01": 60_000}}}
    families = {
        "1": {"applicant": "a", "total_income": {PERIOD: 12_000}, "per_capita_income": {PERIOD: None}},
        "2": {"applicant": "b", "total_income": {PERIOD: None}, "per_capita_income": {PERIOD: None}},
    }
    answered = api.post("/calculate", json={"persons": persons, "families": families}).json()["families"]
    assert answered["1"] == {**families["1"], "per_capita_income": {PERIOD: 4_000}}
    assert answered["2"] == {"applicant": "b", "total_income": {PERIOD: 60_000}, "per_capita_income": {PERIOD: 20_000}}


def test_a_whole_year_divided_to_the_tiyn(api):
    person = {"wage": {"2025": 1_000}}
    family = {"applicant": "a", "total_income": {PERIOD: None}}
    answered = api.post("/calculate", json={"persons": {"a": person}, "families": {"f": family}})
    assert answered.json()["families"]["f"]["total_income"] == {PERIOD: 249.99}  # 3 × 83.33; December takes the rest


HIGHER_LINE = {"poverty_line.published.aktobe": {"2025-01-01": 41_771}}


@pytest.mark.parametrize(
    ("reform", "amount"),
    [
        ("order_95_2025:before", 10_791),
        ({"parameters": HIGHER_LINE}, 47_084),
        ({"base": "order_95_2025:before", "parameters": HIGHER_LINE}, 31_675),
    ],
)
def test_the_law_is_chosen_by_name_or_changed(api, situation, reform, amount):
    """Before order № 95: 406 228 ÷ 4 ÷ 3 = 33 852.33; 4 × (41 771 − 33 852.33) = 31 674.67."""
    reply = api.post("/calculate", json={**situation, "reform": reform})
    assert reply.status_code == 200, reply.text
    assert reply.json()["families"]["family"]["targeted_social_assistance"] == {PERIOD: amount}


def test_own_figures(api, situation):
    """A line of 41 771 in Aktobe: 4 × (41 771 − 30 000) = 47 084."""
    reform = {"name": "A higher line", "parameters": HIGHER_LINE}
    reply = api.post("/calculate", json={**situation, "reform": reform})
    assert reply.json()["families"]["family"]["targeted_social_assistance"] == {PERIOD: 47_084}
    assert api.post("/calculate", json=situation).json()["families"]["family"]["targeted_social_assistance"] == {
        PERIOD: 26_200
    }


def test_compare_shows_both_sides_and_the_cause(api, situation):
    found = api.post("/compare", json=situation).json()
    sides = [found[side]["families"]["family"]["targeted_social_assistance"][PERIOD] for side in ("before", "after")]
    assert sides == [10_791, 26_200]
    assert found["after"]["law"] == {"name": "after", "title": "After order № 95 of 31 March 2025"}
    differences = {one["variable"]: one for one in found["differences"]}
    assert set(differences) == {"total_income", "targeted_social_assistance"}
    assert differences["targeted_social_assistance"]["difference"] == 15_409
    assert differences["targeted_social_assistance"]["causes"] == ["Order № 95, p. 8 19), fifth paragraph"]


def test_compare_of_own_figures_names_the_parameter(api, situation):
    reform = {"parameters": HIGHER_LINE}
    found = api.post("/compare", json={**situation, "reform": reform}).json()
    causes = {cause for one in found["differences"] for cause in one["causes"]}
    assert causes == {"poverty_line.published.aktobe"}


def test_nothing_differs_where_nothing_does(api, situation):
    situation["persons"]["pupil"]["education_organisation_ownership"] = {"2025-02": "state"}
    assert api.post("/compare", json=situation).json()["differences"] == []


def test_headers_name_the_package(api):
    reply = api.get("/health")
    assert reply.headers["country-package"] == "openfisca-kz"
    assert json.loads(reply.text) == {"status": "ok"}


UNDER_ONE_LAW = ("/calculate", "/trace", "/explain")
OF_A_PERSON = {"name": "Ivan Ivanov", "parameters": {"poverty_line.published.aktobe": {"2025-01-01": 1}}}


@pytest.mark.parametrize(
    ("addresses", "reform", "law"),
    [
        (UNDER_ONE_LAW, None, "in_force"),
        (UNDER_ONE_LAW, "order_95_2025:before", "order_95_2025:before"),
        (["/compare"], None, "order_95_2025"),
        ([*UNDER_ONE_LAW, "/compare"], OF_A_PERSON, "own_figures"),
    ],
)
def test_what_the_log_may_know_of_a_request(situation, addresses, reform, law):
    """Counts and the law of the list; no word that the caller chose."""
    app, scopes = create_app(Settings(), at_once), []

    async def watched(scope, receive, send):
        scopes.append(scope)
        await app(scope, receive, send)

    sent = situation if reform is None else {**situation, "reform": reform}
    for address in addresses:
        reply = TestClient(watched).post(address, json=sent)
        assert reply.status_code == 200, reply.text
        assert scopes[-1]["counts"] == {"persons": 4, "families": 1, "cells": 4}
        assert scopes[-1]["law"] == law
