"""Figures of the caller's own: whatever they are, an answer that can be read or a refusal with its place."""

import json

import pytest

from openfisca_kz.parameter_files import dated_parameters

PERIOD = "2025-05"
FAR_OFF = [None, 0, -1, 0.5, 1e12, -1e12, 1e-320]


def refusing(value):
    raise AssertionError(f"{value} is no JSON")


@pytest.mark.parametrize("address", ["/calculate", "/explain", "/compare", "/trace"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("interpretation.amount_rounding_step", 0), ("child_supplement.age_to", None), ("child_supplement.age_to", 1e12),
     ("subsistence_minimum.national", None), ("poverty_line.minimum_share", -1e12)],
)  # fmt: skip
def test_what_no_rule_can_calculate_with_is_refused_at_its_place(api, situation, address, name, value):
    reform = {"parameters": {name: {"2024-01-01": value}}}
    reply = api.post(address, json={**situation, "reform": reform})
    problem = json.loads(reply.text, parse_constant=refusing)
    assert reply.status_code in (200, 422)
    if value is None:
        assert problem["errors"][0]["pointer"] == f"/reform/parameters/{name}"
        assert f"A rule needs {name} on 2025-" in problem["detail"]


def test_an_answer_that_is_no_number_is_no_answer(api, situation):
    reform = {"parameters": {"interpretation.amount_rounding_step": {"2024-01-01": 0}}}
    problem = api.post("/calculate", json={**situation, "reform": reform}).json()
    assert (problem["status"], problem["errors"][0]["code"]) == (422, "unusable_figures")


def test_any_figure_can_be_anything(api, situation, system):
    """Each figure of the law in turn takes one of the far-off values; the next run of the suite takes the same."""
    situation["families"]["family"]["kind_of_help"] = {PERIOD: None}
    statuses = set()
    figures = [one for one in dated_parameters(system.parameters) if not isinstance(one.values_list[0].value, bool)]
    for number, parameter in enumerate(figures):
        value = FAR_OFF[number % len(FAR_OFF)]
        reform = {"parameters": {parameter.name: {"2024-01-01": value}}}
        reply = api.post("/calculate", json={**situation, "reform": reform})
        json.loads(reply.text, parse_constant=refusing)
        statuses.add(reply.status_code)
    assert statuses == {200, 422}
