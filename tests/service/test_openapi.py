"""The OpenAPI document says the truth: by a validator, by schemathesis, and because requests are checked by it."""

import copy
import json

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from openfisca_kz.service.app import create_app
from openfisca_kz.service.openapi import EXAMPLE
from openfisca_kz.service.operation.layers import operated
from openfisca_kz.service.settings import Settings, variable
from tests.explanation.families import readme_family, small_family
from tests.explanation.test_languages import family_of_many_rules
from tests.service import schemathesis_hooks  # noqa: F401 registers how bodies are sent
from tests.service.conftest import at_once, called_in_process

schema = schemathesis.openapi.from_asgi("/spec", create_app(Settings(metrics=False), at_once))
schema.config.phases.update(phases=["examples", "fuzzing"])  # `make fuzz` takes them all, for half an hour


@pytest.fixture(scope="module")
def document(api):
    return api.get("/spec").json()


def test_the_document_is_valid(document):
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_address_is_described(document, api):
    paths = {route.path.replace(":path", "") for route in api.app.routes} - {"/"}
    assert paths == set(document["paths"]) - {"/metrics"}


def test_metrics_are_described_where_they_are_served():
    for served in (True, False):
        with TestClient(operated(create_app, Settings(metrics=served))) as operated_api:
            operation = operated_api.get("/spec").json()["paths"].get("/metrics", {}).get("get")
            reply = operated_api.get("/metrics")
        assert reply.status_code == (200 if served else 404)
        assert (operation is not None) is served
        if served:
            assert list(operation["responses"]["200"]["content"]) == ["text/plain"]
            assert reply.headers["Content-Type"].startswith("text/plain")


LIMITS = {
    "largest_body": ("2KiB", "2048"),
    "most_cells": (17, "17"),
    "calculation_seconds": (2.5, "2.5"),
    "largest_batch_body": ("3MiB", "3145728"),
    "most_batch_families": (19, "19"),
    "batch_seconds": (61, "61"),
    "rate_limit": ("100/minute", "100/minute"),
}


def test_the_limits_of_this_server_are_named():
    document = called_in_process(**{name: value for name, (value, _) in LIMITS.items()}).get("/spec").json()
    bodies = (document["paths"][path]["post"]["requestBody"]["description"] for path in ("/calculate", "/batch"))
    said = "\n".join([document["info"]["description"], *bodies])
    for name, (_, shown) in LIMITS.items():
        assert f"- `{name}` = {shown}: {Settings.model_fields[name].description} ({variable(name)})" in said


def test_the_statuses_of_an_address_are_those_that_it_answers_with(document, api, situation):
    def statuses(path, method="post"):
        return set(document["paths"][path][method]["responses"])

    unruly = {**situation, "families": {"family": {"children": ["nobody"]}}}
    for path in ("/calculate", "/trace", "/compare", "/explain", "/batch"):
        replies = [
            api.post(path, json=situation),
            api.post(path, content="{", headers={"Content-Type": "application/json"}),
            api.post(path, json=unruly),
            api.post(path, content="", headers={"Content-Type": "application/x-ndjson"}),
            api.post(path, content=" " * 2 * 2**20, headers={"Content-Type": "application/json"}),
            api.post(f"{path}?reform=none", content="", headers={"Content-Type": "application/x-ndjson"}),
        ]
        assert {str(reply.status_code) for reply in replies} <= statuses(path)
        assert statuses(path) == {"200", "400", "408", "413", "415", "422", "431", "500", "503"}
    assert statuses("/variable/{id}", "get") == {"200", "400", "404", "431", "500", "503"}
    assert statuses("/health", "get") == {"200", "400", "431", "500", "503"}
    limited = called_in_process(rate_limit="5/second").get("/spec").json()
    assert all("429" in own["responses"] for path in limited["paths"].values() for own in path.values())


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_what_is_said_of_the_law_is_as_described(document, api, language):
    asked = {"Accept-Language": language}
    for one, several in (("Variable", "variables"), ("Parameter", "parameters")):
        listed = api.get(f"/{several}", headers=asked).json()
        check = validator(document, one)
        for name in listed:
            assert faults(check, api.get(f"/{one.lower()}/{name}", headers=asked).json()) == []
        assert faults(validator(document, "List"), listed) == []
    assert faults(validator(document, "Parameter"), api.get("/parameter/poverty_line", headers=asked).json()) == []
    assert faults(validator(document, "Entities"), api.get("/entities", headers=asked).json()) == []
    assert faults(validator(document, "Version"), api.get("/version").json()) == []


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
@pytest.mark.parametrize("family", [readme_family, family_of_many_rules, small_family])
def test_an_explanation_is_as_described(document, api, family, language):
    reply = api.post("/explain", json=family(), headers={"Accept-Language": language})
    assert reply.status_code == 200, reply.text
    assert faults(validator(document, "Explanation"), reply.json()) == []


def test_the_descriptions_of_answers_are_closed(document):
    """So that the tests above find every key that is described nowhere."""
    described = document["components"]["schemas"]
    for name in (
        "Answered",
        "Compared",
        "Explanation",
        "Variable",
        "Parameter",
        "Entity",
        "Source",
        "Version",
        "Problem",
    ):
        assert described[name]["additionalProperties"] is False
        assert set(described[name]["required"]) <= set(described[name]["properties"])


def validator(document, name):
    """Checks what is answered by the schema of a name."""
    content = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(content)


def faults(validator, content):
    """What of an answer is not as it is described."""
    return [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(content)]


def test_the_examples_are_answered_as_described(document, api):
    for path in ("/calculate", "/trace", "/compare", "/explain"):
        operation = document["paths"][path]["post"]
        example = operation["requestBody"]["content"]["application/json"]["example"]
        reply = api.post(path, json=example)
        assert reply.status_code == 200, reply.text
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        validator = jsonschema_rs.Draft202012Validator({**answer, "components": document["components"]})
        assert [error.message for error in validator.iter_errors(reply.json())] == []


VALUES = st.one_of(st.none(), st.booleans(), st.integers(-10, 10**13), st.floats(allow_nan=False, allow_infinity=False),
                   st.text(max_size=5), st.just([]), st.just({}))  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_request_is_400_if_and_only_if_the_document_forbids_it(data, document, api):
    """Something of the example is replaced, added or taken out at random."""
    situation = copy.deepcopy(EXAMPLE)
    places = list(_places(situation))
    for _ in range(data.draw(st.integers(1, 2))):
        *path, last = data.draw(st.sampled_from(places))
        target = situation
        try:
            for part in path:
                target = target[part]
            if data.draw(st.booleans()):
                target[last] = data.draw(VALUES)
            else:
                target.pop(last)
                target[data.draw(st.sampled_from(["wage", "region", "2025-02", "2025", "z", ""]))] = data.draw(VALUES)
        except (KeyError, TypeError, IndexError, AttributeError):
            continue
    allowed = jsonschema_rs.Draft202012Validator(
        {"$ref": "#/components/schemas/Situation", "components": document["components"]}, validate_formats=True
    ).is_valid(situation)
    status = api.post(
        "/calculate", content=json.dumps(situation), headers={"Content-Type": "application/json"}
    ).status_code
    assert (status == 400) is not allowed
    assert status in (200, 400, 422)


def _places(content, path=()):
    for key, value in content.items() if isinstance(content, dict) else enumerate(content):
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from _places(value, (*path, key))


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_schemathesis_finds_nothing(case):
    case.call_and_validate()
