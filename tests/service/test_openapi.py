"""The OpenAPI document says the truth: by a validator, by schemathesis, and because requests are checked by it."""

import copy
import json

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from openfisca_kz.service.app import create_app
from openfisca_kz.service.openapi import EXAMPLE
from openfisca_kz.service.settings import Settings
from tests.service import schemathesis_hooks  # noqa: F401 registers how bodies are sent
from tests.service.conftest import at_once

schema = schemathesis.openapi.from_asgi("/spec", create_app(Settings(), at_once))
schema.config.phases.update(phases=["examples", "fuzzing"])  # `make fuzz` takes them all, for half an hour


@pytest.fixture(scope="module")
def document(api):
    return api.get("/spec").json()


def test_the_document_is_valid(document):
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_address_is_described(document, api):
    paths = {route.path.replace(":path", "") for route in api.app.routes} - {"/"}
    assert paths == set(document["paths"])


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
